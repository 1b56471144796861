import { type LogFile, type LogFiles, readFully } from "./log-files.ts";
import {
  newerVersionOf,
  type Place,
  RECORD_HEADER_BYTES,
  RECORD_MARK,
  type RecordHeader,
  readRecordHeader,
  readSegmentHeader,
  SEGMENT_HEADER_BYTES,
} from "./record.ts";

/** A file of the log: its header, then records without a gap. */
export interface Segment {
  readonly name: string;
  readonly start: Place;
  /** Position behind its last record. */
  end: number;
  /** Something in it cannot be read: when all sinks are past it, it is set aside instead of deleted. */
  isDamaged?: boolean;
}

export const SEGMENT_SUFFIX = ".lines";
/** What cannot be read is kept under this ending, for whoever wants to look. */
export const CORRUPT_SUFFIX = ".corrupt";
/** Of those only the newest stay: a disk that goes on spoiling files must not be filled with them. */
const CORRUPT_FILES_MAX = 4;
const DIGITS = 16;
/** A damaged place is searched in steps of this size. */
const SEARCH_BYTES = 1024 * 1024;

export const segmentName = (position: number): string =>
  `${String(position).padStart(DIGITS, "0")}${SEGMENT_SUFFIX}`;

/** @returns where a segment begins by its name; NaN when it is none of ours */
export const positionOf = (name: string): number =>
  /^\d{16}\.lines$/.test(name) ? Number.parseInt(name, 10) : Number.NaN;

/** Where in the file of a segment a position of the log lies. */
export const offsetIn = ({ start }: Segment, position: number): number =>
  SEGMENT_HEADER_BYTES + position - start.position;

/** What was found on disk that should not be there, for people. */
export interface Damage {
  readonly file: string;
  readonly what: string;
  /** The end of the log, half-written, as a crash leaves it. */
  readonly isTorn?: boolean;
}

/** Renames a file that cannot be read. */
export async function setAside(files: LogFiles, name: string, what: string): Promise<Damage> {
  await files.rename(name, `${name}${CORRUPT_SUFFIX}`);
  const corrupt = (await files.list()).filter((one) => one.endsWith(CORRUPT_SUFFIX)).toSorted();
  for (const old of corrupt.slice(0, -CORRUPT_FILES_MAX)) await files.remove(old);
  return { file: name, what: `${what}; it is set aside as ${name}${CORRUPT_SUFFIX}` };
}

/** A segment as its file says, or what is wrong with it; undefined when nothing was written to it yet. */
export async function readSegment(file: LogFile, name: string): Promise<Segment | string | undefined> {
  const bytes = await file.size();
  if (bytes < SEGMENT_HEADER_BYTES) return undefined;
  const header = new Uint8Array(SEGMENT_HEADER_BYTES);
  await readFully(file, header, 0);
  const newer = newerVersionOf(header);
  if (newer !== undefined) return `it is of version ${newer}, which only a newer program can read`;
  const position = positionOf(name);
  const end = position + bytes - SEGMENT_HEADER_BYTES;
  const start = readSegmentHeader(header);
  if (start?.position === position) return { name, start, end };
  return (await withoutHeader(file, name, end)) ?? "its header cannot be read";
}

/** Name and records say where a segment begins, should its header be damaged. */
async function withoutHeader(file: LogFile, name: string, end: number): Promise<Segment | undefined> {
  const position = positionOf(name);
  if (Number.isNaN(position)) return undefined;
  const segment = { name, start: { position, line: 0 }, end, isDamaged: true };
  const first = await headerFrom(file, segment, position);
  return first && { ...segment, start: { position, line: first.line } };
}

/**
 * Looks for the first record at or behind a position: positions and checksums in headers tell them from what lines
 * say. What cannot be read of the file is passed over.
 */
export async function headerFrom(
  file: LogFile,
  segment: Segment,
  position: number,
): Promise<RecordHeader | undefined> {
  const window = Buffer.allocUnsafe(SEARCH_BYTES);
  for (let at = position; at < segment.end; at += SEARCH_BYTES - RECORD_HEADER_BYTES + 1) {
    const read = await readFully(file, window, offsetIn(segment, at)).catch(() => 0);
    const found = headerWithin(window.subarray(0, read), at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @param position  of the first octet of `bytes` */
function headerWithin(bytes: Buffer, position: number): RecordHeader | undefined {
  for (let at = bytes.indexOf(RECORD_MARK); at >= 0; at = bytes.indexOf(RECORD_MARK, at + 1)) {
    const header = readRecordHeader(bytes.subarray(at), position + at);
    if (header !== undefined) return header;
  }
  return undefined;
}

/** What a failed write has left behind the end of a segment is none of it: the next segment has that place. */
export function endWhereNextBegins(segments: readonly Segment[]): void {
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1];
    if (next !== undefined) segment.end = Math.min(segment.end, next.start.position);
  }
}
