import { describe, expect, test } from "vitest";
import { loadManifest, type Manifest } from "../../src/manifest/index.ts";
import type { ObjectCatalogue } from "../../src/smi/index.ts";
import { oid } from "../../src/smi/index.ts";
import { briefly, findingsOf, manifestText, subgroup } from "./minimal.ts";

const metricsOf = (lines: string): string => `snmp:
  - group: device
    metrics:
${lines}`;
const UPTIME = "      - {key: acme.uptime, value: 'oid:1.3.6.1.2.1.1.3.0'}";
const METRIC = "/snmp/0/metrics/0";

const withDefault = (value: string): string =>
  `vars: [{id: a, displayName: A, type: text, pattern: 'a+', defaultValue: ${value}}]`;

const list = (length: number, entry: (index: number) => string): string =>
  `[${Array.from({ length }, (_, index) => entry(index)).join(", ")}]`;

const dimensionList = (prefix: string, length: number): string =>
  `dimensions: ${list(length, (n) => `{key: ${prefix}${n}, value: 'const:x'}`)}`;

const calculated = (selectors: Record<string, string>): string =>
  `metrics:\n  - {key: acme.uptime}\n${Object.entries(selectors)
    .map(([key, selector]) => `  - {key: 'func:${key}', query: {metricSelector: '${selector}'}}`)
    .join("\n")}`;

const cards = (reference: string, definition: string): string =>
  `screens: [{entityType: a, detailsSettings: {layout: {cards: [${reference}]}}, chartsCards: [${definition}]}]`;

const typed = (key: string, type: string): readonly string[] =>
  briefly(
    findingsOf({
      metrics: `metrics: [{key: ${key}}]`,
      snmp: metricsOf(`      - {key: ${key}, value: 'oid:1.3.0', type: ${type}}`),
    }),
  );

const named = (name: string): string => metricsOf(`      - {key: acme.uptime, value: 'oid:${name}'}`);

const levelFindings = (text: string): readonly string[] =>
  briefly(findingsOf({ minDynatraceVersion: `minDynatraceVersion: ${text}` }));

const twoSubgroups = (first: string, second: string): readonly string[] =>
  briefly(
    findingsOf({
      snmp: `snmp:
  - group: g
    subgroups:
      - {subgroup: a, featureSet: A, table: true, metrics: [{key: acme.uptime, value: 'oid:1.3.1'}], dimensions: [{key: k, value: '${first}'}]}
      - {subgroup: b, featureSet: B, table: true, metrics: [{key: acme.uptime, value: 'oid:1.3.2'}], dimensions: [{key: k, value: '${second}'}]}`,
    }),
  );

