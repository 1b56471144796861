import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSnmprec, writeSnmprec } from "../../src/simulator/index.ts";
import { oid, type SnmpValue, type Varbind } from "../../src/smi/index.ts";

const first = (line: string): SnmpValue | undefined => readSnmprec(line).entries[0]?.value;
const codes = (text: string): readonly string[] => readSnmprec(text).warnings.map(({ code }) => code);
const octets = (...values: number[]) => ({ type: "OctetString", value: Uint8Array.from(values) });

describe("a line OID|tag|value", () => {
  test.each<[string, unknown]>([
    ["1.3.6.1|2|-7", { type: "Integer32", value: -7 }],
    ["1.3.6.1|65|4294967295", { type: "Counter32", value: 4_294_967_295 }],
    ["1.3.6.1|66|10", { type: "Gauge32", value: 10 }],
    ["1.3.6.1|67|718475737", { type: "TimeTicks", value: 718_475_737 }],
    ["1.3.6.1|70|18446744073709551615", { type: "Counter64", value: 18_446_744_073_709_551_615n }],
    ["1.3.6.1|64|192.0.2.7", { type: "IpAddress", value: Uint8Array.of(192, 0, 2, 7) }],
    ["1.3.6.1|64x|c0000207", { type: "IpAddress", value: Uint8Array.of(192, 0, 2, 7) }],
    ["1.3.6.1|6|.1.3.6.1.4.1.9", { type: "ObjectIdentifier", value: "1.3.6.1.4.1.9" }],
    ["1.3.6.1|5|", { type: "Null" }],
    ["1.3.6.1|68x|9f7804", { type: "Opaque", value: Uint8Array.of(0x9f, 0x78, 4) }],
    ["1.3.6.1|4|a|b", octets(0x61, 0x7c, 0x62)],
    ["1.3.6.1|4|", octets()],
    ["1.3.6.1|4x|00fF", octets(0, 255)],
    ["1.3.6.1|4x|abc", octets(0xab, 0xc0)],
    [String.raw`1.3.6.1|4e|a\n\\\x0ab\'`, octets(0x61, 10, 92, 10, 0x62, 39)],
    ["1.3.6.1|4|\u00e0", octets(0xc3, 0xa0)],
    ["1.3.6.1|64|\u00e9ab", { type: "IpAddress", value: Uint8Array.of(0xc3, 0xa9, 0x61, 0x62) }],
    [".1.3.6.1|4|x \r", octets(0x78)],
  ])("%s is read as snmpsimd reads it", (line, value) => {
    expect(first(line)).toEqual(value);
    expect(codes(line)).toEqual([]);
  });

  test.each([
    ["1.3.6.1|2|", "snmprec.bad-value"],
    ["1.3.6.1|2|2147483648", "snmprec.bad-value"],
    ["1.3.6.1|65|-1", "snmprec.bad-value"],
    ["1.3.6.1|70|18446744073709551616", "snmprec.bad-value"],
    ["1.3.6.1|64|1.2.3", "snmprec.bad-value"],
    ["1.3.6.1|6|", "snmprec.bad-value"],
    ["1.3.6.1|4x|zz", "snmprec.bad-value"],
    [String.raw`1.3.6.1|4e|\q`, "snmprec.bad-value"],
    ["1.3.6.1|4e|a\\", "snmprec.bad-value"],
    ["1.3.6.1|2:numeric|rate=1", "snmprec.variation"],
    ["1.3.6.1|:numeric|rate=1", "snmprec.variation"],
    ["1.3.6.1|99|x", "snmprec.unknown-tag"],
    ["1.3.x|4|x", "snmprec.bad-oid"],
    ["1.3.6.1 is text that went on", "snmprec.broken-line"],
    ["1.3.6.1||x", "snmprec.broken-line"],
  ])("%s is left out and warned of", (line, code) => {
    const { entries, warnings } = readSnmprec(`# a comment\n\n${line}\n1.3.6.2|2|1\n`);
    expect(entries.map((entry) => entry.oid)).toEqual(["1.3.6.2"]);
    expect(warnings).toEqual([{ line: 3, code, message: expect.any(String) as string }]);
  });

  test("octets that are no UTF-8 stay as they are", () => {
    const { entries } = readSnmprec(Buffer.from("1.3.6.1|4|caf\xe9", "latin1"));
    expect(entries[0]?.value).toEqual(octets(0x63, 0x61, 0x66, 0xe9));
  });
});

