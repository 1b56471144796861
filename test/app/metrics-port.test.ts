import { expect, test } from "vitest";
import type { MetricQuery } from "../../src/api/index.ts";
import { createMetricsPort } from "../../src/app/metrics-port.ts";
import { loadManifest, type Manifest } from "../../src/manifest/index.ts";
import { selectEntities } from "../../src/query/entities/select-entities.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { entitiesOf, MemoryMetrics } from "../support/memory-metrics.ts";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 0, 5, 12);

const MANIFEST = `
name: custom:ports
version: 1.0.0
minDynatraceVersion: "1.256"
author: { name: me }
snmp:
  - group: ports
    subgroups:
      - subgroup: ports
        table: true
        dimensions: [{ key: if.name, value: "oid:1.3.6.1.2.1.31.1.1.1.1" }]
        metrics:
          - { key: net.if.in, value: "oid:1.3.6.1.2.1.31.1.1.1.6", type: count }
metrics:
  - key: net.if.in
    metadata:
      displayName: Octets in
      unit: Byte
      tags: [Network]
      sourceEntityType: net:port
      dimensions: [{ key: if.name, displayName: Port }]
  - { key: net.if.unseen, metadata: { displayName: Never collected } }
  - { key: "func:net.if.bits", metadata: { unit: BitPerSecond }, query: { metricSelector: "((net.if.in.count) * (8)):rate(1s)" } }
`;

function manifest(): Manifest {
  const { value } = loadManifest(MANIFEST);
  if (value === undefined) throw new Error("the manifest does not load");
  return value;
}

const minutesAgo = (minutes: number, value: number) => [NOW - minutes * MINUTE, value] as const;

function portWith() {
  const metrics = new MemoryMetrics()
    .add("net.if.in", "count", { "dt.entity.net:port": "P-1", "if.name": "Gi1" }, [
      minutesAgo(2, 60),
      minutesAgo(1, 120),
    ])
    .add("net.if.in", "count", { "dt.entity.net:port": "P-2", "if.name": "Gi2" }, [minutesAgo(2, 6)])
    .add("received.cpu", "gauge", { host: "a" }, [minutesAgo(90, 1)]);
  const entities = entitiesOf([
    { id: "P-1", type: "net:Port", name: "Gi1" },
    { id: "P-2", type: "net:Port", name: "Gi2" },
    { id: "D-1", type: "net:device", name: "sw" },
  ]);
  let manifests = [manifest()];
  const port = createMetricsPort({
    clock: new FakeClock({ wallMs: NOW }),
    metrics,
    entities,
    manifests: () => manifests,
    told: (key) => (key === "received.cpu" ? { displayName: "CPU", unit: "Percent" } : undefined),
    selectEntities: (selector) => selectEntities(selector, entities, { fromMs: 0, toMs: NOW }),
  });
  return { port, setManifests: (next: Manifest[]) => (manifests = next) };
}

const { port } = portWith();

/** The answer with its series as a list. */
async function askedOf(query: MetricQuery) {
  const { result, ...rest } = await port.query(query);
  return { ...rest, result: result.map(({ data, ...one }) => ({ ...one, data: [...data] })) };
}

test("a descriptor has the words of the manifest, the dimensions of the data, and entities among them", () => {
  expect(port.descriptor("net.if.in")).toEqual({
    metricId: "net.if.in.count",
    displayName: "Octets in",
    description: "",
    unit: "Byte",
    created: NOW - 2 * MINUTE,
    lastWritten: NOW - MINUTE,
    aggregationTypes: ["auto", "value"],
    defaultAggregation: { type: "value" },
    dimensionDefinitions: [
      {
        key: "dt.entity.net:port",
        name: "dt.entity.net:port",
        displayName: "dt.entity.net:port",
        index: 0,
        type: "ENTITY",
      },
      { key: "if.name", name: "Port", displayName: "Port", index: 1, type: "STRING" },
    ],
    transformations: expect.arrayContaining(["splitBy", "rate"]),
    entityType: ["net:port", "net:Port"],
    tags: ["Network"],
    metricValueType: { type: "unknown" },
    scalar: false,
  });
});

test("calculated metrics, those without data and those of others have descriptors; unknown ones have none", () => {
  expect(port.descriptor("func:net.if.bits")).toMatchObject({
    unit: "BitPerSecond",
    dimensionDefinitions: [{ key: "dt.entity.net:port" }, { key: "if.name" }],
  });
  expect(port.descriptor('net."if".unseen')).toMatchObject({
    metricId: "net.if.unseen",
    dimensionDefinitions: [],
  });
  expect(port.descriptor("received.cpu")).toMatchObject({ displayName: "CPU", unit: "Percent" });
  expect(port.descriptor("nothing")).toBeUndefined();
});