function loaded(sections: Record<string, string | undefined> = {}): Manifest {
  const { value, diagnostics } = loadManifest(manifestText(sections));
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

test("a sound manifest has no findings", () => {
  expect(findingsOf({})).toEqual([]);
});

test("a finding names line and column, what is wrong and what to write", () => {
  expect(findingsOf({ version: "version: one" })).toEqual([
    {
      code: "M004",
      severity: "error",
      path: "/version",
      line: 2,
      column: 10,
      message: "a version has three numbers, such as 1.0.0",
      value: "one",
    },
  ]);
});

test("all findings come at once and in file order, although sections are read in another", () => {
  const text = `snmp: [{group: a, metrics: [{key: acme.uptime, value: 'oid:1.x'}]}]
version: one
author: {name: ""}
name: Custom
`;
  expect(briefly(loadManifest(text).diagnostics)).toEqual([
    "error M002 ",
    "warning M109 /snmp",
    "error M014 /snmp/0/metrics/0/value",
    "error M004 /version",
    "error M002 /author/name",
    "error M004 /name",
  ]);
});

test("warnings do not stop a manifest, errors do", () => {
  expect(loadManifest(manifestText({ extra: "extra: 1" })).value).toBeDefined();
  expect(loadManifest(manifestText({ version: "version: 1" })).value).toBeUndefined();
});

describe("M001 YAML", () => {
  test("text that is not YAML", () => {
    expect(loadManifest("name: [a\nversion: 1").diagnostics[0]).toMatchObject({
      code: "M001",
      severity: "error",
    });
  });

  test("a slip of indentation names a remedy, and only the first of the errors that follow from it", () => {
    const text = manifestText().replace("  - group", "\t- group");
    const { diagnostics } = loadManifest(text);
    expect(diagnostics.length).toBeLessThanOrEqual(3);
    expect(diagnostics[0]).toMatchObject({
      code: "M001",
      line: 9,
      message: expect.stringContaining("blanks"),
    });
  });

  test("an unquoted text with a colon in it says to quote it", () => {
    const text = manifestText({ author: "author: {name: Acme}\nx: y: z" });
    expect(loadManifest(text).diagnostics[0]?.message).toContain("in quotes");
  });

  test("a second document, which would otherwise go unread", () => {
    expect(loadManifest(`${manifestText()}\n---\nmetrics: []\n`).diagnostics).toMatchObject([
      { code: "M001", message: expect.stringContaining("one YAML document") },
    ]);
  });

  test("a list instead of a mapping", () => {
    expect(briefly(loadManifest("- a").diagnostics)).toEqual(["error M001 "]);
  });

  test("a key that stands twice, at the line of the second", () => {
    const findings = findingsOf({ extra: "version: 2.0.0" });
    expect(findings).toMatchObject([{ code: "M001", path: "/version", line: 13 }]);
  });

  test("an alias without anchor, or of the node around it", () => {
    expect(findingsOf({ extra: "x: *y" })).toMatchObject([{ code: "M001" }]);
    expect(findingsOf({ extra: "x: &y [*y]" })).toMatchObject([{ code: "M001" }]);
  });

  test("aliases that would unfold to billions of nodes", () => {
    const levels = "bcdefghijk".split("").map((name, index) => {
      const below = "abcdefghij"[index];
      return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${below}`).join(", ")}]`;
    });
    const text = ["a: &a [x, x, x]", ...levels].join("\n");
    expect(loadManifest(text).diagnostics).toMatchObject([
      { code: "M001", message: expect.stringContaining("aliases") },
    ]);
  });

  test.each([
    ["brackets", "[".repeat(200_000)],
    ["hidden brackets", '["]",'.repeat(100_000)],
    ["list marks", `${"- ".repeat(100_000)}x`],
    ["indentation", Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
  ])("nesting by %s ends at a bound", (_name, text) => {
    expect(loadManifest(text).diagnostics).toMatchObject([
      { code: "M001", message: expect.stringContaining("nested") },
    ]);
  });

  test("a file of too many tokens or characters is not parsed", () => {
    expect(loadManifest("- a\n".repeat(150_000)).diagnostics).toMatchObject([{ code: "M001" }]);
    expect(loadManifest("#".repeat(2_000_001)).diagnostics).toMatchObject([{ code: "M001" }]);
  });
});

describe("M002 missing keys", () => {
  test.each(["name", "version", "minDynatraceVersion", "author"])("%s", (key) => {
    const findings = findingsOf({ [key]: undefined });
    expect(findings).toMatchObject([
      { code: "M002", path: "", message: expect.stringContaining(`'${key}'`) },
    ]);
  });

  test("a key without a value is missing", () => {
    expect(findingsOf({ author: "author:" })).toMatchObject([{ code: "M002" }]);
  });

  test("metrics of a subgroup", () => {
    expect(briefly(findingsOf({ snmp: `${subgroup("")}\n    metrics:\n${UPTIME}` }))).toEqual([
      "error M002 /snmp/0/subgroups/0",
    ]);
  });

  test("the selector of a calculated metric", () => {
    const metrics = "metrics: [{key: acme.uptime}, {key: 'func:acme.x'}]";
    expect(briefly(findingsOf({ metrics }))).toEqual(["error M002 /metrics/1"]);
  });
});

test("M003 a mapping, list or boolean of another type", () => {
  expect(briefly(findingsOf({ author: "author: Acme" }))).toEqual(["error M003 /author"]);
  expect(briefly(findingsOf({ vars: "vars: {id: a}" }))).toEqual(["error M003 /vars"]);
  expect(briefly(findingsOf({ name: "name: [a]" }))).toEqual(["error M003 /name"]);
  const table = `${metricsOf(UPTIME)}\n    table: yes`;
  expect(briefly(findingsOf({ snmp: table }))).toEqual(["error M003 /snmp/0/table"]);
});

test("numbers and booleans where text is expected keep their source text", () => {
  const manifest = loaded({
    minDynatraceVersion: "minDynatraceVersion: 1.230",
    author: "author: {name: yes}",
  });
  expect(manifest).toMatchObject({ minDynatraceVersion: "1.230", author: "yes" });
});

describe("M004 patterns", () => {
  test.each(["Acme", "custom:a..b", "custom:.a", "custom:a.", "a:b", "custom:custom:a"])(
    "the name %s",
    (name) => {
      expect(briefly(findingsOf({ name: `name: ${name}` }))).toEqual(["error M004 /name"]);
    },
  );

  test("a name without custom: or the vendor's prefix is only a warning", () => {
    expect(briefly(findingsOf({ name: "name: acme.switch" }))).toEqual(["warning M004 /name"]);
    expect(findingsOf({ name: "name: com.dynatrace.extension.snmp-x_y" })).toEqual([]);
  });

  test.each(["acme", "acme:up", "dt.acme.x", "9acme.x", "acme..x", "acme.-x", "acme.ü", "func:acme.x"])(
    "the collected key %s, unless it is legal",
    (key) => {
      const findings = findingsOf({
        metrics: undefined,
        snmp: metricsOf(UPTIME.replace("acme.uptime", `'${key}'`)),
      });
      const errors = findings.filter(({ severity }) => severity === "error").map(({ code }) => code);
      expect(errors).toEqual(key === "acme" ? [] : ["M004"]);
    },
  );

  test("a dimension key with capital letters", () => {
    const snmp = `${metricsOf(UPTIME)}\n    dimensions: [{key: ifName, value: 'const:a'}]`;
    expect(findingsOf({ snmp })).toMatchObject([
      { code: "M004", message: expect.stringContaining("'ifname'") },
    ]);
  });

  test("a dimension key that is sent under another name is a warning that says so", () => {
    const snmp = `${metricsOf(UPTIME)}\n    dimensions: [{key: if.64bit, value: 'const:a'}]`;
    const message = expect.stringContaining("'if._bit'");
    expect(findingsOf({ snmp })).toMatchObject([{ code: "M004", severity: "warning", message }]);
  });

  test.each(["1.2.3.4", "const:many", "var:x", "this:device.port"])(
    "the metric value %s is not numeric",
    (value) => {
      const snmp = metricsOf(`      - {key: acme.uptime, value: '${value}'}`);
      expect(briefly(findingsOf({ snmp }))).toEqual([`error M004 ${METRIC}/value`]);
    },
  );

  test("a default that does not match the pattern of its variable, which must match it as a whole", () => {
    const use = `${metricsOf(UPTIME)}\n    dimensions: [{key: a, value: 'var:a'}]`;
    expect(findingsOf({ vars: withDefault("aaa"), snmp: use })).toEqual([]);
    expect(briefly(findingsOf({ vars: withDefault("baa"), snmp: use }))).toEqual([
      "error M004 /vars/0/defaultValue",
    ]);
  });

  test("a dashboard outside the package", () => {
    const dashboards = "dashboards: [{path: ../../etc/passwd}, {path: /etc/passwd}]";
    expect(findingsOf({ dashboards })).toMatchObject([{ code: "M004" }, { code: "M004" }]);
  });
});

describe("M005 lengths and ranges", () => {
  test("a name of more than 50 characters", () => {
    expect(findingsOf({ name: `name: custom:${"a".repeat(43)}` })).toEqual([]);
    expect(briefly(findingsOf({ name: `name: custom:${"a".repeat(44)}` }))).toEqual(["error M005 /name"]);
  });

  test.each([
    ["{minutes: 0}", "/minutes"],
    ["{minutes: 2881}", "/minutes"],
    ["30s", ""],
    ["0m", ""],
    ["5", ""],
  ])("the interval %s", (interval, below) => {
    const snmp = `${metricsOf(UPTIME)}\n    interval: ${interval}`;
    expect(briefly(findingsOf({ snmp }))).toEqual([`error M005 /snmp/0/interval${below}`]);
  });

  test("a metric key of more than 250 characters", () => {
    const metrics = `metrics: [{key: acme.uptime}, {key: 'func:${"a".repeat(250)}', query: {metricSelector: b}}]`;
    expect(briefly(findingsOf({ metrics }))).toEqual(["error M005 /metrics/1/key"]);
  });
});

describe("M006 too many entries", () => {
  test.each([
    ["dashboards", `dashboards: ${list(11, (n) => `{path: d${n}.json}`)}`],
    ["alerts", `alerts: ${list(101, (n) => `{path: a${n}.json}`)}`],
  ])("%s", (key, section) => {
    expect(briefly(findingsOf({ [key]: section }))).toEqual([`error M006 /${key}`]);
  });

  test("groups", () => {
    const snmp = `snmp: ${list(11, (n) => `{group: g${n}, metrics: [{key: acme.uptime, value: 'oid:1.3.0'}], dimensions: [{key: n, value: 'const:${n}'}]}`)}`;
    expect(briefly(findingsOf({ snmp }))).toEqual(["error M006 /snmp"]);
  });

  test("subgroups of a group", () => {
    const snmp = `${metricsOf(UPTIME)}\n    subgroups: ${list(11, (n) => `{subgroup: s${n}, metrics: []}`)}`;
    expect(briefly(findingsOf({ snmp }))).toEqual(["error M006 /snmp/0/subgroups"]);
  });

  test("dimensions of a level, and of a line with the inherited and automatic ones", () => {
    const one = `${metricsOf(UPTIME)}\n    ${dimensionList("g", 26)}`;
    expect(briefly(findingsOf({ snmp: one }))).toEqual(["error M006 /snmp/0/dimensions"]);
    const both = (own: number): string =>
      `${metricsOf(UPTIME)}\n    ${dimensionList("g", 25)}\n    subgroups: [{subgroup: s, metrics: [], ${dimensionList("s", own)}}]`;
    expect(findingsOf({ snmp: both(22) })).toEqual([]);
    expect(briefly(findingsOf({ snmp: both(23) }))).toEqual(["error M006 /snmp/0/subgroups/0/dimensions"]);
  });

  test("metrics of a level", () => {
    const keys = Array.from({ length: 101 }, (_, n) => `acme.m${n}`);
    const snmp = `snmp: [{group: g, metrics: [${keys.map((key) => `{key: ${key}, value: 'oid:1.3.0'}`).join(", ")}]}]`;
    const metrics = `metrics: [${keys.map((key) => `{key: ${key}}`).join(", ")}]`;
    expect(briefly(findingsOf({ snmp, metrics }))).toEqual(["error M006 /snmp/0/metrics"]);
  });

  test("dimensions of a trap group", () => {
    const snmptraps = `snmptraps: [{group: t, metrics: [], dimensions: ${list(6, (n) => `{key: d${n}, value: 'const:sender'}`)}}]`;
    expect(briefly(findingsOf({ snmptraps }))).toEqual(["error M006 /snmptraps/0/dimensions"]);
  });
});

describe("M007 duplicates", () => {
  test("variables, metadata keys, groups and entity types", () => {
    const vars = "vars: [{id: a, displayName: A, type: text}, {id: a, displayName: A, type: text}]";
    const errors = findingsOf({
      vars,
      metrics: "metrics: [{key: acme.uptime}, {key: acme.uptime}]",
      snmp: `${metricsOf(UPTIME)}\n  - {group: device}`,
      topology: "topology: {types: [{name: 'a:b'}, {name: 'a:b'}]}",
    }).filter(({ severity }) => severity === "error");
    expect(errors.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "M007 /metrics/1/key",
      "M007 /snmp/1/group",
      "M007 /vars/1/id",
      "M007 /topology/types/1/name",
    ]);
  });

  test("subgroups may have one name", () => {
    const snmp = `${metricsOf(UPTIME)}\n    subgroups: [{subgroup: s, metrics: []}, {subgroup: s, metrics: []}]`;
    expect(findingsOf({ snmp })).toEqual([]);
  });

  test("a dimension of a subgroup that replaces one of the group is a warning", () => {
    const snmp = `${metricsOf(UPTIME)}
    dimensions: [{key: a, value: 'const:x'}]
    subgroups: [{subgroup: s, metrics: [], dimensions: [{key: a, value: 'const:y'}]}]`;
    expect(briefly(findingsOf({ snmp }))).toEqual(["warning M007 /snmp/0/subgroups/0/dimensions/0/key"]);
  });
});

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

describe("M101 unknown keys and tolerated forms", () => {
  test("an unknown key at every closed level, with the one that was meant", () => {
    const findings = findingsOf({
      snmps: "screen: []",
      snmp: subgroup(
        "        featureset: x\n        metrics: [{key: acme.uptime, value: 'oid:1.3', typ: gauge}]\n        dimensions: [{key: a, value: 'const:x', filtre: x}]",
      ),
      topology: "topology: {type: []}",
    });
    expect(findings.map(({ code, message }) => `${code} ${/'(\w+)'\?/.exec(message)?.[1]}`)).toEqual([
      "M101 featureSet",
      "M101 type",
      "M101 filter",
      "M101 screens",
      "M101 types",
    ]);
  });

  test("a foreign section is only worth an info", () => {
    expect(
      briefly(findingsOf({ documents: "documents: {dashboards: []}", processes: "processes: []" })),
    ).toEqual(["info M101 /documents", "info M101 /processes"]);
  });

  test("a bare dimension value, and one that looks like an OID", () => {
    const snmp = `${metricsOf(UPTIME)}\n    dimensions: [{key: a, value: x}, {key: b, value: 1.3.6.1.2.1.1.5.0}]`;
    const findings = findingsOf({ snmp });
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      "warning M101",
      "warning M101",
    ]);
    expect(findings[1]?.message).toContain("oid:1.3.6.1.2.1.1.5.0");
  });

  test("a filter outside the grammar that is understood nevertheless", () => {
    const snmp = `${metricsOf(UPTIME)}\n    dimensions: [{key: a, value: 'const:x', filter: 'const:$eq(up(1))'}]`;
    expect(briefly(findingsOf({ snmp }))).toEqual(["warning M101 /snmp/0/dimensions/0/filter"]);
  });

  test("any key may stand in a screen", () => {
    expect(findingsOf({ screens: "screens: [{entityType: a, anything: {goes: here}}]" })).toEqual([]);
  });
});

