import { describe, expect, test } from "vitest";
import {
  CumulativeSums,
  DEFAULT_RESOURCE_ALLOW_LIST,
  decodeMetrics,
  type MappedMetrics,
  type MetricsOptions,
  metricsOf,
} from "../../src/otlp/index.ts";
import { encodeWith, type Plain } from "../support/otlp-proto.ts";

const NOW_MS = 1_760_000_000_123;
const nanos = (ms: number) => `${ms}000000`;
const text = (key: string, value: string): Plain => ({ key, value: { stringValue: value } });

interface Request {
  readonly metrics: readonly Plain[];
  readonly resource?: readonly Plain[];
  readonly scope?: Plain;
}

function map(
  { metrics, resource = [], scope }: Request,
  options: Partial<MetricsOptions> = {},
): MappedMetrics {
  const body = encodeWith("ExportMetricsServiceRequest", {
    resourceMetrics: [{ resource: { attributes: resource }, scopeMetrics: [{ scope, metrics }] }],
  });
  const decoded = decodeMetrics(body, "protobuf");
  if (!decoded.ok) throw new Error(decoded.message);
  return metricsOf(decoded.request, {
    nowMs: NOW_MS,
    resourceAllowList: DEFAULT_RESOURCE_ALLOW_LIST,
    scopeAttributes: true,
    ...options,
  });
}

const number = (fields: Plain = {}): Plain => ({ timeUnixNano: nanos(NOW_MS), asInt: 7, ...fields });
const gauge = (fields: Plain = {}, metric: Plain = {}): Plain => ({
  name: "pool.size",
  gauge: { dataPoints: [number(fields)] },
  ...metric,
});
const sum = (temporality: number, isMonotonic: boolean, fields: Plain = {}): Plain => ({
  name: "requests",
  sum: { dataPoints: [number(fields)], aggregationTemporality: temporality, isMonotonic },
});
const histogram = (fields: Plain, temporality = 1): Plain => ({
  name: "latency",
  histogram: {
    dataPoints: [{ timeUnixNano: nanos(NOW_MS), ...fields }],
    aggregationTemporality: temporality,
  },
});
const exponential = (fields: Plain, temporality = 1): Plain => ({
  name: "latency",
  exponentialHistogram: {
    dataPoints: [{ timeUnixNano: nanos(NOW_MS), ...fields }],
    aggregationTemporality: temporality,
  },
});
const [DELTA, CUMULATIVE] = [1, 2];

describe("what each kind of metric becomes", () => {
  test.each([
    ["a gauge", gauge(), { key: "pool.size", type: "gauge", value: 7 }],
    ["a monotonic delta sum", sum(DELTA, true), { key: "requests", type: "count", value: 7 }],
    ["a delta sum that is not monotonic", sum(DELTA, false), { type: "count", value: 7 }],
    ["a cumulative sum that is not monotonic", sum(CUMULATIVE, false), { type: "gauge", value: 7 }],
    ["a double", gauge({ asInt: undefined, asDouble: 0.5 }), { type: "gauge", value: 0.5 }],
    ["a zero that was sent", gauge({ asInt: undefined, asDouble: 0 }), { value: 0 }],
    ["a negative whole number", gauge({ asInt: "-5" }), { value: -5 }],
    ["a whole number beyond 2⁵³", gauge({ asInt: "9007199254740993" }), { value: 9_007_199_254_740_993n }],
    [
      "a delta histogram",
      histogram({ count: 3, sum: 9, bucketCounts: [1, 2], explicitBounds: [2], min: 1, max: 5 }),
      { key: "latency.histogram", type: "gauge", value: { min: 1, max: 5, sum: 9, count: 3 } },
    ],
    [
      "a histogram without extremes, by the buckets that hold something",
      histogram({ count: 3, sum: 9, bucketCounts: [0, 1, 2, 0], explicitBounds: [1, 2, 8] }),
      { value: { min: 1, max: 8, sum: 9, count: 3 } },
    ],
    [
      "a histogram without extremes and buckets, by its mean",
      histogram({ count: 3, sum: 9 }),
      { value: { min: 3, max: 3, sum: 9, count: 3 } },
    ],
    [
      "a delta exponential histogram",
      exponential({ count: 2, sum: 5, scale: 0, positive: { offset: 1, bucketCounts: [1, 1] } }),
      { key: "latency", type: "gauge", value: { min: 2, max: 8, sum: 5, count: 2 } },
    ],
  ])("%s", (_, metric, point) => {
    const mapped = map({ metrics: [metric] });
    expect(mapped.points).toMatchObject([{ timestampMs: NOW_MS, ...point }]);
    expect(mapped).toMatchObject({ accepted: 1, rejected: 0, message: "" });
  });

  test.each([
    ["a point that says it has no value", gauge({ flags: 1 })],
    ["a histogram that observed nothing", histogram({ count: 0, sum: 0 })],
  ])("%s makes no point and is no fault", (_, metric) => {
    expect(map({ metrics: [metric] })).toMatchObject({ points: [], accepted: 1, rejected: 0 });
  });
});

