import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeResponse,
  decodeScopedPdu,
  MALFORMED,
  oidAt,
  ResponseView,
  VARBINDS_MAX,
  valueAt,
} from "../../../src/snmp/wire/index.ts";
import { encodePdu, encodeVarbind, integer, octets, TAG, tlv } from "../../support/agent-codec.ts";
import { communityMessage, decode, hex, pdus, varbindsOf } from "./messages.ts";

// The second reply to GETBULK in the example of RFC 3416 §4.2.3, by hand.
const REPLY = hex(`
  30 81 82  02 01 01  04 06 70 75 62 6c 69 63
  a2 75  02 04 12 34 56 78  02 01 00  02 01 00
  30 67
    30 0f  06 08 2b 06 01 02 01 01 03 00                    43 03 01 e2 4a
    30 18  06 0e 2b 06 01 02 01 04 16 01 02 02 0a 00 00 0f  04 06 00 00 10 98 76 54
    30 13  06 0e 2b 06 01 02 01 04 16 01 04 02 0a 00 00 0f  02 01 03
    30 16  06 0e 2b 06 01 02 01 04 16 01 03 01 09 02 03 04  40 04 09 02 03 04
    30 0d  06 08 2b 06 01 02 01 04 17 00                    41 01 02`);

// A v1 reply to GET of a name that the agent does not know (RFC 1157 §4.1.2).
const NO_SUCH_NAME = hex(`
  30 26  02 01 00  04 06 70 75 62 6c 69 63
  a2 19  02 01 2a  02 01 02  02 01 01
  30 0e  30 0c  06 08 2b 06 01 02 01 01 09 00  05 00`);

const name = { oid: "1.3.6.1.2.1.1.5.0", value: { type: "Null" } } as const;

describe("a reply", () => {
  test("to the GETBULK of RFC 3416 §4.2.3 gives its fields and varbinds", () => {
    const { fault, view } = decode(REPLY);
    expect(fault).toBeUndefined();
    expect(view).toMatchObject({ version: 1, pduType: 0xa2, requestId: 0x12345678, errorStatus: 0 });
    expect(REPLY.toString("latin1", view.communityStart, view.communityEnd)).toBe("public");
    expect(varbindsOf(view)).toEqual([
      { oid: "1.3.6.1.2.1.1.3.0", value: { type: "TimeTicks", value: 123_466 } },
      {
        oid: "1.3.6.1.2.1.4.22.1.2.2.10.0.0.15",
        value: { type: "OctetString", value: Uint8Array.of(0, 0, 0x10, 0x98, 0x76, 0x54) },
      },
      { oid: "1.3.6.1.2.1.4.22.1.4.2.10.0.0.15", value: { type: "Integer32", value: 3 } },
      {
        oid: "1.3.6.1.2.1.4.22.1.3.1.9.2.3.4",
        value: { type: "IpAddress", value: Uint8Array.of(9, 2, 3, 4) },
      },
      { oid: "1.3.6.1.2.1.4.23.0", value: { type: "Counter32", value: 2 } },
    ]);
  });

  test("with an error gives its status and index", () => {
    const { fault, view } = decode(NO_SUCH_NAME);
    expect(fault).toBeUndefined();
    expect(view).toMatchObject({ version: 0, requestId: 42, errorStatus: 2, errorIndex: 1, count: 1 });
  });

  test("of any agent is read as it was written", () => {
    const view = new ResponseView();
    fc.assert(
      fc.property(pdus, fc.constantFrom(0, 1), (pdu, version) => {
        const message = communityMessage(pdu, version);
        expect(decodeResponse(message, 0, message.length, view)).toBeUndefined();
        expect(view.requestId).toBe(pdu.requestId);
        expect([view.errorStatus, view.errorIndex]).toEqual([pdu.errorStatus, pdu.errorIndex]);
        expect(varbindsOf(view)).toEqual(pdu.varbinds);
        expect(view.malformed).toBe(0);
      }),
    );
  });

  test("is found within a greater buffer, and what follows it is ignored", () => {
    const view = new ResponseView();
    const buffer = Buffer.concat([Buffer.alloc(7, 0x30), REPLY, Buffer.alloc(9, 0xff)]);
    expect(decodeResponse(buffer, 7, buffer.length, view)).toBeUndefined();
    expect(oidAt(view, 4)).toBe("1.3.6.1.2.1.4.23.0");
  });

  test.each([6, 24, 25, 200])("gives octets, %i of them, that outlive its buffer", (length) => {
    const value = { type: "OctetString", value: new Uint8Array(length).fill(0x41) } as const;
    const message = communityMessage({ varbinds: [{ oid: "1.3.6.1.2.1.1.1.0", value }] });
    const { view } = decode(message);
    const read = valueAt(view, 0);
    message.fill(0);
    expect(read).toEqual(value);
  });
});

