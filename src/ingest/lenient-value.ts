import {
  BACKSLASH,
  BLANK,
  CLASS,
  COMMA,
  EQUALS,
  PLAIN_BARE,
  PLAIN_QUOTED,
  QUOTE,
  TAB,
} from "./line-bytes.ts";
import type { LineCursor } from "./line-cursor.ts";
import type { LineOutput } from "./line-output.ts";

const UNDERSCORE = 0x5f;
const DELETE = 0x7f;
/** First byte of U+0080 … U+00BF; the first half of them are control characters as well. */
const C1_LEAD = 0xc2;
const C1_END = 0xa0;

/**
 * Reads a value, quoted or bare, and writes it quoted. There must be room for twice its bytes and the quotes.
 * @returns its length in characters after unescaping; -1 when it breaks a rule
 */
export function readValue(cursor: LineCursor, output: LineOutput): number {
  output.put(QUOTE);
  const chars = cursor.peek() === QUOTE ? readQuoted(cursor, output) : readBare(cursor, output);
  output.put(QUOTE);
  return chars;
}

/** Control characters are legal between quotes, and no reader of lines likes them: a run of them becomes one `_`. */
function readQuoted(cursor: LineCursor, output: LineOutput): number {
  const { bytes, end } = cursor;
  const to = output.bytes;
  const classes = CLASS;
  const openedAt = cursor.at;
  let chars = 0;
  let out = output.at;
  for (let at = openedAt + 1; at < end; at++) {
    const byte = bytes[at]!;
    if ((classes[byte]! & PLAIN_QUOTED) !== 0) {
      to[out++] = byte;
      chars += 1;
      continue;
    }
    if (byte === QUOTE) {
      cursor.at = at + 1;
      output.at = out;
      return chars;
    }
    if (isControl(bytes, at)) {
      at = endOfControls(bytes, at, end) - 1;
      to[out++] = UNDERSCORE;
      chars += 1;
      continue;
    }
    if (byte === BACKSLASH) {
      const escaped = at + 1 < end ? bytes[at + 1] : -1;
      if (escaped !== QUOTE && escaped !== BACKSLASH) return failed(cursor, at, RULES.quotedBackslash);
      to[out++] = byte;
      at += 1;
    }
    to[out++] = bytes[at]!;
    if ((byte & 0xc0) !== 0x80) chars += 1;
  }
  return failed(cursor, openedAt, "quote is not closed");
}

function readBare(cursor: LineCursor, output: LineOutput): number {
  const { bytes, end } = cursor;
  const to = output.bytes;
  const classes = CLASS;
  let chars = 0;
  let out = output.at;
  let at = cursor.at;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if ((classes[byte]! & PLAIN_BARE) !== 0) {
      to[out++] = byte;
      chars += 1;
      continue;
    }
    if (byte === COMMA || byte === BLANK || byte === TAB) break;
    if (byte === QUOTE || byte === EQUALS) return failed(cursor, at, RULES.bareSpecial);
    if (byte === BACKSLASH && ++at === end) return failed(cursor, at - 1, RULES.danglingBackslash);
    const written = bytes[at]!;
    if (isControl(bytes, at)) return failed(cursor, at, "control character in a value without quotes");
    if (written === QUOTE || written === BACKSLASH) to[out++] = BACKSLASH;
    to[out++] = written;
    if ((written & 0xc0) !== 0x80) chars += 1;
  }
  if (at === cursor.at) return failed(cursor, at, "value missing after the equals sign");
  cursor.at = at;
  output.at = out;
  return chars;
}

const RULES = {
  quotedBackslash: 'backslash before something other than " or \\ (write \\\\ for a backslash)',
  bareSpecial:
    "quote or equals sign in a value without quotes (quote the value, or put a backslash before it)",
  danglingBackslash: "backslash at the end of the line",
} as const;

function failed(cursor: LineCursor, at: number, rule: string): number {
  cursor.fail(at, rule);
  return -1;
}

function isControl(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at]!;
  if (byte < BLANK || byte === DELETE) return true;
  return byte === C1_LEAD && bytes[at + 1]! < C1_END;
}

function endOfControls(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isControl(bytes, at)) at += bytes[at] === C1_LEAD ? 2 : 1;
  return at;
}
