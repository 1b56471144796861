import { BerCursor, TAG } from "../wire/ber.ts";

// The ids at the front of a datagram, read without decoding the rest: enough to see whom it answers. v1 and v2c carry
// the request-id in the PDU (RFC 1901, RFC 3416), v3 the msgID in its header (RFC 3412 §6).

const INTEGER_MIN = -0x8000_0000;
const INTEGER_MAX = 0x7fff_ffff;
export const SNMP_V3 = 3;

/** Reused from datagram to datagram. */
export class MessageHeader {
  /** As on the wire: 0 is v1, 1 is v2c, 3 is v3. */
  version = 0;
  /** The request-id, or with v3 the msgID. */
  id = 0;
  /** Where the community lies; nowhere with v3. */
  communityStart = 0;
  communityEnd = 0;
}

/** @returns false for anything that does not start as an SNMP message or is shorter than it says */
export function readHeader(bytes: Uint8Array, header: MessageHeader): boolean {
  const cursor = new BerCursor(bytes, 0);
  if (!cursor.enter(TAG.sequence, bytes.length)) return false;
  const { end } = cursor;
  header.version = cursor.integer(end, 0, SNMP_V3);
  if (cursor.fault !== undefined) return false;
  if (header.version === SNMP_V3) return readMsgId(cursor, end, header);
  return header.version <= 1 && readRequestId(cursor, end, header);
}

function readMsgId(cursor: BerCursor, limit: number, header: MessageHeader): boolean {
  if (!cursor.enter(TAG.sequence, limit)) return false;
  header.communityStart = 0;
  header.communityEnd = 0;
  header.id = cursor.integer(cursor.end, INTEGER_MIN, INTEGER_MAX);
  return cursor.fault === undefined;
}

function readRequestId(cursor: BerCursor, limit: number, header: MessageHeader): boolean {
  if (!cursor.expect(TAG.octetString, limit)) return false;
  header.communityStart = cursor.start;
  header.communityEnd = cursor.end;
  if (!cursor.read(limit)) return false; // whatever PDU it is: the codec judges that
  cursor.next = cursor.start;
  header.id = cursor.integer(cursor.end, INTEGER_MIN, INTEGER_MAX);
  return cursor.fault === undefined;
}
