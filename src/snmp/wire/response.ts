import { BerCursor, type DecodeFault, isCounter64, isOid, signedInteger, TAG, unsigned32 } from "./ber.ts";
import { MALFORMED, type ResponseView } from "./response-view.ts";

// Two kinds of wrong. Where the frame is broken (tags, lengths, a name that is no OID), nothing behind it can be
// trusted, and the PDU is refused with a fault. Where the frame is whole and only the octets of one value do not fit
// its type (a Counter64 of twelve octets, an IpAddress of three, an unknown type), that varbind is MALFORMED and the
// others stand: a good agent does not lose sixty values to a bug in one.

const VERSION_1 = 0;
const VERSION_2C = 1;
const VERSION_3 = 3;
const INTEGER_MIN = -0x8000_0000;
const INTEGER_MAX = 0x7fff_ffff;
/** inconsistentName, the last of RFC 3416 §3: what lies beyond is no error-status. */
const ERROR_STATUS_MAX = 18;
/** The tag's number goes on in further octets: SNMP has no such type, and its length would be misread. */
const LONG_TAG = 0x1f;

/**
 * Reads a v1 or v2c message with a Response PDU out of bytes[start, end), 0 ≤ start ≤ end. Octets behind the message
 * are ignored: some agents pad their datagrams.
 * @returns undefined when all is well; else what is wrong, and then `view` has no varbinds. It still has the
 *   request-id when that could be read, so that a broken reply can end the request that it answers
 */
export function decodeResponse(
  bytes: Uint8Array,
  start: number,
  end: number,
  view: ResponseView,
): DecodeFault | undefined {
  const cursor = begin(bytes, start, view);
  if (!readMessage(cursor, Math.min(end, bytes.length), view)) view.dropVarbinds();
  return cursor.fault;
}

/**
 * Reads the plain scoped PDU of a v3 message (RFC 3412 §6.8), with a Response or a Report. Octets behind it are
 * ignored: what a block cipher padded.
 * @returns as `decodeResponse`
 */
export function decodeScopedPdu(
  bytes: Uint8Array,
  start: number,
  end: number,
  view: ResponseView,
): DecodeFault | undefined {
  const cursor = begin(bytes, start, view);
  if (!readScopedPdu(cursor, Math.min(end, bytes.length), view)) view.dropVarbinds();
  return cursor.fault;
}

/** After a fault the fields that were not reached are zero, not those of an earlier message. */
function begin(bytes: Uint8Array, start: number, view: ResponseView): BerCursor {
  view.clear();
  view.bytes = bytes;
  return new BerCursor(bytes, start);
}

function readMessage(cursor: BerCursor, limit: number, view: ResponseView): boolean {
  if (!cursor.enter(TAG.sequence, limit)) return false;
  const { end } = cursor;
  view.version = cursor.integer(end, INTEGER_MIN, INTEGER_MAX);
  if (cursor.fault !== undefined) return false;
  if (view.version !== VERSION_1 && view.version !== VERSION_2C) return cursor.fail("unsupported-version");
  if (!cursor.expect(TAG.octetString, end)) return false;
  view.communityStart = cursor.start;
  view.communityEnd = cursor.end;
  return readPdu(cursor, end, view) && cursor.done(end);
}

function readScopedPdu(cursor: BerCursor, limit: number, view: ResponseView): boolean {
  view.version = VERSION_3;
  if (!cursor.enter(TAG.sequence, limit)) return false;
  const { end } = cursor;
  if (!cursor.expect(TAG.octetString, end)) return false;
  view.contextEngineIdStart = cursor.start;
  view.contextEngineIdEnd = cursor.end;
  if (!cursor.expect(TAG.octetString, end)) return false;
  view.contextNameStart = cursor.start;
  view.contextNameEnd = cursor.end;
  return readPdu(cursor, end, view) && cursor.done(end);
}

function readPdu(cursor: BerCursor, limit: number, view: ResponseView): boolean {
  if (!cursor.read(limit)) return false;
  const { tag, end } = cursor;
  if (tag !== TAG.response && !(tag === TAG.report && view.version === VERSION_3)) {
    return cursor.fail("unexpected-pdu-type");
  }
  view.pduType = tag;
  cursor.next = cursor.start;
  view.requestId = cursor.integer(end, INTEGER_MIN, INTEGER_MAX);
  view.errorStatus = cursor.integer(end, INTEGER_MIN, INTEGER_MAX);
  view.errorIndex = cursor.integer(end, INTEGER_MIN, INTEGER_MAX);
  if (cursor.fault !== undefined) return false;
  if (view.errorStatus < 0 || view.errorStatus > ERROR_STATUS_MAX) return cursor.fail("bad-error-status");
  if (!cursor.enter(TAG.sequence, end)) return false;
  return readVarbinds(cursor, cursor.end, view) && cursor.done(end);
}

function readVarbinds(cursor: BerCursor, limit: number, view: ResponseView): boolean {
  const { bytes } = cursor;
  let count = 0;
  while (cursor.next < limit) {
    if (count === view.oidStart.length && !view.grow()) return cursor.fail("too-many-varbinds");
    if (!cursor.enter(TAG.sequence, limit)) return false;
    const { end } = cursor;
    if (!cursor.expect(TAG.objectIdentifier, end)) return false;
    if (!isOid(bytes, cursor.start, cursor.end)) return cursor.fail("bad-oid");
    view.oidStart[count] = cursor.start;
    view.oidEnd[count] = cursor.end;
    if (!cursor.read(end) || !cursor.done(end)) return false;
    const { tag } = cursor;
    if ((tag & LONG_TAG) === LONG_TAG) return cursor.fail("unexpected-tag");
    const sound = isValue(tag, bytes, cursor.start, cursor.end);
    if (!sound) view.malformed++;
    view.valueTag[count] = sound ? tag : MALFORMED;
    view.valueStart[count] = cursor.start;
    view.valueEnd[count] = cursor.end;
    count++;
  }
  view.count = count;
  return true;
}

/** Whether the octets are a value of this type (RFC 2578 §7.1, RFC 3416 §3). */
function isValue(tag: number, bytes: Uint8Array, start: number, end: number): boolean {
  switch (tag) {
    case TAG.octetString:
    case TAG.opaque:
      return true;
    case TAG.counter64:
      return isCounter64(bytes, start, end);
    case TAG.counter32:
    case TAG.gauge32:
    case TAG.timeTicks:
    case TAG.uinteger32:
      return !Number.isNaN(unsigned32(bytes, start, end));
    case TAG.integer:
      return !Number.isNaN(signedInteger(bytes, start, end));
    case TAG.objectIdentifier:
      return start === end || isOid(bytes, start, end); // no octets: zeroDotZero of some agents
    case TAG.ipAddress:
      return end - start === 4;
    case TAG.null:
    case TAG.noSuchObject:
    case TAG.noSuchInstance:
    case TAG.endOfMibView:
      return start === end;
    default:
      return false;
  }
}
