import { expect, test } from "vitest";
import { loadMonitoringConfigurations, type MonitoringConfiguration } from "../../src/config/index.ts";
import { loadManifest, type Manifest } from "../../src/manifest/index.ts";
import { compilePlan, planToJson, printPlan } from "../../src/plan/index.ts";
import { builtinCatalogue } from "../../src/smi/index.ts";

const HEAD = `
name: custom:test
version: 1.0.0
minDynatraceVersion: "1.256"
author: { name: me }
`;

function manifestOf(body: string): Manifest {
  const loaded = loadManifest(HEAD + body, { catalogue: builtinCatalogue });
  expect(loaded.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return loaded.value!;
}

interface Choice {
  readonly featureSets?: readonly string[];
  readonly vars?: Readonly<Record<string, string>>;
  readonly devices?: readonly object[];
}

const SWITCH = { ip: "192.0.2.10", authentication: { type: "SNMPv2c", community: "top-secret" } };

function configurationOf(
  manifest: Manifest,
  { featureSets = [], vars = {}, devices = [SWITCH] }: Choice = {},
): MonitoringConfiguration {
  const value = { version: "1.0.0", description: "test", featureSets, vars, snmp: { devices } };
  const text = JSON.stringify([{ scope: "ag_group-default", value }]);
  const loaded = loadMonitoringConfigurations(text, { manifest, idPrefix: "c" });
  expect(loaded.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return loaded.value![0]!;
}

function compile(body: string, choice?: Choice) {
  const manifest = manifestOf(body);
  return compilePlan(manifest, configurationOf(manifest, choice), { catalogue: builtinCatalogue });
}

const INTERFACES = `
snmp:
  - group: switch
    interval: { minutes: 1 }
    dimensions:
      - { key: sys.name, value: "oid:1.3.6.1.2.1.1.5.0" }
    subgroups:
      - subgroup: traffic
        table: true
        dimensions:
          - { key: if.name, value: "oid:1.3.6.1.2.1.31.1.1.1.1" }
        metrics:
          - { key: if.in, value: "oid:1.3.6.1.2.1.31.1.1.1.6", type: count }
          - { key: if.speed, value: "oid:1.3.6.1.2.1.31.1.1.1.15", featureSet: Speed }
      - subgroup: errors
        table: true
        dimensions:
          - { key: if.name, value: "oid:1.3.6.1.2.1.31.1.1.1.1" }
        metrics:
          - { key: if.errors, value: "oid:.1.3.6.1.2.1.2.2.1.14", type: count }
`;

test("columns that several subgroups share are read once, scalar dimensions once, in OID order", () => {
  const [group] = compile(INTERFACES).groups;
  expect(group!.columns).toEqual([
    "1.3.6.1.2.1.2.2.1.14",
    "1.3.6.1.2.1.31.1.1.1.1",
    "1.3.6.1.2.1.31.1.1.1.6",
  ]);
  expect(group!.scalars).toEqual(["1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.1.5.0"]);
});

test("sysUpTime is asked with counts, and not without", () => {
  const gauges = compile(`
snmp:
  - group: g
    metrics: [{ key: a.b, value: "oid:1.3.6.1.2.1.2.1.0" }]
`);
  expect(gauges.groups[0]!.scalars).toEqual(["1.3.6.1.2.1.2.1.0"]);
});

test("metrics without a set are always collected, others when their set is chosen; `all` chooses every set", () => {
  const keys = (featureSets: readonly string[]) =>
    compile(INTERFACES, { featureSets }).groups.flatMap((group) =>
      group.subgroups.flatMap(({ metrics }) => metrics.map(({ key }) => key)),
    );
  expect(keys([])).toEqual(["if.in", "if.errors"]);
  expect(keys(["Speed"])).toEqual(["if.in", "if.speed", "if.errors"]);
  expect(keys(["all"])).toEqual(["if.in", "if.speed", "if.errors"]);
});

test("a metric's own interval splits its subgroup into several polls, each with the dimensions", () => {
  const plan = compile(`
snmp:
  - group: g
    interval: { minutes: 5 }
    subgroups:
      - subgroup: s
        table: true
        dimensions: [{ key: if.name, value: "oid:1.3.6.1.2.1.31.1.1.1.1" }]
        metrics:
          - { key: slow.a, value: "oid:1.3.6.1.2.1.2.2.1.4" }
          - { key: fast.b, value: "oid:1.3.6.1.2.1.2.2.1.5", interval: { minutes: 1 } }
`);
  expect(plan.groups.map(({ intervalMs, columns }) => [intervalMs, columns])).toEqual([
    [60_000, ["1.3.6.1.2.1.2.2.1.5", "1.3.6.1.2.1.31.1.1.1.1"]],
    [300_000, ["1.3.6.1.2.1.2.2.1.4", "1.3.6.1.2.1.31.1.1.1.1"]],
  ]);
  expect(plan.tasks.map(({ id }) => id)).toEqual([
    "c-0/192.0.2.10:161/g@60000",
    "c-0/192.0.2.10:161/g@300000",
  ]);
});

test("one interval for all joins what the manifest polls apart", () => {
  const manifest = manifestOf(
    INTERFACES.replace("subgroup: errors", "subgroup: errors\n        interval: { minutes: 5 }"),
  );
  const options = { catalogue: builtinCatalogue, intervalMs: 5_000 };
  const plan = compilePlan(manifest, configurationOf(manifest), options);
  expect(plan.groups.map(({ intervalMs, subgroups }) => [intervalMs, subgroups.length])).toEqual([
    [5_000, 2],
  ]);
});

test("dimensions of group and subgroup add up; the inner one wins on equal keys", () => {
  const plan = compile(`
snmp:
  - group: g
    dimensions:
      - { key: site, value: "const:outer" }
      - { key: port, value: "this:device.port" }
    subgroups:
      - subgroup: s
        dimensions: [{ key: site, value: "const:inner" }]
        metrics: [{ key: a.b, value: "oid:1.3.6.1.2.1.2.1.0" }]
`);
  expect(plan.groups[0]!.subgroups[0]!.dimensions).toEqual([
    { key: "port", source: { kind: "device", field: "port" }, filter: undefined },
    { key: "site", source: { kind: "const", text: "inner" }, filter: undefined },
  ]);
});

const WITH_VARS = `
vars:
  - { id: site, displayName: Site, type: text }
  - { id: wanted, displayName: Wanted, type: text }
snmp:
  - group: g
    dimensions: [{ key: site, value: "var:site" }]
    subgroups:
      - subgroup: s
        table: true
        dimensions: [{ key: if.name, value: "oid:1.3.6.1.2.1.31.1.1.1.1", filter: "var:wanted" }]
        metrics: [{ key: a.b, value: "oid:1.3.6.1.2.1.2.2.1.4" }]
`;

test("variables become constants and filters; unset ones leave no dimension and filter nothing", () => {
  const dimensions = (vars: Record<string, string>) =>
    compile(WITH_VARS, { vars }).groups[0]!.subgroups[0]!.dimensions;
  expect(dimensions({ site: "b4", wanted: "$prefix(Gi)" })).toMatchObject([
    { key: "if.name", filter: { op: "prefix", text: "Gi" } },
    { key: "site", source: { kind: "const", text: "b4" } },
  ]);
  expect(dimensions({})).toMatchObject([{ key: "if.name", filter: undefined }]);
});

test("in a table subgroup an OID that ends in .0 is one instance for all rows; in a scalar subgroup all are", () => {
  const subgroups = (table: boolean) =>
    compile(`
snmp:
  - group: g
    subgroups:
      - subgroup: s
        table: ${table}
        dimensions: [{ key: load.row, value: "oid:1.3.6.1.2.1.25.3.3.1.1.1" }, { key: sys.name, value: "oid:1.3.6.1.2.1.1.5.0" }]
        metrics: [{ key: a.b, value: "oid:1.3.6.1.2.1.25.3.3.1.2" }]
`).groups[0]!;
  expect(subgroups(true)).toMatchObject({
    scalars: ["1.3.6.1.2.1.1.5.0"],
    columns: ["1.3.6.1.2.1.25.3.3.1.1.1", "1.3.6.1.2.1.25.3.3.1.2"],
  });
  expect(subgroups(false).columns).toEqual([]);
});

test("names resolve through the catalogue, which also tells how values are shown", () => {
  const plan = compile(`
snmp:
  - group: g
    subgroups:
      - subgroup: s
        table: true
        dimensions: [{ key: if.oper, value: "oid:IF-MIB::ifOperStatus" }]
        metrics: [{ key: a.b, value: "oid:ifMtu" }]
`);
  const [dimension] = plan.groups[0]!.subgroups[0]!.dimensions;
  expect(dimension!.source).toMatchObject({
    kind: "column",
    oid: "1.3.6.1.2.1.2.2.1.8",
    syntax: { kind: "enumeration" },
  });
  expect(plan.groups[0]!.columns).toContain("1.3.6.1.2.1.2.2.1.4");
});

test("a metric whose MIB name is unknown is left out, the rest is polled", () => {
  const plan = compile(`
snmp:
  - group: g
    metrics:
      - { key: a.known, value: "oid:1.3.6.1.2.1.2.1.0" }
      - { key: a.unknown, value: "oid:NO-SUCH-MIB::noSuchObject.0" }
`);
  expect(plan.groups[0]!.subgroups[0]!.metrics.map(({ key }) => key)).toEqual(["a.known"]);
});

test("a key that two enabled subgroups feed is marked as shared (M108)", () => {
  const twice = INTERFACES.replace("key: if.errors", "key: if.in");
  const metrics = compile(twice, { featureSets: ["all"] }).groups[0]!.subgroups.flatMap(
    (subgroup) => subgroup.metrics,
  );
  expect(metrics.map(({ key, shared }) => [key, shared])).toEqual([
    ["if.in", true],
    ["if.speed", false],
    ["if.in", true],
  ]);
});

test("$networkFormat and $inetAddress read all the columns they need", () => {
  const plan = compile(`
snmp:
  - group: g
    subgroups:
      - subgroup: neighbours
        table: true
        dimensions:
          - { key: chassis, value: "$networkFormat(oid:1.0.8802.1.1.2.1.4.1.1.4, oid:1.0.8802.1.1.2.1.4.1.1.5)" }
          - { key: address, value: "$inetAddress(oid:1.3.6.1.2.1.4.34.1.1, oid:1.3.6.1.2.1.4.34.1.2)" }
        metrics: [{ key: a.b, value: "const:1" }]
`);
  expect(plan.groups[0]!.columns).toEqual([
    "1.0.8802.1.1.2.1.4.1.1.4",
    "1.0.8802.1.1.2.1.4.1.1.5",
    "1.3.6.1.2.1.4.34.1.1",
    "1.3.6.1.2.1.4.34.1.2",
  ]);
});

test("a plan is frozen to the leaves", () => {
  const plan = compile(INTERFACES);
  expect(Object.isFrozen(plan.groups[0]!.subgroups[0]!.metrics[0])).toBe(true);
  expect(Object.isFrozen(plan.tasks)).toBe(true);
});

test("neither the printed plan nor its JSON shows a secret", () => {
  const plan = compile(INTERFACES);
  for (const text of [printPlan(plan, builtinCatalogue), JSON.stringify(planToJson(plan))]) {
    expect(text).not.toContain("top-secret");
    expect(text).toContain("192.0.2.10");
  }
});

test("the printed plan names every OID, who needs it and what is kept", () => {
  const manifest = manifestOf(WITH_VARS);
  const plan = compilePlan(
    manifest,
    configurationOf(manifest, { vars: { wanted: "$or($prefix(Gi),$eq(up~(1~)))" } }),
    {
      catalogue: builtinCatalogue,
    },
  );
  expect(printPlan(plan, builtinCatalogue)).toBe(`custom:test 1.0.0 · configuration c-0
1 device · 1 group · 1 task

group g every 1 min
  columns (2)
    1.3.6.1.2.1.2.2.1.4  IF-MIB::ifMtu
    1.3.6.1.2.1.31.1.1.1.1  IF-MIB::ifName
  subgroup s (table)
    dimension if.name = 1.3.6.1.2.1.31.1.1.1.1  keep $or($prefix(Gi),$eq(up~(1~)))
    metric a.b gauge = 1.3.6.1.2.1.2.2.1.4

devices
  192.0.2.10:161  SNMPv2c  timeout 1000 ms × 4  maxRepetitions 100  maxOidsPerQuery 60
`);
});

test("an object of a module that an ActiveGate lacks is shown by its MIB only when the manifest names it", () => {
  const syntaxOf = (value: string) => {
    const plan = compile(`
snmp:
  - group: g
    subgroups:
      - subgroup: s
        table: true
        dimensions: [{ key: type, value: "${value}" }]
        metrics: [{ key: a.b, value: "oid:1.3.6.1.2.1.99.1.1.1.4" }]
`);
    return plan.groups[0]!.subgroups[0]!.dimensions[0]!.source;
  };
  expect(syntaxOf("oid:ENTITY-SENSOR-MIB::entPhySensorType")).toMatchObject({
    syntax: { kind: "enumeration" },
  });
  expect(syntaxOf("oid:1.3.6.1.2.1.99.1.1.1.1")).toMatchObject({ syntax: undefined });
  expect(syntaxOf("oid:1.3.6.1.2.1.2.2.1.8")).toMatchObject({ syntax: { kind: "enumeration" } });
});
