import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatInetAddress,
  formatMac,
  formatNetwork,
  networkKindOf,
  networkKindOfValue,
  type ObjectSyntax,
  oid,
  renderNumber,
  renderText,
  type SnmpValue,
} from "../../src/smi/index.ts";

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const octets = (value: Uint8Array | string): SnmpValue => ({
  type: "OctetString",
  value: typeof value === "string" ? utf8(value) : value,
});
const int = (value: number): SnmpValue => ({ type: "Integer32", value });
const operStatus: ObjectSyntax = {
  kind: "enumeration",
  names: new Map([
    [1, "up"],
    [2, "down"],
  ]),
};

describe("the text of a dimension (spec of the manifest §8.3)", () => {
  test("an enumerated integer shows name and number", () => {
    expect(renderText(int(1), operStatus)).toBe("up(1)");
  });

  test("BITS of a known object show the names that are set, from the highest bit on; none set is no text", () => {
    const capabilities: ObjectSyntax = {
      kind: "bits",
      names: new Map([
        [2, "bridge"],
        [4, "router"],
      ]),
    };
    expect(renderText(octets(bytes("28 00")), capabilities)).toBe("bridge,router");
    expect(renderText(octets(bytes("21 80")), capabilities)).toBe("bridge,7,8");
    expect(renderText(octets(bytes("00 00")), capabilities)).toBeUndefined();
  });

  test("a number without a name shows plain", () => {
    expect(renderText(int(9), operStatus)).toBe("9");
  });

  test.each<[string, SnmpValue, string]>([
    ["Integer32", int(-5), "-5"],
    ["Gauge32", { type: "Gauge32", value: 4294967295 }, "4294967295"],
    ["Counter32", { type: "Counter32", value: 7 }, "7"],
    ["TimeTicks", { type: "TimeTicks", value: 8640000 }, "8640000"],
    ["Counter64", { type: "Counter64", value: 18446744073709551615n }, "18446744073709551615"],
  ])("%s is decimal", (_type, value, text) => {
    expect(renderText(value, undefined)).toBe(text);
  });

  test("an OID has a leading dot", () => {
    expect(renderText({ type: "ObjectIdentifier", value: oid("1.3.6.1.4.1.9.1.516") }, undefined)).toBe(
      ".1.3.6.1.4.1.9.1.516",
    );
  });

  test("an IpAddress is a dotted quad", () => {
    expect(renderText({ type: "IpAddress", value: bytes("c0000207") }, undefined)).toBe("192.0.2.7");
  });

  test("a PhysAddress is lower-case colon hex, zero-padded, trailing zeros kept", () => {
    expect(renderText(octets(bytes("0A0B0C0D0E00")), { kind: "physAddress" })).toBe("0a:0b:0c:0d:0e:00");
  });

  test.each([
    ["07E9 03 09 0E 05 07 05 2B 02 00", "2025-03-09T14:05:07.5+02:00"],
    ["07E9 03 09 0E 05 07 00 2D 05 1E", "2025-03-09T14:05:07-05:30"],
    ["07E9 03 09 0E 05 07 00", "2025-03-09T14:05:07"],
  ])("a DateAndTime %s is ISO 8601: %s", (hex, text) => {
    expect(renderText(octets(bytes(hex)), { kind: "dateAndTime" })).toBe(text);
  });

  test("a DateAndTime that is no date is shown as the octets it is", () => {
    expect(renderText(octets(bytes("07E9 0D 09 0E 05 07 00 2B 02 00")), { kind: "dateAndTime" })).toBe(
      "07 E9 0D 09 0E 05 07 00 2B 02",
    );
  });

  test("trailing NULs of a text go", () => {
    expect(renderText(octets(bytes("656d7074790000")), undefined)).toBe("empty");
  });

  test("runs of CR, LF and TAB become one blank", () => {
    expect(renderText(octets("Cisco IOS\r\n\tVersion 15\nRELEASE"), undefined)).toBe(
      "Cisco IOS Version 15 RELEASE",
    );
  });

  test("UTF-8 is text, however long", () => {
    const text = "Gebäude 3 – Süd ".repeat(20).trim();
    expect(renderText(octets(text), undefined)).toBe(text);
  });

  test.each([
    ["not UTF-8", "80 00 1F 88", "80 00 1F 88"],
    ["a control character", "61 07 62", "61 07 62"],
  ])("octets that hold %s are upper-case hex pairs", (_what, hex, text) => {
    expect(renderText(octets(bytes(hex)), undefined)).toBe(text);
  });

  test.each<SnmpValue>([
    { type: "Null" },
    { type: "noSuchObject" },
    { type: "noSuchInstance" },
    { type: "endOfMibView" },
    octets(""),
    octets(bytes("0000")),
  ])("%j has no text", (value) => {
    expect(renderText(value, undefined)).toBeUndefined();
  });

  test("an InetAddress without its type is hex", () => {
    expect(renderText(octets("1234"), { kind: "inetAddress", typeColumn: undefined })).toBe("31 32 33 34");
  });

  test("an Opaque float shows its number", () => {
    expect(renderText({ type: "Opaque", value: bytes("9f78 04 3dcccccd") }, undefined)).toBe("0.1");
  });

  test("any octets give a text without control characters, or none", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (value) => {
        const text = renderText(octets(value), undefined);
        expect(text === undefined || /^\P{Cc}+$/u.test(text)).toBe(true);
      }),
    );
  });
});

