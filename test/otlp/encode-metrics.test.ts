import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MetricInfo, Point } from "../../src/ingest/index.ts";
import {
  decodeMetrics,
  type ExportContext,
  ExportMemory,
  MetricsEncoder,
  metricsOf,
  type Temporality,
} from "../../src/otlp/index.ts";
import { flatPoints } from "../support/otlp-proto.ts";

const AT_MS = 1_760_000_000_123;
const DEVICE = [
  ["device.address", "192.0.2.1"],
  ["device.name", "sw1"],
  ["device.port", "161"],
] as const;

const point = (fields: Partial<Point> = {}): Point => ({
  key: "if.in",
  type: "count",
  value: 5,
  dimensions: [...DEVICE, ["if.idx", "3"]],
  timestampMs: AT_MS,
  ...fields,
});

interface Options extends Partial<ExportContext> {
  readonly memory?: ExportMemory;
  readonly infos?: Readonly<Record<string, MetricInfo>>;
}

function encode(points: readonly Point[], { memory, infos = {}, ...options }: Options = {}): Uint8Array {
  const kept = memory ?? new ExportMemory("delta");
  const turn = kept.begin();
  const bytes = new MetricsEncoder().encode(points, {
    temporality: kept.temporality,
    infoOf: (key) => infos[key],
    turn,
    repeatDeviceAttributes: false,
    resource: [],
    ...options,
  });
  turn.commit();
  return bytes;
}

const sent = (points: readonly Point[], options?: Options) => flatPoints(encode(points, options));
const nanos = (ms: number) => `${ms}000000`;

describe("what points become", () => {
  test("a gauge is a gauge of a double, also where it is whole", () => {
    expect(sent([point({ type: "gauge", value: 5 }), point({ type: "gauge", value: -0.25 })])).toMatchObject([
      { kind: "gauge", metric: { name: "if.in" }, point: { asDouble: 5, timeUnixNano: nanos(AT_MS) } },
      { kind: "gauge", point: { asDouble: -0.25 } },
    ]);
  });

  test("a count is a monotonic delta sum under its own key", () => {
    expect(sent([point()])).toMatchObject([
      {
        kind: "sum",
        metric: { name: "if.in", sum: { aggregationTemporality: 1, isMonotonic: true } },
        point: { asInt: "5", timeUnixNano: nanos(AT_MS) },
      },
    ]);
  });

  test.each([
    [9_007_199_254_740_991, { asInt: "9007199254740991" }],
    [9_007_199_254_740_993n, { asInt: "9007199254740993" }],
    [18_446_744_073_709_551_615n, { asDouble: 18_446_744_073_709_552_000 }],
    [0.5, { asDouble: 0.5 }],
    [0, { asInt: "0" }],
  ])("a count of %s is whole where 63 bits hold it", (value, expected) => {
    expect(sent([point({ value })])).toMatchObject([{ point: expected }]);
  });

  test("a summary is a histogram without buckets", () => {
    const [histogram] = sent([point({ type: "gauge", value: { min: 1, max: 4, sum: 6, count: 3 } })]);
    expect(histogram).toMatchObject({
      kind: "histogram",
      metric: { histogram: { aggregationTemporality: 1 } },
      point: { min: 1, max: 4, sum: 6, count: "3", bucketCounts: [], explicitBounds: [] },
      attributes: { "if.idx": "3" },
    });
  });

  test("the suffix that receivers add to histograms is not sent twice", () => {
    const value = { min: 1, max: 1, sum: 1, count: 1 };
    const [histogram] = sent([point({ key: "wait.histogram", type: "gauge", value })]);
    expect(histogram!.metric["name"]).toBe("wait");
  });

  test("unit and description come from what is known of the metric", () => {
    const infos = { "if.in": { unit: "BytePerSecond", description: "Octets in" } };
    expect(sent([point()], { infos })).toMatchObject([
      { metric: { unit: "By/s", description: "Octets in" } },
    ]);
  });

  test("a unit that UCUM does not know is left out", () => {
    const [only] = sent([point()], { infos: { "if.in": { unit: "Unspecified" } } });
    expect(only!.metric).not.toHaveProperty("unit");
  });

  test("a colon in a dimension key becomes a line", () => {
    const dimensions = [
      ["a:b", "1"],
      ["a_c", "2"],
      ["a:c", "3"],
    ] as const;
    expect(sent([point({ dimensions })])[0]!.attributes).toEqual({ a_b: "1", a_c: "2" });
  });
});