test("M102 legacy forms are accepted", () => {
  const vars = "vars: [{id: a, displayName: A, type: 'pattern '}]";
  const snmp = `snmp:
  - group: device
    interval: 5m
    dimensions: [{key: a, value: 'const:x', filter: 'var:a'}]
    metrics: [{id: acme.uptime, value: 'oid:1.3.0'}]`;
  const sections = { vars, snmp };
  expect(briefly(findingsOf(sections))).toEqual([
    "info M102 /snmp/0/interval",
    "info M102 /snmp/0/metrics/0/id",
    "info M102 /vars/0/type",
  ]);
  expect(loaded(sections)).toMatchObject({
    vars: [{ type: "text" }],
    snmp: [{ intervalMinutes: 5, metrics: [{ key: "acme.uptime" }] }],
  });
});

describe("M103 unused and undefined", () => {
  test("a variable that nothing uses", () => {
    expect(briefly(findingsOf({ vars: "vars: [{id: a, displayName: A, type: text}]" }))).toEqual([
      "warning M103 /vars/0/id",
    ]);
  });

  test("a card that is shown but not defined, and one that is defined but not shown", () => {
    const layout = "/screens/0/detailsSettings/layout/cards/0/key";
    expect(findingsOf({ screens: cards("{key: x, type: CHART_GROUP}", "{key: x}") })).toEqual([]);
    expect(
      briefly(findingsOf({ screens: cards("{key: x, type: CHART_GROUP}, {type: INJECTIONS}", "") })),
    ).toEqual([`warning M103 ${layout}`]);
    expect(briefly(findingsOf({ screens: cards("{type: INJECTIONS}", "{key: x}") }))).toEqual([
      "warning M103 /screens/0/chartsCards/0/key",
    ]);
  });

  test("where the layout generates its cards, none counts as unused", () => {
    const screens =
      "screens: [{entityType: a, detailsSettings: {layout: {autoGenerate: true}}, chartsCards: [{key: x}]}]";
    expect(findingsOf({ screens })).toEqual([]);
  });

  test("a dashboard or alert file that the package lacks; a bare file lacks nothing", () => {
    const sections = { dashboards: "dashboards: [{path: d.json}]", alerts: "alerts: [{path: ./a.json}]" };
    expect(findingsOf(sections)).toEqual([]);
    expect(briefly(findingsOf(sections, { files: new Set(["a.json"]) }))).toEqual([
      "warning M103 /dashboards/0/path",
    ]);
  });
});

