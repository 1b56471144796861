import { expect } from "vitest";
import { column, octetColumn } from "../recording.ts";
import { type Construct, IF, IFX, INTERFACES, manifest, OWN, SYS, SYSTEM, valuesOf } from "./construct.ts";

/** Inline filters and the rows that pass: 1 Gi0/1, 2 Te0/2, 3 Vl(3), 10 empty, 11 without a name. */
const INLINE: readonly (readonly [filter: string, rows: readonly number[]])[] = [
  ["const:$and($not($prefix(Vl)),$or($contains(0/),$eq()))", [1, 2, 10, 11]],
  ["const:$or( $suffix(~(3~)) , $prefix(gi) )", [3]],
  ["const:$eq(Vl(3))", [3]],
  ["const:Te0/2", [2]],
  ["const:$eq(n/a)", [10, 11]],
  ["const:$not($eq(n/a))", [1, 2, 3]],
  ["const:$prefix()", [1, 2, 3, 10, 11]],
  ["const:$not($and($contains(0),$not($suffix(2))))", [2, 3, 10, 11]],
  ["const:$contains(nothing of the kind)", []],
];

function inlineFilter(filter: string, rows: readonly number[]): Construct {
  return {
    title: `inline filter ${filter}`,
    recording: [
      ...octetColumn(`${OWN}.1.1`, { 1: "Gi0/1", 2: "Te0/2", 3: "Vl(3)", 10: "" }),
      ...column(`${OWN}.1.2`, "2", { 1: 1, 2: 2, 3: 3, 10: 10, 11: 11 }),
    ],
    manifest: manifest(`subgroups:
  - subgroup: filtered
    table: true
    dimensions:
      - { key: name, value: "oid:${OWN}.1.1", filter: "${filter}" }
    metrics: [{ key: own.row, value: "oid:${OWN}.1.2" }]`),
    literally: (lines) => {
      expect(valuesOf(lines, "own.row").map(([value]) => value)).toEqual(rows);
    },
  };
}

/** Filters in the manifest and from variables (spec 1 §9.5). */
export const FILTER_CASES: readonly Construct[] = [
  ...INLINE.map(([filter, rows]) => inlineFilter(filter, rows)),
  {
    title: "filters of group and subgroup must all hold, on scalars as on tables",
    recording: [...SYSTEM, ...INTERFACES],
    manifest: manifest(
      `dimensions:
  - { key: sys.services, value: "oid:${SYS}.7.0", filter: "var:services" }
subgroups:
  - subgroup: interfaces
    table: true
    dimensions:
      - { key: if.admin, value: "oid:${IF}.7", filter: "var:admin" }
      - { key: if.oper, value: "oid:${IF}.8", filter: "const:$not($eq(down~(2~)))" }
      - { key: if.alias, value: "oid:${IFX}.18", filter: "var:alias" }
    metrics:
      - { key: own.mtu, value: "oid:${IF}.4" }
      - { key: own.one, value: "const:1" }
  - subgroup: system
    metrics: [{ key: own.uptime, value: "oid:${SYS}.3.0" }]`,
      `vars:
  - { id: services, displayName: Services, type: text }
  - { id: admin, displayName: Admin, type: pattern, defaultValue: "$or($eq(up~(1~)),$eq(down(2)))" }
  - { id: alias, displayName: Alias, type: text }`,
    ),
    choices: [
      {},
      { vars: { services: "$eq(78)", admin: "", alias: "$not($eq(n/a))" } },
      { vars: { services: "$prefix(8)" } },
      { vars: { admin: "const:$contains(up)", alias: "" } },
    ],
    literally: (lines) => {
      expect(valuesOf(lines, "own.mtu", "if.admin")).toEqual([
        ["up(1)", 1_500],
        ["down(2)", 9_216],
      ]);
      expect(lines.filter(({ key }) => key === "own.uptime")).toHaveLength(1);
    },
  },
  {
    title: "filters on const:, var: and this: dimensions, and on translated ones",
    recording: [
      ...SYSTEM,
      ...column(`${OWN}.1.1`, "2", { 1: 1, 2: 1 }),
      ...octetColumn(`${OWN}.1.2`, { 1: [192, 0, 2, 1], 2: [198, 51, 100, 2] }),
      ...column(`${OWN}.1.3`, "66", { 1: 1, 2: 2 }),
    ],
    manifest: manifest(
      `subgroups:
  - subgroup: by variable
    dimensions: [{ key: site, value: "var:site", filter: "const:$prefix(b)" }]
    metrics: [{ key: own.by.variable, value: "oid:${SYS}.3.0" }]
  - subgroup: by constant
    dimensions: [{ key: fixed, value: "const:x(1)", filter: "const:$eq(x~(1~))" }]
    metrics: [{ key: own.by.constant, value: "oid:${SYS}.3.0" }]
  - subgroup: by device
    dimensions: [{ key: port, value: "this:device.port", filter: "const:$eq(161)" }]
    metrics: [{ key: own.by.device, value: "oid:${SYS}.3.0" }]
  - subgroup: by address
    table: true
    dimensions:
      - { key: address, value: "$inetAddress(oid:${OWN}.1.1, oid:${OWN}.1.2)", filter: "const:$prefix(198.)" }
    metrics: [{ key: own.by.address, value: "oid:${OWN}.1.3" }]`,
      "vars: [{ id: site, displayName: Site, type: text }]",
    ),
    choices: [{ vars: { site: "b4" } }, { vars: { site: "a1" } }, {}],
    literally: (lines) =>
      expect(new Set(lines.map(({ key }) => key))).toEqual(
        new Set(["own.by.variable", "own.by.constant", "own.by.address"]),
      ),
  },
];