describe("resource and scope", () => {
  const extension = { name: "custom:switch", version: "1.2.3" };

  test("a device is a resource, and its attributes are not on the points", () => {
    expect(sent([point()])[0]).toMatchObject({
      resource: { "service.name": "snmpgate", ...Object.fromEntries(DEVICE) },
      scope: { name: "snmpgate" },
    });
    expect(sent([point()])[0]!.attributes).toEqual({ "if.idx": "3" });
  });

  test("for Dynatrace device attributes are on the points too", () => {
    expect(sent([point()], { repeatDeviceAttributes: true })[0]!.attributes).toEqual({
      ...Object.fromEntries(DEVICE),
      "if.idx": "3",
    });
  });

  test("the extension is the scope, and named by the resource", () => {
    const [only] = sent([point()], {
      infos: { "if.in": { extension } },
      resource: [["dt.extension.config.id", "c1"]],
    });
    expect(only).toMatchObject({
      scope: { name: "custom:switch", version: "1.2.3" },
      resource: {
        "dt.extension.name": "custom:switch",
        "dt.extension.version": "1.2.3",
        "dt.extension.config.id": "c1",
      },
    });
  });

  test("points of several devices and metrics keep their order within each", () => {
    const other = [["device.address", "192.0.2.2"]] as const;
    const all = sent([
      point({ value: 1 }),
      point({ value: 2, dimensions: other }),
      point({ value: 3, key: "if.out" }),
      point({ value: 4 }),
    ]);
    expect(all.map(({ point: { asInt } }) => asInt)).toEqual(["1", "4", "3", "2"]);
  });
});

describe("the start of a delta", () => {
  const startOf = (points: readonly Point[], memory: ExportMemory) =>
    sent(points, { memory }).map(({ point: { startTimeUnixNano } }) => startTimeUnixNano);

  test("is the poll before of the same device and metric, for all rows of it", () => {
    const memory = new ExportMemory("delta");
    const at = (timestampMs: number) => [
      point({ timestampMs }),
      point({ timestampMs, dimensions: [...DEVICE, ["if.idx", "4"]] }),
    ];
    expect(startOf(at(AT_MS), memory)).toEqual([undefined, undefined]);
    expect(startOf([...at(AT_MS + 60_000), ...at(AT_MS + 120_000)], memory)).toEqual([
      nanos(AT_MS),
      nanos(AT_MS),
      nanos(AT_MS + 60_000),
      nanos(AT_MS + 60_000),
    ]);
  });

  test("is the same for the rest of a poll that was cut in two requests", () => {
    const memory = new ExportMemory("delta");
    startOf([point()], memory);
    const later = point({ timestampMs: AT_MS + 60_000 });
    expect(startOf([later], memory)).toEqual([nanos(AT_MS)]);
    expect(startOf([later], memory)).toEqual([nanos(AT_MS)]);
  });

  test("is unknown for what comes late", () => {
    const memory = new ExportMemory("delta");
    startOf([point()], memory);
    expect(startOf([point({ timestampMs: AT_MS - 1 })], memory)).toEqual([undefined]);
  });
});

