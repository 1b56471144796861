import { endOfLines } from "../line-batch.ts";
import { behind, type Place, type RecordHeader } from "./record.ts";
import type { Piece } from "./record-source.ts";

/** A place in the log to the octet: lines of one record may be taken in parts. */
export interface Reached extends Place {
  /** Octets of the record's lines that are before it; undefined after a start, when the line alone is known. */
  readonly offset: number | undefined;
}

export interface Room {
  readonly lines: number;
  readonly bytes: number;
}

/** A batch with so much of its octets ends with a whole record: finding line ends in the next costs more than it brings. */
const FULL_RATIO = 0.75;

/** Lines of a record that go into a batch. */
export interface Cut {
  readonly lines: number;
  readonly bytes: Uint8Array;
  readonly end: Reached;
  /** Nothing of the record is left. */
  readonly isWhole: boolean;
}

export const reachedBehind = (header: RecordHeader): Reached => ({ ...behind(header), offset: 0 });

/** Where to begin in a record: lines of other numbers than expected are of a log that lost some in between. */
export function entered(from: Reached, { position, line, lines }: RecordHeader): Reached {
  const isInside = from.offset !== 0 && line <= from.line && from.line <= line + lines;
  return isInside || from.line === line ? from : { position, line, offset: 0 };
}

/**
 * Cuts off lines of a record from a place in it on.
 * @param batch  what there is already: one line goes into an empty batch whatever its length
 * @returns undefined when there is no room for a line
 */
export function cut({ header, lines }: Piece, from: Reached, batch: Room, max: Room): Cut | undefined {
  const offset = from.offset ?? endOfLines(lines, 0, from.line - header.line);
  const left = header.line + header.lines - from.line;
  const room = { lines: max.lines - batch.lines, bytes: max.bytes - batch.bytes };
  if (left <= room.lines && lines.length - offset <= room.bytes)
    return { lines: left, bytes: lines.subarray(offset), end: reachedBehind(header), isWhole: true };
  if (batch.bytes >= max.bytes * FULL_RATIO) return undefined;
  const { count, end } = linesThatFit(lines, offset, room, batch.lines === 0);
  if (count === 0) return undefined;
  const isWhole = count === left;
  const place = isWhole ? reachedBehind(header) : { ...from, line: from.line + count, offset: end };
  return { lines: count, bytes: lines.subarray(offset, end), end: place, isWhole };
}

/** How many lines from `start` on fit, and where they end. */
function linesThatFit(lines: Uint8Array, start: number, room: Room, isFirst: boolean) {
  let [count, end] = [0, start];
  while (count < room.lines) {
    const next = lines.indexOf(NEWLINE, end) + 1;
    const isFitting = next > 0 && next - start <= room.bytes;
    if (!isFitting && !(isFirst && count === 0)) break;
    count += 1;
    end = next;
  }
  return { count, end };
}

const NEWLINE = 0x0a;