describe("M104 suffixes", () => {
  test("a count without the suffix is an info, a gauge with it a warning", () => {
    expect(typed("acme.in", "count")).toEqual([`info M104 ${METRIC}/key`]);
    expect(typed("acme.in.count", "gauge")).toEqual([`warning M104 ${METRIC}/key`]);
    expect(typed("acme.in_count", "gauge")).toEqual([`warning M104 ${METRIC}/key`]);
  });

  test("suffixes that fit are no finding", () => {
    expect(typed("acme.in.count", "count")).toEqual([]);
    expect(typed("acme.in_count", "count")).toEqual([]);
    expect(typed("acme.account", "gauge")).toEqual([]);
  });
});

describe("M105 scalars and columns", () => {
  test("a .0 OID of a table's own, and a scalar without .0, are warnings", () => {
    const snmp = subgroup("        metrics: [{key: acme.uptime, value: 'oid:1.3.6.1.0'}]");
    expect(briefly(findingsOf({ snmp }))).toEqual(["warning M105 /snmp/0/subgroups/0/metrics/0/value"]);
    const scalar = metricsOf("      - {key: acme.uptime, value: 'oid:1.3.6.1'}");
    expect(briefly(findingsOf({ snmp: scalar }))).toEqual([`warning M105 ${METRIC}/value`]);
  });

  test("a scalar dimension that a table inherits from its group is none", () => {
    const snmp = subgroup(
      "        metrics: [{key: acme.uptime, value: 'oid:1.3.6.1'}]",
      "    dimensions: [{key: sys.name, value: 'oid:1.3.6.1.2.1.1.5.0'}]\n",
    );
    expect(findingsOf({ snmp })).toEqual([]);
  });
});