describe("what is rejected, and why", () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => text(`key.${n}`, "x"));

  test.each([
    ["UNSUPPORTED_METRIC_TYPE_MONOTONIC_CUMULATIVE_SUM", sum(CUMULATIVE, true)],
    ["UNSUPPORTED_CUMULATIVE_HISTOGRAM", histogram({ count: 1, sum: 1 }, CUMULATIVE)],
    ["UNSUPPORTED_CUMULATIVE_HISTOGRAM", exponential({ count: 1, sum: 1 }, CUMULATIVE)],
    ["UNSUPPORTED_SUMMARY", { name: "old", summary: { dataPoints: [{ timeUnixNano: nanos(NOW_MS) }] } }],
    ["UNSPECIFIED_AGGREGATION_TEMPORALITY", sum(0, true)],
    ["UNSPECIFIED_AGGREGATION_TEMPORALITY", histogram({ count: 1, sum: 1 }, 0)],
    ["VALUE_INVALID", gauge({ asInt: undefined, asDouble: Number.NaN })],
    ["VALUE_INVALID", gauge({ asInt: undefined, asDouble: Number.POSITIVE_INFINITY })],
    ["VALUE_INVALID", gauge({ asInt: undefined })],
    ["VALUE_INVALID", sum(DELTA, false, { asInt: -1 })],
    ["VALUE_INVALID", histogram({ count: 1 })],
    ["VALUE_INVALID", histogram({ count: 1, sum: 1, bucketCounts: [1], explicitBounds: [2] })],
    ["VALUE_INVALID", histogram({ count: 1, sum: 1, bucketCounts: [1, 0, 0], explicitBounds: [2, 1] })],
    ["VALUE_INVALID", histogram({ count: 1, sum: 1, bucketCounts: [1, 0], explicitBounds: [-1] })],
    ["VALUE_INVALID", histogram({ count: 1, sum: 1, bucketCounts: [1, 0], explicitBounds: [Number.NaN] })],
    ["TOO_MANY_DIMENSIONS", gauge({ attributes: many(51) })],
    ["TIMESTAMP_OUT_OF_RANGE", gauge({ timeUnixNano: nanos(NOW_MS - 3_600_001) })],
    ["TIMESTAMP_OUT_OF_RANGE", gauge({ timeUnixNano: nanos(NOW_MS + 600_001) })],
    ["METRIC_KEY_INVALID", gauge({}, { name: "" })],
    ["METRIC_KEY_INVALID", gauge({}, { name: "dt.mine" })],
    ["METRIC_KEY_INVALID", gauge({}, { name: "測定" })],
    ["METRIC_KEY_INVALID", gauge({}, { name: "k".repeat(256) })],
    ["METRIC_UNIT_INVALID_CHARACTERS", gauge({}, { unit: "By\n" })],
  ])("%s", (reason, metric) => {
    const mapped = map({ metrics: [metric, gauge({}, { name: "good" })] });
    expect([...mapped.reasons]).toEqual([[reason, 1]]);
    expect(mapped).toMatchObject({ accepted: 1, rejected: 1, points: [{ key: "good" }] });
    expect(mapped.message).toContain(`${reason} (1)`);
  });

  test.each([NOW_MS - 3_600_000, NOW_MS + 600_000])("a point at the edge of the window is taken", (ms) => {
    expect(map({ metrics: [gauge({ timeUnixNano: nanos(ms) })] }).points).toMatchObject([
      { timestampMs: ms },
    ]);
  });

  test("a point without time has that of its arrival", () => {
    const { points } = map({ metrics: [gauge({ timeUnixNano: 0 })] });
    expect(points).toMatchObject([{ timestampMs: NOW_MS }]);
  });

  test("fifty dimensions are taken, and those of the resource make way", () => {
    const { points } = map({
      metrics: [gauge({ attributes: many(50) })],
      resource: [text("service.name", "web")],
    });
    expect(points[0]!.dimensions).toHaveLength(50);
    expect(points[0]!.dimensions.some(([key]) => key === "service.name")).toBe(false);
  });
});