describe("an odd value", () => {
  test.each([
    ["a Counter64 of twelve octets", 0x46, "01".repeat(12)],
    ["an IpAddress of three octets", 0x40, "0a 00 01"],
    ["an IpAddress of sixteen octets", 0x40, "20".repeat(16)],
    ["a Null with contents", 0x05, "00"],
    ["an exception with contents", 0x82, "00"],
    ["an unknown type", 0x45, "00"],
    ["a constructed type", 0x30, "05 00"],
  ])("(%s) is malformed, and the other varbinds stand", (_, tag, content) => {
    const odd = { oid: "1.3.6.1.2.1.1.6.0", value: { type: "raw", tag, octets: hex(content) } } as const;
    const { fault, view } = decode(communityMessage({ varbinds: [name, odd, name] }));
    expect(fault).toBeUndefined();
    expect([...view.valueTag.subarray(0, view.count)]).toEqual([0x05, MALFORMED, 0x05]);
    expect(view.malformed).toBe(1);
    expect(valueAt(view, 1)).toBeUndefined();
    expect(oidAt(view, 1)).toBe("1.3.6.1.2.1.1.6.0");
  });
});

describe("refused", () => {
  const sequence = (...parts: Buffer[]) => tlv(TAG.sequence, ...parts);
  const list = sequence(encodeVarbind(name));
  const pdu = (...parts: Buffer[]) => tlv(TAG.response, ...parts);
  const message = (...parts: Buffer[]) => sequence(integer(1), octets("public"), ...parts);
  const head = [integer(1), integer(0), integer(0)];
  const nullValue = tlv(TAG.null);
  const oid = tlv(TAG.oid, hex("2b 06 01"));

  test.each([
    ["nothing", Buffer.alloc(0), "truncated"],
    ["no SEQUENCE", integer(1), "unexpected-tag"],
    ["v3", sequence(integer(3), octets("public"), pdu(...head, list)), "unsupported-version"],
    ["version 2⁴⁰", sequence(integer(2 ** 40), octets("x")), "bad-integer"],
    ["a request", message(tlv(0xa0, ...head, list)), "unexpected-pdu-type"],
    ["a Report outside v3", message(tlv(TAG.report, ...head, list)), "unexpected-pdu-type"],
    ["a request-id of 2³¹", message(pdu(integer(2 ** 31), ...head.slice(1), list)), "bad-integer"],
    ["no field as it should be, by the first", message(pdu(integer(2 ** 31), octets("x"))), "bad-integer"],
    ["error-status 19", message(pdu(integer(1), integer(19), integer(0), list)), "bad-error-status"],
    ["error-status −1", message(pdu(integer(1), integer(-1), integer(0), list)), "bad-error-status"],
    ["no varbind list", message(pdu(...head)), "truncated"],
    ["a second list", message(pdu(...head, list, list)), "trailing-octets"],
    ["a second PDU", message(pdu(...head, list), pdu(...head, list)), "trailing-octets"],
    [
      "a varbind of three",
      message(pdu(...head, sequence(sequence(oid, nullValue, nullValue)))),
      "trailing-octets",
    ],
    ["a varbind without value", message(pdu(...head, sequence(sequence(oid)))), "truncated"],
    ["a varbind without name", message(pdu(...head, sequence(sequence(nullValue)))), "unexpected-tag"],
    ["a long-form tag", message(pdu(...head, sequence(sequence(oid, hex("1f 00"))))), "unexpected-tag"],
  ])("%s", (_, bytes, fault) => {
    const decoded = decode(bytes);
    expect(decoded.fault).toBe(fault);
    expect(decoded.view.count).toBe(0);
  });

  test("a broken varbind, while the request-id is still said and no earlier message's errors", () => {
    const { view } = decode(NO_SUCH_NAME);
    const broken = message(pdu(integer(99), integer(0), integer(0), sequence(sequence(nullValue))));
    expect(decodeResponse(broken, 0, broken.length, view)).toBe("unexpected-tag");
    expect(view).toMatchObject({ requestId: 99, errorStatus: 0, count: 0 });
    expect(decodeResponse(broken, 0, 9, view)).toBe("truncated");
    expect(view).toMatchObject({ requestId: 0, errorIndex: 0 });
  });

  test("a message cut anywhere, and the view is empty", () => {
    const view = new ResponseView();
    for (let end = 0; end < REPLY.length; end++) {
      expect(decodeResponse(REPLY, 0, end, view)).toBe("truncated");
      expect(view.count).toBe(0);
    }
  });

  test("more than the bound of varbinds, while as many as the bound are read", () => {
    const many = (count: number) => communityMessage({ varbinds: Array.from({ length: count }, () => name) });
    const most = decode(many(VARBINDS_MAX));
    expect([most.fault, most.view.count]).toEqual([undefined, VARBINDS_MAX]);
    const more = decode(many(VARBINDS_MAX + 1));
    expect([more.fault, more.view.count]).toEqual(["too-many-varbinds", 0]);
    expect(more.view.oidStart.length).toBe(VARBINDS_MAX);
  });

  test("sequences nested ten thousand deep, at once", () => {
    let bomb = Buffer.alloc(0);
    for (let depth = 0; depth < 10_000; depth++) bomb = Buffer.concat([hex("30 83"), size(bomb), bomb]);
    expect(decode(bomb).fault).toBe("unexpected-tag");
    expect(decode(message(pdu(...head, bomb))).fault).toBe("unexpected-tag");
  });
});

