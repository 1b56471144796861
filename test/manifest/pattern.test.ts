import { expect, test } from "vitest";
import {
  type Condition,
  matchesCondition,
  parseCondition,
  parsePattern,
  renderPattern,
} from "../../src/manifest/index.ts";

function render(text: string, values: Readonly<Record<string, string>>): unknown {
  const parsed = parsePattern(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return renderPattern(parsed.pattern, (dimension) => values[dimension]);
}

function condition(text: string): Condition {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.condition;
}

test("placeholders are replaced by raw values", () => {
  const values = { "device.address": "192.0.2.1", "if-x:1_y": "3" };
  expect(render("if_{device.address}-{if-x:1_y}!", values)).toEqual({
    text: "if_192.0.2.1-3!",
    found: 2,
    missing: [],
  });
});

test("missing and empty values leave no text and are named", () => {
  expect(render("{a}/{b}/{c}", { a: "", b: "x" })).toEqual({ text: "/x/", found: 1, missing: ["a", "c"] });
});

test("a pattern without placeholders is its own text", () => {
  expect(render("host", {})).toEqual({ text: "host", found: 0, missing: [] });
});

test.each(["{a", "a}", "{a{b}}", "{}", "{a}}"])("%j is no pattern", (text) => {
  expect(parsePattern(text)).toMatchObject({ ok: false, position: expect.any(Number) });
});

test("a prefix condition needs no dot boundary and holds for the collected or the stored key", () => {
  const prefix = condition("$prefix(acme.if)");
  expect(matchesCondition(prefix, "acme.ifoo")).toBe(true);
  expect(matchesCondition(prefix, "acme.cpu")).toBe(false);
  expect(matchesCondition(condition("$eq(acme.in.count)"), "acme.in", "acme.in.count")).toBe(true);
});

test("$exists() always holds, blanks around a condition do not count", () => {
  expect(matchesCondition(condition(" $exists() "))).toBe(true);
});

test("a tilde escapes parentheses in a condition", () => {
  expect(condition("$eq(a~(b~)~~)")).toEqual({ op: "eq", text: "a(b)~" });
});

test.each(["", "acme.if", "$suffix(a)", "$eq(a", "$eq(a(b))", "$exists(a)", "$eq(a~b)", "$eq(a)$eq(b)"])(
  "%j is no condition",
  (text) => {
    expect(parseCondition(text)).toMatchObject({ ok: false });
  },
);
