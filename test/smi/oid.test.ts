import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compareOids, indexOf, isUnder, oid, parseOid } from "../../src/smi/index.ts";

const arcs = fc.array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 4_294_967_295 })), {
  minLength: 1,
  maxLength: 6,
});

/** Arc by arc, the plain way. */
function naive(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return Math.sign(a[i]! - b[i]!);
  return Math.sign(a.length - b.length);
}

test("OIDs are ordered arc by arc, as numbers", () => {
  fc.assert(
    fc.property(arcs, arcs, (a, b) => {
      expect(Math.sign(compareOids(a.join("."), b.join(".")))).toBe(naive(a, b));
    }),
    { numRuns: 5_000 },
  );
});

test("an OID that continues another comes after it, arcs are no texts", () => {
  const sorted = ["1.2", "1.2.0", "1.2.1", "1.2.10", "1.3", "1.10", "1.10.1", "2.0"];
  expect(sorted.toReversed().toSorted(compareOids)).toEqual(sorted);
  expect(compareOids("1.2.1", "1.2.1")).toBe(0);
});

test("a subtree ends at an arc boundary: …2.10 is not under …2.1", () => {
  expect(isUnder(oid("1.3.6.1.2.10"), oid("1.3.6.1.2.1"))).toBe(false);
  expect(isUnder(oid("1.3.6.1.2.1.5"), oid("1.3.6.1.2.1"))).toBe(true);
  expect(isUnder(oid("1.3.6.1.2.1"), oid("1.3.6.1.2.1"))).toBe(false);
  expect(indexOf(oid("1.3.6.1.2.1.5.4294967295"), oid("1.3.6.1.2.1"))).toBe("5.4294967295");
});

test.each([
  [".1.3.6", "1.3.6"],
  ["1.3.06", "1.3.6"],
  ["1.39.1", "1.39.1"],
  ["1.40.1", undefined],
  ["3.1", undefined],
  ["1", undefined],
  ["1.3.4294967296", undefined],
  ["1..3", undefined],
  ["1.3.x", undefined],
  [`1.3${".1".repeat(126)}`, `1.3${".1".repeat(126)}`],
  [`1.3${".1".repeat(127)}`, undefined],
])("%s reads as %s (RFC 2578 §3.5)", (text, expected) => {
  expect(parseOid(text)).toBe(expected);
});
