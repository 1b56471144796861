import * as fc from "fast-check";
import { expect, test } from "vitest";
import { MemoryMetrics } from "../support/memory-metrics.ts";
import { FIVE_MINUTES, MINUTE, START, seriesOf } from "./asking.ts";

// A second evaluator, as slow and plain as can be: a series is a list of single samples, and everything is calculated
// for one slot at a time. It shares nothing with the real one but the selectors.

interface Line {
  readonly key: "g" | "h" | "c";
  readonly x: string;
  readonly y: string;
  /** In quarters of a minute after START. */
  readonly at: number;
  readonly value: number;
}

type Shape =
  | {
      readonly kind: "metric";
      readonly key: Line["key"];
      readonly by: readonly ("x" | "y")[] | undefined;
      readonly how: string | undefined;
    }
  | { readonly kind: "number"; readonly value: number }
  | {
      readonly kind: "operation";
      readonly op: "+" | "-" | "*" | "/";
      readonly left: Shape;
      readonly right: Shape;
    };

const AGGREGATIONS = ["avg", "min", "max", "sum", "count", "value", "median"] as const;

const metricShape = fc.record({
  kind: fc.constant("metric" as const),
  key: fc.constantFrom("g" as const, "h" as const, "c" as const),
  by: fc.option(fc.subarray(["x", "y"] as const), { nil: undefined }),
  how: fc.option(fc.constantFrom(...AGGREGATIONS), { nil: undefined }),
});
const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    metricShape,
    fc.record({ kind: fc.constant("number" as const), value: fc.integer({ min: 0, max: 4 }) }),
    fc.record({
      kind: fc.constant("operation" as const),
      op: fc.constantFrom("+" as const, "-" as const, "*" as const, "/" as const),
      left: tie("shape"),
      right: tie("shape"),
    }),
  ),
}));
const lines = fc.array(
  fc.record({
    key: fc.constantFrom("g" as const, "h" as const, "c" as const),
    x: fc.constantFrom("1", "2"),
    y: fc.constantFrom("1", "2", "3"),
    at: fc.integer({ min: 0, max: 19 }),
    value: fc.integer({ min: 0, max: 100 }),
  }),
  { maxLength: 60 },
);

function textOf(one: Shape): string {
  if (one.kind === "number") return `(${one.value})`;
  if (one.kind === "operation") return `(${textOf(one.left)} ${one.op} ${textOf(one.right)})`;
  return `${one.key}${one.by === undefined ? "" : `:splitBy(${one.by.join(",")})`}${one.how === undefined ? "" : `:${one.how}`}`;
}

type Result = number | ReadonlyMap<string, readonly (number | null)[]>;

function expected(one: Shape, data: readonly Line[]): Result {
  if (one.kind === "number") return one.value;
  if (one.kind === "metric") return metricResult(one, data);
  const [left, right] = [expected(one.left, data), expected(one.right, data)];
  const apply = (a: number | null, b: number | null) => operate(one.op, a, b);
  if (typeof left === "number" && typeof right === "number") return apply(left, right) ?? Number.NaN;
  const names = typeof left === "number" ? right : left;
  const result = new Map<string, readonly (number | null)[]>();
  for (const [a, b] of pairs(left, right)) {
    const slots = FIVE_MINUTES.slots;
    const name = a === "" ? b : a;
    result.set(
      name,
      Array.from({ length: slots }, (_, slot) => apply(at(left, a, slot), at(right, b, slot))),
    );
  }
  return typeof names === "number" ? names : result;
}

function at(result: Result, name: string, slot: number): number | null {
  if (typeof result === "number") return Number.isNaN(result) ? null : result;
  return result.get(name)?.[slot] ?? null;
}

