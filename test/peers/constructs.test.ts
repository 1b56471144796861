import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectLinesOf, type PollChoice } from "../oracle/polling.ts";
import type { DataLine } from "../oracle/program.ts";
import { column, dataOf, type Entry, octetColumn, octets, snmprec } from "../oracle/recording.ts";
import { hasCommand, Snmpsimd } from "../oracle/snmpsimd.ts";

// Constructs that published manifests do not use, on recordings made up for them: the built program polls snmpsimd, and
// its lines must be those of test/oracle. What is easy to get wrong is spelled out beside it.

const SYS = "1.3.6.1.2.1.1";
const IF = "1.3.6.1.2.1.2.2.1";
const IFX = "1.3.6.1.2.1.31.1.1.1";
/** Below the enterprise number kept for examples (RFC 5612): no MIB knows these objects. */
const OWN = "1.3.6.1.4.1.32473";

/** ltmVirtualServAddrType, an InetAddressType, and lldpRemEntry: columns that tell how to read others. */
const INET_TYPE = "1.3.6.1.4.1.3375.2.2.10.1.2.1.2";
const LLDP_REMOTE = "1.0.8802.1.1.2.1.4.1.1";

const SYSTEM: Entry[] = [
  octets(`${SYS}.1.0`, "Line one\r\nLine two\tand a tab\r\n"),
  [`${SYS}.2.0`, "6", `${OWN}.7`],
  [`${SYS}.3.0`, "67", 123_456],
  [`${SYS}.4.0`, "4", ""],
  octets(`${SYS}.5.0`, 'core "sw" \\1  '),
  octets(`${SYS}.6.0`, "Lab\0\0"),
  [`${SYS}.7.0`, "2", 78],
];

const INTERFACES: Entry[] = [
  ...column(`${IF}.1`, "2", { 1: 1, 2: 2, 3: 3, 10: 10 }),
  ...octetColumn(`${IF}.2`, { 1: "Gi0/1", 2: "Te0/2", 3: "Vl(3)", 10: "" }),
  ...column(`${IF}.3`, "2", { 1: 6, 2: 161, 3: 53, 10: 9_999 }),
  ...column(`${IF}.4`, "2", { 1: 1_500, 2: 9_216, 3: -1, 10: 65_536 }),
  ...octetColumn(`${IF}.6`, { 1: [0, 0x1b, 0x54, 0xa, 0xb, 0xff], 2: [], 3: [0xde, 0xad] }),
  ...column(`${IF}.7`, "2", { 1: 1, 2: 2, 3: 3, 10: 0 }),
  ...column(`${IF}.8`, "2", { 1: 1, 2: 7, 3: 4, 10: 8 }),
  ...column(`${IF}.10`, "65", { 1: 4_294_967_295, 2: 0, 3: 17 }),
  ...column(`${IFX}.6`, "70", { 1: 9_007_199_254_740_993n, 2: 18_446_744_073_709_551_615n, 11: 5 }),
  ...column(`${IFX}.14`, "2", { 1: 1, 2: 2 }),
  ...column(`${IFX}.15`, "66", { 1: 1_000, 2: 10_000, 11: 100 }),
  ...column(`${IFX}.16`, "2", { 1: 1, 2: 2, 11: 3 }),
  ...octetColumn(`${IFX}.18`, { 1: "uplink", 2: "", 11: "only in ifXTable" }),
];

/** A manifest of one group; the parts of `group` are YAML, two blanks in. */
function manifest(group: string, vars = ""): string {
  return `name: custom:constructs
version: "1.0.0"
minDynatraceVersion: "1.300"
author: { name: Tests }
${vars}
snmp:
  - group: constructs
${group
  .split("\n")
  .map((line) => `    ${line}`)
  .join("\n")}
`;
}

interface Construct {
  readonly title: string;
  readonly recording: readonly Entry[];
  readonly manifest: string;
  readonly choices?: readonly PollChoice[];
  /** What the lines of the first choice's first poll must also satisfy, apart from the oracle. */
  readonly literally?: (lines: readonly DataLine[]) => void;
}

const valuesOf = (lines: readonly DataLine[], key: string, ...names: string[]) =>
  lines
    .filter((line) => line.key === key)
    .map(({ dimensions, payload }) => [
      ...names.map((name) => dimensions.get(name)),
      payload.type === "summary" ? NaN : Number(payload.number),
    ])
    .toSorted((a, b) => Number(a.at(-1)) - Number(b.at(-1)));

