import { describe, expect, test } from "vitest";
import { loadManifest } from "../../src/manifest/index.ts";
import { builtinCatalogue } from "../../src/smi/index.ts";
import { briefly, findingsOf, loaded, METRIC, manifestText, metricsOf, subgroup, UPTIME } from "./minimal.ts";

// M101 to M109: what is taken, with a word about it.

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

  const ports = (value: string): string =>
    subgroup(`        metrics: [{key: acme.uptime, value: '${value}'}]`);
  const withNames = { catalogue: builtinCatalogue };

  test.each([
    "oid:1.3.6.1.2.1.31.1.1.1.10.1",
    "oid:IF-MIB::ifHCOutOctets.1",
    "oid:1.3.6.1.2.1.31.1.1.1.10.0",
  ])("%s in a table names one row of a known column", (value) => {
    const hint = "write oid:1.3.6.1.2.1.31.1.1.1.10 for all rows of IF-MIB::ifHCOutOctets";
    const path = "/snmp/0/subgroups/0/metrics/0/value";
    const message = expect.stringContaining(hint);
    expect(findingsOf({ snmp: ports(value) }, withNames)).toMatchObject([
      { code: "M105", severity: "warning", path, message },
    ]);
  });

  test.each([
    ["a column", "oid:1.3.6.1.2.1.31.1.1.1.10"],
    ["known as far as enterprises", "oid:1.3.6.1.4.1.99999.1.2.1.5"],
    ["below a known row, but of no known column", "oid:1.3.6.1.2.1.31.1.1.1.99.1"],
  ])("%s may be what a table wants", (_what, value) => {
    expect(findingsOf({ snmp: ports(value) }, withNames)).toEqual([]);
  });

  test("one row among scalars is what is asked for", () => {
    const row = metricsOf("      - {key: acme.uptime, value: 'oid:1.3.6.1.2.1.31.1.1.1.10.1'}");
    expect(findingsOf({ snmp: row }, withNames)[0]?.message).not.toContain("one row");
  });
});

describe("M106 MIB names", () => {
  const catalogue = builtinCatalogue;

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
    expect(diagnostics[0]?.message).toContain("put its MIB into the package's snmp/ folder");
  });

  test.each([
    ["IF-MIB::ifNme", "did you mean 'IF-MIB::ifName'?"],
    ["IF-MIB::ifNme.3", "did you mean 'IF-MIB::ifName'?"],
    ["ifHCInOctet", "did you mean 'ifHCInOctets'?"],
    ["SNMPV2-MIB::sysName.0", "did you mean 'SNMPv2-MIB::sysName'?"],
    ["IF-MIB::sysName.0", "did you mean 'SNMPv2-MIB::sysName'?"],
    ["IF-MIB::acmeFan", "the IF-MIB at hand has no such object; check the spelling"],
    ["ACME-MIB::acmeFan", "put its MIB into the package's snmp/ folder"],
  ])("%s is told what it may mean", (name, hint) => {
    const { diagnostics } = loadManifest(manifestText({ snmp: named(name) }), { catalogue });
    const unknown = diagnostics.filter(({ code }) => code === "M106");
    expect(unknown).toMatchObject([{ message: expect.stringContaining(hint) }]);
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
