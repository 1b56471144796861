import { expect, test } from "vitest";
import { MemoryMetrics } from "../support/memory-metrics.ts";
import { ask, perMinute, seriesOf } from "./asking.ts";

const some = new MemoryMetrics()
  .add("errors", "count", { if: "1" }, perMinute(1, null, 3, 0, 5))
  .add("calls", "count", { if: "1" }, perMinute(10, 20, 0, 40, 50))
  .add("calls", "count", { if: "2" }, perMinute(1, 1, 1, 1, 1))
  .add("speed", "gauge", { if: "1" }, perMinute(2, 2, 2, 2, null))
  .add("total", "gauge", {}, perMinute(100, 100, 100, 100, 100))
  .add("other", "gauge", { place: "x" }, perMinute(1));

test.each([
  ["errors + calls", { "if=1": [11, null, 3, 40, 55] }],
  ["calls - errors", { "if=1": [9, null, -3, 40, 45] }],
  ["errors / calls", { "if=1": [0.1, null, null, 0, 0.1] }],
  ["calls * speed", { "if=1": [20, 40, 0, 80, null] }],
  ["total - speed", { "if=1": [98, 98, 98, 98, null] }],
  ["speed / total", { "if=1": [0.02, 0.02, 0.02, 0.02, null] }],
  ["100 - (speed)", { "if=1": [98, 98, 98, 98, null] }],
  ["speed * 2 + 1 * 3", { "if=1": [7, 7, 7, 7, null] }],
  ["speed / 0", { "if=1": [null, null, null, null, null] }],
  ["(8) / (2) * total", { "": [400, 400, 400, 400, 400] }],
  ["total + total", { "": [200, 200, 200, 200, 200] }],
  [
    "calls / calls:splitBy()",
    { "if=1": [10 / 11, 20 / 21, 0, 40 / 41, 50 / 51], "if=2": [1 / 11, 1 / 21, 1, 1 / 41, 1 / 51] },
  ],
  [
    "calls:filter(eq(if,1)) / calls:filter(eq(if,1)):fold",
    { "if=1": [10, 20, 0, 40, 50].map((n) => n / 120) },
  ],
  ["calls:fold * 2", { "if=1": [240], "if=2": [10] }],
  ["calls:last + speed:lastReal", { "if=1": [52] }],
])("%s", async (selector, expected) => {
  expect(await seriesOf(selector, some)).toEqual(expected);
});

test("default stands for a partner that is missing", async () => {
  expect(await seriesOf("errors:default(0) / calls", some)).toEqual({
    "if=1": [0.1, 0, null, 0, 0.1],
    "if=2": [0, 0, 0, 0, 0],
  });
  expect(await seriesOf("nothing:default(0) / calls:splitBy()", some)).toEqual({ "": [0, 0, 0, 0, 0] });
  expect(await seriesOf("nothing:default(0) + nothing:default(0)", some)).toEqual({});
});

test("sides that share no dimensions give an empty result, and a warning says what to do", async () => {
  const [result] = await ask("calls + other", some);
  expect(result?.series).toEqual([]);
  expect(result?.warnings).toEqual([expect.stringContaining(":splitBy(…)")]);
});

test("two points are one, at the later time", async () => {
  const [result] = await ask("errors:lastReal + speed:lastReal", some);
  expect(result?.series[0]?.timestamps).toEqual((await ask("errors:last", some))[0]?.series[0]?.timestamps);
});

test("tuples are paired whatever the order of their dimensions", async () => {
  const two = new MemoryMetrics()
    .add("a", "gauge", { x: "1", y: "2" }, perMinute(1))
    .add("b", "gauge", { x: "1", y: "2" }, perMinute(2));
  expect(Object.values(await seriesOf("a:splitBy(x,y) + b:splitBy(y,x)", two))).toEqual([
    [3, null, null, null, null],
  ]);
});

test("a calculated metric stands for its selector, also within others", async () => {
  const calculated = {
    "func:bits": "((calls) * (8)):rate(1s)",
    "func:load": "(func:bits) / ((speed) * (1000000)) * (100)",
    "func:plain": "calls:splitBy()",
  };
  expect(await seriesOf("func:bits:filter(eq(if,2))", some, { calculated })).toEqual({
    "if=2": [8 / 60, 8 / 60, 8 / 60, 8 / 60, 8 / 60],
  });
  const [load] = Object.values(await seriesOf("func:load", some, { calculated }));
  expect(load?.[0]).toBeCloseTo(((10 * 8) / 60 / 2e6) * 100, 15);
  expect(load?.[4]).toBeNull();
  expect(await seriesOf("func:plain:max", some, { calculated })).toEqual({ "": [11, 21, 1, 41, 51] });
});

test("a filter after arithmetic reads only what it lets through, and still the dimensionless side", async () => {
  const before = some.tuplesRead;
  expect(await seriesOf("(calls / total):filter(eq(if,2))", some)).toEqual({
    "if=2": [0.01, 0.01, 0.01, 0.01, 0.01],
  });
  expect(some.tuplesRead - before).toBe(2);
  expect(await seriesOf("(calls / calls:splitBy()):filter(eq(if,2))", some)).toEqual({
    "if=2": [1 / 11, 1 / 21, 1, 1 / 41, 1 / 51],
  });
  expect(await seriesOf("(calls:limit(1) * 2):filter(eq(if,2))", some)).toEqual({});
});
