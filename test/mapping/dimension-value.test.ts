import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DIMENSION_VALUE_MAX, normaliseDimensionValue } from "../../src/mapping/index.ts";

test.each([
  ["plain text stays", "Gi1/0/1", "Gi1/0/1"],
  ["blanks inside stay", "uplink to core", "uplink to core"],
  ["blanks around go", "  Gi1/0/1 ", "Gi1/0/1"],
  ["a run of control characters becomes one underscore", "a\u0000\u0007\u0085b", "a_b"],
  ["250 characters stay", "x".repeat(250), "x".repeat(250)],
  ["251 are cut to 250", "x".repeat(251), "x".repeat(250)],
  ["the cut counts code points and splits none", "😀".repeat(251), "😀".repeat(250)],
  ["a blank left by the cut goes", `${"x".repeat(249)} y`, "x".repeat(249)],
])("%s", (_claim, raw, sent) => {
  expect(normaliseDimensionValue(raw)).toBe(sent);
});

test.each(["", " ", "\t \n".replaceAll(/[\t\n]/g, " ")])("%j is no value", (raw) => {
  expect(normaliseDimensionValue(raw)).toBeUndefined();
});

test("any text becomes one that can be sent, and stays as it is the second time", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (raw) => {
      const value = normaliseDimensionValue(raw);
      if (value === undefined) return;
      expect(Array.from(value).length).toBeLessThanOrEqual(DIMENSION_VALUE_MAX);
      expect(value).not.toMatch(/\p{Cc}/u);
      expect(value.trim()).toBe(value);
      expect(normaliseDimensionValue(value)).toBe(value);
    }),
    { numRuns: 50 },
  );
});
