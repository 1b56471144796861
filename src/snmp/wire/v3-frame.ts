import { BerCursor, type DecodeFault, TAG } from "./ber.ts";
import { BerWriter } from "./ber-writer.ts";

// The frame of an SNMPv3 message with USM (RFC 3412 §6, RFC 3414 §2.4): what stands around the scoped PDU. Keys,
// digests and ciphers are not here; this says where their octets are.

/** Bits of msgFlags (RFC 3412 §6.4). */
export const FLAG = Object.freeze({ auth: 0x01, priv: 0x02, reportable: 0x04 });

const VERSION_3 = 3;
const USM = 3; // RFC 3411 §5: SnmpSecurityModel
const INTEGER_MAX = 0x7fff_ffff;
const ENGINE_ID_MAX_BYTES = 32; // RFC 3411 §5; shorter ones than its five octets are accepted
const USER_NAME_MAX_BYTES = 32; // RFC 3414 §2.4
const ONE_OCTET = 1;

/** All of a message but the scoped PDU. */
export interface V3Header {
  /** 0…2³¹−1. */
  readonly msgId: number;
  /** The greatest message that we accept, at least 484 octets. */
  readonly maxSizeBytes: number;
  /** Of `FLAG`. With `priv`, the data are an encrypted scoped PDU. */
  readonly flags: number;
  readonly engineId: Uint8Array;
  readonly boots: number;
  readonly timeSeconds: number;
  readonly userName: Uint8Array;
  /** Octets that the digest takes (12 for MD5 and SHA-1, 16 to 48 for SHA-2, RFC 7860); 0 without authentication. */
  readonly authParametersBytes: number;
  /** The salt, 8 octets; none without privacy. */
  readonly privParameters: Uint8Array;
}

export interface V3Message {
  readonly bytes: Uint8Array;
  /** Where msgAuthenticationParameters lie: zeros, to be filled with the digest of all `bytes` (RFC 3414 §6.3.1). */
  readonly authParametersStart: number;
  readonly authParametersEnd: number;
}

const writer = new BerWriter(); // shared: a message is written without a pause

/**
 * Frames a scoped PDU.
 * @param data  with `FLAG.priv` the encrypted scoped PDU, which becomes an OCTET STRING; else the whole TLV of the
 *   scoped PDU, as `encodeScopedPdu` gives it
 */
export function encodeV3Message(header: V3Header, data: Uint8Array): V3Message {
  writer.begin();
  if ((header.flags & FLAG.priv) === 0) writer.raw(data);
  else writer.value(TAG.octetString, data);
  const authEnd = writeSecurityParameters(header);
  writeGlobalData(header);
  writer.integer(VERSION_3);
  writer.wrap(TAG.sequence, 0);
  const bytes = writer.finish();
  const authParametersEnd = bytes.length - authEnd;
  return { bytes, authParametersStart: authParametersEnd - header.authParametersBytes, authParametersEnd };
}

/** @returns where msgAuthenticationParameters end, as octets from the end of the message */
function writeSecurityParameters(header: V3Header): number {
  const mark = writer.written;
  writer.value(TAG.octetString, header.privParameters);
  const authEnd = writer.written;
  writer.value(TAG.octetString, new Uint8Array(header.authParametersBytes));
  writer.value(TAG.octetString, header.userName);
  writer.integer(header.timeSeconds);
  writer.integer(header.boots);
  writer.value(TAG.octetString, header.engineId);
  writer.wrap(TAG.sequence, mark);
  writer.wrap(TAG.octetString, mark);
  return authEnd;
}

function writeGlobalData(header: V3Header): void {
  const mark = writer.written;
  writer.integer(USM);
  writer.value(TAG.octetString, Uint8Array.of(header.flags));
  writer.integer(header.maxSizeBytes);
  writer.integer(header.msgId);
  writer.wrap(TAG.sequence, mark);
}

/** A received message; ranges are offsets into `bytes`, [start, end). Reused: true until the next decode. */
export class V3MessageView {
  bytes: Uint8Array = new Uint8Array(0);
  /** The whole message, which the digest covers; a datagram may go on behind it. */
  messageStart = 0;
  messageEnd = 0;
  msgId = 0;
  maxSizeBytes = 0;
  flags = 0;
  engineIdStart = 0;
  engineIdEnd = 0;
  boots = 0;
  timeSeconds = 0;
  userNameStart = 0;
  userNameEnd = 0;
  authParametersStart = 0;
  authParametersEnd = 0;
  privParametersStart = 0;
  privParametersEnd = 0;
  /** With `FLAG.priv` the encrypted octets; else the whole TLV of the scoped PDU, as `decodeScopedPdu` takes it. */
  dataStart = 0;
  dataEnd = 0;
}

