import * as fc from "fast-check";
import { expect, test } from "vitest";
import { quantile } from "../../src/query/metrics/quantile.ts";

function plain(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = ((sorted.length - 1) * rank) / 100;
  const below = sorted[Math.floor(position)]!;
  return below + (sorted[Math.ceil(position)]! - below) * (position - Math.floor(position));
}

test("a quantile is what a sort of the values gives", () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer());
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 0, max: 100 }),
      (values, rank) => {
        expect(quantile(Float64Array.from(values), rank)).toBeCloseTo(plain(values, rank), 5);
      },
    ),
    { numRuns: 500, seed: 5 },
  );
});

test.each([
  ["rising", (i: number) => i],
  ["falling", (i: number) => -i],
  ["all the same", () => 7],
  ["an organ pipe", (i: number) => Math.min(i, 50_000 - i)],
  ["sawtooth", (i: number) => i % 1_000],
])("values that are %s take no longer than others", (_case, valueAt) => {
  const values = Array.from({ length: 50_000 }, (_, i) => valueAt(i));
  expect(quantile(Float64Array.from(values), 50)).toBe(plain(values, 50));
});

test("no values have no quantile", () => {
  expect(quantile(new Float64Array(0), 50)).toBeNaN();
});
