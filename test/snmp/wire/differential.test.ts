import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Reply } from "../../../src/snmp/exchange/exchange.ts";
import { netSnmpCodec } from "../../../src/snmp/net-snmp-codec.ts";
import { communityMessage, decode, pdus, varbindsOf } from "./messages.ts";

// net-snmp as the third opinion, besides ours and the agent codec that writes the messages.

/** net-snmp cuts a first sub-identifier to 32 bits: 2.4294967216 and beyond are beyond it. */
const readable = (text: string) => !(text.startsWith("2.") && Number(text.split(".")[1]) > 0xffff_ffff - 80);

const listed = (reply: Reply): unknown[] =>
  Array.from({ length: reply.count }, (_, i) => ({ oid: reply.oid(i), value: reply.value(i) }));

test("net-snmp reads the same out of every valid message", () => {
  const plain = pdus.filter(({ varbinds }) =>
    varbinds.every(
      ({ oid, value }) => readable(oid) && (value.type !== "ObjectIdentifier" || readable(value.value)),
    ),
  );
  fc.assert(
    fc.property(plain, fc.constantFrom(0, 1), (pdu, version) => {
      const message = communityMessage(pdu, version);
      const theirs = netSnmpCodec.decodeCommunity(message);
      const { fault, view } = decode(message);
      if (theirs.kind !== "response") throw new Error(theirs.cause);
      expect([fault, view.requestId]).toEqual([undefined, pdu.requestId]);
      expect([view.errorStatus, view.errorIndex]).toEqual([
        theirs.reply.errorStatus,
        theirs.reply.errorIndex,
      ]);
      expect(varbindsOf(view)).toEqual(listed(theirs.reply));
    }),
    { numRuns: 300 },
  );
});
