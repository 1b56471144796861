import { expect, test } from "vitest";
import { entitiesOf, MemoryMetrics } from "../support/memory-metrics.ts";
import { ask, FIVE_MINUTES, MINUTE, perMinute, START, seriesOf } from "./asking.ts";

/** Two devices with two ports each: counts of octets, gauges of speed, and a state. */
const ports = new MemoryMetrics()
  .add("if.in", "count", { device: "a", port: "1" }, perMinute(60, 120, null, 240, 300))
  .add("if.in", "count", { device: "a", port: "2" }, perMinute(6, 12, 18, null, 30))
  .add("if.in", "count", { device: "b", port: "1" }, perMinute(1, 2, 3, 4, 5))
  .add("cpu", "gauge", { device: "a" }, [
    [START, 10],
    [START + 1, 30],
    [START + MINUTE, 50],
    [START + 4 * MINUTE, 70],
  ])
  .add("cpu", "gauge", { device: "b" }, perMinute(1, 2, 3, 4, 5))
  .add("state", "gauge", { device: "a", port: "1", state: "up" }, perMinute(1, 1, 1, null, 1))
  .add("state", "gauge", { device: "a", port: "1", state: "down" }, perMinute(null, null, null, 1))
  .add("state", "gauge", { device: "a", port: "2", state: "up" }, perMinute(1, 1, 1, 1, 1))
  .add("silent", "gauge", { device: "a" }, [[START - 60 * MINUTE, 1]]);

const coarse = { grid: { startMs: START, stepMs: 5 * MINUTE, slots: 1 } };

test("a count is its sum, a gauge its average, a slot without samples null", async () => {
  expect(await seriesOf("if.in.count:filter(eq(device,a),eq(port,1))", ports)).toEqual({
    "device=a,port=1": [60, 120, null, 240, 300],
  });
  expect(await seriesOf('cpu:filter(eq("device","a"))', ports)).toEqual({
    "device=a": [20, 50, null, null, 70],
  });
  expect(await seriesOf("if.in:filter(eq(device,b))", ports, coarse)).toEqual({ "device=b,port=1": [15] });
});

test("timestamps are the ends of the slots", async () => {
  const [result] = await ask("cpu", ports);
  expect(result?.series[0]?.timestamps).toEqual([1, 2, 3, 4, 5].map((minute) => START + minute * MINUTE));
});

test.each([
  ["avg", 40],
  ["auto", 40],
  ["min", 10],
  ["max", 70],
  ["sum", 160],
  ["count", 4],
  ["value", 160],
  ["median", 40],
  ["percentile(90)", 40],
])("cpu:%s of the samples of a slot is %d", async (aggregation, expected) => {
  expect(await seriesOf(`cpu:filter(eq(device,a)):${aggregation}`, ports, coarse)).toEqual({
    "device=a": [expected],
  });
});

test.each([
  ["splitBy()", { "": [67, 134, 21, 244, 335] }],
  ["splitBy(device)", { "device=a": [66, 132, 18, 240, 330], "device=b": [1, 2, 3, 4, 5] }],
  ["splitBy(port,device):filter(eq(port,2))", { "port=2,device=a": [6, 12, 18, null, 30] }],
  ["merge(port)", { "device=a": [66, 132, 18, 240, 330], "device=b": [1, 2, 3, 4, 5] }],
  ["splitBy(device):max", { "device=a": [60, 120, 18, 240, 300], "device=b": [1, 2, 3, 4, 5] }],
  ["splitBy(device):min", { "device=a": [6, 12, 18, 240, 30], "device=b": [1, 2, 3, 4, 5] }],
  ["splitBy(device):count", { "device=a": [2, 2, 1, 1, 2], "device=b": [1, 1, 1, 1, 1] }],
  ["splitBy():median", { "": [6, 12, 10.5, 122, 30] }],
  ["splitBy():percentile(100)", { "": [60, 120, 18, 240, 300] }],
  ["splitBy(missing)", {}],
  ["splitBy(device,port):splitBy(device):filter(eq(device,b))", { "device=b": [1, 2, 3, 4, 5] }],
])("if.in:%s", async (transformations, expected) => {
  expect(await seriesOf(`if.in:${transformations}`, ports)).toEqual(expected);
});

