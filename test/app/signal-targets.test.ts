import { expect, test } from "vitest";
import { storeTarget } from "../../src/app/signal-targets.ts";
import type { StoredEvent } from "../../src/store/index.ts";
import { compileTopology, entityIdOf } from "../../src/topology/index.ts";
import { deviceId, entityStore, START_MS } from "../support/entity-lines.ts";
import { aTopology, aType, logsSource } from "../support/topology.ts";

// Logs that come in, as events of the entities that manifests see in them.

const rules = compileTopology([
  aTopology([
    aType(
      "x:device",
      { id: "dev_{device.address}", name: "{device.name}" },
      { id: "dev_{device.address}", sources: [logsSource], required: { "log.source": "" } },
    ),
  ]),
]);

async function opened() {
  const { store, see } = await entityStore({ rules });
  const events: StoredEvent[] = [];
  const target = storeTarget({ record: (event) => void events.push(event) }, store);
  const log = (attributes: Readonly<Record<string, string>>) =>
    target.logs!([
      {
        timestampMs: START_MS,
        severity: "NONE",
        content: "link down",
        attributes: Object.entries(attributes),
      },
    ]);
  return { store, see, events, log };
}

const TRAP = { "log.source": "snmptraps", "device.address": "192.0.2.1" };

test("a log record is of the entity that a rule sees in it, which is there from then on", async () => {
  const { store, events, log } = await opened();
  await log(TRAP);
  const id = entityIdOf("x:device", "dev_192.0.2.1");
  expect(events).toMatchObject([
    { kind: "log", title: "link down", entityId: id, attributes: { "dt.entity.x:device": id, ...TRAP } },
  ]);
  expect(store.entity(id)).toMatchObject({ type: "x:device", name: "dev_192.0.2.1" });
});

test("it takes from nobody the name that lines gave", async () => {
  const { store, see, log } = await opened();
  see("x.cpu", { "device.address": "192.0.2.1", "device.name": "core" });
  await log(TRAP);
  expect(store.entity(deviceId("192.0.2.1"))!.name).toBe("core");
});

test("who sends it knows better whose it is; what no rule sees is nobody's", async () => {
  const { events, log } = await opened();
  await log({ ...TRAP, "dt.source_entity": "CUSTOM_DEVICE-1" });
  await log({ message: "hello" });
  expect(events.map(({ entityId }) => entityId)).toEqual(["CUSTOM_DEVICE-1", undefined]);
  expect(events[0]!.attributes).not.toHaveProperty("dt.source_entity");
});
