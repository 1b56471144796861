import { expect, test } from "vitest";
import { LiveEvents } from "../../src/app/live-events.ts";
import { statusPort } from "../../src/app/status-port.ts";
import { silentLogger } from "../../src/base/index.ts";
import { type DeviceState, StatusStore } from "../../src/store/index.ts";
import { FakeClock } from "../support/fake-clock.ts";

const entityOf = ({ id }: DeviceState): string => `SWITCH-${id}`;

function portOver(ids: readonly (readonly [configurationId: string, id: string])[]) {
  const clock = new FakeClock();
  const service = new StatusStore(() => {}, clock);
  for (const [configurationId, id] of ids) service.addDevice(configurationId, id);
  return statusPort({
    service,
    extensionOf: () => "custom:switch",
    entityOf,
    events: undefined,
    status: () => {
      throw new Error("not asked for");
    },
    live: new LiveEvents(silentLogger),
    clock,
  });
}

test("the device of an entity is found among all of them", () => {
  const port = portOver(Array.from({ length: 2_000 }, (_, i) => ["c", `sw${i}`] as const));
  const { totalCount, items } = port.devices({ entityId: "SWITCH-sw1999", offset: 0, limit: 1 });
  expect([totalCount, items.map(({ id }) => id)]).toEqual([1, ["sw1999"]]);
});

test("a device that two configurations have is that of the first", () => {
  const port = portOver([
    ["first", "sw1"],
    ["second", "sw1"],
  ]);
  expect(port.device("sw1")?.configurationId).toBe("first");
  expect(port.device("sw2")).toBeUndefined();
});