const page = { offset: 0, limit: 100 };
async function keysOf(query: object): Promise<readonly string[]> {
  const { items } = await port.list({ ...page, ...query });
  return items.map(({ metricId }) => metricId);
}

test.each([
  [{}, ["func:net.if.bits", "net.if.in.count", "received.cpu"]],
  [{ metricSelector: "net.*" }, ["net.if.in.count"]],
  [{ metricSelector: 'net."if".in, func:*' }, ["func:net.if.bits", "net.if.in.count"]],
  [{ text: "OCTETS" }, ["net.if.in.count"]],
  [{ text: "cpu" }, ["received.cpu"]],
  [{ writtenSince: "now-1h" }, ["net.if.in.count"]],
  [{ offset: 1, limit: 1 }, ["net.if.in.count"]],
])("the list for %j", async (query, keys) => {
  expect(await keysOf(query)).toEqual(keys);
});

test("the whole number is told beside the page, and fields are chosen", async () => {
  expect(await port.list({ offset: 1, limit: 1, fields: "unit,created" })).toEqual({
    totalCount: 3,
    items: [{ metricId: "net.if.in.count", unit: "Byte", created: NOW - 2 * MINUTE }],
  });
  const { items } = await port.list({ ...page, metricSelector: "net.*", fields: "+tags,-description" });
  expect(items).toEqual([
    { metricId: "net.if.in.count", displayName: "Octets in", unit: "Byte", tags: ["Network"] },
  ]);
});

test("a query answers with the ends of slots, null where nothing was, and the shares of the limits", async () => {
  const result = await askedOf({ metricSelector: "net.if.in", from: "now-3m", resolution: "1m" });
  expect(result).toEqual({
    totalCount: 2,
    nextPageKey: null,
    resolution: "1m",
    result: [
      {
        metricId: "net.if.in",
        dataPointCountRatio: 6 / 20_000_000,
        dimensionCountRatio: 2 / 100_000,
        data: [
          {
            dimensions: ["P-1", "Gi1"],
            dimensionMap: { "dt.entity.net:port": "P-1", "if.name": "Gi1" },
            timestamps: [NOW - 2 * MINUTE, NOW - MINUTE, NOW],
            values: [null, 60, 120],
          },
          expect.objectContaining({ values: [null, 6, null] }),
        ],
      },
    ],
  });
});

test("the entity selector keeps the series of the entities it finds", async () => {
  const ask = async (entitySelector: string) => {
    const { result } = await askedOf({
      metricSelector: "func:net.if.bits",
      from: "now-3m",
      entitySelector,
    });
    return result[0]?.data.map(({ dimensionMap }) => dimensionMap["if.name"]);
  };
  expect(await ask('type(net:port),entityName.equals("Gi2")')).toEqual(["Gi2"]);
  expect(await ask("type(net:port)")).toEqual(["Gi1", "Gi2"]);
  expect(await ask("type(net:device)")).toEqual([]);
  expect(await ask('entityId("P-9")')).toEqual([]);
});

test("an unknown key is an empty result that says so", async () => {
  const { result } = await askedOf({ metricSelector: "nothing" });
  expect(result).toEqual([
    expect.objectContaining({ data: [], warnings: ["There is no metric 'nothing'."] }),
  ]);
});

test.each([
  ["query.selector", { metricSelector: "net.if.in:splitBx()" }, /metric selector, character 11: .*splitBy/],
  [
    "query.selector",
    { metricSelector: "net.if.in", entitySelector: "type(" },
    /entity selector, character 6/,
  ],
  ["query.unknown-type", { metricSelector: "net.if.in", entitySelector: "type(net:nothing)" }, /net:nothing/],
  [
    "query.several-types",
    { metricSelector: "net.if.in", entitySelector: 'entityId("P-1","D-1")' },
    /several types/,
  ],
  ["query.time", { metricSelector: "net.if.in", from: "yesterday" }, /yesterday/],
  ["query.resolution", { metricSelector: "net.if.in", resolution: "often" }, /often/],
])("%s is refused with 400: %j", async (code, query, message) => {
  const expected = { status: 400, code, message: expect.stringMatching(message) };
  await expect(port.query(query)).rejects.toThrow(expect.objectContaining(expected));
});

test("a list is not chosen by transformations", async () => {
  await expect(keysOf({ metricSelector: "net.if.in:splitBy()" })).rejects.toThrow(
    expect.objectContaining({ status: 400 }),
  );
});

test("other extensions in force are other calculated metrics", () => {
  const changed = portWith();
  changed.setManifests([]);
  expect(changed.port.descriptor("func:net.if.bits")).toBeUndefined();
  expect(changed.port.descriptor("net.if.in")).toMatchObject({ displayName: "net.if.in.count" });
});