describe("names", () => {
  test.each([
    ["http.server.duration", "http.server.duration"],
    ["http server//duration", "http_server_duration"],
    ["5xx.count", "_xx.count"],
    ["cpu.load.5min", "cpu.load.5min"],
    ["a..b.", "a.b"],
    ["Größe.x", "Gr_e.x"],
  ])("the metric %s is stored as %s", (name, key) => {
    expect(map({ metrics: [gauge({}, { name })] }).points).toMatchObject([{ key }]);
  });

  test.each([
    ["Service.Name", "service.name"],
    ["dt.entity.f5:instance", "dt.entity.f5_instance"],
    ["1st", "_st"],
    ["a b", "a_b"],
    ["x".repeat(120), "x".repeat(100)],
  ])("the attribute %s becomes the dimension %s", (name, key) => {
    const { points } = map({ metrics: [gauge({ attributes: [text(name, "v")] })] });
    expect(points[0]!.dimensions).toEqual([[key, "v"]]);
  });

  test("texts, truth and whole numbers become dimensions; all else, and what is empty, is left out", () => {
    const attributes = [
      text("text", "v"),
      { key: "yes", value: { boolValue: true } },
      { key: "no", value: { boolValue: false } },
      { key: "whole", value: { intValue: "-3" } },
      { key: "zero", value: { intValue: 0 } },
      { key: "double", value: { doubleValue: 1.5 } },
      { key: "bytes", value: { bytesValue: "AAA=" } },
      { key: "array", value: { arrayValue: { values: [{ stringValue: "v" }] } } },
      { key: "map", value: { kvlistValue: { values: [text("k", "v")] } } },
      { key: "none" },
      text("empty", ""),
      text("", "v"),
      text("測", "v"),
    ];
    expect(map({ metrics: [gauge({ attributes })] }).points[0]!.dimensions).toEqual([
      ["no", "false"],
      ["text", "v"],
      ["whole", "-3"],
      ["yes", "true"],
      ["zero", "0"],
    ]);
  });

  test("a value is cut to what a line carries", () => {
    const { points } = map({ metrics: [gauge({ attributes: [text("long", "x".repeat(400))] })] });
    expect(points[0]!.dimensions).toEqual([["long", "x".repeat(250)]]);
  });

  test("of names that become equal the first wins", () => {
    const { points } = map({ metrics: [gauge({ attributes: [text("A", "1"), text("a", "2")] })] });
    expect(points[0]!.dimensions).toEqual([["a", "1"]]);
  });
});

describe("where dimensions come from", () => {
  const resource = [text("service.name", "web"), text("device.address", "192.0.2.1"), text("secret", "x")];
  const scope = { name: "lib", version: "1.2", attributes: [text("k8s.pod", "p"), text("other", "x")] };

  test("resource and scope give those on the allow list, and the scope its name and version", () => {
    expect(map({ metrics: [gauge()], resource, scope }).points[0]!.dimensions).toEqual([
      ["device.address", "192.0.2.1"],
      ["k8s.pod", "p"],
      ["otel.scope.name", "lib"],
      ["otel.scope.version", "1.2"],
      ["service.name", "web"],
    ]);
  });

  test("without scope attributes only the resource's are added", () => {
    const { points } = map({ metrics: [gauge()], resource, scope }, { scopeAttributes: false });
    expect(points[0]!.dimensions.map(([key]) => key)).toEqual(["device.address", "service.name"]);
  });

  test("the point wins over the scope, and the scope over the resource", () => {
    const { points } = map({
      metrics: [gauge({ attributes: [text("device.name", "point")] })],
      scope: { attributes: [text("device.name", "scope"), text("host.name", "scope")] },
      resource: [text("device.name", "resource"), text("host.name", "resource")],
    });
    expect(points[0]!.dimensions).toEqual([
      ["device.name", "point"],
      ["host.name", "scope"],
    ]);
  });

  test("the allow list is of names as they are exported", () => {
    expect(
      map({ metrics: [gauge()], resource: [text("Service.Name", "web")] }).points[0]!.dimensions,
    ).toEqual([]);
  });
});