describe("the number of a metric (spec of the manifest §8.3)", () => {
  test.each<[string, SnmpValue, number | bigint]>([
    ["an Integer32", int(-3), -3],
    ["TimeTicks, never scaled", { type: "TimeTicks", value: 123 }, 123],
    ["a Counter64 a number holds exactly", { type: "Counter64", value: 9007199254740991n }, 9007199254740991],
    [
      "a Counter64 beyond 2^53-1, exactly",
      { type: "Counter64", value: 18446744073709551615n },
      18446744073709551615n,
    ],
    ["a decimal text", octets(" 0.25 "), 0.25],
    ["a negative decimal text", octets("-7"), -7],
    ["a decimal text beyond 2^53-1, exactly", octets("18446744073709551615"), 18446744073709551615n],
    ["an Opaque float", { type: "Opaque", value: bytes("9f78 04 41880000") }, 17],
    ["an Opaque double", { type: "Opaque", value: bytes("9f79 08 3fb999999999999a") }, 0.1],
  ])("%s", (_what, value, number) => {
    expect(renderNumber(value)).toBe(number);
  });

  test.each<[string, SnmpValue]>([
    ["a text", octets("17 %")],
    ["a hex text", octets("0x10")],
    ["an empty text", octets("")],
    ["an infinite text", octets("Infinity")],
    ["an Opaque NaN", { type: "Opaque", value: bytes("9f78 04 7fc00000") }],
    ["an Opaque of other content", { type: "Opaque", value: bytes("020101") }],
    ["an OID", { type: "ObjectIdentifier", value: oid("1.3.6") }],
    ["an IpAddress", { type: "IpAddress", value: bytes("01020304") }],
    ["an exception", { type: "noSuchInstance" }],
  ])("%s is no number", (_what, value) => {
    expect(renderNumber(value)).toBeUndefined();
  });
});

