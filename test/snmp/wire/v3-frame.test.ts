import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Secret } from "../../../src/base/index.ts";
import { oid } from "../../../src/smi/index.ts";
import { netSnmpCodec } from "../../../src/snmp/net-snmp-codec.ts";
import {
  decodeScopedPdu,
  decodeV3Message,
  encodeOid,
  encodeV3Message,
  FLAG,
  ResponseView,
  type V3Header,
  V3MessageView,
} from "../../../src/snmp/wire/index.ts";
import { encodePdu, integer, octets, TAG, tlv } from "../../support/agent-codec.ts";
import { hex } from "./messages.ts";

const ENGINE_ID = hex("80 00 1f 88 04 61 62");
const SCOPED = tlv(
  TAG.sequence,
  octets(ENGINE_ID),
  octets(""),
  encodePdu(TAG.report, { requestId: 1, errorStatus: 0, errorIndex: 0, varbinds: [] }),
);
const HEADER: V3Header = {
  msgId: 0x0102_0304,
  maxSizeBytes: 65_507,
  flags: FLAG.auth | FLAG.priv | FLAG.reportable,
  engineId: ENGINE_ID,
  boots: 5,
  timeSeconds: 300,
  userName: Buffer.from("ops"),
  authParametersBytes: 12,
  privParameters: hex("01 02 03 04 05 06 07 08"),
};

function decode(bytes: Uint8Array) {
  const view = new V3MessageView();
  return { fault: decodeV3Message(bytes, 0, bytes.length, view), view };
}

const part = (bytes: Uint8Array, start: number, end: number) => Buffer.from(bytes.subarray(start, end));

describe("a message", () => {
  test("is the octets of RFC 3412 §6 and RFC 3414 §2.4", () => {
    const { bytes, authParametersStart, authParametersEnd } = encodeV3Message(HEADER, hex("c0 de"));
    expect(Buffer.from(bytes)).toEqual(
      hex(`30 4b  02 01 03
           30 11  02 04 01 02 03 04  02 03 00 ff e3  04 01 07  02 01 03
           04 2f  30 2d  04 07 80 00 1f 88 04 61 62  02 01 05  02 02 01 2c  04 03 6f 70 73
                         04 0c 00 00 00 00 00 00 00 00 00 00 00 00  04 08 01 02 03 04 05 06 07 08
           04 02 c0 de`),
    );
    expect([authParametersStart, authParametersEnd]).toEqual([51, 63]);
  });

  const headers = fc.record({
    msgId: fc.nat(),
    maxSizeBytes: fc.integer({ min: 484, max: 0x7fff_ffff }),
    flags: fc.constantFrom(0, 4, 1, 5, 3, 7),
    engineId: fc.uint8Array({ maxLength: 32 }),
    boots: fc.nat(),
    timeSeconds: fc.nat(),
    userName: fc.uint8Array({ maxLength: 32 }),
    authParametersBytes: fc.constantFrom(0, 12, 16, 24, 32, 48),
    privParameters: fc.uint8Array({ maxLength: 8 }),
  });

  test("is read back as it was framed", () => {
    fc.assert(
      fc.property(headers, fc.uint8Array({ maxLength: 400 }), (header, cipherText) => {
        const encrypted = (header.flags & FLAG.priv) !== 0;
        const data = encrypted ? cipherText : SCOPED;
        const message = encodeV3Message(header, data);
        const { bytes } = message;
        const { fault, view } = decode(bytes);
        expect(fault).toBeUndefined();
        const { msgId, maxSizeBytes, flags, boots, timeSeconds } = header;
        expect(view).toMatchObject({ msgId, maxSizeBytes, flags, boots, timeSeconds });
        expect(part(bytes, view.engineIdStart, view.engineIdEnd)).toEqual(Buffer.from(header.engineId));
        expect(part(bytes, view.userNameStart, view.userNameEnd)).toEqual(Buffer.from(header.userName));
        expect(view.authParametersStart).toBe(message.authParametersStart);
        expect(view.authParametersEnd).toBe(message.authParametersEnd);
        expect(view.authParametersEnd - view.authParametersStart).toBe(header.authParametersBytes);
        const salt = part(bytes, view.privParametersStart, view.privParametersEnd);
        expect(salt).toEqual(Buffer.from(header.privParameters));
        expect(part(bytes, view.dataStart, view.dataEnd)).toEqual(Buffer.from(data));
      }),
    );
  });

  test("with plain data goes on to `decodeScopedPdu`", () => {
    const { bytes } = encodeV3Message({ ...HEADER, flags: FLAG.auth }, SCOPED);
    const { view } = decode(bytes);
    const pdu = new ResponseView();
    expect(decodeScopedPdu(bytes, view.dataStart, view.dataEnd, pdu)).toBeUndefined();
    expect(pdu).toMatchObject({ pduType: TAG.report, requestId: 1 });
  });

  test("of net-snmp is read", () => {
    const user = {
      version: "3",
      userName: "ops",
      securityLevel: "AUTH_PRIV",
      auth: { protocol: "SHA", password: new Secret("authentic-password") },
      priv: { protocol: "AES", password: new Secret("private-password") },
      contextName: "",
    } as const;
    const oids = [encodeOid(oid("1.3.6.1.2.1.1.3.0"))];
    const request = { kind: "get", oids, nonRepeaters: 0, maxRepetitions: 0 } as const;
    const session = netSnmpCodec.openUsm(user, ENGINE_ID);
    const bytes = Buffer.from(
      session.encode({ boots: 5, timeSeconds: 300 }, { msgId: 77, requestId: 9 }, request),
    );
    const { fault, view } = decode(bytes);
    expect(fault).toBeUndefined();
    expect(view).toMatchObject({ msgId: 77, flags: 7, boots: 5, timeSeconds: 300 });
    expect(bytes.toString("latin1", view.userNameStart, view.userNameEnd)).toBe("ops");
    expect(view.authParametersEnd - view.authParametersStart).toBe(12);
    expect(view.privParametersEnd - view.privParametersStart).toBe(8);
  });
});

