import { crc32 } from "node:zlib";

// Layout of the log on disk (docs/delivery.md). Numbers are little-endian; positions and line numbers are doubles, which
// are exact up to 2⁵³.

/**
 * A place in the log. Positions count the octets of all records since the log was begun, headers included, and line
 * numbers all lines: both go on over segments, and neither is used twice.
 */
export interface Place {
  readonly position: number;
  readonly line: number;
}

/** What the header of a record says. */
export interface RecordHeader extends Place {
  /** Octets of the lines behind the header. */
  readonly bytes: number;
  readonly lines: number;
  /** Of the first of the lines, UTC ms. */
  readonly timestampMs: number;
}

export const RECORD_HEADER_BYTES = 44;
export const SEGMENT_HEADER_BYTES = 32;
/** A longer record is none of ours: a torn header must not make us ask for gigabytes of memory. */
export const RECORD_BYTES_MAX = 64 * 1024 * 1024;

const RECORD_MAGIC = 0x31524753; // SGR1
const SEGMENT_MAGIC = 0x31514753; // SGQ1
const VERSION = 1;
/** Of the lines. */
const LINES_CRC_AT = 12;
/** Of the header before it: who passes records by reads their headers alone, and must be able to trust them. */
const HEADER_CRC_AT = 40;

/** What every record begins with, to look for one behind a damaged place. */
export const RECORD_MARK = Buffer.from("SGR1", "latin1");

/** Writes the header of a record in front of its lines. @param record  room for the header, then the lines */
export function sealRecord(record: Uint8Array, { position, line, lines, timestampMs }: RecordHeader): void {
  const view = viewOf(record);
  view.setUint32(0, RECORD_MAGIC, true);
  view.setUint32(4, record.length - RECORD_HEADER_BYTES, true);
  view.setUint32(8, lines, true);
  view.setUint32(LINES_CRC_AT, crc32(record.subarray(RECORD_HEADER_BYTES)), true);
  view.setFloat64(16, timestampMs, true);
  view.setFloat64(24, line, true);
  view.setFloat64(32, position, true);
  view.setUint32(HEADER_CRC_AT, crc32(record.subarray(0, HEADER_CRC_AT)), true);
}

/**
 * @param bytes  begins with a header; what follows is not looked at
 * @returns undefined when it is none, of another position, or damaged
 */
export function readRecordHeader(bytes: Uint8Array, position: number): RecordHeader | undefined {
  if (bytes.length < RECORD_HEADER_BYTES) return undefined;
  const view = viewOf(bytes);
  const length = view.getUint32(4, true);
  if (view.getUint32(0, true) !== RECORD_MAGIC || view.getFloat64(32, true) !== position) return undefined;
  if (view.getUint32(HEADER_CRC_AT, true) !== crc32(bytes.subarray(0, HEADER_CRC_AT))) return undefined;
  if (length > RECORD_BYTES_MAX) return undefined;
  return {
    position,
    line: view.getFloat64(24, true),
    bytes: length,
    lines: view.getUint32(8, true),
    timestampMs: view.getFloat64(16, true),
  };
}

/** Whether the lines of a record are as they were written. @param record  its header, which is intact, and its lines */
export function isIntact(record: Uint8Array): boolean {
  return viewOf(record).getUint32(LINES_CRC_AT, true) === crc32(record.subarray(RECORD_HEADER_BYTES));
}

/** Behind a record. */
export const behind = ({ position, line, bytes, lines }: RecordHeader): Place => ({
  position: position + RECORD_HEADER_BYTES + bytes,
  line: line + lines,
});

/** The beginning of a segment: where in the log it begins. */
export function segmentHeader({ position, line }: Place): Uint8Array {
  const header = new Uint8Array(SEGMENT_HEADER_BYTES);
  const view = viewOf(header);
  view.setUint32(0, SEGMENT_MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setFloat64(8, position, true);
  view.setFloat64(16, line, true);
  view.setUint32(24, crc32(header.subarray(0, 24)), true);
  return header;
}

/** @returns undefined when it is none, damaged, or of a version we do not know */
export function readSegmentHeader(header: Uint8Array): Place | undefined {
  if (header.length < SEGMENT_HEADER_BYTES || versionOf(header) !== VERSION) return undefined;
  const view = viewOf(header);
  if (view.getUint32(24, true) !== crc32(header.subarray(0, 24))) return undefined;
  return { position: view.getFloat64(8, true), line: view.getFloat64(16, true) };
}

/** Of a segment that a newer program wrote; undefined of one that we can read, or that is none. */
export function newerVersionOf(header: Uint8Array): number | undefined {
  const version = header.length < SEGMENT_HEADER_BYTES ? undefined : versionOf(header);
  return version !== undefined && version > VERSION ? version : undefined;
}

function versionOf(header: Uint8Array): number | undefined {
  const view = viewOf(header);
  return view.getUint32(0, true) === SEGMENT_MAGIC ? view.getUint32(4, true) : undefined;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
