import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numberAt } from "../../../src/snmp/wire/index.ts";
import { integer, integerOctets, octets, TAG, tlv } from "../../support/agent-codec.ts";
import { communityMessage, decode, hex, messageOf, onlyValue } from "./messages.ts";

const numberOf = (tag: number, content: Uint8Array): number | bigint | undefined => {
  const { fault, view } = decode(messageOf(tag, content));
  expect(fault).toBeUndefined();
  return numberAt(view, 0);
};

describe("INTEGER", () => {
  test.each([
    ["00", 0],
    ["7f", 127],
    ["80", -128],
    ["00 80", 128],
    ["7f ff ff ff", 2_147_483_647],
    ["80 00 00 00", -2_147_483_648],
  ])("%s is %i", (content, value) => {
    expect(onlyValue(0x02, content)).toEqual({ type: "Integer32", value });
  });

  test.each([
    ["00 00 00 00 00 00 00 05", 5],
    ["ff ff ff ff ff ff ff fe", -2],
  ])("padded to eight octets is read: %s is %i", (content, value) => {
    expect(onlyValue(0x02, content)).toEqual({ type: "Integer32", value });
  });

  test("beyond 32 bits is kept as sent", () => {
    expect(onlyValue(0x02, "00 ff ff ff ff")).toEqual({ type: "Integer32", value: 4_294_967_295 });
  });

  test.each(["", "00 20 00 00 00 00 00 00", "00 00 00 00 00 00 00 00 01"])("malformed: '%s'", (content) => {
    expect(onlyValue(0x02, content)).toBeUndefined();
  });
});

describe("unsigned 32 bits", () => {
  test.each([
    ["00 ff ff ff ff", 4_294_967_295],
    ["ff ff ff ff", 4_294_967_295],
    ["ff", 4_294_967_295],
    ["00 00 00 00 80 00 00 00", 2_147_483_648],
    ["ff ff ff ff ff ff ff fe", 4_294_967_294],
    ["05", 5],
  ])("Counter32 %s is %i", (content, value) => {
    expect(onlyValue(0x41, content)).toEqual({ type: "Counter32", value });
  });

  test.each([["01 00 00 00 00"], ["ff 7f ff ff ff"], [""], ["00 00 00 00 00 00 00 00 01"]])(
    "what 32 bits cannot hold is malformed and not cut: '%s'",
    (content) => {
      expect(onlyValue(0x41, content)).toBeUndefined();
    },
  );

  test("the obsolete UInteger32 is read as Gauge32", () => {
    expect(onlyValue(0x47, "2a")).toEqual({ type: "Gauge32", value: 42 });
  });
});

describe("Counter64", () => {
  test.each([
    ["00", 0],
    ["1f ff ff ff ff ff ff", Number.MAX_SAFE_INTEGER],
    ["20 00 00 00 00 00 00", 9_007_199_254_740_992n],
    ["00 ff ff ff ff ff ff ff ff", 18_446_744_073_709_551_615n],
    ["ff ff ff ff ff ff ff ff", 18_446_744_073_709_551_615n],
  ])("%s is %s, a bigint only where a number is not exact", (content, value) => {
    expect(numberOf(0x46, hex(content))).toBe(value);
  });

  test.each(["", "01 00 00 00 00 00 00 00 00", "00 00 00 00 00 00 00 00 00 01"])(
    "malformed: '%s'",
    (content) => {
      expect(onlyValue(0x46, content)).toBeUndefined();
    },
  );

  test("every value of 64 bits is exact", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (value) => {
        expect(BigInt(numberOf(0x46, integerOctets(value)) ?? -1)).toBe(value);
      }),
    );
  });
});

describe("OID", () => {
  test.each([
    ["2b 06 01", "1.3.6.1"],
    ["88 37", "2.999"],
    ["2b 8f ff ff ff 7f", "1.3.4294967295"],
    ["90 80 80 80 4f", "2.4294967295"],
    ["", "0.0"],
  ])("%s is %s", (content, value) => {
    expect(onlyValue(0x06, content)).toEqual({ type: "ObjectIdentifier", value });
  });

  test.each([
    ["a leading 0x80", "2b 80 01"],
    ["an arc of 2³²", "2b 90 80 80 80 00"],
    ["a first sub-identifier beyond 2.(2³²−1)", "90 80 80 80 50"],
    ["a last sub-identifier cut short", "2b 06 81"],
    ["129 arcs", "2b".repeat(128)],
    ["an endless sub-identifier", "ff".repeat(200)],
  ])("with %s is malformed as a value, and refused as a name", (_, content) => {
    expect(onlyValue(0x06, content)).toBeUndefined();
    const varbind = tlv(TAG.sequence, tlv(TAG.oid, hex(content)), tlv(TAG.null));
    expect(decode(around(varbind)).fault).toBe("bad-oid");
  });

  test("128 arcs are read", () => {
    expect(onlyValue(0x06, "2b".repeat(127))).toMatchObject({ type: "ObjectIdentifier" });
  });

  test("of no octets is refused as a name", () => {
    expect(decode(around(tlv(TAG.sequence, tlv(TAG.oid), tlv(TAG.null)))).fault).toBe("bad-oid");
  });
});

function around(varbind: Uint8Array): Buffer {
  const pdu = tlv(TAG.response, integer(1), integer(0), integer(0), tlv(TAG.sequence, varbind));
  return tlv(TAG.sequence, integer(1), octets("public"), pdu);
}

describe("length", () => {
  const content = communityMessage({}).subarray(2);

  test.each([
    ["long form of one octet", "81", 1],
    ["long form of four octets with leading zeros", "84 00 00 00", 1],
  ])("%s is read", (_, prefix) => {
    const message = Buffer.concat([hex(`30 ${prefix}`), Buffer.from([content.length]), content]);
    expect(decode(message).fault).toBeUndefined();
  });

  test.each([
    ["indefinite", "30 80", "bad-length"],
    ["of five length octets", "30 85 00 00 00 00 1a", "bad-length"],
    ["of 127 length octets", "30 ff", "bad-length"],
    ["of 4 GiB", "30 84 ff ff ff ff", "truncated"],
    ["whose own octets run out", "30 84", "truncated"],
  ])("%s is refused", (_, header, fault) => {
    const message = header === "30 84" ? hex(header) : Buffer.concat([hex(header), content]);
    expect(decode(message).fault).toBe(fault);
  });
});