test("chains aggregate again: the number of ports for each state", async () => {
  const selector = 'state:splitBy("port","state"):count:splitBy("state"):count';
  expect(await seriesOf(selector, ports)).toEqual({
    "state=up": [2, 2, 2, 1, 2],
    "state=down": [null, null, null, 1, null],
  });
  expect(await seriesOf("if.in.count:last:splitBy()", ports)).toEqual({ "": [335] });
  expect(await seriesOf("if.in:sum:splitBy():median", ports)).toEqual({ "": [6, 12, 10.5, 122, 30] });
});

test.each([
  ["eq(device,b)", 1],
  ["ne(port,1)", 1],
  ["ne(missing,1)", 3],
  ["prefix(device,a)", 2],
  ["suffix(port,2)", 1],
  ["contains(device,c)", 0],
  ["existsKey(port)", 3],
  ["existsKey(state)", 0],
  ["or(eq(port,2),eq(device,b))", 2],
  ["and(eq(port,1),eq(device,b))", 1],
  ["not(eq(port,1))", 1],
  ["eq(port,1),eq(device,a)", 1],
  ["series(max,gt(100))", 1],
  ["series(sum,le(66))", 2],
  ["series(avg,eq(3))", 1],
  ["series(count,lt(5))", 2],
  ["series(min,ge(6)),ne(port,2)", 1],
  ["or(series(max,ne(300)),eq(port,1))", 3],
  ['in(port,entitySelector("type(x)"))', 1],
])("if.in:filter(%s) keeps %d series", async (conditions, expected) => {
  const selectIds = () => new Set(["2"]);
  const series = await seriesOf(`if.in:filter(${conditions})`, ports, { selectIds });
  expect(Object.keys(series)).toHaveLength(expected);
});

test.each([
  ["sort(value(max,descending))", ["a1", "a2", "b1"]],
  ["sort(value(sum,ascending))", ["b1", "a2", "a1"]],
  ["sort(dimension(port,descending),dimension(device,descending))", ["a2", "b1", "a1"]],
  ["sort(dimension(missing,descending),value(avg,ascending))", ["b1", "a2", "a1"]],
  ["sort(value(avg,descending)):limit(1)", ["a1"]],
  ["limit(2)", ["a1", "a2"]],
])("if.in:%s", async (transformations, order) => {
  const [result] = await ask(`if.in:${transformations}`, ports);
  const names = result?.series.map(({ dimensions }) => dimensions.map(([, value]) => value).join(""));
  expect(names).toEqual(order);
});

test("what was sorted or filtered by value is still aggregated from its samples", async () => {
  const asked = { grid: { startMs: START, stepMs: 5 * MINUTE, slots: 1 } };
  expect(await seriesOf("cpu:sort(value(avg,descending)):limit(1):max", ports, asked)).toEqual({
    "device=a": [70],
  });
  expect(await seriesOf("cpu:filter(series(avg,gt(3))):splitBy():count", ports, asked)).toEqual({ "": [4] });
  expect(await seriesOf("if.in:limit(2):splitBy(device):median", ports)).toEqual({
    "device=a": [33, 66, 18, 240, 165],
  });
});

test.each([
  ["cpu:fold", { "device=a": [40], "device=b": [3] }],
  ["cpu:fold(max)", { "device=a": [70], "device=b": [5] }],
  ["cpu:avg:fold", { "device=a": [140], "device=b": [15] }],
  ["cpu:avg:fold(max)", { "device=a": [140], "device=b": [15] }],
  ["cpu:splitBy():fold(min)", { "": [1] }],
  ["cpu:limit(1):fold", { "device=a": [40] }],
  ["if.in:splitBy():fold", { "": [801] }],
  ["if.in:splitBy():fold(max)", { "": [335] }],
  ["if.in:splitBy():rate(1m):fold", { "": [160.2] }],
  ["(if.in * 2):splitBy():fold(min)", { "": [42] }],
])("%s", async (selector, expected) => {
  expect(await seriesOf(selector, ports)).toEqual(expected);
});

