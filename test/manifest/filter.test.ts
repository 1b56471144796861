import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  escapeArgument,
  FILTER_NESTING_MAX,
  type Filter,
  matchesFilter,
  parseActivationFilter,
  parseFilter,
} from "../../src/manifest/index.ts";

function filter(text: string): Filter {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(`${parsed.message} at ${parsed.position}`);
  return parsed.filter;
}

const passes = (text: string, value: string | undefined): boolean => matchesFilter(filter(text), value);

test("each function compares the whole rendered text, with regard to case", () => {
  expect(["Gi1/0/1", "gi1/0/1"].map((name) => passes("$prefix(Gi)", name))).toEqual([true, false]);
  expect(["Gi1/0/1", "Gi1/0/2"].map((name) => passes("$suffix(/1)", name))).toEqual([true, false]);
  expect(["uplink A", "downlink"].map((name) => passes("$contains(plink)", name))).toEqual([true, false]);
  expect(["up", "up(1)"].map((name) => passes("$eq(up)", name))).toEqual([true, false]);
});

test("and, or and not combine filters, blanks between them do not count", () => {
  const text = "$and( $prefix(Gi) , $not($or($suffix(1),  $suffix(2))))";
  expect(["Gi1", "Gi2", "Gi3", "Te3"].map((name) => passes(text, name))).toEqual([false, false, true, false]);
});

test("blanks inside an argument are part of it", () => {
  expect(filter("$eq( a )")).toEqual({ op: "eq", text: " a " });
});

test("a tilde escapes parentheses, commas and itself", () => {
  expect(filter("$eq(up~(1~)~,~~)")).toEqual({ op: "eq", text: "up(1),~" });
});

test("any literal reads back from its escaped form without tolerance", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("(", ")", "~", ",", "$", " ", "a", "é") }), (literal) => {
      const text = escapeArgument(literal);
      expect(parseFilter(`$eq(${text})`)).toEqual({
        ok: true,
        filter: { op: "eq", text: literal },
        tolerated: [],
      });
    }),
  );
});

test("a missing value equals empty text, and n/a in $eq alone", () => {
  expect(passes("$eq()", undefined)).toBe(true);
  expect(passes("$eq(n/a)", undefined)).toBe(true);
  expect(passes("$eq(n/a)", "")).toBe(true);
  expect(passes("$prefix(n)", undefined)).toBe(false);
  expect(passes("$eq(n/a)", "up")).toBe(false);
});

test("no filter lets everything pass", () => {
  expect(matchesFilter(undefined, undefined)).toBe(true);
});

test("unescaped parentheses that balance are text, and said so", () => {
  const parsed = parseFilter("$or($eq(up(1)),$eq(down(2)))");
  expect(parsed.ok && parsed.tolerated.length).toBe(2);
  expect(parsed.ok && matchesFilter(parsed.filter, "down(2)")).toBe(true);
});

test("a bare literal is read as $eq, and said so", () => {
  const parsed = parseFilter("$not(0)");
  expect(parsed).toMatchObject({ ok: true, filter: { op: "not", part: { op: "eq", text: "0" } } });
  expect(parsed.ok && parsed.tolerated[0]).toContain("$eq(0)");
});

test.each([
  ["", "a filter is expected"],
  ["$eq(a", "not closed"],
  ["$eq(a(b)", "not closed"],
  ["$and($eq(a))", "two or more"],
  ["$not($eq(a),$eq(b))", "one filter"],
  ["$not()", "a filter is expected"],
  ["$equals(a)", "not a filter function"],
  ["$EQ(a)", "not a filter function"],
  ["$eq(a),$eq(b)", "ends before"],
  ["$eq(a~b)", "write ~~"],
  ["$eq(a~", "write ~~"],
  ["a)", "no '('"],
  ["$", "starts a function"],
])("%j does not parse", (text, reason) => {
  const parsed = parseFilter(text);
  expect(parsed).toMatchObject({ ok: false, message: expect.stringContaining(reason) });
});

const nested = (levels: number): string => `${"$not(".repeat(levels)}$eq(a)${")".repeat(levels)}`;

test("nesting ends at its limit", () => {
  expect(parseFilter(nested(FILTER_NESTING_MAX)).ok).toBe(true);
  expect(parseFilter(nested(FILTER_NESTING_MAX + 1))).toMatchObject({ ok: false });
  expect(parseFilter("$not(".repeat(100_000))).toMatchObject({ ok: false });
});

test("any text parses or fails with a position inside it", () => {
  const piece = fc.constantFrom("$eq(", "$and(", "$not(", "(", ")", ",", "~", "a", " ", "$");
  fc.assert(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join("")),
      (text) => {
        const parsed = parseFilter(text);
        expect(parsed.ok || parsed.position <= text.length).toBe(true);
      },
    ),
  );
});

test("an empty activation value passes everything, and its const: is forgiven", () => {
  expect(parseActivationFilter("  ")).toMatchObject({ ok: true, filter: undefined });
  expect(parseActivationFilter("const:$eq(a)")).toMatchObject({ ok: true, filter: { op: "eq", text: "a" } });
  expect(parseActivationFilter(" const: $eq(a")).toMatchObject({ ok: false, position: 12 });
});
