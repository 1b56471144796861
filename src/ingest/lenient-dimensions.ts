import { readValue } from "./lenient-value.ts";
import { BLANK, CLASS, COMMA, DIMENSION_SECTION, DOT, EQUALS, sameBytes, TAB } from "./line-bytes.ts";
import type { LineCursor } from "./line-cursor.ts";
import type { LineOutput } from "./line-output.ts";
import { MAX_DIMENSION_KEY_CHARS, MAX_DIMENSIONS } from "./line-protocol.ts";

/** What servers take; we ourselves send 250 at most. */
const TAKEN_VALUE_CHARS = 255;

/** Reads the dimensions of one line and writes them quoted, in their order: the last of one key wins, empty ones go. */
export class LenientDimensions {
  // Where each dimension that was written lies in the output: `,key="value"`.
  readonly #starts = new Int32Array(MAX_DIMENSIONS);
  readonly #ends = new Int32Array(MAX_DIMENSIONS);
  readonly #keyLengths = new Int32Array(MAX_DIMENSIONS);
  /** Each key is compared with all before it: by one number, and only where that is the same byte for byte. */
  readonly #keyHashes = new Int32Array(MAX_DIMENSIONS);
  #written = 0;
  /** Of the dimension being read. */
  readonly #mark = new KeyMark();

  /** There must be room for twice the bytes of the line, and for two quotes for each dimension. */
  read(cursor: LineCursor, output: LineOutput): boolean {
    this.#written = 0;
    for (let given = 1; cursor.peek() === COMMA; given++) {
      if (given > MAX_DIMENSIONS) return cursor.fail(cursor.at, `more than ${MAX_DIMENSIONS} dimensions`);
      const start = output.at;
      if (!readKey(cursor, output, this.#mark)) return false;
      const chars = readDimensionValue(cursor, output);
      if (chars < 0) return false;
      this.#keep(output, this.#withoutSame(output, start), chars);
    }
    return true;
  }

  /** Takes out the dimension written before that has the key of the one at `start`. @returns where that lies then */
  #withoutSame(output: LineOutput, start: number): number {
    const { hash } = this.#mark;
    const hashes = this.#keyHashes;
    const written = this.#written;
    for (let i = 0; i < written; i++) {
      if (hashes[i] === hash && this.#hasKey(output, i, start + 1)) return start - this.#cut(output, i);
    }
    return start;
  }

  #hasKey({ bytes }: LineOutput, index: number, keyAt: number): boolean {
    const { length } = this.#mark;
    return (
      this.#keyLengths[index] === length && sameBytes(bytes, this.#starts[index]! + 1, bytes, keyAt, length)
    );
  }

  /** @returns how many bytes those behind it moved */
  #cut(output: LineOutput, index: number): number {
    const start = this.#starts[index]!;
    const length = this.#ends[index]! - start;
    output.cut(start, start + length);
    for (let i = index + 1; i < this.#written; i++) {
      this.#starts[i - 1] = this.#starts[i]! - length;
      this.#ends[i - 1] = this.#ends[i]! - length;
      this.#keyLengths[i - 1] = this.#keyLengths[i]!;
      this.#keyHashes[i - 1] = this.#keyHashes[i]!;
    }
    this.#written -= 1;
    return length;
  }

  #keep(output: LineOutput, start: number, chars: number): void {
    if (chars === 0) {
      output.at = start;
      return;
    }
    this.#starts[this.#written] = start;
    this.#ends[this.#written] = output.at;
    this.#keyLengths[this.#written] = this.#mark.length;
    this.#keyHashes[this.#written] = this.#mark.hash;
    this.#written += 1;
  }
}

/** A key that was read: its length, and a number to tell it from others at once. */
class KeyMark {
  length = 0;
  hash = 0;
}

/** Reads `,key=` and writes it. @returns false when it breaks a rule */
function readKey(cursor: LineCursor, output: LineOutput, mark: KeyMark): boolean {
  const { bytes, at: start, end } = cursor;
  const to = output.bytes;
  let out = output.at;
  const classes = CLASS;
  let hash = 0;
  let at = start + 1;
  to[out++] = COMMA;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if ((classes[byte]! & DIMENSION_SECTION) === 0 && !isInnerDot(bytes, at, start + 1, end)) break;
    to[out++] = byte;
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  mark.length = at - start - 1;
  mark.hash = hash;
  const rule = ruleOfKey(mark.length, at < end ? bytes[at]! : -1);
  if (rule !== undefined) return cursor.fail(mark.length > MAX_DIMENSION_KEY_CHARS ? start + 1 : at, rule);
  to[out++] = EQUALS;
  output.at = out;
  cursor.at = at + 1;
  return true;
}

/** One that stands between two sections of a dimension key. */
function isInnerDot(bytes: Uint8Array, at: number, start: number, end: number): boolean {
  if (bytes[at] !== DOT || at === start || at + 1 >= end) return false;
  return (CLASS[bytes[at + 1]!]! & DIMENSION_SECTION) !== 0;
}

/** @param next  the byte behind the key; -1 at the end of the line */
function ruleOfKey(length: number, next: number): string | undefined {
  if (length > MAX_DIMENSION_KEY_CHARS)
    return `dimension key longer than ${MAX_DIMENSION_KEY_CHARS} characters`;
  if (next === EQUALS && length > 0) return undefined;
  if (!isBetweenParts(next) && next !== EQUALS) {
    return "character not allowed in a dimension key (a-z 0-9 - _ : and single dots between)";
  }
  return length === 0 ? "dimension key expected after the comma" : "dimension without value";
}

function readDimensionValue(cursor: LineCursor, output: LineOutput): number {
  const valueAt = cursor.at;
  const chars = readValue(cursor, output);
  if (chars > TAKEN_VALUE_CHARS) {
    cursor.fail(valueAt, `dimension value longer than ${TAKEN_VALUE_CHARS} characters`);
    return -1;
  }
  if (chars >= 0 && !isBetweenParts(cursor.peek())) {
    cursor.fail(cursor.at, "comma or blank expected after the quoted value");
    return -1;
  }
  return chars;
}

function isBetweenParts(byte: number): boolean {
  return byte === COMMA || byte === BLANK || byte === TAB || byte < 0;
}
