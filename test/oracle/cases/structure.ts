import { expect } from "vitest";
import { column, octetColumn } from "../recording.ts";
import { type Construct, IF, IFX, INTERFACES, manifest, OWN, SYS, SYSTEM, valuesOf } from "./construct.ts";

/** Names, levels, rows, joins and feature sets (spec 1 §6, §8.1, §8.2 and §9.4). */
export const STRUCTURE_CASES: readonly Construct[] = [
  {
    title: "MIB names, with and without module, leading dots, and scalars without .0",
    recording: [...SYSTEM, ...INTERFACES],
    manifest: manifest(`dimensions:
  - { key: sys.name, value: "oid:SNMPv2-MIB::sysName.0" }
subgroups:
  - subgroup: system
    dimensions:
      - { key: descr, value: "oid:sysDescr" }
      - { key: object, value: "oid:.1.3.6.1.2.1.1.2" }
    metrics:
      - { key: own.uptime, value: "oid:SNMPv2-MIB::sysUpTime" }
      - { key: own.uptime.exact, value: "oid:sysUpTime.0" }
      - { key: own.services, value: "oid:.1.3.6.1.2.1.1.7" }
  - subgroup: interfaces
    table: true
    dimensions:
      - { key: if.descr, value: "oid:IF-MIB::ifDescr" }
      - { key: if.type, value: "oid:.1.3.6.1.2.1.2.2.1.3" }
    metrics:
      - { key: own.mtu, value: "oid:ifMtu" }
      - { key: own.speed, value: "oid:IF-MIB::ifHighSpeed" }`),
    literally: (lines) => {
      expect(valuesOf(lines, "own.uptime", "descr", "object", "sys.name")).toEqual([
        ["Line one Line two and a tab", `.${OWN}.7`, 'core "sw" \\1', 123_456],
      ]);
      expect(valuesOf(lines, "own.speed", "if.descr", "if.type")).toEqual([
        [undefined, undefined, 100],
        ["Gi0/1", "ethernetCsmacd(6)", 1_000],
        ["Te0/2", "ieee8023adLag(161)", 10_000],
      ]);
    },
  },
  {
    title: "an instance of a table read as a scalar, exactly as written",
    recording: [
      ...column("1.3.6.1.2.1.25.3.3.1.2", "2", { 1: 11, 2: 22 }),
      [`${OWN}.5.1`, "2", 1],
      [`${OWN}.6.1.0`, "2", 3],
    ],
    manifest: manifest(`metrics:
  - { key: own.load.one, value: "oid:1.3.6.1.2.1.25.3.3.1.2.1" }
  - { key: own.load.two, value: "oid:.1.3.6.1.2.1.25.3.3.1.2.2" }
  - { key: own.load.three, value: "oid:1.3.6.1.2.1.25.3.3.1.2.3" }
  - { key: own.exact, value: "oid:${OWN}.5.1" }
  - { key: own.completed, value: "oid:${OWN}.6.1" }
  - { key: own.exact.zero, value: "oid:${OWN}.5.1.0" }`),
  },
  {
    title: "metrics const:1 have the rows of their own dimension columns, others the rows of theirs",
    recording: [
      ...SYSTEM,
      ...octetColumn(`${OWN}.1.1`, { 1: "a", 2: "b", 3: "" }),
      ...octetColumn(`${OWN}.1.2`, { 3: "C", 7: "seven" }),
      ...column(`${OWN}.1.3`, "66", { 2: 20, 4: 40 }),
    ],
    manifest: manifest(`dimensions:
  - { key: sys.location, value: "oid:${SYS}.6.0" }
subgroups:
  - subgroup: rows
    table: true
    dimensions:
      - { key: first, value: "oid:${OWN}.1.1" }
      - { key: second, value: "oid:${OWN}.1.2" }
      - { key: fixed, value: "const:a:b,c = \\"d\\"" }
    metrics:
      - { key: own.one, value: "const:1" }
      - { key: own.value, value: "oid:${OWN}.1.3" }
  - subgroup: scalars
    dimensions:
      - { key: sys.name, value: "oid:${SYS}.5.0" }
    metrics:
      - { key: own.scalar.one, value: "const:1" }
      - { key: own.scalar.minus, value: "const:-2.5" }`),
    literally: (lines) => {
      expect(lines.filter(({ key }) => key === "own.one")).toHaveLength(4);
      expect(valuesOf(lines, "own.value", "first", "second", "fixed")).toEqual([
        ["b", undefined, 'a:b,c = "d"', 20],
        [undefined, undefined, 'a:b,c = "d"', 40],
      ]);
    },
  },
  {
    title: "indexes of several parts join as a whole, and columns whose OIDs begin alike stay apart",
    recording: [
      ...octetColumn(`${OWN}.3.1`, { "1.2.3": "a", "1.2.30": "b", "3.102.111.111.1": "c" }),
      ...column(`${OWN}.3.2`, "66", { "1.2.3": 1, "1.2": 2, "1.2.3.4": 3, "3.102.111.111.1": 4, 1: 5 }),
      ...column(`${OWN}.3.20`, "66", { "1.2.3": 100 }),
      ...octetColumn(`${OWN}.30.1`, { "1.2.3": "other table" }),
    ],
    manifest: manifest(`subgroups:
  - subgroup: parts
    table: true
    dimensions:
      - { key: name, value: "oid:${OWN}.3.1" }
      - { key: joined, value: "oid:${OWN}.30.1" }
    metrics:
      - { key: own.value, value: "oid:${OWN}.3.2" }
      - { key: own.value.twenty, value: "oid:${OWN}.3.20" }
      - { key: own.name.exists, value: "const:1" }`),
    literally: (lines) =>
      expect(valuesOf(lines, "own.value", "name", "joined")).toEqual([
        ["a", "other table", 1],
        [undefined, undefined, 2],
        [undefined, undefined, 3],
        ["c", undefined, 4],
        [undefined, undefined, 5],
      ]),
  },
  {
    title: "one line a row even where rows look the same",
    recording: [...column(`${OWN}.4.1`, "66", { 1: 5, 2: 5, 3: 6 })],
    manifest: manifest(`subgroups:
  - subgroup: alike
    table: true
    metrics:
      - { key: own.alike, value: "oid:${OWN}.4.1" }
      - { key: own.alike.count, value: "oid:${OWN}.4.1", type: count }`),
    literally: (lines) => expect(valuesOf(lines, "own.alike")).toEqual([[5], [5], [6]]),
  },
  {
    title: "variables as dimensions: default, enum, given, and none",
    recording: SYSTEM,
    manifest: manifest(
      `dimensions:
  - { key: site, value: "var:site" }
  - { key: level, value: "var:level-1" }
  - { key: unset, value: "var:un.set" }
  - { key: notes, value: "var:notes" }
metrics: [{ key: own.uptime, value: "oid:${SYS}.3.0" }]`,
      `vars:
  - { id: site, displayName: Site, type: text, defaultValue: b4 }
  - id: level-1
    displayName: Level
    type: enum
    defaultValue: access
    availableValues:
      - { value: access, displayName: Access }
      - { value: core, displayName: Core }
  - { id: un.set, displayName: Unset, type: text }
  - { id: notes, displayName: Notes, type: multiline-text }`,
    ),
    choices: [
      {},
      { vars: { site: 'north "5" \\ ', "level-1": "core", notes: "two\nlines" } },
      { vars: { site: "", "un.set": " x " } },
    ],
    literally: (lines) =>
      expect(valuesOf(lines, "own.uptime", "site", "level", "unset")).toEqual([
        ["b4", "access", undefined, 123_456],
      ]),
  },
  {
    title: "this: dimensions, and an explicit dimension in place of an automatic one",
    recording: [...SYSTEM, ...INTERFACES],
    manifest: manifest(`dimensions:
  - { key: at.address, value: "this:device.address" }
  - { key: at.port, value: "this:device.port" }
  - { key: at.name, value: "this:device.name" }
subgroups:
  - subgroup: replaced
    dimensions:
      - { key: device.address, value: "const:198.51.100.1" }
      - { key: device.name, value: "oid:${SYS}.5.0" }
    metrics: [{ key: own.uptime, value: "oid:${SYS}.3.0" }]
  - subgroup: same
    table: true
    dimensions:
      - { key: device.address, value: "this:device.address" }
      - { key: device, value: "oid:${IF}.1" }
    metrics: [{ key: own.mtu, value: "oid:${IF}.4" }]`),
    literally: (lines) => {
      expect(valuesOf(lines, "own.uptime", "device.address", "device.name", "at.address")).toEqual([
        ["198.51.100.1", 'core "sw" \\1', "127.0.0.1", 123_456],
      ]);
      expect(valuesOf(lines, "own.mtu", "device")).toContainEqual(["10", 65_536]);
    },
  },
  {
    title: "a subgroup's dimension wins over the group's of the same key",
    recording: [...SYSTEM, ...INTERFACES],
    manifest: manifest(`dimensions:
  - { key: name, value: "oid:${SYS}.5.0" }
  - { key: place, value: "const:outer" }
metrics: [{ key: own.uptime, value: "oid:${SYS}.3.0" }]
subgroups:
  - subgroup: interfaces
    table: true
    dimensions:
      - { key: name, value: "oid:${IF}.1" }
      - { key: place, value: "const:inner" }
    metrics: [{ key: own.mtu, value: "oid:${IF}.4" }]`),
    literally: (lines) => {
      expect(valuesOf(lines, "own.uptime", "name", "place")).toEqual([['core "sw" \\1', "outer", 123_456]]);
      expect(valuesOf(lines, "own.mtu", "name", "place")).toContainEqual(["1", "inner", 1_500]);
    },
  },
  {
    title: "feature sets and intervals of metrics go before those of subgroup and group",
    recording: [...SYSTEM, ...INTERFACES],
    manifest: manifest(`interval: { minutes: 5 }
featureSet: Basic set
dimensions: [{ key: sys.name, value: "oid:${SYS}.5.0" }]
metrics:
  - { key: own.uptime, value: "oid:${SYS}.3.0", interval: { minutes: 1 } }
subgroups:
  - subgroup: interfaces
    table: true
    featureSet: Interfaces
    interval: 1m
    dimensions: [{ key: if.descr, value: "oid:${IF}.2" }]
    metrics:
      - { key: own.mtu, value: "oid:${IF}.4", interval: 2m }
      - { key: own.in.count, value: "oid:${IF}.10", type: count, featureSet: Interfaces 32-bit }
      - { id: own.hc.in.count, value: "oid:${IFX}.6", type: count, featureSet: Interfaces 64-bit }
  - subgroup: more
    metrics: [{ key: own.services, value: "oid:${SYS}.7.0" }]`),
    choices: [
      {},
      { featureSets: ["Interfaces"] },
      { featureSets: ["Interfaces 64-bit", "Basic set"] },
      { featureSets: ["Interfaces 32-bit"] },
      { featureSets: ["Interfaces 64-bit"], polls: 3 },
    ],
  },
  {
    title: "two subgroups that feed one key with one tuple give one line, from the Counter64",
    recording: [...SYSTEM, ...INTERFACES],
    manifest: manifest(`subgroups:
  - subgroup: low
    table: true
    dimensions: [{ key: if.idx, value: "oid:${IF}.1" }]
    metrics:
      - { key: own.octets, value: "oid:${IF}.10" }
      - { key: own.octets.count, value: "oid:${IF}.10", type: count }
  - subgroup: high
    table: true
    dimensions: [{ key: if.idx, value: "oid:${IF}.1" }]
    metrics:
      - { key: own.octets, value: "oid:${IFX}.6" }
      - { key: own.octets.count, value: "oid:${IFX}.6", type: count }
  - subgroup: high first
    table: true
    dimensions: [{ key: if.descr, value: "oid:${IF}.2" }]
    metrics: [{ key: own.other, value: "oid:${IFX}.6" }]
  - subgroup: low last
    table: true
    dimensions: [{ key: if.descr, value: "oid:${IF}.2" }]
    metrics: [{ key: own.other, value: "oid:${IF}.10" }]`),
    literally: (lines) => {
      const texts = new Map(
        lines
          .filter(({ key }) => key === "own.octets")
          .map(({ dimensions, payload }) => [
            dimensions.get("if.idx"),
            payload.type === "gauge" && payload.number,
          ]),
      );
      expect(texts).toEqual(
        new Map([
          ["1", "9007199254740993"],
          ["2", "18446744073709551615"],
          ["3", "17"],
          [undefined, "5"],
        ]),
      );
    },
  },
  {
    title: "fifty dimensions on a line",
    recording: SYSTEM,
    manifest: manifest(`dimensions:
${Array.from({ length: 25 }, (_, i) => `  - { key: outer.d${i}, value: "const:${i}" }`).join("\n")}
subgroups:
  - subgroup: fifty
    dimensions:
${Array.from({ length: 22 }, (_, i) => `      - { key: inner.d${i}, value: "const:${i}" }`).join("\n")}
    metrics: [{ key: own.fifty, value: "oid:${SYS}.3.0" }]`),
    literally: (lines) => expect(lines.map(({ dimensions }) => dimensions.size)).toEqual([50]),
  },
  {
    title: "sysUpTime without .0 beside counts, which need sysUpTime.0 themselves",
    recording: [...SYSTEM, ...INTERFACES],
    manifest: manifest(`metrics: [{ key: own.uptime, value: "oid:${SYS}.3" }]
subgroups:
  - subgroup: interfaces
    table: true
    metrics: [{ key: own.in.count, value: "oid:${IF}.10", type: count }]`),
    choices: [{ polls: 3 }],
  },
  {
    title: "a scalar named with and without .0 in one group",
    recording: SYSTEM,
    manifest: manifest(`dimensions:
  - { key: services, value: "oid:${SYS}.7.0" }
  - { key: services.bare, value: "oid:${SYS}.7" }
metrics: [{ key: own.uptime, value: "oid:${SYS}.3.0" }]`),
    choices: [{ polls: 3 }],
    literally: (lines) =>
      expect(valuesOf(lines, "own.uptime", "services", "services.bare")).toEqual([["78", "78", 123_456]]),
  },
  {
    title: "a table on the group itself, and rows of const:1 from translated columns",
    recording: [
      ...column(`${OWN}.1.1`, "2", { 1: 1, 2: 1, 5: 1 }),
      ...octetColumn(`${OWN}.1.2`, { 1: [192, 0, 2, 1], 3: [192, 0, 2, 3] }),
      ...column(`${OWN}.1.3`, "64", { 1: "192.0.2.1", 2: "0.0.0.0" }),
      ...column(`${OWN}.1.4`, "6", { 1: "0.0", 2: "1.3.6.1.4.1.9.1.516" }),
      ...column(`${OWN}.1.5`, "67", { 1: 0, 2: 4_294_967_295 }),
    ],
    manifest: manifest(`table: true
dimensions:
  - { key: address, value: "$inetAddress(oid:${OWN}.1.1, oid:${OWN}.1.2)" }
  - { key: ip, value: "oid:${OWN}.1.3" }
  - { key: object, value: "oid:${OWN}.1.4" }
  - { key: ticks, value: "oid:${OWN}.1.5" }
metrics:
  - { key: own.one, value: "const:1" }
  - { key: own.ticks, value: "oid:${OWN}.1.5" }`),
    literally: (lines) =>
      expect(valuesOf(lines, "own.ticks", "address", "ip", "object", "ticks")).toEqual([
        ["192.0.2.1", "192.0.2.1", ".0.0", "0", 0],
        [undefined, "0.0.0.0", ".1.3.6.1.4.1.9.1.516", "4294967295", 4_294_967_295],
      ]),
  },
  {
    title: "one object as dimension, as metric and as the table above another",
    recording: INTERFACES,
    manifest: manifest(`subgroups:
  - subgroup: both
    table: true
    dimensions: [{ key: speed, value: "oid:${IFX}.15" }]
    metrics:
      - { key: own.speed, value: "oid:${IFX}.15" }
      - { key: own.speed.count, value: "oid:${IFX}.15", type: count }
  - subgroup: whole entry
    table: true
    metrics: [{ key: own.entry, value: "oid:${IFX}" }]`),
  },
  {
    title: "groups stand for themselves",
    recording: [...SYSTEM, ...INTERFACES],
    manifest: `${manifest(`dimensions: [{ key: sys.name, value: "oid:${SYS}.5.0" }]
metrics: [{ key: own.uptime, value: "oid:${SYS}.3.0" }]`)}
  - group: another
    dimensions: [{ key: sys.location, value: "oid:${SYS}.6.0" }]
    subgroups:
      - subgroup: interfaces
        table: true
        metrics: [{ key: own.mtu, value: "oid:${IF}.4" }]
  - group: third
    dimensions: [{ key: sys.location, value: "oid:${SYS}.6.0" }]
    metrics: [{ key: own.third, value: "oid:${SYS}.7.0" }]
`,
    literally: (lines) => {
      expect(lines.find(({ key }) => key === "own.uptime")?.dimensions.has("sys.location")).toBe(false);
      expect(lines.find(({ key }) => key === "own.mtu")?.dimensions.get("sys.location")).toBe("Lab");
    },
  },
];
