import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeCommunity } from "../../../src/snmp/net-snmp-codec.ts";
import { communityMessage, decode, pdus, varbindsOf } from "./messages.ts";

// net-snmp as the third opinion, besides ours and the agent codec that writes the messages.

/** net-snmp cuts a first sub-identifier to 32 bits: 2.4294967216 and beyond are beyond it. */
const readable = (text: string) => !(text.startsWith("2.") && Number(text.split(".")[1]) > 0xffff_ffff - 80);

test("net-snmp reads the same out of every valid message", () => {
  const plain = pdus.filter(({ varbinds }) =>
    varbinds.every(
      ({ oid, value }) => readable(oid) && (value.type !== "ObjectIdentifier" || readable(value.value)),
    ),
  );
  fc.assert(
    fc.property(plain, fc.constantFrom(0, 1), (pdu, version) => {
      const message = communityMessage(pdu, version);
      const theirs = decodeCommunity(message);
      const { fault, view } = decode(message);
      expect(fault).toBeUndefined();
      expect(view.requestId).toBe(theirs.requestId);
      expect([view.errorStatus, view.errorIndex]).toEqual([theirs.errorStatus, theirs.errorIndex]);
      expect(varbindsOf(view)).toEqual(theirs.varbinds);
    }),
    { numRuns: 300 },
  );
});
