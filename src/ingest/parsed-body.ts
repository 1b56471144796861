import type { LineBatch } from "./line-batch.ts";
import type { LineMetadata } from "./line-protocol.ts";

/** Of broken lines and of changed keys so many are told in detail; all are counted. */
export const DETAILS_MAX = 1_000;

export interface InvalidLine {
  /** Counted from 1, blank lines included. */
  readonly line: number;
  /** In characters, counted from 1. */
  readonly column: number;
  /** `line 3, column 17: dimension value longer than 255 characters`. */
  readonly error: string;
}

/** A line whose metric the classic store keeps under another key (`.count`, `.gauge`). */
export interface ChangedKey {
  readonly line: number;
  readonly warning: string;
}

/** What became of the lines of one body. */
export interface ParsedBody {
  /** The valid data lines in their canonical form, each with a timestamp and the key it was sent with. Own memory. */
  readonly batch: LineBatch;
  /** Data and metadata; blank lines are neither valid nor invalid. */
  readonly linesOk: number;
  readonly linesInvalid: number;
  /** The first 1,000. */
  readonly invalidLines: readonly InvalidLine[];
  /** The first 1,000. */
  readonly changedKeys: readonly ChangedKey[];
  /** What was said of each metric first. */
  readonly metadata: readonly LineMetadata[];
}