describe("InetAddress (RFC 4001)", () => {
  test.each([
    ["ipv4", 1, "c0000207", "192.0.2.7"],
    ["ipv6", 2, "20010db8000000000000000000000001", "2001:db8::1"],
    ["ipv6, the first of two equal runs", 2, "20010db8000000000001000000000001", "2001:db8::1:0:0:1"],
    ["ipv6, a single zero group stays", 2, "20010db8000000010001000100010001", "2001:db8:0:1:1:1:1:1"],
    ["ipv6 any", 2, "00000000000000000000000000000000", "::"],
    ["ipv6 loopback", 2, "00000000000000000000000000000001", "::1"],
    ["ipv6 that ends in zeros", 2, "20010db8000000000000000000000000", "2001:db8::"],
    ["ipv4-mapped", 2, "00000000000000000000ffffc0000207", "::ffff:192.0.2.7"],
    ["ipv4z", 3, "a9fe000100000003", "169.254.0.1%3"],
    ["ipv6z", 4, "fe80000000000000000000000000000100000010", "fe80::1%16"],
    ["dns", 16, Buffer.from("sw1.example.net").toString("hex"), "sw1.example.net"],
    ["unknown of 4 octets", 0, "c0000207", "192.0.2.7"],
    ["no type, 16 octets", undefined, "00000000000000000000000000000001", "::1"],
  ] as const)("%s", (_what, type, hex, text) => {
    expect(formatInetAddress(type, bytes(hex))).toBe(text);
  });

  test.each([
    ["ipv4 of 5 octets", 1, "c000020701"],
    ["ipv6 of 4 octets", 2, "c0000207"],
    ["no type and 5 octets", undefined, "c000020701"],
    ["an unknown type", 77, "c0000207"],
    ["a dns name with a blank", 16, "612062"],
  ] as const)("%s fails", (_what, type, hex) => {
    expect(formatInetAddress(type, bytes(hex))).toBeUndefined();
  });
});

describe("$networkFormat", () => {
  test.each([
    ["macAddress", "0A0B0C0D0E0F", "0a:0b:0c:0d:0e:0f"],
    ["networkAddress", "01 c0000207", "192.0.2.7"],
    ["networkAddress", "02 20010db8000000000000000000000001", "2001:db8::1"],
    ["networkAddress", "c0000207", "192.0.2.7"],
    ["networkAddress", "0A0B0C0D0E0F", "0a:0b:0c:0d:0e:0f"],
    ["networkAddress", Buffer.from("core.example.net").toString("hex"), "core.example.net"],
    ["interfaceName", Buffer.from("Gi1/0/1").toString("hex"), "Gi1/0/1"],
    ["agentCircuitId", "00 04 00 01", "00 04 00 01"],
  ] as const)("%s %s → %s", (kind, hex, text) => {
    expect(formatNetwork(kind, bytes(hex))).toBe(text);
  });

  test.each([
    ["macAddress", "0A0B0C"],
    ["networkAddress", "01 c000"],
    ["interfaceAlias", "ff00ff"],
  ] as const)("%s %s fails", (kind, hex) => {
    expect(formatNetwork(kind, bytes(hex))).toBeUndefined();
  });

  test("a type is named in any case and spacing", () => {
    expect([networkKindOf("MACADDRESS"), networkKindOf("local address"), networkKindOf("wifi")]).toEqual([
      "macAddress",
      "local",
      undefined,
    ]);
  });

  test("the names of the formatter column decide what its numbers mean", () => {
    const portSubtypes: ObjectSyntax = { kind: "enumeration", names: new Map([[3, "macAddress"]]) };
    expect(networkKindOfValue(int(3), oid("1.3.6.1.9"), portSubtypes)).toBe("macAddress");
  });

  test("LLDP subtypes are known without a catalogue: 5 is an address for a chassis, a name for a port", () => {
    expect([
      networkKindOfValue(int(5), oid("1.0.8802.1.1.2.1.4.1.1.4"), undefined),
      networkKindOfValue(int(5), oid("1.0.8802.1.1.2.1.4.1.1.6"), undefined),
    ]).toEqual(["networkAddress", "interfaceName"]);
  });

  test("a text in the formatter column is the type's name", () => {
    expect(networkKindOfValue(octets("macAddress"), oid("1.3.6"), undefined)).toBe("macAddress");
  });
});

test("a MAC keeps its zeros", () => {
  expect(formatMac(bytes("000102"))).toBe("00:01:02");
});