describe("M106 MIB names", () => {
  const catalogue: ObjectCatalogue = {
    oidOf: (name) =>
      ["sysUpTime", "SNMPv2-MIB::sysUpTime"].includes(name) ? oid("1.3.6.1.2.1.1.3") : undefined,
    syntaxOf: () => undefined,
    nameOf: () => undefined,
  };
  test.each(["sysUpTime.0", "SNMPv2-MIB::sysUpTime.0"])("%s is resolved with its instance", (name) => {
    const { value, diagnostics } = loadManifest(manifestText({ snmp: named(name) }), { catalogue });
    expect(diagnostics).toEqual([]);
    expect(value?.snmp[0]?.metrics[0]?.value).toEqual({
      kind: "oid",
      ref: { text: name, oid: "1.3.6.1.2.1.1.3.0" },
    });
  });

  test("a name that is not known is a warning, and has no OID", () => {
    const { value, diagnostics } = loadManifest(manifestText({ snmp: named("acmeFan.0") }), { catalogue });
    expect(briefly(diagnostics)).toEqual([`warning M106 ${METRIC}/value`]);
    expect(value?.snmp[0]?.metrics[0]?.value).toMatchObject({ ref: { oid: undefined } });
  });
});

test("M107 a platform level above the implemented one", () => {
  expect(levelFindings("1.325")).toEqual([]);
  expect(levelFindings("1.326.0")).toEqual(["warning M107 /minDynatraceVersion"]);
  expect(levelFindings("2.0")).toEqual(["warning M107 /minDynatraceVersion"]);
});

