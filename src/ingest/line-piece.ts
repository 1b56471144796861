import type { Chunk } from "./chunk-pool.ts";
import { endOfLines, linesWithin } from "./line-batch.ts";

/** Lines of one poll where they lie. Where lines end is looked for only when a piece must be cut. */
export interface Piece {
  readonly chunk: Chunk;
  start: number;
  readonly end: number;
  lines: number;
  readonly timestampMs: number;
}

export const bytesOf = ({ start, end }: Piece): number => end - start;

/** Cuts so many lines off the front of a piece, fewer than it has. @returns them as a piece of their own */
export function cutOff(piece: Piece, lines: number): Piece {
  const end = endOfLines(piece.chunk.bytes, piece.start, lines);
  const head = { ...piece, end, lines };
  piece.start = end;
  piece.lines -= lines;
  piece.chunk.live += 1;
  return head;
}

/** How many lines from the front of a piece have so many bytes or less. */
export function linesUpTo(piece: Piece, bytes: number): number {
  const { chunk, start, lines } = piece;
  return bytes >= bytesOf(piece) ? lines : linesWithin(chunk.bytes, start, start + bytes);
}

/** How many lines from the front of a piece have so many bytes or more; all when it has fewer. */
export function linesOver(piece: Piece, bytes: number): number {
  if (bytes <= 0) return 0;
  if (bytes >= bytesOf(piece)) return piece.lines;
  const { chunk, start } = piece;
  const whole = linesWithin(chunk.bytes, start, start + bytes);
  const isEnough = endOfLines(chunk.bytes, start, whole) - start >= bytes;
  return isEnough ? whole : whole + 1;
}
