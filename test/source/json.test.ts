import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blankComments } from "../../src/source/json-comments.ts";
import { jsonProblem } from "../../src/source/json-problem.ts";
import { scanJson } from "../../src/source/json-scanner.ts";
import type { ParsedSource, SourceNode } from "../../src/source/node.ts";
import { readYaml } from "./read-yaml.ts";

function plain(node: SourceNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plain(entry.node)]));
}

/** Every position in a tree, with the character that stands there. */
function firstCharacters(node: SourceNode, text: string): string[] {
  const here = text.charAt(node.at);
  if (node.kind === "scalar") return [here];
  if (node.kind === "list") return [here, ...node.items.flatMap((item) => firstCharacters(item, text))];
  return [
    here,
    ...[...node.entries.values()].flatMap((entry) => [
      text.charAt(entry.keyAt),
      ...firstCharacters(entry.node, text),
    ]),
  ];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function rootOf(parsed: ParsedSource): SourceNode {
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join());
  return parsed.root;
}

const json = fc
  .tuple(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom("", "  ", "\t"))
  .filter(([value]) => !JSON.stringify(value).includes("__proto__"));

describe("the JSON scanner", () => {
  test("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(json, ([value, indent]) => {
        const text = JSON.stringify(value, null, indent);
        expect(plain(rootOf(scanJson(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  test("finds every value at its first character", () => {
    const text = '{ "a" : [ 1, -2.5e3 ,\n"x\\"y\\\\", true,false, null, {} ], "b\\n": { "c": "]" } }';
    expect(firstCharacters(rootOf(scanJson(text)), text).join("")).toBe('{"[1-"tfn{"{""');
  });

  test("agrees with the YAML reader on values and places", () => {
    const text = '[{ "ip": "192.0.2.1", "port": 161, "advanced": null },\n { "x": [true, "a, b: c"] }]';
    expect(rootOf(scanJson(text))).toEqual(rootOf(readYaml(text)));
  });
});

describe("comments in JSON", () => {
  test.each([
    ["[1, // one\n2]", "[1,       \n2]"],
    ["[1, /* a\nb */ 2,]", "[1,     \n     2 ]"],
    ['{"a": "// no", "b\\"//": 1 , // yes\n}', '{"a": "// no", "b\\"//": 1         \n}'],
    ['[",]", 1]', '[",]", 1]'],
    ["[1] // open", "[1]        "],
    ["[1] /* open", "[1]        "],
    ["[1] / 2", "[1] / 2"],
  ])("%j is read as %j", (text, blanked) => {
    expect(blankComments(text)).toBe(blanked);
  });

  test("leave JSON as it is", () => {
    fc.assert(
      fc.property(json, ([value, indent]) => {
        const text = JSON.stringify(value, null, indent);
        expect(blankComments(text)).toBe(text);
      }),
    );
  });
});

describe("a fault in JSON", () => {
  test.each([
    ['{"a": 1 "b": 2}', 8, "a comma or } is expected"],
    ['[{"a": 1 ]', 9, "a comma or } is expected"],
    ["[1, 2", 5, "a comma or ] is expected here, but the text ends"],
    ['{"a" 1}', 5, "a colon is expected"],
    ["{a: 1}", 1, "a key in double quotes or } is expected"],
    ['{"a": 1,}', 8, "a key in double quotes is expected"],
    ["[1,]", 3, "a value is expected"],
    ["[yes]", 1, "Put text in double quotes"],
    ["[01]", 1, "Put text in double quotes"],
    ['["a\nb"]', 1, "not closed in its line"],
    ['["a\\x"]', 3, "unknown escape"],
    ["[1]]", 3, "one too many"],
    ["", 0, "a value is expected here, but the text ends"],
  ])("in %j is found at %d: %s", (text, at, message) => {
    const problem = jsonProblem(text);
    expect(problem?.at).toBe(at);
    expect(problem?.message).toContain(message);
  });

  test("is found exactly in what JSON.parse refuses", () => {
    const edited = fc
      .tuple(
        json,
        fc.nat(),
        fc.nat(2),
        fc.constantFrom("", '"', ",", ":", "}", "]", "[", "x", "1", "\\", "\n"),
      )
      .map(([[value, indent], at, removed, added]) => {
        const text = JSON.stringify(value, null, indent);
        const start = at % (text.length + 1);
        return text.slice(0, start) + added + text.slice(start + removed);
      });
    fc.assert(
      fc.property(edited, (text) => {
        expect(jsonProblem(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 2_000 },
    );
  });
});
