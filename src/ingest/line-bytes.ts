// Characters of the metric line protocol as bytes. All that has a meaning in it is ASCII; the bytes of any other
// character are 0x80 and above, so a line can be read without being decoded.

export const TAB = 0x09;
export const NEWLINE = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const BLANK = 0x20;
export const QUOTE = 0x22;
export const HASH = 0x23;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const ZERO = 0x30;
export const EQUALS = 0x3d;
export const BACKSLASH = 0x5c;
export const LOWER_C = 0x63;
export const LOWER_E = 0x65;

/** What a byte may be part of; several may hold. */
export const DIGIT = 1;
/** First of a metric key: `A-Z a-z _`. */
export const KEY_START = 2;
/** First of a later section of a metric key: also digits. */
export const SECTION_START = 4;
/** Any other of a section of a metric key: also `-`. */
export const SECTION = 8;
/** Of a section of a dimension key: `a-z 0-9 - _ :`. */
export const DIMENSION_SECTION = 16;
/** Of a value without quotes, as itself: printable ASCII that has no meaning there. */
export const PLAIN_BARE = 32;
/** The same between quotes: also blank, comma and equals sign. */
export const PLAIN_QUOTED = 64;

/** By byte; a Uint8Array of all 256 needs no check of bounds. */
export const CLASS = Uint8Array.from({ length: 256 }, (_, byte) => classOf(String.fromCharCode(byte)));

function classOf(character: string): number {
  let found = 0;
  if (/[0-9]/.test(character)) found |= DIGIT;
  if (/[A-Za-z_]/.test(character)) found |= KEY_START;
  if (/[A-Za-z_0-9]/.test(character)) found |= SECTION_START;
  if (/[A-Za-z_0-9-]/.test(character)) found |= SECTION;
  if (/[a-z0-9:_-]/.test(character)) found |= DIMENSION_SECTION;
  if (/[!-~]/.test(character) && !/[",=\\]/.test(character)) found |= PLAIN_BARE;
  if (/[ -~]/.test(character) && !/["\\]/.test(character)) found |= PLAIN_QUOTED;
  return found;
}

/** The same memory with the methods of a Buffer. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether an ASCII word stands at `at`, and ends before `end`. */
export function hasWord(bytes: Uint8Array, at: number, end: number, word: string): boolean {
  if (at + word.length > end) return false;
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) return false;
  return true;
}

/** Whether two ranges of the same length hold the same bytes. */
export function sameBytes(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[aAt + i] !== b[bAt + i]) return false;
  return true;
}

/** Where the metric key that starts at `start` ends; `start` itself where none starts. Lengths are not looked at. */
export function endOfMetricKey(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || (CLASS[bytes[start]!]! & KEY_START) === 0) return start;
  // Read from the module in each step, it would cost more than the step.
  const classes = CLASS;
  let at = start + 1;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if ((classes[byte]! & SECTION) !== 0) continue;
    if (byte !== DOT || at + 1 >= end || (CLASS[bytes[at + 1]!]! & SECTION_START) === 0) break;
  }
  return at;
}

/** The same of a dimension key; one that starts with a digit or a sign is taken, as the reference is silent there. */
export function endOfDimensionKey(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if ((CLASS[byte]! & DIMENSION_SECTION) !== 0) continue;
    if (byte !== DOT || at === start || at + 1 >= end) break;
    if ((CLASS[bytes[at + 1]!]! & DIMENSION_SECTION) === 0) break;
  }
  return at;
}

export function endOfDigits(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (CLASS[bytes[at]!]! & DIGIT) !== 0) at += 1;
  return at;
}
