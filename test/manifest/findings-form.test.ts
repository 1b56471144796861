import { describe, expect, test } from "vitest";
import { loadManifest } from "../../src/manifest/index.ts";
import {
  briefly,
  findingsOf,
  list,
  loaded,
  METRIC,
  manifestText,
  metricsOf,
  subgroup,
  UPTIME,
} from "./minimal.ts";

// M001 to M007: what is not of the form.

const withDefault = (value: string): string =>
  `vars: [{id: a, displayName: A, type: text, pattern: 'a+', defaultValue: ${value}}]`;

const dimensionList = (prefix: string, length: number): string =>
  `dimensions: ${list(length, (n) => `{key: ${prefix}${n}, value: 'const:x'}`)}`;

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