describe("a recording", () => {
  test("in disorder is sorted by arcs, not by text, and says so once", () => {
    const { entries, warnings } = readSnmprec("1.3.10|2|1\n1.3.9|2|2\n1.3.9.1|2|3\n1.3.8|2|4\n");
    expect(entries.map((entry) => entry.oid)).toEqual(["1.3.8", "1.3.9", "1.3.9.1", "1.3.10"]);
    expect(warnings.map(({ code, line }) => [code, line])).toEqual([["snmprec.unsorted", 2]]);
  });

  test("with an OID twice keeps the last line, as snmpsimd's index does", () => {
    const { entries, warnings } = readSnmprec("1.3.6|2|1\n1.3.6|2|2\n");
    expect(entries).toEqual([{ oid: "1.3.6", value: { type: "Integer32", value: 2 } }]);
    expect(warnings.map(({ code }) => code)).toEqual(["snmprec.duplicate"]);
  });

  test("that is wrong in every line does not pile up warnings without end", () => {
    expect(readSnmprec("x\n".repeat(5_000)).warnings).toHaveLength(1_000);
  });

  test("is written sorted, and exceptions are left out", () => {
    const text = writeSnmprec([
      { oid: oid("1.3.10"), value: { type: "OctetString", value: Buffer.from("two words") } },
      { oid: oid("1.3.9"), value: { type: "OctetString", value: Buffer.from("line\nbreak ") } },
      { oid: oid("1.3.7"), value: { type: "endOfMibView" } },
    ]);
    expect(text).toBe("1.3.9|4x|6c696e650a627265616b20\n1.3.10|4|two words\n");
  });
});

const values: fc.Arbitrary<SnmpValue> = fc.oneof(
  fc.integer().map((value): SnmpValue => ({ type: "Integer32", value })),
  fc
    .record({ type: fc.constantFrom("Counter32", "Gauge32", "TimeTicks"), value: fc.nat(4_294_967_295) })
    .map((value) => value as SnmpValue),
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map((value): SnmpValue => ({ type: "Counter64", value })),
  fc.uint8Array({ maxLength: 40 }).map((value): SnmpValue => ({ type: "OctetString", value })),
  fc
    .string({ unit: "grapheme" })
    .map((text): SnmpValue => ({ type: "OctetString", value: new TextEncoder().encode(text) })),
  fc.uint8Array({ minLength: 4, maxLength: 4 }).map((value): SnmpValue => ({ type: "IpAddress", value })),
  fc.uint8Array({ maxLength: 9 }).map((value): SnmpValue => ({ type: "Opaque", value })),
  fc.constant<SnmpValue>({ type: "ObjectIdentifier", value: oid("1.3.6.1.4.1.9") }),
  fc.constant<SnmpValue>({ type: "Null" }),
);
const varbinds: fc.Arbitrary<Varbind[]> = fc
  .uniqueArray(fc.array(fc.nat(4_294_967_295), { minLength: 1, maxLength: 8 }), {
    selector: (arcs) => arcs.join("."),
  })
  .chain((lists) =>
    fc.tuple(...lists.map((arcs) => values.map((value) => ({ oid: oid(`1.3.${arcs.join(".")}`), value })))),
  );

const plain = ({ oid: name, value }: Varbind) => [
  name,
  value.type,
  "value" in value ? String(value.value) : "",
];

test("what is written is read back without loss and without a warning", () => {
  fc.assert(
    fc.property(varbinds, (written) => {
      const { entries, warnings } = readSnmprec(writeSnmprec(written));
      expect(new Map(entries.map((entry) => [entry.oid, plain(entry)]))).toEqual(
        new Map(written.map((entry) => [entry.oid, plain(entry)])),
      );
      expect(warnings).toEqual([]);
    }),
  );
});

test("any text at all is survived", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string(), fc.constantFrom("|", "|4|", "|4e|", "|2|", "|4x|", "\n"), fc.string())),
      (parts) => {
        expect(() => readSnmprec(parts.flat().join(""))).not.toThrow();
      },
    ),
  );
});
