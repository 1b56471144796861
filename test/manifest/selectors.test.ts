import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  type MetricSelector,
  metricKeysOf,
  parseEntitySelector,
  parseMetricSelector,
} from "../../src/manifest/index.ts";

function metric(text: string): MetricSelector {
  const parsed = parseMetricSelector(text);
  if (!parsed.ok) throw new Error(`${parsed.message} at ${parsed.position}`);
  return parsed.selector;
}

function transformations(text: string): unknown[] {
  const found: unknown[] = [];
  let [next] = metric(text);
  while (next?.kind === "transform") {
    found.unshift(next.transformation);
    next = next.input;
  }
  return found;
}

function entity(text: string, template = false): unknown {
  const parsed = parseEntitySelector(text, { template });
  if (!parsed.ok) throw new Error(`${parsed.message} at ${parsed.position}`);
  return parsed.selector.criteria;
}

const key = (name: string) => ({ kind: "metric", key: name });

test("multiplication binds stronger than addition, and operators group to the left", () => {
  expect(metric("a - b - c * 2")).toEqual([
    {
      kind: "binary",
      op: "-",
      left: { kind: "binary", op: "-", left: key("a"), right: key("b") },
      right: { kind: "binary", op: "*", left: key("c"), right: { kind: "number", value: 2 } },
    },
  ]);
});

test("a hyphen inside a key is part of it, a hyphen after a parenthesis an operator", () => {
  expect(metric("snmp-generic.a")).toEqual([key("snmp-generic.a")]);
  expect(metric("100-(a)")).toMatchObject([{ op: "-", left: { value: 100 }, right: key("a") }]);
  expect(metric("-(a)")).toEqual([{ kind: "negate", operand: key("a") }]);
});

test("quotes around a section of a key are not part of it", () => {
  expect(metric('cpu.loadavg."5min".rev:avg')).toMatchObject([{ input: key("cpu.loadavg.5min.rev") }]);
});

test("a calculated or built-in metric keeps its prefix", () => {
  expect(metric("func:a.b:splitBy(), builtin:host.cpu")).toMatchObject([
    { input: key("func:a.b") },
    key("builtin:host.cpu"),
  ]);
});

test("transformations after a parenthesis apply to the whole", () => {
  expect(metric("((a) * (8)):rate(1s)")).toEqual([
    {
      kind: "transform",
      input: { kind: "binary", op: "*", left: key("a"), right: { kind: "number", value: 8 } },
      transformation: { op: "rate", per: { amount: 1, unit: "s" } },
    },
  ]);
});

test("dimensions may be bare or quoted and contain colons", () => {
  expect(transformations('a:splitBy("dt.entity.f5:pool:member", if.name,"x~"y")')).toEqual([
    { op: "splitBy", dimensions: ["dt.entity.f5:pool:member", "if.name", 'x"y'] },
  ]);
});