/**
 * Reads the frame of a v3 message. The data are neither decrypted nor read.
 * @returns what is wrong, and then `view` is not to be used; undefined when all is well
 */
export function decodeV3Message(
  bytes: Uint8Array,
  start: number,
  end: number,
  view: V3MessageView,
): DecodeFault | undefined {
  const cursor = new BerCursor(bytes, start);
  view.bytes = bytes;
  view.messageStart = start;
  readMessage(cursor, end, view);
  return cursor.fault;
}

function readMessage(cursor: BerCursor, limit: number, view: V3MessageView): boolean {
  if (!cursor.enter(TAG.sequence, limit)) return false;
  const { end } = cursor;
  view.messageEnd = end;
  const version = cursor.integer(end, 0, INTEGER_MAX);
  if (cursor.fault !== undefined) return false;
  if (version !== VERSION_3) return cursor.fail("unsupported-version");
  return (
    readGlobalData(cursor, end, view) &&
    readSecurityParameters(cursor, end, view) &&
    readData(cursor, end, view) &&
    cursor.done(end)
  );
}

function readGlobalData(cursor: BerCursor, limit: number, view: V3MessageView): boolean {
  if (!cursor.enter(TAG.sequence, limit)) return false;
  const { end } = cursor;
  view.msgId = cursor.integer(end, 0, INTEGER_MAX);
  view.maxSizeBytes = cursor.integer(end, 0, INTEGER_MAX);
  if (cursor.fault !== undefined || !cursor.expect(TAG.octetString, end)) return false;
  if (cursor.end - cursor.start !== ONE_OCTET) return cursor.fail("bad-flags");
  view.flags = cursor.bytes[cursor.start]!;
  if ((view.flags & (FLAG.auth | FLAG.priv)) === FLAG.priv) return cursor.fail("bad-flags");
  const model = cursor.integer(end, 0, INTEGER_MAX);
  if (cursor.fault !== undefined) return false;
  return model === USM ? cursor.done(end) : cursor.fail("unsupported-security-model");
}

function readSecurityParameters(cursor: BerCursor, limit: number, view: V3MessageView): boolean {
  if (!cursor.enter(TAG.octetString, limit)) return false;
  const outer = cursor.end;
  if (!cursor.enter(TAG.sequence, outer)) return false;
  const { end } = cursor;
  if (!expectOctets(cursor, end, ENGINE_ID_MAX_BYTES)) return false;
  view.engineIdStart = cursor.start;
  view.engineIdEnd = cursor.end;
  view.boots = cursor.integer(end, 0, INTEGER_MAX);
  view.timeSeconds = cursor.integer(end, 0, INTEGER_MAX);
  if (cursor.fault !== undefined || !expectOctets(cursor, end, USER_NAME_MAX_BYTES)) return false;
  view.userNameStart = cursor.start;
  view.userNameEnd = cursor.end;
  if (!cursor.expect(TAG.octetString, end)) return false;
  view.authParametersStart = cursor.start;
  view.authParametersEnd = cursor.end;
  if (!cursor.expect(TAG.octetString, end)) return false;
  view.privParametersStart = cursor.start;
  view.privParametersEnd = cursor.end;
  return cursor.done(end) && cursor.done(outer);
}

function expectOctets(cursor: BerCursor, limit: number, maxBytes: number): boolean {
  if (!cursor.expect(TAG.octetString, limit)) return false;
  return cursor.end - cursor.start <= maxBytes || cursor.fail("bad-security-parameters");
}

function readData(cursor: BerCursor, limit: number, view: V3MessageView): boolean {
  const encrypted = (view.flags & FLAG.priv) !== 0;
  const { next } = cursor;
  if (!cursor.expect(encrypted ? TAG.octetString : TAG.sequence, limit)) return false;
  view.dataStart = encrypted ? cursor.start : next;
  view.dataEnd = cursor.end;
  return true;
}
