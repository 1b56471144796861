import { LenientDimensions } from "./lenient-dimensions.ts";
import { skipMetricKey } from "./lenient-key.ts";
import { LenientPayload } from "./lenient-payload.ts";
import { BACKSLASH, BLANK, COMMA, endOfDigits, NEWLINE, QUOTE, TAB, ZERO } from "./line-bytes.ts";
import type { LineCursor } from "./line-cursor.ts";
import type { LineOutput } from "./line-output.ts";
import { RewrittenRows } from "./rewritten-rows.ts";

/** Of timestamps, before and after now; both ends are taken. */
const PAST_MAX_MS = 3_600_000;
const FUTURE_MAX_MS = 600_000;
/** More digits are beyond any time, and beyond what a double counts exactly. */
const TIMESTAMP_MAX_DIGITS = 15;

/** Reads a data line in any form that an ActiveGate takes, and writes it in the canonical one. */
export class LenientLine {
  readonly #dimensions = new LenientDimensions();
  readonly #rows = new RewrittenRows();
  readonly #payload = new LenientPayload();
  /** Where the key of the last line ends in the body. */
  keyEnd = 0;
  /** Where its dimensions lie in the output. */
  dimensionsAt = 0;
  dimensionsEnd = 0;
  timestampMs = 0;

  get type(): "gauge" | "count" {
    return this.#payload.type;
  }

  /**
   * Reads one line. There must be room for twice its bytes and 200 more.
   * @param cursor  at the metric key; blanks at the end of the line are cut off already
   * @returns false when it breaks a rule, which the cursor knows; what was written then is to be taken back
   */
  read(cursor: LineCursor, output: LineOutput, nowMs: number): boolean {
    const start = cursor.at;
    if (!skipMetricKey(cursor, isAfterKey)) return false;
    this.keyEnd = cursor.at;
    output.putRange(cursor.bytes, start, cursor.at);
    this.dimensionsAt = output.at;
    if (!this.#readDimensions(cursor, output)) return false;
    this.dimensionsEnd = output.at;
    cursor.skipBlanks();
    if (cursor.isAtEnd) return cursor.fail(cursor.at, "value missing");
    output.put(BLANK);
    return this.#payload.read(cursor, output) && this.#readTimestamp(cursor, output, nowMs);
  }

  /** Where they end is known before they are read; if they are sound, that is. */
  #readDimensions(cursor: LineCursor, output: LineOutput): boolean {
    const { bytes, view, at: start, end } = cursor;
    if (cursor.peek() !== COMMA) return true;
    const [dimensionsEnd, writtenAt] = [endOfDimensions(bytes, start, end), output.at];
    if (this.#rows.write(view, start, dimensionsEnd, output)) {
      cursor.at = dimensionsEnd;
      return true;
    }
    if (!this.#dimensions.read(cursor, output)) return false;
    if (cursor.at === dimensionsEnd) this.#rows.keep(view, start, dimensionsEnd, output, writtenAt);
    return true;
  }

  #readTimestamp(cursor: LineCursor, output: LineOutput, nowMs: number): boolean {
    if (!cursor.isAtEnd && !cursor.isAtBlank())
      return cursor.fail(cursor.at, "blank expected after the value");
    cursor.skipBlanks();
    this.timestampMs = nowMs;
    if (!cursor.isAtEnd && !this.#readDigits(cursor, nowMs)) return false;
    output.put(BLANK);
    putTimestamp(output, this.timestampMs);
    output.put(NEWLINE);
    return true;
  }

  #readDigits(cursor: LineCursor, nowMs: number): boolean {
    const { bytes, at: start, end } = cursor;
    const digitsEnd = endOfDigits(bytes, start, end);
    if (digitsEnd < end)
      return cursor.fail(digitsEnd, "timestamp expected in UTC milliseconds, and nothing after it");
    this.timestampMs = timestampOf(bytes, start, end);
    const rule = ruleOfTimestamp(this.timestampMs, nowMs);
    return rule === undefined || cursor.fail(start, rule);
  }
}

/** The first blank that is neither between quotes nor behind a backslash. */
function endOfDimensions(bytes: Uint8Array, start: number, end: number): number {
  let isQuoted = false;
  let at = start;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    // Nearly all: blank and tab come before the quote.
    if (byte > QUOTE && byte !== BACKSLASH) continue;
    if (byte === QUOTE) isQuoted = !isQuoted;
    else if (byte === BACKSLASH) at += 1;
    else if (!isQuoted && (byte === BLANK || byte === TAB)) return at;
  }
  return end;
}

/** The rule that a timestamp breaks; absent when it may be taken. */
export function ruleOfTimestamp(timestampMs: number, nowMs: number): string | undefined {
  if (timestampMs < nowMs - PAST_MAX_MS) return "timestamp older than an hour (UTC milliseconds expected)";
  if (timestampMs > nowMs + FUTURE_MAX_MS)
    return "timestamp more than 10 minutes ahead (UTC milliseconds expected)";
  return undefined;
}

function timestampOf(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > TIMESTAMP_MAX_DIGITS) return Number.POSITIVE_INFINITY;
  let ms = 0;
  for (let at = start; at < end; at++) ms = ms * 10 + (bytes[at]! - ZERO);
  return ms;
}

function putTimestamp(output: LineOutput, timestampMs: number): void {
  let rest = timestampMs;
  for (let at = output.at + 12; at >= output.at; at--) {
    const tenth = Math.floor(rest / 10);
    output.bytes[at] = ZERO + rest - 10 * tenth;
    rest = tenth;
  }
  output.at += 13;
}

function isAfterKey(byte: number): boolean {
  return byte === COMMA || byte === BLANK || byte === TAB || byte < 0;
}
