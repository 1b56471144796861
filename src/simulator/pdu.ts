import { assertNever } from "../base/index.ts";
import { BerReader, encodeInteger, sealed, TAG, tlv, type WireOid } from "./ber.ts";
import type { Found, Instance, MibView, ViewOptions } from "./mib-view.ts";

export type RequestType = "get" | "getNext" | "getBulk" | "set";

const REQUEST_TAGS: Readonly<Record<number, RequestType>> = {
  0xa0: "get",
  0xa1: "getNext",
  0xa3: "set",
  0xa5: "getBulk",
};
const RESPONSE_TAG = 0xa2;
export const REPORT_TAG = 0xa8;

/** error-status (RFC 3416 §3); the first six are SNMPv1's. */
export const ERROR_STATUS = Object.freeze({
  noError: 0,
  tooBig: 1,
  noSuchName: 2,
  readOnly: 4,
  genErr: 5,
  authorizationError: 16,
  notWritable: 17,
});

export interface RequestPdu {
  readonly type: RequestType;
  readonly requestId: number;
  /** Zero unless GETBULK. */
  readonly nonRepeaters: number;
  readonly maxRepetitions: number;
  readonly names: readonly WireOid[];
  /** The variable-bindings as they came, to be echoed. */
  readonly varbindList: Uint8Array;
}

export interface ResponsePdu {
  readonly errorStatus: number;
  readonly errorIndex: number;
  /** The whole variable-bindings, encoded. */
  readonly varbindList: Uint8Array;
  /** How many varbinds it carries. */
  readonly varbinds: number;
}

const EMPTY_LIST = tlv(TAG.sequence);
const NO_SUCH_INSTANCE = tlv(TAG.noSuchInstance);
const END_OF_MIB_VIEW = tlv(TAG.endOfMibView);

/** Reads a request PDU; the reader is `failed` afterwards when there was none. */
export function readRequest(reader: BerReader): RequestPdu | undefined {
  const type = REQUEST_TAGS[reader.peek()];
  if (type === undefined) {
    reader.failed = true;
    return undefined;
  }
  const end = reader.enter(reader.peek());
  const requestId = reader.integer();
  const second = reader.integer();
  const third = reader.integer();
  const listStart = reader.position;
  const listEnd = reader.enter(TAG.sequence);
  const names: WireOid[] = [];
  while (!reader.failed && reader.position < listEnd) {
    const varbindEnd = reader.enter(TAG.sequence);
    names.push(reader.objectIdentifier());
    reader.skip(varbindEnd);
    reader.leave(varbindEnd);
  }
  reader.leave(listEnd);
  reader.leave(end);
  if (reader.failed) return undefined;
  const bulk = type === "getBulk";
  return {
    type,
    requestId,
    nonRepeaters: bulk ? Math.max(0, second) : 0, // RFC 3416 §4.2.3: below zero counts as zero
    maxRepetitions: bulk ? Math.max(0, third) : 0,
    names,
    varbindList: reader.bytes.subarray(listStart, listEnd),
  };
}

export function encodeResponse(
  requestId: number,
  response: ResponsePdu,
  tag: number = RESPONSE_TAG,
): Uint8Array {
  return tlv(
    tag,
    encodeInteger(requestId),
    encodeInteger(response.errorStatus),
    encodeInteger(response.errorIndex),
    response.varbindList,
  );
}

/** Octets of an encoded response PDU around its variable-bindings' contents, at most. */
export const RESPONSE_OVERHEAD_BYTES = 5 + 6 + 3 + 4 + 5;

export interface RespondOptions extends ViewOptions {
  readonly version: "1" | "2c" | "3";
  /** Room for the contents of the variable-bindings. */
  readonly budgetBytes: number;
  /** An agent may cap a GETBULK reply on its own. */
  readonly bulkVarbindsMax: number;
}

/** Answers a request as RFC 3416 §4.2 says, over SNMPv1 as RFC 3584 §4.2 translates it. */
export function respond(request: RequestPdu, view: MibView, options: RespondOptions): ResponsePdu {
  switch (request.type) {
    case "get":
      return readEach(request, options, (name) => view.get(name.arcs, options), NO_SUCH_INSTANCE);
    case "getNext":
      return readEach(request, options, (name) => view.next(name.arcs, options), END_OF_MIB_VIEW);
    case "getBulk":
      return readBulk(request, view, options);
    case "set":
      return failure(request, options.version === "1" ? ERROR_STATUS.readOnly : ERROR_STATUS.notWritable, 1);
    default:
      return assertNever(request.type);
  }
}

