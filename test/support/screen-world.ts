import type { Screens } from "../../src/api/index.ts";
import { createScreensPort } from "../../src/app/screens-port.ts";
import { loadManifest, type Manifest } from "../../src/manifest/index.ts";
import { builtinCatalogue } from "../../src/smi/index.ts";
import { compileTopology } from "../../src/topology/index.ts";
import { deviceId, entityStore, interfaceId, START_MS } from "./entity-lines.ts";
import { MemoryMetrics } from "./memory-metrics.ts";

// A switch with two ports, as an extension with screens sees it.

const HEAD = `
name: custom:x
version: 1.2.0
minDynatraceVersion: "1.256"
author: { name: me }
metrics:
  - key: x.cpu
    metadata: { displayName: CPU busy, unit: Percent, sourceEntityType: "x:device" }
  - key: x.if.in.count
    metadata: { displayName: Octets in, unit: Byte, sourceEntityType: "x:interface" }
  - key: "func:x.if.in.bits"
    query: { metricSelector: "((x.if.in.count) * (8)):rate(1s)" }
    metadata: { displayName: Traffic in, unit: BitPerSecond }
snmp:
  - group: g
    metrics: [{ key: x.cpu, value: "oid:1.3.6.1.4.1.9.1.0", type: gauge }]
topology:
  types:
    - name: x:device
      displayName: Switch
      enabled: true
      rules:
        - idPattern: "dev_{device.address}"
          instanceNamePattern: "{device.name}"
          sources: [{ sourceType: Metrics, condition: $prefix(x) }]
          attributes:
            - { key: contact, displayName: Contact, pattern: "{contact}" }
            - { key: speed, displayName: Speed, pattern: "{speed}" }
    - name: x:interface
      displayName: Port
      enabled: true
      rules:
        - idPattern: "if_{device.address}-{if.idx}"
          instanceNamePattern: "{if.name}"
          sources: [{ sourceType: Metrics, condition: $prefix(x.if) }]
          attributes:
            - { key: oper, displayName: Status, pattern: "{oper}" }
  relationships:
    - { typeOfRelation: RUNS_ON, fromType: "x:interface", toType: "x:device", enabled: true, sources: [{ sourceType: Metrics, condition: $prefix(x.if) }] }
`;

export const DEVICE = deviceId("192.0.2.1");
export const PORT = interfaceId("192.0.2.1", "1");

/** @param screens  YAML of the key `screens`, or nothing; @param others  more manifests, the same way */
export async function screenWorld(screens: string, others: readonly string[] = []) {
  const manifests = [manifestOf(HEAD + screens), ...others.map(manifestOf)];
  const { store, see, clock } = await entityStore({
    rules: compileTopology(manifests.map(({ topology }) => topology)),
  });
  const metrics = new MemoryMetrics();
  const device = { "device.address": "192.0.2.1", "device.name": "core", contact: "ops", speed: "1000" };
  const measure = (
    key: string,
    type: "gauge" | "count",
    dimensions: Readonly<Record<string, string>>,
  ): void => {
    const bound = Object.fromEntries(see(key, dimensions));
    metrics.add(key, type, { ...dimensions, ...bound }, [[START_MS - 60_000, 5]]);
  };
  measure("x.cpu", "gauge", device);
  for (const idx of ["1", "2"]) {
    measure("x.if.in.count", "count", { ...device, "if.idx": idx, "if.name": `Gi${idx}`, oper: "up(1)" });
  }
  store.tend();
  const port = createScreensPort({
    entities: store,
    metrics,
    manifests: () => manifests,
    told: () => undefined,
    activations: () => [{ name: "custom:x", version: "1.2.0", featureSets: ["Sensors"] }],
    clock,
  });
  return {
    port,
    store,
    ofDevice: async (): Promise<Screens> => (await port.ofEntity(DEVICE))!,
    ofPort: async (): Promise<Screens> => (await port.ofEntity(PORT))!,
    ofType: async (type: string): Promise<Screens> => (await port.ofType(type))!,
  };
}

function manifestOf(text: string): Manifest {
  const { value, diagnostics } = loadManifest(text, { catalogue: builtinCatalogue });
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

/** Another extension, of which only screens matter. */
export const otherExtension = (name: string, screens: string): string => `
name: ${name}
version: 1.0.0
minDynatraceVersion: "1.256"
author: { name: me }
snmp:
  - group: g
    metrics: [{ key: ${name.replace(":", ".")}.up, value: "oid:1.3.6.1.2.1.1.3.0", type: gauge }]
${screens}`;
