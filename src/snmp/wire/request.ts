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

/** Ids that take four octets in their shortest form, so that all requests for the same are of one size: 31 bits less 1 %. */
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
export function encodeRequest(version: "1" | "2c", community: Uint8Array, fields: RequestFields): Uint8Array {
  writer.begin();
  writePdu(fields);
  writer.value(TAG.octetString, community);
  writer.integer(VERSION[version]);
  writer.wrap(TAG.sequence, 0);
  return writer.finish();
}

/**
 * A request as scoped PDU (RFC 3412 §6.8), to be framed by `encodeV3Message`, encrypted or not.
 * @throws {RangeError} when the request-id does not take four octets
 */
export function encodeScopedPdu(
  contextEngineId: Uint8Array,
  contextName: Uint8Array,
  fields: RequestFields,
): Uint8Array {
  writer.begin();
  writePdu(fields);
  writer.value(TAG.octetString, contextName);
  writer.value(TAG.octetString, contextEngineId);
  writer.wrap(TAG.sequence, 0);
  return writer.finish();
}

function writePdu(fields: RequestFields): void {
  checkRequestId(fields.requestId);
  const bulk = fields.kind === "getBulk";
  for (let i = fields.oids.length - 1; i >= 0; i--) {
    const mark = writer.written;
    writer.value(TAG.null, NOTHING);
    writer.value(TAG.objectIdentifier, fields.oids[i]!);
    writer.wrap(TAG.sequence, mark);
  }
  writer.wrap(TAG.sequence, 0);
  writer.integer(bulk ? fields.maxRepetitions : 0);
  writer.integer(bulk ? fields.nonRepeaters : 0);
  writer.integer(fields.requestId);
  writer.wrap(PDU_TAG[fields.kind], 0);
}

function checkRequestId(id: number): void {
  if (!Number.isInteger(id) || id < REQUEST_ID_MIN || id > REQUEST_ID_MAX) {
    throw new RangeError(`request-id ${id} does not take four octets`);
  }
}