/** An error-status with the request's own varbinds. */
export function failure(request: RequestPdu, errorStatus: number, errorIndex: number): ResponsePdu {
  return {
    errorStatus,
    errorIndex: request.names.length === 0 ? 0 : errorIndex,
    varbindList: request.varbindList,
    varbinds: request.names.length,
  };
}

/** RFC 3416 §4.2.1: an empty list; SNMPv1 echoes the request (RFC 1157 §4.1.2). */
export function tooBig(request: RequestPdu, version: "1" | "2c" | "3"): ResponsePdu {
  if (version === "1") return failure(request, ERROR_STATUS.tooBig, 0);
  return { errorStatus: ERROR_STATUS.tooBig, errorIndex: 0, varbindList: EMPTY_LIST, varbinds: 0 };
}

function readEach(
  request: RequestPdu,
  options: RespondOptions,
  find: (name: WireOid) => Found,
  missing: Uint8Array,
): ResponsePdu {
  const wires: Uint8Array[] = [];
  let bytes = 0;
  for (const [i, name] of request.names.entries()) {
    const found = find(name);
    if (found === "genErr") return failure(request, ERROR_STATUS.genErr, i + 1);
    if (found === undefined && options.version === "1")
      return failure(request, ERROR_STATUS.noSuchName, i + 1);
    const wire = found?.wire ?? tlv(TAG.sequence, name.tlv, missing);
    wires.push(wire);
    bytes += wire.length;
  }
  return bytes > options.budgetBytes ? tooBig(request, options.version) : success(wires);
}

function success(wires: readonly Uint8Array[]): ResponsePdu {
  return {
    errorStatus: ERROR_STATUS.noError,
    errorIndex: 0,
    varbindList: sealed(TAG.sequence, wires),
    varbinds: wires.length,
  };
}

/** Where one repeater of a GETBULK stands: its last instance, and the name to show when there is none behind. */
interface Repeater {
  readonly last: Instance | WireOid;
  readonly atEnd: boolean;
  readonly wire: Uint8Array;
}

function readBulk(request: RequestPdu, view: MibView, options: RespondOptions): ResponsePdu {
  const single = Math.min(request.nonRepeaters, request.names.length);
  const wires: Uint8Array[] = [];
  let leftBytes = options.budgetBytes;
  const take = (wire: Uint8Array): boolean => {
    leftBytes -= wire.length;
    if (leftBytes < 0 || wires.length >= options.bulkVarbindsMax) return false;
    wires.push(wire);
    return true;
  };
  // A reply that is full ends in the middle of a row: RFC 3416 §4.2.3 sets no relation between size and rows.
  const finish = (): ResponsePdu => (wires.length === 0 ? tooBig(request, options.version) : success(wires));

  let row: Repeater[] = request.names.map((name) => ({ last: name, atEnd: false, wire: name.tlv }));
  for (const [i, start] of row.slice(0, single).entries()) {
    const repeater = advance(start, view, options);
    if (repeater === "genErr") return failure(request, ERROR_STATUS.genErr, i + 1);
    if (!take(repeater.wire)) return finish();
  }
  row = row.slice(single);
  for (let repetition = 0; repetition < request.maxRepetitions && row.length > 0; repetition++) {
    for (const [i, start] of row.entries()) {
      const repeater = advance(start, view, options);
      if (repeater === "genErr") return failure(request, ERROR_STATUS.genErr, single + i + 1);
      if (!take(repeater.wire)) return finish();
      row[i] = repeater;
    }
    // Further rows would say the same; RFC 3416 §4.2.3 allows to leave them out.
    if (row.every(({ atEnd }) => atEnd)) break;
  }
  return success(wires);
}

function advance(repeater: Repeater, view: MibView, options: RespondOptions): Repeater | "genErr" {
  if (repeater.atEnd) return repeater;
  const { last } = repeater;
  const found = "wire" in last ? view.nextOf(last, options) : view.next(last.arcs, options);
  if (found === "genErr") return found;
  if (found !== undefined) return { last: found, atEnd: false, wire: found.wire };
  const name = "tlv" in last ? last.tlv : nameOf(last.wire);
  return { last, atEnd: true, wire: tlv(TAG.sequence, name, END_OF_MIB_VIEW) };
}

function nameOf(varbind: Uint8Array): Uint8Array {
  const reader = new BerReader(varbind);
  reader.enter(TAG.sequence);
  return reader.objectIdentifier().tlv;
}