describe("refused", () => {
  const good = encodeV3Message(HEADER, hex("c0 de")).bytes;
  const globalData = (...parts: Buffer[]) =>
    tlv(TAG.sequence, integer(3), tlv(TAG.sequence, ...parts), Buffer.from(good.subarray(24)));

  test("a message cut anywhere", () => {
    for (let end = 0; end < good.length; end++) {
      expect(decodeV3Message(good, 0, end, new V3MessageView())).toBe("truncated");
    }
  });

  test("security parameters with octets behind them", () => {
    const bytes = Buffer.from(good);
    bytes[27]!--; // the SEQUENCE ends an octet earlier than the OCTET STRING around it,
    bytes[64]!--; // and so does its last field
    expect(decode(bytes).fault).toBe("trailing-octets");
  });

  test.each([
    ["v2c", tlv(TAG.sequence, integer(1), octets("public")), "unsupported-version"],
    ["a negative msgID", globalData(integer(-1), integer(484), octets(hex("07")), integer(3)), "bad-integer"],
    [
      "two octets of flags",
      globalData(integer(1), integer(484), octets(hex("07 00")), integer(3)),
      "bad-flags",
    ],
    [
      "privacy without authentication",
      globalData(integer(1), integer(484), octets(hex("02")), integer(3)),
      "bad-flags",
    ],
    [
      "another security model",
      globalData(integer(1), integer(484), octets(hex("07")), integer(2)),
      "unsupported-security-model",
    ],
    [
      "an engineID of 33 octets",
      encodeV3Message({ ...HEADER, engineId: Buffer.alloc(33) }, SCOPED).bytes,
      "bad-security-parameters",
    ],
    [
      "a user name of 33 octets",
      encodeV3Message({ ...HEADER, userName: Buffer.alloc(33) }, SCOPED).bytes,
      "bad-security-parameters",
    ],
    [
      "plain data that are no SEQUENCE",
      encodeV3Message({ ...HEADER, flags: 1 }, octets("x")).bytes,
      "unexpected-tag",
    ],
    [
      "data behind the data",
      encodeV3Message({ ...HEADER, flags: 1 }, Buffer.concat([SCOPED, SCOPED])).bytes,
      "trailing-octets",
    ],
  ])("%s", (_, bytes, fault) => {
    expect(decode(bytes).fault).toBe(fault);
  });
});
