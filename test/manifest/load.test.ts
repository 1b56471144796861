import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  loadManifest,
  type Manifest,
  parseEntitySelector,
  parseMetricSelector,
} from "../../src/manifest/index.ts";
import { manifestText } from "./minimal.ts";

function loaded(sections: Record<string, string | undefined>): Manifest {
  const { value, diagnostics } = loadManifest(manifestText(sections));
  if (value === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 1));
  return value;
}

test("header, variables and metadata", () => {
  const manifest = loaded({
    name: "name :  custom:acme.switch  ",
    minEECVersion: 'minEECVersion: "1.251"',
    vars: `vars:
  - {id: a.b-c_d, displayName: A, description: d, type: text, maxLength: 10, pattern: '\\d+', defaultValue: 12}
  - {id: b, displayName: B, type: multiline-text, required: true}
  - id: c
    displayName: C
    type: enum
    defaultValue: x
    availableValues: [{value: x, displayName: X}, {value: y}]`,
    metrics: `metrics:
  - key: acme.uptime
    metadata:
      displayName: Up
      unit: Second
      tags: [a, b]
      sourceEntityType: acme:device
      metricProperties: {minValue: 0, maxValue: 1.5, valueType: score, rootCauseRelevant: true}
      dimensions: [{key: a, displayName: A}]
  - {key: 'func:acme.up.ms', query: {metricSelector: 'acme.uptime * 1000'}}`,
  });
  expect(manifest).toMatchObject({
    name: "custom:acme.switch",
    version: "1.0.0",
    minEecVersion: "1.251",
    author: "Acme",
    vars: [
      { id: "a.b-c_d", type: "text", required: false, defaultValue: "12", maxLength: 10, pattern: "\\d+" },
      { id: "b", type: "multiline-text", required: true, maxLength: 10_000 },
      {
        id: "c",
        type: "enum",
        required: true,
        availableValues: [{ value: "x", displayName: "X" }, { value: "y" }],
      },
    ],
    metrics: [
      {
        key: "acme.uptime",
        unit: "Second",
        tags: ["a", "b"],
        minValue: 0,
        maxValue: 1.5,
        dimensions: [{ key: "a", displayName: "A" }],
      },
      { key: "func:acme.up.ms", metricSelector: "acme.uptime * 1000" },
    ],
  });
});

test("groups keep what each level sets itself, undefined where it inherits", () => {
  const { snmp } = loaded({
    snmp: `snmp:
  - group: device
    interval: {minutes: 5}
    featureSet: Basic set
    metrics:
      - {key: acme.uptime, value: 'oid:.1.3.6.1.2.1.1.3.0', featureSet: Own, interval: {minutes: 1}}
    subgroups:
      - subgroup: ports
        table: true
        metrics: [{key: acme.in, value: 'oid:1.3.6.1.2.1.2.2.1.10', type: count}, {key: acme.up, value: 'const:1'}]`,
  });
  expect(snmp).toEqual([
    {
      group: "device",
      table: false,
      intervalMinutes: 5,
      featureSet: "Basic set",
      dimensions: [],
      metrics: [
        {
          key: "acme.uptime",
          type: "gauge",
          intervalMinutes: 1,
          featureSet: "Own",
          value: { kind: "oid", ref: { text: ".1.3.6.1.2.1.1.3.0", oid: "1.3.6.1.2.1.1.3.0" } },
        },
      ],
      subgroups: [
        {
          subgroup: "ports",
          table: true,
          intervalMinutes: undefined,
          featureSet: undefined,
          dimensions: [],
          metrics: [
            {
              key: "acme.in",
              type: "count",
              intervalMinutes: undefined,
              featureSet: undefined,
              value: { kind: "oid", ref: { text: "1.3.6.1.2.1.2.2.1.10", oid: "1.3.6.1.2.1.2.2.1.10" } },
            },
            {
              key: "acme.up",
              type: "gauge",
              intervalMinutes: undefined,
              featureSet: undefined,
              value: { kind: "const", text: "1" },
            },
          ],
        },
      ],
    },
  ]);
});

