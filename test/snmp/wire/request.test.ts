import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oid } from "../../../src/smi/index.ts";
import { netSnmpCodec } from "../../../src/snmp/net-snmp-codec.ts";
import {
  encodeOid,
  encodeRequest,
  encodeScopedPdu,
  REQUEST_ID_MAX,
  REQUEST_ID_MIN,
} from "../../../src/snmp/wire/index.ts";
import { BerReader, decodeRequestPdu } from "../../support/agent-codec.ts";
import { hex, oids } from "./messages.ts";

const PUBLIC = Buffer.from("public");
const SYS_UP_TIME = encodeOid(oid("1.3.6.1.2.1.1.3.0"));
const GET = {
  kind: "get",
  requestId: 0x1234_5678,
  oids: [SYS_UP_TIME],
  nonRepeaters: 0,
  maxRepetitions: 0,
} as const;
const BULK = { ...GET, kind: "getBulk", nonRepeaters: 1, maxRepetitions: 2 } as const;

const ids = fc.integer({ min: REQUEST_ID_MIN, max: REQUEST_ID_MAX });
const requests = fc.record({
  kind: fc.constantFrom("get" as const, "getNext", "getBulk"),
  requestId: ids,
  nonRepeaters: fc.constantFrom(0),
  maxRepetitions: fc.oneof(fc.nat({ max: 200 }), fc.nat({ max: 100_000 })),
  oids: fc.array(oids, { maxLength: 12 }),
});
type Request = typeof requests extends fc.Arbitrary<infer R> ? R : never;
const fieldsOf = (request: Request) => ({
  ...request,
  oids: request.oids.map((text) => encodeOid(oid(text))),
});

function asAgentReads(message: Uint8Array) {
  const reader = new BerReader(Buffer.from(message)).into(0x30);
  const version = reader.integer();
  return { version, community: reader.take(0x04).toString(), pdu: decodeRequestPdu(reader) };
}

describe("a request", () => {
  test("is the octets of RFC 3416 §3", () => {
    expect(Buffer.from(encodeRequest("2c", PUBLIC, BULK))).toEqual(
      hex(`30 29  02 01 01  04 06 70 75 62 6c 69 63
           a5 1c  02 04 12 34 56 78  02 01 01  02 01 02
           30 0e  30 0c  06 08 2b 06 01 02 01 01 03 00  05 00`),
    );
  });

  test("is what an agent reads", () => {
    fc.assert(
      fc.property(requests, fc.string({ maxLength: 300 }), (request, community) => {
        const bytes = encodeRequest("2c", Buffer.from(community), fieldsOf(request));
        const read = asAgentReads(bytes);
        expect(read).toMatchObject({ version: 1, community: Buffer.from(community).toString() });
        const maxRepetitions = request.kind === "getBulk" ? request.maxRepetitions : 0;
        expect(read.pdu).toEqual({ ...request, maxRepetitions });
      }),
    );
  });

  test("is octet by octet the one of net-snmp", () => {
    const plain = requests.filter((request) => request.oids.every((text) => !text.startsWith("2.")));
    fc.assert(
      fc.property(plain, fc.constantFrom("1" as const, "2c"), (request, version) => {
        const fields = fieldsOf(request);
        const theirs = netSnmpCodec.encodeCommunity(version, PUBLIC, request.requestId, fields);
        expect(Buffer.from(encodeRequest(version, PUBLIC, fields))).toEqual(theirs);
      }),
    );
  });

  test("of more octets than the writer starts with is whole", () => {
    const many = Array.from({ length: 5_000 }, () => SYS_UP_TIME);
    expect(asAgentReads(encodeRequest("1", PUBLIC, { ...GET, oids: many })).pdu.oids).toHaveLength(5_000);
  });

  test("scoped carries its context", () => {
    const bytes = encodeScopedPdu(hex("80 00 1f 88 04"), Buffer.from("vlan-7"), GET);
    const reader = new BerReader(Buffer.from(bytes)).into(0x30);
    expect(reader.take(0x04)).toEqual(hex("80 00 1f 88 04"));
    expect(reader.take(0x04).toString()).toBe("vlan-7");
    expect(decodeRequestPdu(reader)).toMatchObject({ kind: "get", requestId: GET.requestId });
  });

  test.each([0, REQUEST_ID_MIN - 1, REQUEST_ID_MAX + 1, -1, 0x1234_5678 + 0.5, Number.NaN])(
    "refuses the request-id %d, which does not take four octets",
    (id) => {
      expect(() => encodeRequest("2c", PUBLIC, { ...GET, requestId: id })).toThrow(RangeError);
    },
  );
});