describe("a cumulative export", () => {
  const after = (seconds: number, value: Point["value"] = 5) =>
    point({
      timestampMs: AT_MS + seconds * 1_000,
      value,
      type: typeof value === "object" ? "gauge" : "count",
    });

  test("sends running sums since a start that stays", () => {
    const memory = new ExportMemory("cumulative");
    const points = [...sent([after(0)], { memory }), ...sent([after(60), after(120)], { memory })];
    expect(points.map(({ point: { asInt } }) => asInt)).toEqual(["5", "10", "15"]);
    expect(new Set(points.map(({ point: { startTimeUnixNano } }) => startTimeUnixNano))).toEqual(
      new Set([nanos(AT_MS - 1)]),
    );
    expect(points[0]!.metric).toMatchObject({ sum: { aggregationTemporality: 2 } });
  });

  test("adds nothing for a request that was not settled", () => {
    const memory = new ExportMemory("cumulative");
    const context = {
      temporality: "cumulative" as Temporality,
      infoOf: () => undefined,
      repeatDeviceAttributes: false,
      resource: [],
    };
    new MetricsEncoder().encode([after(0)], { ...context, turn: memory.begin() });
    expect(sent([after(0)], { memory })).toMatchObject([{ point: { asInt: "5" } }]);
  });

  test("sums of summaries go without extremes", () => {
    const memory = new ExportMemory("cumulative");
    const summary = { min: 1, max: 4, sum: 6, count: 3 };
    const [, second] = sent([after(0, summary), after(60, summary)], { memory });
    expect(second!.point).toMatchObject({ sum: 12, count: "6" });
    expect(second!.point).not.toHaveProperty("min");
  });

  test("sums are exact beyond 2⁵³", () => {
    const memory = new ExportMemory("cumulative");
    const big = Number.MAX_SAFE_INTEGER;
    const points = sent([after(0, big), after(1, 2), after(2, 2)], { memory });
    expect(points.map(({ point: { asInt } }) => asInt)).toEqual([
      "9007199254740991",
      "9007199254740993",
      "9007199254740995",
    ]);
  });

  test("a row that was forgotten starts again, later", () => {
    const memory = new ExportMemory("cumulative", 1);
    sent([after(0)], { memory });
    sent([point({ dimensions: [["other", "row"]] })], { memory });
    expect(memory.rows).toBe(1);
    expect(sent([after(60)], { memory })).toMatchObject([
      { point: { asInt: "5", startTimeUnixNano: nanos(AT_MS + 60_000 - 1) } },
    ]);
  });

  test("gauges are as in a delta export", () => {
    const memory = new ExportMemory("cumulative");
    expect(sent([point({ type: "gauge", value: 1 })], { memory })).toMatchObject([
      { point: { asDouble: 1 } },
    ]);
  });
});

test("what is sent comes in again as it was", () => {
  const text = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 30 })
    .map((value) => `v${value.replace(/\p{C}/gu, "")}`);
  const dimensions = fc
    .dictionary(
      fc.stringMatching(/^[a-z][a-z0-9._-]{0,20}[a-z0-9]$/).map((key) => key.replace(/\.+/g, ".")),
      text,
      {
        maxKeys: 8,
      },
    )
    .map((record) => Object.entries(record).map(([key, value]) => [key, value.trim()] as const))
    .map((list) => list.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const value = fc.oneof(
    fc.record({
      type: fc.constant("gauge" as const),
      value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    }),
    fc.record({ type: fc.constant("count" as const), value: fc.maxSafeNat() }),
  );
  const points = fc.array(
    fc
      .record({ key: fc.constantFrom("a.one", "a.two"), dimensions, value })
      .map((one) => point({ key: one.key, dimensions: one.dimensions, ...one.value })),
    { maxLength: 20 },
  );
  const options = { nowMs: AT_MS, resourceAllowList: ["device.*"], scopeAttributes: false };
  const texts = (list: readonly Point[]) =>
    list.map((one) => JSON.stringify({ ...one, value: Object.is(one.value, -0) ? 0 : one.value })).toSorted();
  fc.assert(
    fc.property(points, (list) => {
      const decoded = decodeMetrics(encode(list), "protobuf");
      if (!decoded.ok) throw new Error(decoded.message);
      const order = ({ key, type, value: number, dimensions: pairs, timestampMs }: Point): Point => ({
        ...point(),
        key,
        type,
        value: number,
        dimensions: pairs,
        timestampMs,
      });
      expect(texts(metricsOf(decoded.request, options).points.map(order))).toEqual(texts(list.map(order)));
    }),
    { numRuns: 300, seed: 11 },
  );
});

test("a request that outgrows the memory of the one before is whole", () => {
  const encoder = new MetricsEncoder();
  const memory = new ExportMemory("delta");
  const context = {
    temporality: "delta" as const,
    infoOf: () => undefined,
    repeatDeviceAttributes: false,
    resource: [],
  };
  const list = Array.from({ length: 3_000 }, (_, n) =>
    point({ dimensions: [...DEVICE, ["if.idx", String(n)]] }),
  );
  encoder.encode(list.slice(0, 2), { ...context, turn: memory.begin() });
  const points = flatPoints(encoder.encode(list, { ...context, turn: memory.begin() }));
  expect(points.map(({ attributes }) => attributes["if.idx"])).toEqual(list.map((_, n) => String(n)));
});