describe("M108 shared keys", () => {
  test("two subgroups that feed one key", () => {
    expect(twoSubgroups("oid:1.3.3", "oid:1.3.4")).toEqual([
      "warning M108 /snmp/0/subgroups/1/metrics/0/key",
    ]);
  });

  test("two that differ in a constant dimension never feed one tuple", () => {
    expect(twoSubgroups("const:a", "const:b")).toEqual([]);
    expect(twoSubgroups("const:a", "const:a")).toHaveLength(1);
  });
});

describe("M109 metadata", () => {
  test("what is collected without metadata, and metadata without collector", () => {
    expect(briefly(findingsOf({ metrics: "metrics: [{key: acme.uptimes}]" }))).toEqual([
      "warning M109 /metrics/0/key",
      `warning M109 ${METRIC}/key`,
    ]);
  });

  test("without any metadata it is said once", () => {
    expect(findingsOf({ metrics: undefined })).toMatchObject([{ code: "M109" }]);
  });

  test("metadata may name the stored or the collected key", () => {
    const snmp = metricsOf(`      - {key: acme.in_count, value: 'oid:1.3.0', type: count}`);
    expect(findingsOf({ snmp, metrics: "metrics: [{key: acme.in_count}]" })).toEqual([]);
    expect(findingsOf({ snmp, metrics: "metrics: [{key: acme.in_count.count}]" })).toEqual([]);
  });
});