test.each([
  ["const: a b ", { kind: "const", text: " a b " }],
  ["const:", { kind: "const", text: "" }],
  ["var:v", { kind: "var", id: "v" }],
  ["this:device.name", { kind: "this", field: "device.name" }],
  [
    "$inetAddress(oid:1.3.1,oid:1.3.2)",
    {
      kind: "inetAddress",
      type: { text: "1.3.1", oid: "1.3.1" },
      address: { text: "1.3.2", oid: "1.3.2" },
    },
  ],
  [
    "$networkFormat(oid:1.3.1, oid:1.3.2, default:a, b)",
    {
      kind: "networkFormat",
      formatter: { kind: "oid", ref: { text: "1.3.1", oid: "1.3.1" } },
      data: { text: "1.3.2", oid: "1.3.2" },
      default: "a, b",
    },
  ],
  [
    "$networkFormat(const:macAddress, oid:1.3.2)",
    {
      kind: "networkFormat",
      formatter: { kind: "const", text: "macAddress" },
      data: { text: "1.3.2", oid: "1.3.2" },
      default: undefined,
    },
  ],
])("the dimension value %j", (text, value) => {
  const { snmp } = loaded({
    vars: "vars: [{id: v, displayName: V, type: text}]",
    snmp: `snmp:
  - group: g
    dimensions: [{key: a, value: '${text}', filter: 'var:v'}]
    metrics: [{key: acme.uptime, value: 'oid:1.3.0'}]`,
  });
  expect(snmp[0]?.dimensions).toEqual([{ key: "a", value, filter: { kind: "var", id: "v" } }]);
});

test("traps keep the magic values as written", () => {
  const { traps } = loaded({
    snmp: undefined,
    snmptraps: `snmptraps:
  - group: t
    featureSet: Events
    dimensions: [{key: ip, value: const:sender}, {key: trap, value: const:trapOID}]
    metrics: [{key: acme.uptime, type: 'count,delta', value: calculated}]`,
  });
  expect(traps).toMatchObject([
    {
      group: "t",
      featureSet: "Events",
      dimensions: [
        { key: "ip", value: "const:sender" },
        { key: "trap", value: "const:trapOID" },
      ],
      metrics: [{ key: "acme.uptime", type: "count,delta", value: "calculated" }],
    },
  ]);
});

test("topology rules come with their patterns, conditions and filters parsed", () => {
  const { topology } = loaded({
    topology: `topology:
  types:
    - name: acme:device:x
      displayName: Device
      enabled: false
      rules:
        - idPattern: d_{a}
          role: main
          sources: [{sourceType: Metrics, condition: $prefix(acme.)}, {sourceType: Logs}, {sourceType: Spans, condition: x y}]
          requiredDimensions: [{key: a}, {key: b, valuePattern: $eq(x)}]
          attributes: [{key: n, pattern: 'is {a}'}]
  relationships:
    - {fromType: a, toType: host, typeOfRelation: RUNS_ON, sources: [{sourceType: Metrics, condition: $exists()}]}
    - fromType: a
      toType: b
      typeOfRelation: SAME_AS
      sources: [{sourceType: Entities, mappingRules: [{sourceProperty: p, destinationProperty: q, destinationTransformation: To upper case}]}]`,
  });
  expect(topology.types).toEqual([
    {
      name: "acme:device:x",
      displayName: "Device",
      enabled: false,
      rules: [
        {
          idPattern: [{ text: "d_" }, { dimension: "a" }],
          instanceNamePattern: undefined,
          iconPattern: undefined,
          role: "main",
          sources: [
            { sourceType: "Metrics", condition: { op: "prefix", text: "acme." } },
            { sourceType: "Logs", condition: undefined },
            { sourceType: "Spans", condition: undefined },
          ],
          requiredDimensions: [
            { key: "a", filter: undefined },
            { key: "b", filter: { op: "eq", text: "x" } },
          ],
          attributes: [{ key: "n", displayName: undefined, pattern: [{ text: "is " }, { dimension: "a" }] }],
        },
      ],
    },
  ]);
  expect(topology.relationships).toMatchObject([
    { typeOfRelation: "RUNS_ON", enabled: true, sources: [{ condition: { op: "exists" } }] },
    {
      sources: [
        {
          sourceType: "Entities",
          mappingRules: [
            { sourceTransformation: "Leave text as-is", destinationTransformation: "To upper case" },
          ],
        },
      ],
    },
  ]);
});

