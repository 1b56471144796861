import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LiveConfiguration } from "../../../src/app/live/live-configuration.ts";
import { ConfigurationWatch } from "../../../src/app/live/watch.ts";
import { systemClock } from "../../../src/base/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { element, hostsOf, idsOf, manifest, Place } from "./live-setup.ts";

let place: Place;
let watches: ConfigurationWatch[];
beforeEach(() => {
  place = new Place();
  watches = [];
  place.write("config/extensions/live.yaml", manifest("1.0.0"));
  place.write("config/monitoring/a.json", element());
});
afterEach(async () => {
  await Promise.all(watches.map((watch) => watch.stop()));
  await place.end();
});

function watching(
  live: LiveConfiguration,
  clock: ConstructorParameters<typeof ConfigurationWatch>[1]["clock"],
) {
  const watch = new ConfigurationWatch(live, { config: place.config(), clock, logger: place.logger });
  watches.push(watch);
  watch.start();
}

test("a change from outside is in force within a second", async () => {
  const live = await place.open({}, { clock: systemClock });
  watching(live, systemClock);
  await vi.waitFor(() => expect(live.current().generation).toBe(1));
  const startMs = systemClock.monotonicMs();
  place.replace("config/monitoring/a.json", element({ ips: ["192.0.2.9"] }));
  await vi.waitFor(() => expect(hostsOf(live, "a")).toEqual(["192.0.2.9"]), { interval: 5, timeout: 20_000 });
  expect(systemClock.monotonicMs() - startMs).toBeLessThan(1_000);
});

test("folders that come later are seen, too", async () => {
  place.remove("config/monitoring");
  const live = await place.open({}, { clock: systemClock });
  watching(live, systemClock);
  place.write("config/monitoring/new.json", element());
  await vi.waitFor(() => expect(idsOf(live)).toEqual(["new"]), { timeout: 20_000 });
});

test("where nobody tells of changes, a look every half second sees them", async () => {
  const clock = new FakeClock();
  const live = await place.open({}, { clock });
  watching(live, clock);
  await quiet(live, clock);
  place.write("config/monitoring/b.json", element());
  await passing(clock, () => expect(idsOf(live)).toEqual(["a", "b"]));
});

test("while nothing changes nothing is read", async () => {
  const clock = new FakeClock();
  const live = await place.open({}, { clock });
  watching(live, clock);
  await quiet(live, clock);
  const looks = vi.spyOn(live, "refresh");
  for (let i = 0; i < 20; i++) {
    await clock.advance(500);
    await clock.settle(50);
  }
  expect(looks).not.toHaveBeenCalled();
});

/** Time passes in small steps until it is so; the file system takes turns of its own. */
const passing = (clock: FakeClock, isSo: () => void): Promise<void> =>
  vi.waitFor(
    async () => {
      await clock.advance(50);
      isSo();
    },
    { interval: 1, timeout: 20_000 },
  );

/** Until the files of the start are settled. */
async function quiet(live: LiveConfiguration, clock: FakeClock): Promise<void> {
  await passing(clock, () => expect(live.wantsLook).toBe(false));
  await live.settled();
}