test.each([
  ["a:splitBy()", { op: "splitBy", dimensions: [] }],
  ["a:merge(b)", { op: "merge", dimensions: ["b"] }],
  ["a:avg", { op: "aggregate", aggregation: { name: "avg" } }],
  ["a:percentile(95)", { op: "aggregate", aggregation: { name: "percentile", rank: 95 } }],
  ["a:last", { op: "last", aggregation: undefined }],
  ["a:lastReal(max)", { op: "lastReal", aggregation: { name: "max" } }],
  ["a:fold(percentile(99.9))", { op: "fold", aggregation: { name: "percentile", rank: 99.9 } }],
  ["a:limit(20)", { op: "limit", count: 20 }],
  ["a:rate(5m)", { op: "rate", per: { amount: 5, unit: "m" } }],
  ["a:timeshift(-1w)", { op: "timeshift", by: { amount: -1, unit: "w" } }],
  ["a:default(0)", { op: "default", value: 0, always: false }],
  ["a:default(-1.5, always)", { op: "default", value: -1.5, always: true }],
  ["a:delta", { op: "delta" }],
  ["a:names()", { op: "names" }],
  ["a:setUnit(Percent)", { op: "setUnit", unit: "Percent" }],
  ["a:toUnit(Bit,MegaBit)", { op: "toUnit", from: "Bit", to: "MegaBit" }],
  [
    "a:sort(value(avg,descending), dimension(x,ascending))",
    {
      op: "sort",
      keys: [
        { by: "value", aggregation: { name: "avg" }, direction: "descending" },
        { by: "dimension", dimension: "x", direction: "ascending" },
      ],
    },
  ],
  [
    'a:filter(or(eq("k",rpm),not(prefix(k, "x,y"))), existsKey(z))',
    {
      op: "filter",
      conditions: [
        {
          op: "or",
          parts: [
            { op: "eq", dimension: "k", value: "rpm" },
            { op: "not", part: { op: "prefix", dimension: "k", value: "x,y" } },
          ],
        },
        { op: "existsKey", dimension: "z" },
      ],
    },
  ],
  [
    "a:filter(series(max, ge(10)))",
    {
      op: "filter",
      conditions: [{ op: "series", aggregation: { name: "max" }, comparison: "ge", value: 10 }],
    },
  ],
  [
    'a:filter(in("dt.entity.x",entitySelector("type(x),entityName(~"b~")")))',
    {
      op: "filter",
      conditions: [
        {
          op: "in",
          dimension: "dt.entity.x",
          selector: {
            criteria: [
              { kind: "type", type: "x" },
              { kind: "entityName", match: "contains", values: ["b"], caseSensitive: false },
            ],
          },
        },
      ],
    },
  ],
])("%s", (text, transformation) => {
  expect(transformations(text)).toEqual([transformation]);
});

test("chains keep their order", () => {
  expect(transformations('a:splitBy("x","y"):count:splitBy("y"):count')).toMatchObject([
    { op: "splitBy" },
    { op: "aggregate" },
    { op: "splitBy" },
    { op: "aggregate" },
  ]);
});

test.each([
  ["", 0],
  ["a b", 2],
  ["a +", 3],
  ["(a", 2],
  ["a:", 2],
  ["a:splitby()", 2],
  ["a:splitBy(b", 11],
  ["cpu.5min", 4],
  ["5min.cpu", 0],
  ['a."b', 2],
  ["a.", 2],
  ["a:rate(1q)", 7],
  ["a:percentile(101)", 16],
  ["a:limit(x)", 8],
  ["a:sort(value(avg,up))", 17],
  ["a:filter()", 9],
  ["a:merge()", 8],
  ['a:filter(in(b,entitySelector("entityName(x)")))', 29],
  ["a,a,a,a,a,a,a,a,a,a,a", 0],
])("%j is no metric selector, wrong at %i", (text, position) => {
  expect(parseMetricSelector(text)).toMatchObject({ ok: false, position });
});

test("the keys of a selector come in order, each once", () => {
  expect(metricKeysOf(metric("(a)+(func:b)*(a):avg, c"))).toEqual(["a", "func:b", "c"]);
});

test("a wrong word is answered with the right one", () => {
  expect(parseMetricSelector("a:splitby()")).toMatchObject({ message: expect.stringContaining("'splitBy'") });
});

test("an entity selector is a list of criteria with blanks allowed after commas", () => {
  expect(entity('type(a:b:c), entityName.startsWith("x, (y)"),state(up,"down"),x.y.exists()')).toEqual([
    { kind: "type", type: "a:b:c" },
    { kind: "entityName", match: "startsWith", values: ["x, (y)"], caseSensitive: false },
    { kind: "attribute", name: "state", values: ["up", "down"] },
    { kind: "attributeExists", name: "x.y" },
  ]);
});

