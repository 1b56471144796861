import { describe, expect, test } from "vitest";
import { loadManifest } from "../../src/manifest/index.ts";
import { briefly, findingsOf, METRIC, manifestText, metricsOf, UPTIME } from "./minimal.ts";

// M008 to M014: words, references and small expressions.

const calculated = (selectors: Record<string, string>): string =>
  `metrics:\n  - {key: acme.uptime}\n${Object.entries(selectors)
    .map(([key, selector]) => `  - {key: 'func:${key}', query: {metricSelector: '${selector}'}}`)
    .join("\n")}`;

describe("M008 enumerations", () => {
  test.each(["Gauge", "counter", "'count,delta'"])("the metric type %s", (type) => {
    const snmp = metricsOf(UPTIME.replace("}", `, type: ${type}}`));
    expect(briefly(findingsOf({ snmp }))).toEqual([`error M008 ${METRIC}/type`]);
  });

  test("the type of a variable, and the default of an enumeration", () => {
    const vars = `vars:
  - {id: a, displayName: A, type: number}
  - {id: b, displayName: B, type: enum, defaultValue: z, availableValues: [{value: x, displayName: X}]}`;
    const errors = findingsOf({ vars }).filter(({ severity }) => severity === "error");
    expect(briefly(errors)).toEqual(["error M008 /vars/0/type", "error M008 /vars/1/defaultValue"]);
  });

  test("the fields of this:, and address types", () => {
    const snmp = `${metricsOf(UPTIME)}
    dimensions:
      - {key: a, value: 'this:device.nam'}
      - {key: b, value: '$networkFormat(const:mac, oid:1.3.6.1)'}`;
    const findings = findingsOf({ snmp });
    expect(briefly(findings)).toEqual([
      "error M008 /snmp/0/dimensions/0/value",
      "error M008 /snmp/0/dimensions/1/value",
    ]);
    expect(findings[0]?.message).toContain("'device.name'?");
  });

  test("source types, relations and transformations of a topology", () => {
    const topology = `topology:
  types:
    - {name: 'a:b', rules: [{idPattern: '{a}', sources: [{sourceType: Metric, condition: $exists()}]}]}
  relationships:
    - {fromType: a, toType: b, typeOfRelation: RUN_ON, sources: [{sourceType: Logs}]}
    - fromType: a
      toType: b
      typeOfRelation: SAME_AS
      sources:
        - sourceType: Entities
          mappingRules: [{sourceProperty: a, destinationProperty: b, sourceTransformation: upper}]`;
    expect(findingsOf({ topology }).map(({ code, value }) => `${code} ${value}`)).toEqual([
      "M008 Metric",
      "M008 RUN_ON",
      "M008 upper",
    ]);
  });

  test("type and value of a trap metric", () => {
    const snmptraps = "snmptraps: [{group: t, metrics: [{key: acme.uptime, type: count, value: oid:1}]}]";
    const errors = findingsOf({ snmp: undefined, snmptraps }).filter(({ severity }) => severity === "error");
    expect(errors.map(({ code }) => code)).toEqual(["M008", "M008"]);
  });
});

test("M009 an undefined variable, with the one that was meant", () => {
  const vars = "vars: [{id: if_name, displayName: A, type: text}]";
  const snmp = `${metricsOf(UPTIME)}
    dimensions: [{key: a, value: 'var:if_nam', filter: 'var:if_name'}, {key: b, value: 'const:x', filter: 'var:zzz'}]`;
  const findings = findingsOf({ vars, snmp });
  expect(briefly(findings)).toEqual([
    "error M009 /snmp/0/dimensions/0/value",
    "error M009 /snmp/0/dimensions/1/filter",
  ]);
  expect(findings[0]?.message).toContain("'if_name'?");
});