function pairs(left: Result, right: Result): [string, string][] {
  const names = (result: Result) => (typeof result === "number" ? [""] : [...result.keys()]);
  const single = (result: Result) => typeof result === "number" || (result.size === 1 && result.has(""));
  return names(left).flatMap((a) =>
    names(right).flatMap((b): [string, string][] =>
      a === b || single(left) || single(right) ? [[a, b]] : [],
    ),
  );
}

function operate(op: string, a: number | null, b: number | null): number | null {
  if (a === null || b === null || Number.isNaN(a) || Number.isNaN(b)) return null;
  if (op === "/") return b === 0 ? null : a / b;
  if (op === "+") return a + b;
  return op === "-" ? a - b : a * b;
}

function metricResult(
  { key, by, how }: Extract<Shape, { readonly kind: "metric" }>,
  data: readonly Line[],
): Result {
  const mine = data.filter((line) => line.key === key);
  const name = (line: Line) =>
    (by ?? ["x", "y"]).map((dimension) => `${dimension}=${line[dimension]}`).join(",");
  const result = new Map<string, (number | null)[]>();
  for (const group of new Set(mine.map(name))) {
    const slots = Array.from({ length: FIVE_MINUTES.slots }, (_, slot) =>
      mine.filter((line) => name(line) === group && Math.floor(line.at / 4) === slot),
    );
    result.set(
      group,
      slots.map((samples) => aggregated(samples, how ?? (key === "c" ? "value" : "avg"), key)),
    );
  }
  return result;
}

function aggregated(samples: readonly Line[], how: string, key: string): number | null {
  const values = samples.map(({ value }) => value);
  if (values.length === 0) return null;
  const sum = (list: readonly number[]) => list.reduce((total, value) => total + value, 0);
  if (how === "count") return values.length;
  if (how === "min") return Math.min(...values);
  if (how === "max") return Math.max(...values);
  if (how === "avg") return sum(values) / values.length;
  if (how !== "median") return sum(values);
  const ofTuples = [...new Set(samples.map(({ x, y }) => `${x} ${y}`))]
    .map((tuple) => samples.filter(({ x, y }) => `${x} ${y}` === tuple).map(({ value }) => value))
    .map((list) => (key === "c" ? sum(list) : sum(list) / list.length))
    .toSorted((a, b) => a - b);
  const middle = (ofTuples.length - 1) / 2;
  return (ofTuples[Math.floor(middle)]! + ofTuples[Math.ceil(middle)]!) / 2;
}

function stored(data: readonly Line[]): MemoryMetrics {
  const metrics = new MemoryMetrics();
  const name = ({ key, x, y }: Line) => `${key} ${x} ${y}`;
  for (const one of new Set(data.map(name))) {
    const [first, ...others] = data.filter((line) => name(line) === one);
    const samples = [first!, ...others].map(
      ({ at: quarter, value }) => [START + (quarter * MINUTE) / 4, value] as const,
    );
    metrics.add(first!.key, first!.key === "c" ? "count" : "gauge", { x: first!.x, y: first!.y }, samples);
  }
  return metrics;
}

const hasMetric = (one: Shape): boolean =>
  one.kind === "metric" || (one.kind === "operation" && (hasMetric(one.left) || hasMetric(one.right)));

const rounded = (values: readonly (number | null)[]) =>
  values.map((value) => (value === null ? null : Number(value.toPrecision(9)) + 0));

test("splitBy, aggregations and arithmetic are what a plain evaluation of the samples gives", async () => {
  await fc.assert(
    fc.asyncProperty(shape.filter(hasMetric), lines, async (one, data) => {
      const wanted = expected(one, data);
      const actual = await seriesOf(textOf(one), stored(data));
      const sorted = Object.entries(actual).map(([name, values]) => [name, rounded(values)]);
      const plain =
        typeof wanted === "number" ? [] : [...wanted].map(([name, values]) => [name, rounded(values)]);
      expect(Object.fromEntries(sorted)).toEqual(Object.fromEntries(plain));
    }),
    { numRuns: 400 },
  );
});