test("relations nest, and know the manifest's word for themselves", () => {
  expect(entity("type(a),fromRelationships.runsOn(type(b),toRelationships.isChildOf(type(c)))")).toEqual([
    { kind: "type", type: "a" },
    {
      kind: "relationship",
      side: "from",
      relation: "RUNS_ON",
      name: "runsOn",
      selector: {
        criteria: [
          { kind: "type", type: "b" },
          {
            kind: "relationship",
            side: "to",
            relation: "CHILD_OF",
            name: "isChildOf",
            selector: { criteria: [{ kind: "type", type: "c" }] },
          },
        ],
      },
    },
  ]);
});

test("the other criteria of the subset", () => {
  expect(
    entity(
      "entityId(A-1,B-2),caseSensitive(entityName.in(a,b)),tag([ctx]k:v,k\\:x),mzId(7),mzName(z),healthState(HEALTHY),firstSeenTms.gte(1700000000000),not(entityName.equals(x))",
    ),
  ).toEqual([
    { kind: "entityId", ids: ["A-1", "B-2"] },
    { kind: "entityName", match: "in", values: ["a", "b"], caseSensitive: true },
    {
      kind: "tag",
      tags: [
        { context: "ctx", key: "k", value: "v" },
        { context: undefined, key: "k:x", value: undefined },
      ],
    },
    { kind: "managementZone", by: "id", values: ["7"] },
    { kind: "managementZone", by: "name", values: ["z"] },
    { kind: "healthState", state: "HEALTHY" },
    { kind: "firstSeen", comparison: "gte", atMs: 1_700_000_000_000 },
    { kind: "not", criterion: { kind: "entityName", match: "equals", values: ["x"], caseSensitive: false } },
  ]);
});

test("$(entityConditions) stands for criteria in templates only", () => {
  const text = "type(a),toRelationships.isSameAs($(entityConditions))";
  expect(entity(text, true)).toMatchObject([
    { kind: "type" },
    { kind: "relationship", selector: { criteria: [{ kind: "entityConditions" }] } },
  ]);
  expect(entity("$(entityConditions)", true)).toEqual([{ kind: "entityConditions" }]);
  expect(parseEntitySelector(text)).toMatchObject({ ok: false });
});

test.each([
  "",
  "entityName(a)",
  "type(a),type(b)",
  "type(a",
  "type()",
  "type(a) b",
  "type(a),not(type(b))",
  "type(a),fromRelationships.runsOn()",
  "type(a),fromRelationships.runsOn(entityName(b))",
  "type(a),entityName.like(b)",
  "type(a),healthState(SICK)",
  "type(a),firstSeenTms.eq(1)",
  'type("a)',
])("%j is no entity selector", (text) => {
  expect(parseEntitySelector(text)).toMatchObject({ ok: false });
});

test("a text that ends in an escape fails at its end, not behind it", () => {
  expect(parseEntitySelector("type(a~")).toMatchObject({ ok: false, position: 7 });
});

test("any text parses or fails with a position inside it, however deep it nests", () => {
  const piece = fc.constantFrom(
    ...'( ) , : . - + * / " ~ a 5 $'.split(" "),
    "func:",
    ":splitBy(",
    ":filter(",
    "eq(",
    "type(",
    "not(",
    "fromRelationships.runsOn(",
  );
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(fc.oneof(text, fc.string()), (selector) => {
      for (const parsed of [
        parseMetricSelector(selector),
        parseEntitySelector(selector, { template: true }),
      ]) {
        expect(parsed.ok || parsed.position <= selector.length).toBe(true);
      }
    }),
  );
  expect(parseMetricSelector("(".repeat(100_000))).toMatchObject({ ok: false });
  expect(parseMetricSelector(`a${":avg".repeat(100_000)}`)).toMatchObject({ ok: false });
  expect(parseMetricSelector(`a${"+a".repeat(100_000)}`)).toMatchObject({ ok: false });
  expect(parseMetricSelector("-".repeat(100_000))).toMatchObject({ ok: false });
  expect(parseEntitySelector(`type(a),${"not(".repeat(100_000)}`)).toMatchObject({ ok: false });
});