const TEXTS: Record<string, string | readonly number[]> = {
  1: "plain",
  2: "  blanks around  ",
  3: "one\r\n\ttwo",
  4: "zero\0\0",
  5: "in\0side",
  6: "bell\x07",
  7: [0xc3, 0xbc, 0x62],
  8: [0xfc, 0x62],
  9: [0xf0, 0x9f, 0x98, 0x80],
  10: "   ",
  11: [0, 0],
  12: "\r\n",
  13: "x".repeat(251),
  14: [...Buffer.from("\u{1f600}".repeat(251))],
  15: Array.from({ length: 100 }, () => 0xff),
  16: 'quote " and \\ backslash',
  17: [0xc0, 0x80],
  18: [0xed, 0xa0, 0x80],
  19: [0xc2, 0x85],
  20: `${"y".repeat(249)} z`,
  21: [0x7f],
  22: "comma, equals= and {braces}",
  23: [0xff, 0],
  24: "",
};

const IPV6 = (hex: string) => [...Buffer.from(hex, "hex")];
/** Type and address: what becomes of them is written beside them. */
const ADDRESSES: readonly (readonly [type: number | undefined, octets: readonly number[], text: string])[] = [
  [1, [192, 0, 2, 7], "192.0.2.7"],
  [2, IPV6("20010db8000000000000000000000001"), "2001:db8::1"],
  [2, IPV6("20010db8000000010000000000000001"), "2001:db8:0:1::1"],
  [2, IPV6("20010db8000100010001000100010000"), "2001:db8:1:1:1:1:1:0"],
  [2, IPV6("00000000000000000000000000000000"), "::"],
  [2, IPV6("20010db800000001000100000000ABCD"), "2001:db8:0:1:1::abcd"],
  [2, IPV6("20010db8000000010001000100010001"), "2001:db8:0:1:1:1:1:1"],
  [3, [192, 0, 2, 8, 0, 0, 0, 5], "192.0.2.8%5"],
  [4, IPV6("fe80000000000000000000000000000100000102"), "fe80::1%258"],
  [16, [...Buffer.from("sw1.example.net")], "sw1.example.net"],
  [0, [192, 0, 2, 9], "192.0.2.9"],
  [undefined, [192, 0, 2, 10], "192.0.2.10"],
  [0, IPV6("20010db8000000000000000000000002"), "2001:db8::2"],
  [1, [192, 0, 255], "C0 00 FF"],
  [2, [1, 2, 3, 4, 255], "01 02 03 04 FF"],
  [undefined, [1, 2, 3, 4, 5, 255], "01 02 03 04 05 FF"],
];

