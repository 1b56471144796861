import { expect, test } from "vitest";
import { loadMonitoringConfigurations } from "../../src/config/index.ts";
import { LineWriter, textsOf } from "../../src/ingest/index.ts";
import { emptyBaselines, mapSamples, type Sample } from "../../src/mapping/index.ts";
import { compilePlan, type PollPlan, printPlan } from "../../src/plan/index.ts";
import { DevicePoller } from "../../src/poll/index.ts";
import { builtinCatalogue } from "../../src/smi/index.ts";
import { compileTopology, EntityGraph, mapTopology, TopologyCache } from "../../src/topology/index.ts";
import { instancesOf, theManifest } from "../extension/network.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeDevice } from "../support/fake-device.ts";

// What our extension makes of whole devices, to be read in review: `npm run golden` writes the files anew.

const FEATURE_SETS: Readonly<Record<string, readonly string[]>> = {
  awkward: ["Interfaces 32-bit", "LLDP neighbours", "Sensors (ENTITY-SENSOR)", "Inventory (ENTITY-MIB)"],
  "secure-sw": ["LLDP neighbours", "Inventory (ENTITY-MIB)"],
  "linux-host": ["CPU and memory (HOST-RESOURCES)", "CPU and memory (UCD)"],
};
const INTERVAL_MS = 60_000;

function planFor(name: string): PollPlan {
  const manifest = theManifest();
  const device = { ip: "192.0.2.10", authentication: { type: "SNMPv2c", community: "demo" } };
  const value = {
    version: manifest.version,
    description: "golden",
    featureSets: FEATURE_SETS[name],
    snmp: { devices: [device] },
  };
  const text = JSON.stringify([{ scope: "ag_group-golden", value }]);
  const { value: configurations } = loadMonitoringConfigurations(text, { manifest, idPrefix: "golden" });
  return compilePlan(manifest, configurations![0]!, { catalogue: builtinCatalogue, intervalMs: INTERVAL_MS });
}

/** Two polls a minute apart, so that counts show; values stand still, so their deltas are zero. */
async function samplesOf(plan: PollPlan, name: string): Promise<Sample[]> {
  const clock = new FakeClock();
  const client = new FakeDevice(instancesOf(name), clock);
  const poller = new DevicePoller({ clock, labels: undefined });
  const identity = { address: "192.0.2.10", port: 161, name };
  const first = await poller.poll(plan.tasks, client);
  await clock.advance(INTERVAL_MS);
  const second = await poller.poll(plan.tasks, client);
  return plan.tasks.flatMap((task, i) => {
    const { baselines } = mapSamples(task, identity, first[i]!, emptyBaselines());
    return mapSamples(task, identity, second[i]!, baselines).samples;
  });
}

test.each(Object.keys(FEATURE_SETS))("the plan for %s", async (name) => {
  await expect(printPlan(planFor(name), builtinCatalogue)).toMatchFileSnapshot(`${name}/plan.txt`);
});

test.each(Object.keys(FEATURE_SETS))("the lines of %s", async (name) => {
  const faults: string[] = [];
  const batch = new LineWriter().write(await samplesOf(planFor(name), name), ({ key }, fault) => faults.push(`${key}: ${fault}`));
  const lines = textsOf(batch).map((text) => text.replace(/ \d{13}$/, "")).concat(faults);
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`${name}/lines.txt`);
});

test.each(Object.keys(FEATURE_SETS))("the entities and relationships of %s", async (name) => {
  const rules = compileTopology([theManifest().topology]);
  const graph = new EntityGraph();
  graph.apply(mapTopology(rules, await samplesOf(planFor(name), name), new TopologyCache()));
  graph.linkByProperties(rules.propertyRelations, new FakeClock().wallMs());
  const document = {
    entities: graph.entities().map(({ id, type, name: shown, attributes }) => ({ id, type, name: shown, ...Object.fromEntries(attributes) })),
    relationships: graph.relationships().map(({ type, fromId, toId }) => `${fromId} ${type} ${toId}`),
  };
  await expect(`${JSON.stringify(document, undefined, 2)}\n`).toMatchFileSnapshot(`${name}/topology.json`);
});