test("forms that published manifests use against the vendor's own advice are never errors", () => {
  // DED006 count without suffix, 013 Counter64 as gauge, 014 gauge as count, 016 and 017 `.0` where it surprises.
  const snmp = `${metricsOf(`${UPTIME}
      - {key: acme.a, value: 'oid:1.3.6.1.2.1.31.1.1.1.6.1', type: gauge}
      - {key: acme.b, value: 'oid:1.3.6.1.2.1.6.9.0', type: count}`)}
    subgroups:
      - {subgroup: s, table: true, metrics: [{key: acme.c, value: 'oid:1.3.6.1.2.1.6.9.0'}]}`;
  const findings = findingsOf({
    snmp,
    metrics: "metrics: [{key: acme.uptime}, {key: acme.a}, {key: acme.b}, {key: acme.c}]",
  });
  expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
    "warning M105",
    "info M104",
    "warning M105",
  ]);
});

test("a thousand warnings do not hide the error that refuses the file", () => {
  const unknown = Array.from({ length: 1_500 }, (_, n) => `x${n}: 1`).join("\n");
  const { diagnostics } = loadManifest(`${unknown}\n${manifestText({ version: "version: one" })}`);
  expect(diagnostics.filter(({ code }) => code === "M004")).toHaveLength(1);
  expect(diagnostics.at(-1)).toMatchObject({ message: expect.stringContaining("500 more findings") });
});