describe("what is said about a metric", () => {
  test.each([
    ["By", "Byte"],
    ["bit", "Bit"],
    ["By/s", "BytePerSecond"],
    ["bit/s", "BitPerSecond"],
    ["%", "Percent"],
    ["1", "Ratio"],
    ["ms", "MilliSecond"],
    ["s", "Second"],
    ["{request}", "Count"],
    ["Cel", "Cel"],
    ["x".repeat(64), undefined],
  ])("the unit %s is %s", (unit, name) => {
    const { infos } = map({ metrics: [gauge({}, { unit, description: "d" })] });
    expect(infos).toEqual([["pool.size", { unit: name, description: "d" }]]);
  });

  test("a description is cut, and each key has one entry", () => {
    const metric = gauge({}, { description: "x".repeat(2_000) });
    const { infos } = map({ metrics: [metric, metric] });
    expect(infos).toEqual([["pool.size", { unit: undefined, description: "x".repeat(1_023) }]]);
  });

  test("nothing is said about metrics that say nothing, or had no point taken", () => {
    expect(map({ metrics: [gauge(), gauge({ asInt: undefined }, { unit: "s" })] }).infos).toEqual([]);
  });
});

describe("cumulative sums as counts", () => {
  const at = (seconds: number, asInt: number | string, start = 0, attributes: Plain[] = []) =>
    sum(CUMULATIVE, true, {
      timeUnixNano: nanos(NOW_MS + seconds * 1_000),
      startTimeUnixNano: nanos(NOW_MS - 60_000 + start),
      asInt,
      attributes,
    });
  const values = (metrics: Plain[], cumulativeToDelta = new CumulativeSums()) =>
    map({ metrics }, { cumulativeToDelta }).points.map(({ value }) => value);

  test("the first point is what others are compared with", () => {
    expect(values([at(0, 100)])).toEqual([]);
    expect(values([at(0, 100), at(1, 130), at(2, 130)])).toEqual([30, 0]);
  });

  test("after a new start time all of the sum is growth", () => {
    expect(values([at(0, 100), at(2, 20, 1_000)])).toEqual([20]);
  });

  test("a sum that shrank without one is compared with from then on", () => {
    expect(values([at(0, 100), at(1, 20), at(2, 25)])).toEqual([5]);
  });

  test("a point that came late says nothing", () => {
    expect(values([at(2, 100), at(1, 90), at(3, 110)])).toEqual([10]);
  });

  test("series are told apart by their attributes and their resource", () => {
    const sums = new CumulativeSums();
    expect(values([at(0, 100), at(1, 5, 0, [text("a", "b")])], sums)).toEqual([]);
    const elsewhere = map(
      { metrics: [at(2, 150)], resource: [text("not.allowed", "1")] },
      { cumulativeToDelta: sums },
    );
    expect(elsewhere.points).toEqual([]);
    expect(sums.size).toBe(3);
  });

  test("growth beyond 2⁵³ is exact", () => {
    expect(values([at(0, "9007199254740993"), at(1, "9007199254740996")])).toEqual([3]);
  });

  test("beyond the bound the series that was silent longest is forgotten", () => {
    const sums = new CumulativeSums(1);
    expect(values([at(0, 1), at(1, 1, 0, [text("a", "b")]), at(2, 5)], sums)).toEqual([]);
    expect(sums.size).toBe(1);
  });
});