const CONSTRUCTS: readonly Construct[] = [
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
    title: "octet strings of every kind as dimensions",
    recording: [
      ...octetColumn(`${OWN}.1.1`, TEXTS),
      ...column(
        `${OWN}.1.2`,
        "2",
        Object.fromEntries(Object.keys(TEXTS).map((index) => [index, Number(index)])),
      ),
    ],
    manifest: manifest(`subgroups:
  - subgroup: texts
    table: true
    dimensions: [{ key: text, value: "oid:${OWN}.1.1" }]
    metrics: [{ key: own.index, value: "oid:${OWN}.1.2" }]`),
    literally: (lines) => {
      const texts = valuesOf(lines, "own.index", "text").map(([text]) => text);
      expect(texts.slice(0, 12)).toEqual([
        "plain",
        "blanks around",
        "one two",
        "zero",
        "69 6E 00 73 69 64 65",
        "62 65 6C 6C 07",
        "\u00fcb",
        "FC 62",
        "\u{1f600}",
        undefined,
        undefined,
        undefined,
      ]);
      expect(texts[12]).toBe("x".repeat(250));
      expect(texts[13]).toBe("\u{1f600}".repeat(250));
      expect(texts[14]).toBe(`${"FF ".repeat(83)}F`);
      expect(texts.slice(15)).toEqual([
        'quote " and \\ backslash',
        "C0 80",
        "ED A0 80",
        "C2 85",
        "y".repeat(249),
        "7F",
        "comma, equals= and {braces}",
        "FF",
        undefined,
      ]);
    },
  },
  {
    title: "$inetAddress: the type stands first, the octets decide when there is none",
    recording: [
      ...ADDRESSES.flatMap(([type], row): Entry[] =>
        type === undefined ? [] : [[`${OWN}.1.1.${row}`, "2", type]],
      ),
      ...ADDRESSES.map(([, address], row): Entry => octets(`${OWN}.1.2.${row}`, address)),
      ...column(`${OWN}.1.3`, "2", Object.fromEntries(ADDRESSES.map((_, row) => [row, row]))),
      [`${OWN}.1.1.99`, "2", 1],
      [`${OWN}.1.3.99`, "2", 99],
    ],
    manifest: manifest(`subgroups:
  - subgroup: addresses
    table: true
    dimensions:
      - { key: address, value: "$inetAddress(oid:${OWN}.1.1, oid:${OWN}.1.2)" }
      - { key: narrow, value: "$inetAddress(oid:${OWN}.1.1,oid:${OWN}.1.2)" }
      - { key: plain, value: "oid:${OWN}.1.2" }
    metrics: [{ key: own.row, value: "oid:${OWN}.1.3" }]`),
    literally: (lines) => {
      const texts = [...ADDRESSES.map(([, , text]) => text), undefined];
      expect(valuesOf(lines, "own.row", "address", "narrow").map(([a, b]) => [a, b])).toEqual(
        texts.map((text) => [text, text]),
      );
    },
  },
  {
    title: "$networkFormat with a type column and with a fixed type, each with a default for what cannot be",
    recording: [
      ...column(INET_TYPE, "2", { 1: 1, 2: 2, 3: 1, 4: 16 }),
      ...octetColumn(`${OWN}.1.2`, {
        1: [192, 0, 2, 1],
        2: IPV6("20010db8000000000000000000000001"),
        3: [1, 2, 255],
        4: "host.example",
      }),
      ...column(`${LLDP_REMOTE}.6`, "2", { 1: 3, 2: 5, 3: 4, 4: 7 }),
      ...octetColumn(`${LLDP_REMOTE}.7`, {
        1: [0, 0x1b, 0x54, 0xab, 0xcd, 0xef],
        2: "Gi0/1",
        3: [1, 192, 0, 2, 33],
        4: "local 4",
      }),
      ...octetColumn(`${OWN}.1.3`, { 1: [0, 0x1b, 0x54, 0xab, 0xcd, 0xef], 2: [0, 1, 255], 4: "sixsix" }),
      ...octetColumn(`${OWN}.1.4`, { 1: "Gi0/1" }),
      ...column(`${OWN}.1.9`, "2", { 1: 1, 2: 2, 3: 3, 4: 4 }),
    ],
    manifest: manifest(`subgroups:
  - subgroup: formats
    table: true
    dimensions:
      - { key: by.column, value: "$networkFormat(oid:${INET_TYPE}, oid:${OWN}.1.2)" }
      - { key: by.column.default, value: "$networkFormat(oid:${INET_TYPE}, oid:${OWN}.1.2, default:none)" }
      - { key: lldp, value: "$networkFormat(oid:${LLDP_REMOTE}.6,oid:${LLDP_REMOTE}.7)" }
      - { key: mac, value: "$networkFormat(const:macAddress, oid:${OWN}.1.3)" }
      - { key: mac.default, value: "$networkFormat(const:macAddress,oid:${OWN}.1.3,default:no mac)" }
      - { key: port, value: "$networkFormat(const:interfaceName, oid:${OWN}.1.4)" }
    metrics: [{ key: own.row, value: "oid:${OWN}.1.9" }]`),
    literally: (lines) =>
      expect(
        valuesOf(lines, "own.row", "by.column", "by.column.default", "lldp", "mac", "mac.default", "port"),
      ).toEqual([
        ["192.0.2.1", "192.0.2.1", "00:1b:54:ab:cd:ef", "00:1b:54:ab:cd:ef", "00:1b:54:ab:cd:ef", "Gi0/1", 1],
        ["2001:db8::1", "2001:db8::1", "Gi0/1", "00 01 FF", "no mac", undefined, 2],
        ["01 02 FF", "none", "192.0.2.33", undefined, undefined, undefined, 3],
        [
          "host.example",
          "host.example",
          "local 4",
          "73:69:78:73:69:78",
          "73:69:78:73:69:78",
          undefined,
          4,
        ],
      ]),
  },
  {
    title: "enumerations, physical addresses and plain numbers of known MIB objects",
    recording: [
      ...INTERFACES,
      ["1.3.6.1.2.1.11.30.0", "2", 2],
      ["1.3.6.1.2.1.4.1.0", "2", 1],
      octets("1.3.6.1.2.1.17.1.1.0", [0, 1, 2, 3, 4, 0]),
      ["1.3.6.1.4.1.3375.2.1.14.3.1.0", "2", 4],
      ...column("1.3.6.1.2.1.10.7.2.1.19", "2", { 1: 3, 2: 2, 3: 1 }),
      ...column("1.3.6.1.2.1.17.2.15.1.3", "2", { 1: 5, 2: 2, 3: 6 }),
      ...column("1.3.6.1.2.1.25.3.2.1.5", "2", { 1: 2, 2: 5 }),
      ...column("1.3.6.1.4.1.9.9.13.1.4.1.3", "2", { 1: 1, 2: 6 }),
      ...column("1.3.6.1.4.1.3375.2.2.5.5.2.1.2", "2", { 1: 3, 2: 5 }),
    ],
    manifest: manifest(`dimensions:
  - { key: traps, value: "oid:1.3.6.1.2.1.11.30.0" }
  - { key: forwarding, value: "oid:1.3.6.1.2.1.4.1.0" }
  - { key: bridge, value: "oid:1.3.6.1.2.1.17.1.1.0" }
  - { key: failover, value: "oid:1.3.6.1.4.1.3375.2.1.14.3.1.0" }
subgroups:
  - subgroup: interfaces
    table: true
    dimensions:
      - { key: type, value: "oid:${IF}.3" }
      - { key: mac, value: "oid:${IF}.6" }
      - { key: admin, value: "oid:${IF}.7" }
      - { key: oper, value: "oid:${IF}.8" }
      - { key: in, value: "oid:${IF}.10" }
      - { key: in64, value: "oid:${IFX}.6" }
      - { key: trap, value: "oid:${IFX}.14" }
      - { key: promiscuous, value: "oid:${IFX}.16" }
      - { key: duplex, value: "oid:1.3.6.1.2.1.10.7.2.1.19" }
      - { key: stp, value: "oid:1.3.6.1.2.1.17.2.15.1.3" }
      - { key: status, value: "oid:1.3.6.1.2.1.25.3.2.1.5" }
      - { key: fan, value: "oid:1.3.6.1.4.1.9.9.13.1.4.1.3" }
      - { key: pool, value: "oid:1.3.6.1.4.1.3375.2.2.5.5.2.1.2" }
      - { key: mtu, value: "oid:${IF}.4" }
    metrics: [{ key: own.mtu, value: "oid:${IF}.4" }]`),
    literally: (lines) => {
      expect(
        valuesOf(lines, "own.mtu", "admin", "oper", "mac", "traps", "failover", "bridge", "pool"),
      ).toContainEqual([
        "up(1)",
        "up(1)",
        "00:1b:54:0a:0b:ff",
        "disabled(2)",
        "active(4)",
        "00:01:02:03:04:00",
        "red(3)",
        1_500,
      ]);
    },
  },
  {
    title: "numbers of every type and texts that are numbers; all else gives no line",
    recording: [
      [`${OWN}.2.1.0`, "2", -2_147_483_648],
      [`${OWN}.2.2.0`, "66", 4_294_967_295],
      [`${OWN}.2.3.0`, "70", 18_446_744_073_709_551_615n],
      [`${OWN}.2.4.0`, "67", 4_294_967_295],
      octets(`${OWN}.2.5.0`, " 42 "),
      octets(`${OWN}.2.6.0`, "-3.125"),
      octets(`${OWN}.2.7.0`, "12 volts"),
      octets(`${OWN}.2.8.0`, "0x10"),
      [`${OWN}.2.9.0`, "4", ""],
      [`${OWN}.2.10.0`, "6", "1.3.6.1.2"],
      [`${OWN}.2.11.0`, "64", "192.0.2.1"],
      [`${OWN}.2.12.0`, "68x", "9f780442290000"],
      [`${OWN}.2.13.0`, "68x", "9f7908c002000000000000"],
      octets(`${OWN}.2.14.0`, "007"),
      [`${OWN}.2.15.0`, "2", -1],
      octets(`${OWN}.2.16.0`, "NaN"),
      octets(`${OWN}.2.17.0`, "1,000"),
      octets(`${OWN}.2.18.0`, "Infinity"),
      octets(`${OWN}.2.19.0`, "18446744073709551615"),
      octets(`${OWN}.2.20.0`, "7\0"),
    ],
    manifest: manifest(`dimensions:
  - { key: negative, value: "oid:${OWN}.2.15.0" }
  - { key: biggest, value: "oid:${OWN}.2.3.0" }
metrics:
${Array.from({ length: 19 }, (_, i) => `  - { key: own.number.n${i + 1}, value: "oid:${OWN}.2.${i + 1}.0" }`).join("\n")}`),
    literally: (lines) =>
      expect(
        lines.map(({ key, payload }) => [key, payload.type === "summary" ? "" : payload.number]).toSorted(),
      ).toEqual(
        [
          ["own.number.n1", "-2147483648"],
          ["own.number.n2", "4294967295"],
          ["own.number.n3", "18446744073709551615"],
          ["own.number.n4", "4294967295"],
          ["own.number.n5", "42"],
          ["own.number.n6", "-3.125"],
          ["own.number.n12", "42.25"],
          ["own.number.n13", "-2.25"],
          ["own.number.n14", "7"],
          ["own.number.n15", "-1"],
          ["own.number.n19", "18446744073709551615"],
        ].toSorted(),
      ),
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
  ...[
    ["const:$and($not($prefix(Vl)),$or($contains(0/),$eq()))", [1, 2, 10, 11]],
    ["const:$or( $suffix(~(3~)) , $prefix(gi) )", [3]],
    ["const:$eq(Vl(3))", [3]],
    ["const:Te0/2", [2]],
    ["const:$eq(n/a)", [10, 11]],
    ["const:$not($eq(n/a))", [1, 2, 3]],
    ["const:$prefix()", [1, 2, 3, 10, 11]],
    ["const:$not($and($contains(0),$not($suffix(2))))", [2, 3, 10, 11]],
    ["const:$contains(nothing of the kind)", []],
  ].map(
    ([filter, rows]): Construct => ({
      title: `inline filter ${String(filter)}`,
      recording: [
        ...octetColumn(`${OWN}.1.1`, { 1: "Gi0/1", 2: "Te0/2", 3: "Vl(3)", 10: "" }),
        ...column(`${OWN}.1.2`, "2", { 1: 1, 2: 2, 3: 3, 10: 10, 11: 11 }),
      ],
      manifest: manifest(`subgroups:
  - subgroup: filtered
    table: true
    dimensions:
      - { key: name, value: "oid:${OWN}.1.1", filter: "${String(filter)}" }
    metrics: [{ key: own.row, value: "oid:${OWN}.1.2" }]`),
      literally: (lines) =>
        expect(valuesOf(lines, "own.row").map(([value]) => value)).toEqual(rows as number[]),
    }),
  ),
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
    literally: (lines) =>
      expect(new Set(lines.map(({ key }) => key))).toEqual(
        new Set(["own.uptime", "own.mtu", "own.services"]),
      ),
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
      const texts = lines
        .filter(({ key }) => key === "own.octets")
        .map(({ dimensions, payload }) => [
          dimensions.get("if.idx") ?? "-",
          payload.type === "gauge" && payload.number,
        ]);
      expect(texts.toSorted()).toEqual([
        ["-", "5"],
        ["1", "9007199254740993"],
        ["2", "18446744073709551615"],
        ["3", "17"],
      ]);
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
`,
    literally: (lines) => {
      expect(lines.find(({ key }) => key === "own.uptime")?.dimensions.has("sys.location")).toBe(false);
      expect(lines.find(({ key }) => key === "own.mtu")?.dimensions.get("sys.location")).toBe("Lab");
    },
  },
];

describe.runIf(hasCommand("snmpsimd"))("constructs of the manifest format", () => {
  const agent = new Snmpsimd();
  const cases = CONSTRUCTS.map((construct, number) => ({ ...construct, community: `case-${number}` }));

  beforeAll(async () => {
    for (const { community, recording, manifest: text } of cases) {
      writeFileSync(join(agent.dataFolder, `${community}.snmprec`), snmprec(recording));
      writeFileSync(agent.path(`${community}.yaml`), text);
    }
    await agent.start(cases.map(({ community }) => community));
  });
  afterAll(() => agent.stop());

  test.concurrent.each(cases)("$title", async ({ community, choices = [{}], literally }) => {
    const recording = readFileSync(join(agent.dataFolder, `${community}.snmprec`), "utf8");
    const manifestPath = agent.path(`${community}.yaml`);
    for (const [number, choice] of choices.entries()) {
      const lines = await expectLinesOf(manifestPath, agent.port, community, dataOf(recording), choice);
      if (number === 0) literally?.(firstPollOf(lines));
    }
  });
});

/** The lines of each metric's first poll. */
function firstPollOf(lines: readonly DataLine[]): DataLine[] {
  const firstAt = new Map<string, number>();
  for (const { key, timestampMs = 0 } of lines)
    firstAt.set(key, Math.min(timestampMs, firstAt.get(key) ?? timestampMs));
  return lines.filter(({ key, timestampMs }) => timestampMs === firstAt.get(key));
}
