/**
 * Lines ready to send: UTF-8, each line with its line break (`\n`) at its end. Plain bytes: what travels to other
 * threads, into bodies and files is never looked at again.
 *
 * The memory is its giver's, who says how long the bytes stand: those of a `LineWriter` until its next poll, those that
 * a sink gets until it is done with them.
 */
export interface LineBatch {
  readonly bytes: Uint8Array;
  /** How many lines `bytes` holds. */
  readonly lines: number;
  /** UTC ms. All lines of a poll share it; of several polls together it is the first one's. */
  readonly timestampMs: number;
}

const NEWLINE = 0x0a;

/** Of a poll that brought nothing. */
export const NO_LINES: LineBatch = Object.freeze({ bytes: new Uint8Array(), lines: 0, timestampMs: 0 });

/** The batch with memory of its own, for who looks at it later than its giver promises. */
export function keptBatch({ bytes, lines, timestampMs }: LineBatch): LineBatch {
  // Not slice(): that of a Buffer is a view of the same memory.
  return { bytes: new Uint8Array(bytes), lines, timestampMs };
}

/** The texts of the lines, without line breaks: for people, not for the way to a sink. */
export function textsOf({ bytes }: LineBatch): string[] {
  return bytes.length === 0 ? [] : decode(bytes.subarray(0, -1)).split("\n");
}

/** The text of one line, counted from 0; undefined beyond the last. */
export function textOfLine({ bytes, lines }: LineBatch, index: number): string | undefined {
  if (index >= lines) return undefined;
  const start = endOfLines(bytes, 0, index);
  return decode(bytes.subarray(start, bytes.indexOf(NEWLINE, start)));
}

/** Where the first `lines` lines from `start` on end; there must be as many. */
export function endOfLines(bytes: Uint8Array, start: number, lines: number): number {
  let at = start;
  for (let n = 0; n < lines; n++) at = bytes.indexOf(NEWLINE, at) + 1;
  return at;
}

/** How many whole lines lie in `bytes` from `start` to `end`. */
export function linesWithin(bytes: Uint8Array, start: number, end: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE, start) + 1; at > 0 && at <= end; at = bytes.indexOf(NEWLINE, at) + 1) {
    lines += 1;
  }
  return lines;
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
