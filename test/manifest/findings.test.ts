import { expect, test } from "vitest";
import { loadManifest } from "../../src/manifest/index.ts";
import { briefly, findingsOf, manifestText, metricsOf, UPTIME } from "./minimal.ts";

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