test("a fold ends with the time asked for, last with the latest of all series, lastReal with its own", async () => {
  const some = new MemoryMetrics()
    .add("m", "gauge", { d: "1" }, perMinute(1, 2))
    .add("m", "gauge", { d: "2" }, perMinute(3, 4, 5, 6));
  const points = async (selector: string) =>
    (await ask(selector, some))[0]?.series.map(({ timestamps, values }) => [
      (timestamps[0]! - START) / MINUTE,
      values[0],
    ]);
  expect(await points("m:fold")).toEqual([[5, 1.5], [5, 4.5]]); // biome-ignore format: pairs
  expect(await points("m:last")).toEqual([[4, 2], [4, 6]]); // biome-ignore format: pairs
  expect(await points("m:lastReal")).toEqual([[2, 2], [4, 6]]); // biome-ignore format: pairs
  expect(await points("m:avg:lastReal")).toEqual([[2, 2], [4, 6]]); // biome-ignore format: pairs
  expect(await points("m:timeshift(1m):lastReal")).toEqual([[1, 2], [3, 6]]); // biome-ignore format: pairs
});

test("last takes the aggregation of the latest slot", async () => {
  expect(await seriesOf("cpu:filter(eq(device,a)):last(max)", ports, coarse)).toEqual({ "device=a": [70] });
  expect(await seriesOf("cpu:filter(eq(device,a)):limit(1):last(sum)", ports)).toEqual({ "device=a": [70] });
});

test.each([
  ["if.in:splitBy():rate(1s)", [67, 134, 21, 244, 335].map((value) => value / 60)],
  ["if.in:splitBy():rate(5m)", [67, 134, 21, 244, 335].map((value) => value * 5)],
  ["((if.in) * (8)):rate(1s):splitBy()", [67, 134, 21, 244, 335].map((value) => (value * 8) / 60)],
  ["if.in:splitBy():value:delta", [null, 67, 0, 223, 91]],
  ["if.in:filter(eq(port,2)):splitBy():delta", [null, 6, 6, null, 12]],
  ["if.in:filter(eq(port,2)):splitBy():default(7)", [6, 12, 18, 7, 30]],
  ["cpu:filter(eq(device,b)):splitBy():timeshift(-2m)", [null, null, 1, 2, 3]],
  ["cpu:filter(eq(device,b)):timeshift(2m):splitBy()", [3, 4, 5, null, null]],
  ["cpu:filter(eq(device,b)):splitBy():avg:toUnit(Second,MilliSecond)", [1e3, 2e3, 3e3, 4e3, 5e3]],
  ["cpu:filter(eq(device,b)):splitBy():setUnit(Byte)", [1, 2, 3, 4, 5]],
  ["-cpu:filter(eq(device,b)):splitBy()", [-1, -2, -3, -4, -5]],
])("%s", async (selector, expected) => {
  const [values] = Object.values(await seriesOf(selector, ports));
  expect(values?.map((value) => value && Math.round(value * 1e9) / 1e9)).toEqual(
    expected.map((value) => value && Math.round(value * 1e9) / 1e9),
  );
});

test.each([
  ["KiloByte", "Bit", 8_000],
  ["KibiByte", "Byte", 1_024],
  ["BytePerSecond", "KiloBitPerMinute", 0.48],
  ["PerMinute", "PerSecond", 1 / 60],
  ["Ratio", "Percent", 100],
  ["MilliSecond", "second", 0.001],
])("a %s is in %s %d", async (from, to, factor) => {
  const [values] = Object.values(await seriesOf(`cpu:filter(eq(device,b)):avg:toUnit(${from},${to})`, ports));
  expect(values?.[0]).toBeCloseTo(factor, 12);
});

test("units that do not convert leave the values, with a warning", async () => {
  const [result] = await ask("cpu:avg:toUnit(Byte,Second)", ports);
  expect(result?.series[0]?.values[1]).toBe(50);
  expect(result?.warnings).toEqual(["'Byte' does not convert to 'Second': the values are as they were."]);
});

test("default fills only series that have a value; always also the one that is missing after splitBy()", async () => {
  expect(await seriesOf("silent:splitBy():default(0)", ports)).toEqual({});
  expect(await seriesOf("silent:splitBy():default(0,always)", ports)).toEqual({ "": [0, 0, 0, 0, 0] });
  expect(await seriesOf("silent:splitBy(device):default(0,always)", ports)).toEqual({});
  expect(await seriesOf("silent:splitBy():fold:default(3,always)", ports)).toEqual({ "": [3] });
  const zero = "(cpu / 0):filter(eq(device,b))";
  expect(await seriesOf(`${zero}:default(1)`, ports)).toEqual({ "device=b": [null, null, null, null, null] });
  expect(await seriesOf(`${zero}:default(1,always)`, ports)).toEqual({ "device=b": [1, 1, 1, 1, 1] });
});

