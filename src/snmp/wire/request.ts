import { TAG } from "./ber.ts";
import { BerWriter } from "./ber-writer.ts";

/** What to ask. GETBULK is not for v1 (RFC 3416 §4.2.3). */
export interface RequestFields {
  readonly kind: "get" | "getNext" | "getBulk";
  /** REQUEST_ID_MIN…REQUEST_ID_MAX. */
  readonly requestId: number;
  /** Octets of `encodeOid`. */
  readonly oids: readonly Uint8Array[];
  /** Of GETBULK, 0…2³¹−1; ignored otherwise. */
  readonly nonRepeaters: number;
  readonly maxRepetitions: number;
}

/**
 * An encoded request that can be sent again with another request-id. Patching writes into `bytes`: not while a
 * socket still has them to send.
 */
export interface RequestTemplate {
  readonly bytes: Uint8Array;
  /** Where the four octets of the request-id are. */
  readonly requestIdAt: number;
  /** Where the octets of max-repetitions are; −1 unless GETBULK. */
  readonly maxRepetitionsAt: number;
  readonly maxRepetitionsBytes: number;
}

/** Ids that take four octets in their shortest form, so that one can stand where another stood: 31 bits less 1 %. */
export const REQUEST_ID_MIN = 0x0100_0000;
export const REQUEST_ID_MAX = 0x7fff_ffff;

const PDU_TAG = { get: TAG.getRequest, getNext: TAG.getNextRequest, getBulk: TAG.getBulkRequest } as const;
const VERSION = { "1": 0, "2c": 1 } as const;
const NOTHING = new Uint8Array(0);

const writer = new BerWriter(); // shared: a message is written without a pause

/**
 * A v1 or v2c request.
 * @throws {RangeError} when the request-id does not take four octets
 */
export function encodeRequest(
  version: "1" | "2c",
  community: Uint8Array,
  fields: RequestFields,
): RequestTemplate {
  writer.begin();
  const offsets = writePdu(fields);
  writer.value(TAG.octetString, community);
  writer.integer(VERSION[version]);
  writer.wrap(TAG.sequence, 0);
  return template(offsets);
}

/**
 * A request as scoped PDU (RFC 3412 §6.8), to be framed by `encodeV3Message`, encrypted or not.
 * @throws {RangeError} when the request-id does not take four octets
 */
export function encodeScopedPdu(
  contextEngineId: Uint8Array,
  contextName: Uint8Array,
  fields: RequestFields,
): RequestTemplate {
  writer.begin();
  const offsets = writePdu(fields);
  writer.value(TAG.octetString, contextName);
  writer.value(TAG.octetString, contextEngineId);
  writer.wrap(TAG.sequence, 0);
  return template(offsets);
}

/** Gives the request another id. @throws {RangeError} when the id does not take four octets */
export function patchRequestId({ bytes, requestIdAt }: RequestTemplate, requestId: number): void {
  checkRequestId(requestId);
  bytes[requestIdAt] = requestId >>> 24;
  bytes[requestIdAt + 1] = requestId >>> 16;
  bytes[requestIdAt + 2] = requestId >>> 8;
  bytes[requestIdAt + 3] = requestId;
}

/**
 * Gives the GETBULK another max-repetitions, if that takes as many octets as the one it was built with: 0…127 one,
 * 128…32767 two. There is no padding, which some agents would refuse.
 * @returns false, with nothing changed, when it does not fit or this is no GETBULK: encode anew
 */
export function patchMaxRepetitions(
  { bytes, maxRepetitionsAt, maxRepetitionsBytes }: RequestTemplate,
  maxRepetitions: number,
): boolean {
  const fits =
    maxRepetitionsBytes === 1
      ? maxRepetitions >= 0 && maxRepetitions <= 0x7f
      : maxRepetitionsBytes === 2 && maxRepetitions >= 0x80 && maxRepetitions <= 0x7fff;
  if (!fits) return false;
  if (maxRepetitionsBytes === 2) bytes[maxRepetitionsAt] = maxRepetitions >> 8;
  bytes[maxRepetitionsAt + maxRepetitionsBytes - 1] = maxRepetitions;
  return true;
}

/** Offsets from the end of the message. */
interface Offsets {
  readonly requestId: number;
  readonly maxRepetitions: number;
  readonly maxRepetitionsBytes: number;
}

function writePdu(fields: RequestFields): Offsets {
  checkRequestId(fields.requestId);
  const bulk = fields.kind === "getBulk";
  for (let i = fields.oids.length - 1; i >= 0; i--) {
    const mark = writer.written;
    writer.value(TAG.null, NOTHING);
    writer.value(TAG.objectIdentifier, fields.oids[i]!);
    writer.wrap(TAG.sequence, mark);
  }
  writer.wrap(TAG.sequence, 0);
  const behind = writer.written;
  writer.integer(bulk ? fields.maxRepetitions : 0);
  const maxRepetitions = writer.written - 2; // its header is tag and one length octet
  writer.integer(bulk ? fields.nonRepeaters : 0);
  writer.integer(fields.requestId);
  const requestId = writer.written - 2;
  writer.wrap(PDU_TAG[fields.kind], 0);
  return {
    requestId,
    maxRepetitions: bulk ? maxRepetitions : 0,
    maxRepetitionsBytes: bulk ? maxRepetitions - behind : 0,
  };
}

function template({ requestId, maxRepetitions, maxRepetitionsBytes }: Offsets): RequestTemplate {
  const bytes = writer.finish();
  return {
    bytes,
    requestIdAt: bytes.length - requestId,
    maxRepetitionsAt: maxRepetitionsBytes === 0 ? -1 : bytes.length - maxRepetitions,
    maxRepetitionsBytes,
  };
}

function checkRequestId(id: number): void {
  if (!Number.isInteger(id) || id < REQUEST_ID_MIN || id > REQUEST_ID_MAX) {
    throw new RangeError(`request-id ${id} does not take four octets`);
  }
}
