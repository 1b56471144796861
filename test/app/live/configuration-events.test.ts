import { expect, test } from "vitest";
import { configurationEvents } from "../../../src/app/live/configuration-events.ts";
import { element, manifest, Place } from "./live-setup.ts";

test("whoever looks on is told what was created, changed, removed, and what broke", async () => {
  const place = new Place();
  try {
    place.write("config/extensions/live.yaml", manifest("1.0.0"));
    for (const name of ["same", "edited", "gone", "bad"]) {
      place.write(`config/monitoring/${name}.json`, element());
    }
    const live = await place.open();
    const before = live.current();
    place.replace("config/monitoring/edited.json", element({ ips: ["192.0.2.5"] }));
    place.write("config/monitoring/new.json", element());
    place.remove("config/monitoring/gone.json");
    place.write("config/monitoring/bad.json", "{");
    await live.refresh();
    await live.refresh();
    const events = configurationEvents(live.current(), before, live.elements);
    expect(events.map(({ extension, id, change }) => `${extension} ${id} ${change}`)).toEqual([
      "custom:live edited changed",
      "custom:live new created",
      "custom:live gone removed",
      "custom:live bad broken",
    ]);
  } finally {
    await place.end();
  }
});