describe("M010 and M011 data sources", () => {
  test("M010 without groups, or without a metric in any", () => {
    expect(findingsOf({ snmp: undefined, metrics: undefined })).toMatchObject([
      { code: "M010", severity: "error" },
    ]);
    const empty = "snmp: [{group: a, subgroups: [{subgroup: b, metrics: []}]}]";
    expect(briefly(findingsOf({ snmp: empty, metrics: undefined }))).toEqual(["error M010 /snmp"]);
  });

  test("M011 is a warning beside SNMP and an error alone", () => {
    expect(briefly(findingsOf({ wmi: "wmi: []" }))).toEqual(["warning M011 /wmi"]);
    const alone = findingsOf({ snmp: undefined, metrics: undefined, sqlServer: "sqlServer: []" });
    expect(briefly(alone)).toEqual(["error M011 /sqlServer"]);
  });
});

describe("M012 selectors", () => {
  test("a calculated metric whose selector does not parse", () => {
    const findings = findingsOf({ metrics: calculated({ "acme.x": "(acme.uptime" }) });
    expect(briefly(findings)).toEqual(["error M012 /metrics/1/query/metricSelector"]);
  });

  test("calculated metrics may use each other, but not in a circle", () => {
    expect(findingsOf({ metrics: calculated({ aaa: "func:bbb", bbb: "acme.uptime" }) })).toEqual([]);
    const circle = findingsOf({
      metrics: calculated({ aaa: "func:bbb", bbb: "func:ccc+1", ccc: "func:bbb:avg" }),
    });
    expect(circle).toMatchObject([
      {
        code: "M012",
        path: "/metrics/2/key",
        message: expect.stringContaining("func:bbb → func:ccc → func:bbb"),
      },
    ]);
  });

  test("in screens it is a warning", () => {
    const screens = `screens:
  - entityType: a:b
    chartsCards:
      - charts: [{metrics: [{metricSelector: 'acme.uptime:splitby()'}]}]
    entitiesListCards: [{entitySelectorTemplate: type(}]
    x: {conditions: ['relatedEntity|entitySelectorTemplate=type()'], filterQuery: 'a inEntitySelector "foo"'}`;
    const { diagnostics, value } = loadManifest(manifestText({ screens }));
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(
      Array.from({ length: 4 }, () => "warning M012"),
    );
    expect(value).toBeDefined();
  });
});

test("M013 filters, conditions and patterns that do not parse", () => {
  const snmp = `${metricsOf(UPTIME)}
    dimensions: [{key: a, value: 'const:x', filter: 'const:$eq(a'}, {key: b, value: 'const:x', filter: $eq(a)}]`;
  const topology = `topology:
  types:
    - name: 'a:b'
      rules:
        - idPattern: a
          instanceNamePattern: '{a'
          sources: [{sourceType: Metrics, condition: acme}]
          requiredDimensions: [{key: a, valuePattern: $eq(}]
          attributes: [{key: a, pattern: '}'}]`;
  const rule = "/topology/types/0/rules/0";
  expect(briefly(findingsOf({ snmp, topology }))).toEqual([
    "error M013 /snmp/0/dimensions/0/filter",
    "error M013 /snmp/0/dimensions/1/filter",
    `error M013 ${rule}/idPattern`,
    `error M013 ${rule}/instanceNamePattern`,
    `error M013 ${rule}/sources/0/condition`,
    `error M013 ${rule}/requiredDimensions/0/valuePattern`,
    `error M013 ${rule}/attributes/0/pattern`,
  ]);
});

test.each([
  ["", "empty"],
  ["1.3..6", "double dot"],
  ["1.3.6.", "trailing"],
  ["3.1.2", "first arc"],
  ["1.40.1", "second arc"],
  ["1.3.4294967296", "larger"],
  ["1", "two arcs"],
  ["1.3 .6", "no blanks"],
  ["IF-MIB::", "not an OID"],
  ["1.3.x", "not an OID"],
  [`1.3${".1".repeat(127)}`, "128"],
])("M014 the OID %j", (text, reason) => {
  const findings = findingsOf({ snmp: metricsOf(`      - {key: acme.uptime, value: 'oid:${text}'}`) });
  expect(findings).toMatchObject([
    { code: "M014", severity: "error", message: expect.stringContaining(reason) },
  ]);
});
