import { expect, test } from "vitest";
import { DeviceEntities } from "../../src/app/device-entity.ts";
import { loadMonitoringConfigurations } from "../../src/config/index.ts";
import { loadManifest, type Manifest } from "../../src/manifest/index.ts";
import { emptyBaselines, mapSamples } from "../../src/mapping/index.ts";
import { compilePlan, type PollPlan } from "../../src/plan/index.ts";
import { DevicePoller } from "../../src/poll/index.ts";
import type { StoredEntity } from "../../src/query/index.ts";
import { builtinCatalogue } from "../../src/smi/index.ts";
import { StatusStore } from "../../src/store/index.ts";
import { compileTopology, EntityGraph, mapTopology, TopologyCache } from "../../src/topology/index.ts";
import { instancesOf, theManifest } from "../extension/network.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeDevice } from "../support/fake-device.ts";

const ADDRESS = "192.0.2.10";
const RECORDING = "core-sw-1";

/** An extension whose every type has the device's address among its attributes. */
const manifestWith = (types: string): Manifest => {
  const text = `
name: custom:try
version: 1.0.0
minDynatraceVersion: "1.256"
author: { name: test }
snmp:
  - group: device
    dimensions:
      - { key: sys.name, value: "oid:1.3.6.1.2.1.1.5.0" }
      - { key: sys.location, value: "oid:1.3.6.1.2.1.1.6.0" }
      - { key: role, value: "const:switch" }
    subgroups:
      - subgroup: uptime
        metrics: [{ key: try.uptime, value: "oid:1.3.6.1.2.1.1.3.0", type: gauge }]
      - subgroup: ports
        table: true
        dimensions: [{ key: if.name, value: "oid:1.3.6.1.2.1.31.1.1.1.1" }]
        metrics:
          - { key: try.if.oper, value: "oid:1.3.6.1.2.1.2.2.1.8", type: gauge }
          - { key: try.if.admin, value: "oid:1.3.6.1.2.1.2.2.1.7", type: gauge }
topology:
  types:
${types}`;
  const { value, diagnostics } = loadManifest(text, { catalogue: builtinCatalogue });
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return value;
};

const typeOf = (name: string, idPattern: string, prefix = "try."): string => `
    - name: ${name}
      displayName: ${name}
      enabled: true
      rules:
        - idPattern: "${idPattern}"
          instanceNamePattern: "${name}"
          sources: [{ sourceType: Metrics, condition: "$prefix(${prefix})" }]
          attributes: [{ key: dt.ip_addresses, displayName: Address, pattern: "{device.address}" }]
`;
const PORT = typeOf("try:port", "port_{device.address}_{if.name}", "try.if.");

function planFor(manifest: Manifest): PollPlan {
  const value = {
    version: manifest.version,
    description: "test",
    featureSets: [],
    snmp: { devices: [{ ip: ADDRESS, authentication: { type: "SNMPv2c", community: "demo" } }] },
  };
  const text = JSON.stringify([{ scope: "ag_group-test", value }]);
  const { value: configurations } = loadMonitoringConfigurations(text, { manifest, idPrefix: "test" });
  return compilePlan(manifest, configurations![0]!, { catalogue: builtinCatalogue });
}

/** What stands for the recorded switch, polled by the first manifest, with the others in force. */
async function entityOfSwitch(manifest: Manifest, others: readonly Manifest[] = []) {
  const clock = new FakeClock();
  const plan = planFor(manifest);
  const rules = compileTopology([...others, manifest].map(({ topology }) => topology));
  const graph = new EntityGraph();
  const entities = new DeviceEntities({
    store: {
      entity: (id) => graph.entity(id) && { ...graph.entity(id)!, tags: [] },
      *ofType(type): Generator<StoredEntity, undefined> {
        for (const one of graph.entities()) if (one.type === type) yield { ...one, tags: [] };
      },
    },
    planOf: () => plan,
    rules: () => rules,
    ownTypes: () => new Set(manifest.topology.types.map(({ name }) => name)),
    clock,
  });
  const [device] = plan.devices;
  const status = new StatusStore(() => {}, clock);
  status.addDevice("c", device!.id);
  status.identify("c", device!.id, ADDRESS, ADDRESS);
  status.recordCheck("c", device!.id, { verdict: { code: "OK", message: "" }, systemName: "core-sw-1" }, 0);
  const ask = () => entities.of(status.device("c", device!.id)!);
  const before = ask();

  const results = await new DevicePoller({ clock, labels: undefined }).poll(
    plan.tasks,
    new FakeDevice(instancesOf(RECORDING)),
  );
  const identity = { address: ADDRESS, port: 161, name: ADDRESS };
  const samples = plan.tasks.flatMap(
    (task, i) => mapSamples(task, identity, results[i]!, emptyBaselines()).samples,
  );
  graph.apply(mapTopology(rules, samples, new TopologyCache()));
  await clock.advance(10_000);
  const id = ask();
  return { before, entity: id === undefined ? undefined : graph.entity(id) };
}

test("our own extension: the network device, once a line has told of it", async () => {
  const { before, entity } = await entityOfSwitch(theManifest());
  expect(before).toBeUndefined();
  expect(entity).toMatchObject({ type: "network:device", name: "core-sw-1" });
});

test.each([
  ["its address", "{device.address}"],
  ["address and port", "{device}"],
  ["a constant and its name", "{role}_{sys.name}"],
])("an id of %s is the device, however many interfaces have the same address", async (_, pattern) => {
  const manifest = manifestWith(PORT + typeOf("try:switch", pattern));
  expect((await entityOfSwitch(manifest)).entity?.type).toBe("try:switch");
});

test("an id with what only a poll tells is found by the address that the entity has", async () => {
  const manifest = manifestWith(PORT + typeOf("try:site-switch", "at_{sys.location}"));
  expect((await entityOfSwitch(manifest)).entity?.type).toBe("try:site-switch");
});

test("of several types that of the extension itself stands for the device, and that of most metrics", async () => {
  const other = manifestWith(typeOf("other:switch", "other_{device.address}"));
  const own = manifestWith(
    typeOf("try:agent", "agent_{device.address}", "try.uptime") + typeOf("try:switch", "sw_{device.address}"),
  );
  expect((await entityOfSwitch(own, [other])).entity?.type).toBe("try:switch");
});

test("an extension without types of its own is what others say of its lines; without any there is none", async () => {
  const bare: Manifest = { ...manifestWith(PORT), topology: { types: [], relationships: [] } };
  const other = manifestWith(typeOf("other:switch", "other_{device.address}"));
  expect((await entityOfSwitch(bare, [other])).entity?.type).toBe("other:switch");
  expect((await entityOfSwitch(bare)).entity).toBeUndefined();
});
