import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchesVarPattern } from "../../src/manifest/index.ts";
import { readVarPattern } from "../../src/manifest/var-pattern.ts";
import { briefly, findingsOf } from "./minimal.ts";

const withPattern = (pattern: string): Record<string, string> => ({
  vars: `vars: [{id: a, displayName: A, type: text, pattern: '${pattern}'}]`,
  snmp: `snmp:
  - group: device
    metrics: [{key: acme.uptime, value: 'oid:1.3.0'}]
    dimensions: [{key: a, value: 'var:a'}]`,
});

describe("the pattern of a variable matches a value as a whole", () => {
  test.each([
    ["a|b", "b", true],
    ["a|b", "ab", false],
    ["[a-z]+(,[a-z]+)*", "eth,vlan,lo", true],
    ["[a-z]+(,[a-z]+)*", "eth,,lo", false],
    ["(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.\\d{1,3}){3}", "192.0.2.7", true],
    ["(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.\\d{1,3}){3}", "256.0.2.7", false],
    ["^\\$(eq|prefix)\\(.*\\)$", "$eq(up)", true],
    ["(?<name>x)\\b.y", "x-y", true],
    ["(?<name>x)\\b.y", "xxy", false],
    ["[\\]\\-\\\\]{2,}?", "]-\\", true],
    [".", "😀", true],
    ["\\p{Lu}\\x{1F600}", "Ü😀", true],
    ["(?i)abc", "ABC", true],
    ["\\Qa.b\\E", "a.b", true],
    ["\\Qa.b\\E", "axb", false],
    ["a\\_b{", "a_b{", true],
    ["", "", true],
    ["", "x", false],
    [".*", "a\nb", false],
  ])("%s and %j: %s", (pattern, value, expected) => {
    expect(readVarPattern(pattern).ok).toBe(true);
    expect(matchesVarPattern(pattern, value)).toBe(expected);
  });

  const piece = fc.constantFrom("a", "b", "[ab]", "[^a]", ".", "\\w", "\\b", "\\B", "^", "$", "\\x61", "");
  const { tree } = fc.letrec<{ tree: string; joined: string; choice: string; repeated: string }>((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, piece, tie("joined"), tie("choice"), tie("repeated")),
    joined: fc.tuple(tie("tree"), tie("tree")).map(([left, right]) => `${left}${right}`),
    choice: fc.tuple(tie("tree"), tie("tree")).map(([left, right]) => `(${left}|${right})`),
    repeated: fc
      .tuple(tie("tree"), fc.constantFrom("*", "+", "?", "{2}", "{0,2}", "{1,}", "*?"))
      .map(([part, times]) => `(?:${part})${times}`),
  }));

  test("as JavaScript's own engine does, for any pattern and short values", () => {
    const value = fc.string({ unit: fc.constantFrom("a", "b", "-"), maxLength: 5 });
    fc.assert(
      fc.property(tree, value, (pattern, text) => {
        expect(matchesVarPattern(pattern, text)).toBe(new RegExp(`^(?:${pattern})$`, "u").test(text));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a pattern cannot hold up the program", () => {
  // Each takes JavaScript's engine years; what fails here fails by the test's time limit.
  test.each(["(a+)+$", "(a|a)*b", "(.*a){20}", "(a*)*b", "a*a*a*a*a*a*a*a*a*a*b", "(a?){200}a{200}b"])(
    "%s is tried on 10,000 characters",
    (pattern) => {
      expect(readVarPattern(pattern).ok).toBe(true);
      expect(matchesVarPattern(pattern, `${"a".repeat(9_999)}!`)).toBe(false);
    },
  );

  test.each(["a{1000000000}", "((a{100}){100}){100}", "(".repeat(2_000), "a".repeat(2_001)])(
    "one that grows too large is a warning: %.30s",
    (pattern) => {
      expect(briefly(findingsOf(withPattern(pattern)))).toEqual(["warning M004 /vars/0/pattern"]);
    },
  );
});

describe("a pattern that is not read here is a warning, and no value is refused for it (M004)", () => {
  test.each([
    ["look-ahead", "(?=a)a"],
    ["look-behind", "(?<!a)b"],
    ["a back-reference", "(a)\\1"],
    ["a named back-reference", "(?<n>a)\\k<n>"],
    ["Java's blank", "\\h+"],
    ["Java's possessive quantifier", "a++"],
    ["Java's intersection", "[a-z&&[^b]]"],
    ["Java's union", "[a[b]]"],
    ["a bracket that is not closed", "(a"],
  ])("%s", (_what, pattern) => {
    expect(briefly(findingsOf(withPattern(pattern)))).toEqual(["warning M004 /vars/0/pattern"]);
    expect(matchesVarPattern(pattern, "anything")).toBe(true);
  });
});
