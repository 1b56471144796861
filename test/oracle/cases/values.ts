import { expect } from "vitest";
import { column, type Entry, octetColumn, octets } from "../recording.ts";
import {
  type Construct,
  IF,
  IFX,
  INET_TYPE,
  INTERFACES,
  LLDP_REMOTE,
  manifest,
  OWN,
  valuesOf,
} from "./construct.ts";

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

/** What becomes of values: texts, addresses, enumerations, numbers (spec 1 §7 and §8.3). */
export const VALUE_CASES: readonly Construct[] = [
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
        ["host.example", "host.example", "local 4", "73:69:78:73:69:78", "73:69:78:73:69:78", undefined, 4],
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
        Object.fromEntries(
          lines.map(({ key, payload }) => [key, payload.type === "summary" ? "" : payload.number]),
        ),
      ).toEqual({
        "own.number.n1": "-2147483648",
        "own.number.n2": "4294967295",
        "own.number.n3": "18446744073709551615",
        "own.number.n4": "4294967295",
        "own.number.n5": "42",
        "own.number.n6": "-3.125",
        "own.number.n12": "42.25",
        "own.number.n13": "-2.25",
        "own.number.n14": "7",
        "own.number.n15": "-1",
        "own.number.n19": "18446744073709551615",
      }),
  },
];
