import { expect, test } from "vitest";
import { LiveEvents } from "../../src/app/live-events.ts";
import { statusPort } from "../../src/app/status-port.ts";
import { seededRandom, silentLogger } from "../../src/base/index.ts";
import { type DeviceState, EventStore, StatusStore } from "../../src/store/index.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { MemoryKeyValue } from "../support/memory-key-value.ts";

const entityOf = ({ id }: DeviceState): string => `SWITCH-${id}`;

function portOver(ids: readonly (readonly [configurationId: string, id: string])[], events?: EventStore) {
  const clock = new FakeClock();
  const service = new StatusStore(() => {}, clock);
  for (const [configurationId, id] of ids) service.addDevice(configurationId, id);
  return statusPort({
    service,
    extensionOf: () => "custom:switch",
    entityOf,
    events,
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

test("the first events of a device, from before its entity was there, are found by the entity", async () => {
  const options = { clock: new FakeClock(), random: seededRandom(1), logger: silentLogger, keepDays: 14 };
  const events = new EventStore({ kv: new MemoryKeyValue(), ...options });
  for (const device of ["sw1", "sw2"])
    events.record({
      atMs: options.clock.wallMs(),
      kind: "status",
      severity: "info",
      title: `${device} is OK`,
      device,
    });
  const port = portOver(
    [
      ["c", "sw1"],
      ["c", "sw2"],
    ],
    events,
  );
  const found = await port.events({ entityId: "SWITCH-sw2", limit: 10 });
  expect(found.map(({ title }) => title)).toEqual(["sw2 is OK"]);
});