test("names stand before their entities; one that is not known is called by its id", async () => {
  const some = new MemoryMetrics()
    .add("m", "gauge", { "dt.entity.os:host": "H-1", x: "1" }, perMinute(1))
    .add("m", "gauge", { "dt.entity.os:host": "H-2", x: "1" }, perMinute(2));
  const entities = entitiesOf([{ id: "H-1", type: "os:host", name: "alpha" }]);
  expect(Object.keys(await seriesOf("m:names", some, { entities }))).toEqual([
    "dt.entity.os:host.name=alpha,dt.entity.os:host=H-1,x=1",
    "dt.entity.os:host.name=H-2,dt.entity.os:host=H-2,x=1",
  ]);
  const byName = 'm:avg:names:splitBy("dt.entity.os:host.name"):filter(prefix("dt.entity.os:host.name",a))';
  expect(Object.keys(await seriesOf(byName, some, { entities }))).toEqual(["dt.entity.os:host.name=alpha"]);
});

test("parents are the entities that one runs on or is a child of", async () => {
  const some = new MemoryMetrics().add("m", "gauge", { "dt.entity.net:port": "P-1" }, perMinute(1));
  const entities = entitiesOf(
    [
      { id: "P-1", type: "net:port", name: "Gi1" },
      { id: "S-1", type: "net:Switch", name: "sw" },
      { id: "S-2", type: "net:other", name: "called" },
    ],
    [
      ["P-1", "RUNS_ON", "S-1"],
      ["P-1", "CALLS", "S-2"],
    ],
  );
  expect(Object.keys(await seriesOf("m:parents", some, { entities }))).toEqual([
    "dt.entity.net:switch=S-1,dt.entity.net:port=P-1",
  ]);
});

test("several selectors are several results, each by its own text", async () => {
  const results = await ask('cpu:filter(eq(device,"a,b")), if.in:splitBy()', ports);
  expect(results.map(({ metricId, series }) => [metricId, series.length])).toEqual([
    ['cpu:filter(eq(device,"a,b"))', 0],
    ["if.in:splitBy()", 1],
  ]);
});

test("a key that nobody knows is an empty result with a warning; one that is declared has none", async () => {
  const [unknown] = await ask("nothing:splitBy()", ports);
  expect([unknown?.series, unknown?.warnings]).toEqual([[], ["There is no metric 'nothing'."]]);
  const [declared] = await ask("nothing", ports, { declared: ["nothing"] });
  expect([declared?.series, declared?.warnings]).toEqual([[], []]);
});

test.each([
  ["query.selector", "cpu:splitBy("],
  ["query.number", "1 + 2"],
  ["query.number", "(1):splitBy() + cpu"],
  ["query.timeshift", "cpu:timeshift(-6y)"],
  ["query.cycle", "func:a"],
])("%s: %s", async (code, selector) => {
  const calculated = { "func:a": "func:b * 2", "func:b": "cpu + func:a" };
  await expect(ask(selector, ports, { calculated })).rejects.toThrow(expect.objectContaining({ code }));
});

test("a query reads at most 100,000 tuples and 20,000,000 points, and says what to do", async () => {
  const many = new MemoryMetrics();
  for (let i = 0; i <= 100_000; i++) many.add("m", "gauge", { i: String(i) }, [[START, i]]);
  await expect(ask("m:splitBy()", many)).rejects.toThrow(
    expect.objectContaining({ code: "query.too-many-tuples", remedy: expect.stringContaining("filter") }),
  );
  const grid = { ...FIVE_MINUTES, slots: 10_000 };
  const selector = "m:filter(prefix(i,1)):splitBy()";
  await expect(ask(selector, many, { grid })).rejects.toThrow(
    expect.objectContaining({ code: "query.too-many-points" }),
  );
  expect(many.tuplesRead).toBe(0);
});

test("tuples that were last written before the time asked for are not read", async () => {
  const before = ports.tuplesRead;
  await ask("silent", ports);
  expect(ports.tuplesRead).toBe(before);
});

test("an aborted query stops reading", async () => {
  const abort = new AbortController();
  const asked = ask("if.in:splitBy()", ports, { signal: abort.signal });
  abort.abort(new Error("gone"));
  await expect(asked).rejects.toThrow("gone");
});