const size = ({ length }: Buffer) => Buffer.from([length >> 16, length >> 8, length]);

describe("a scoped PDU", () => {
  const scoped = (tag: number, padding = "") =>
    Buffer.concat([
      tlv(
        TAG.sequence,
        octets(hex("80 00 1f 88 04")),
        octets("vlan-7"),
        encodePdu(tag, { requestId: 7, errorStatus: 0, errorIndex: 0, varbinds: [name] }),
      ),
      hex(padding),
    ]);

  test.each([
    ["a Response", TAG.response],
    ["a Report", TAG.report],
  ])("with %s gives its context and varbinds", (_, tag) => {
    const view = new ResponseView();
    const bytes = scoped(tag);
    expect(decodeScopedPdu(bytes, 0, bytes.length, view)).toBeUndefined();
    expect(view).toMatchObject({ version: 3, pduType: tag, requestId: 7, count: 1 });
    expect(bytes.toString("latin1", view.contextNameStart, view.contextNameEnd)).toBe("vlan-7");
    expect(bytes.subarray(view.contextEngineIdStart, view.contextEngineIdEnd)).toEqual(hex("80 00 1f 88 04"));
  });

  test("is read without the padding of a block cipher", () => {
    const bytes = scoped(TAG.response, "07 07 07 07 07 07 07");
    expect(decodeScopedPdu(bytes, 0, bytes.length, new ResponseView())).toBeUndefined();
  });

  test("decrypted with the wrong key is refused", () => {
    const noise = fc
      .uint8Array({ minLength: 1, maxLength: 200 })
      .filter((bytes) => bytes[0] !== TAG.sequence);
    fc.assert(
      fc.property(noise, (bytes) => {
        expect(decodeScopedPdu(bytes, 0, bytes.length, new ResponseView())).toMatch(/tag|trunc|length/);
      }),
    );
  });
});