test("screens and assets are kept as plain data", () => {
  const manifest = loaded({
    screens: "screens: [{entityType: a, x: [1.10, {__proto__: yes}, ]}]",
    dashboards: "dashboards: [{path: ./dashboards/a.json}]",
  });
  expect(JSON.stringify(manifest.screens)).toBe('[{"entityType":"a","x":["1.10",{"__proto__":"yes"}]}]');
  expect(manifest.dashboards).toEqual(["dashboards/a.json"]);
});

test("aliases are followed", () => {
  const text = manifestText({
    author: "author: &who {name: Acme}",
    x: "screens: [{entityType: a, y: *who}]",
  });
  expect(loadManifest(text).value?.screens).toEqual([{ entityType: "a", y: { name: "Acme" } }]);
});

test("a loaded manifest cannot be changed", () => {
  const manifest = loaded({});
  expect(() => Object.assign(manifest.snmp[0] ?? {}, { group: "x" })).toThrow(TypeError);
});

describe("any damage", () => {
  const rich = manifestText({
    vars: "vars:\n  - {id: v, displayName: V, type: enum, availableValues: [{value: x}]}",
    topology: `topology:
  types:
    - {name: 'a:b', rules: [{idPattern: '{a}', sources: [{sourceType: Metrics, condition: $prefix(a)}]}]}`,
    screens: "screens:\n  - {entityType: a, chartsCards: [{key: x, charts: [{metricSelector: 'a:avg'}]}]}",
    alerts: "alerts: [{path: a.json}]",
    snmptraps: "snmptraps:\n  - {group: t, metrics: []}",
  });
  const scraps = [
    "",
    ":",
    "- ",
    "\n",
    "  ",
    "[",
    "}",
    "*a",
    "&a ",
    "'",
    "{",
    "$(",
    "oid:",
    "const:",
    "\t",
    "\u0000",
    "é",
    "-1",
    "|\n",
  ];
  const edit = fc.record({
    at: fc.nat(rich.length),
    cut: fc.nat(40),
    insert: fc.oneof(fc.constantFrom(...scraps), fc.string({ maxLength: 8 })),
  });

  test("is reported with a line and column of the file, and never thrown", () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let text = rich;
        for (const { at, cut, insert } of edits) text = text.slice(0, at) + insert + text.slice(at + cut);
        const lines = text.split("\n");
        const { value, diagnostics } = loadManifest(text);
        expect(value === undefined).toBe(diagnostics.some(({ severity }) => severity === "error"));
        for (const { line, column, path } of diagnostics) {
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((lines[line - 1] ?? "no such line").length + 1);
          expect(lines[line - 1]).toBeDefined();
          expect(path).toMatch(/^(\/|$)/);
        }
      }),
      { numRuns: 300 },
    );
  });
});

// Published manifests are test input of the place this was built in, not part of the project.
const published = resolve(import.meta.dirname, "../../../shared/manifests");

describe.runIf(existsSync(published))("published manifests", () => {
  const files = existsSync(published) ? readdirSync(published).filter((name) => name.endsWith(".yaml")) : [];

  test.each(files)("%s loads without an error or a warning", (name) => {
    const { value, diagnostics } = loadManifest(readFileSync(join(published, name), "utf8"));
    expect(diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
    expect(value).toBeDefined();
  });

  test.each(files)("every selector of %s parses", (name) => {
    const text = readFileSync(join(published, name), "utf8");
    const metric = [...text.matchAll(/metricSelector: *(?:'([^']*)'|"([^"]*)"|(.*?)) *$/gm)];
    const entity = [...text.matchAll(/entitySelectorTemplate: *"?(.*?)"? *$/gm)];
    const broken = [
      ...metric.map((match) => parseMetricSelector(match[1] ?? match[2] ?? match[3] ?? "")),
      ...entity.map((match) => parseEntitySelector(match[1] ?? "", { template: true })),
    ].filter(({ ok }) => !ok);
    expect(metric.length).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  });
});
