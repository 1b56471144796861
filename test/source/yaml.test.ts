import { describe, expect, test } from "vitest";
import { parseSource } from "../../src/source/index.ts";
import { readYaml } from "./read-yaml.ts";

describe("the YAML reader", () => {
  test("shares the node of an anchor with its aliases, so that they cannot explode", () => {
    const lines = ["a0: &a0 [x]"];
    for (let i = 1; i <= 50; i++) lines.push(`a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`);
    expect(readYaml(lines.join("\n")).ok).toBe(true);
  });

  test("is asked for no more of a configuration than can be copied, aliases followed", () => {
    const lines = ["a0: &a0 [x]"];
    for (let i = 1; i <= 50; i++) lines.push(`a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`);
    const parsed = parseSource(lines.join("\n"));
    expect(parsed.ok ? "" : parsed.problems[0]!.message).toContain("when aliases are followed");
  });

  test.each([
    ["a: *b", "names no anchor"],
    ["a: &a [*a]", "names no anchor"],
    ["a: 1\na: 2", "given twice"],
    ["? [a]\n: 1", "a key must be plain text"],
    ["a: 1\n---\nb: 1", "only one YAML document"],
    ["\ta: 1", "tabs cannot indent"],
    ['a: "b', "missing"],
    ["[1, 2", "bracket"],
    ['{"a": "b" "c": "d"}', "this does not belong here"],
  ])("refuses %j: %s", (text, reason) => {
    const parsed = readYaml(text);
    expect(parsed.ok ? "" : parsed.problems[0]!.message).toContain(reason);
  });
});
