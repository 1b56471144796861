import type { Dimensions } from "../mapping/index.ts";
import {
  escapeQuoted,
  isDimensionKey,
  isDimensionValue,
  type LineFault,
  MAX_DIMENSION_KEY_CHARS,
  MAX_DIMENSION_VALUE_CHARS,
  MAX_DIMENSIONS,
} from "./line-protocol.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const LAST_PRINTABLE = 0x7e;

/** `,key="…"` with a value of characters of four bytes; an escaped character has two. */
const DIMENSION_MAX_BYTES = MAX_DIMENSION_KEY_CHARS + 4 * MAX_DIMENSION_VALUE_CHARS + 4;
/** Keys come from manifests: some hundreds. */
const CACHED_KEYS_MAX = 10_000;

/** One dimension as it stands in the buffer: `,key="value"`. */
interface Cell {
  start: number;
  key: string;
  valueAt: number;
  /** Undefined when none was written behind the key yet. */
  value: string | undefined;
  end: number;
}

/**
 * Writes the dimensions of a row, once for all its lines: `,key="value",…`.
 *
 * Rows of a table differ from the one before in few places, and mostly not in their lengths: what stands at its place
 * already is not written again, which spares over half of the work.
 */
export class DimensionBytes {
  readonly #buffer = Buffer.allocUnsafeSlow(MAX_DIMENSIONS * DIMENSION_MAX_BYTES);
  readonly #cells: readonly Cell[] = Array.from({ length: MAX_DIMENSIONS }, () => ({
    start: 0,
    key: "",
    valueAt: 0,
    value: undefined,
    end: 0,
  }));
  /** So many cells are those of the row before. */
  #standing = 0;
  #row: Uint8Array = new Uint8Array();
  /** `,key="` by key; null for one that is none. */
  readonly #prefixes = new Map<string, Uint8Array | null>();

  /** @returns the bytes, which stand until the next call, or the rule that the dimensions break */
  encode(dimensions: Dimensions): Uint8Array | LineFault {
    if (dimensions.length > MAX_DIMENSIONS) return "too-many-dimensions";
    const standing = this.#standing;
    this.#standing = 0;
    let at = 0;
    let lastKey: string | undefined;
    for (let i = 0; i < dimensions.length; i++) {
      const [key, value] = dimensions[i]!;
      // Sorted by contract, so equal keys are neighbours.
      if (key === lastKey) return "bad-dimension";
      const cell = this.#cells[i]!;
      // All writing for this row ended before `at`, so a cell that starts there is whole.
      const isKeyThere = i < standing && cell.start === at && cell.key === key;
      if (!isKeyThere && !this.#writeKey(cell, at, key)) return "bad-dimension";
      if (value !== cell.value && !this.#writeValue(cell, value)) return "bad-dimension";
      at = cell.end;
      lastKey = key;
    }
    this.#standing = dimensions.length;
    if (this.#row.length !== at) this.#row = this.#buffer.subarray(0, at);
    return this.#row;
  }

  #writeKey(cell: Cell, at: number, key: string): boolean {
    const prefix = this.#prefixOf(key);
    if (prefix === null) return false;
    const buffer = this.#buffer;
    for (let i = 0; i < prefix.length; i++) buffer[at + i] = prefix[i]!;
    cell.start = at;
    cell.key = key;
    cell.valueAt = at + prefix.length;
    cell.value = undefined;
    return true;
  }

  #writeValue(cell: Cell, value: string): boolean {
    const end = this.#writePlain(value, cell.valueAt) ?? this.#writeAny(value, cell.valueAt);
    if (end === undefined) return false;
    this.#buffer[end] = QUOTE;
    cell.value = value;
    cell.end = end + 1;
    return true;
  }

  #prefixOf(key: string): Uint8Array | null {
    const known = this.#prefixes.get(key);
    if (known !== undefined) return known;
    const prefix = isDimensionKey(key) ? Buffer.from(`,${key}="`) : null;
    if (this.#prefixes.size >= CACHED_KEYS_MAX) this.#prefixes.clear();
    this.#prefixes.set(key, prefix);
    return prefix;
  }

  /** Printable ASCII, which nearly every value is. @returns where it ends; undefined for any other */
  #writePlain(value: string, start: number): number | undefined {
    const { length } = value;
    if (length === 0 || length > MAX_DIMENSION_VALUE_CHARS) return undefined;
    const buffer = this.#buffer;
    let at = start;
    for (let i = 0; i < length; i++) {
      const character = value.charCodeAt(i);
      if (character < FIRST_PRINTABLE || character > LAST_PRINTABLE) return undefined;
      if (character === QUOTE || character === BACKSLASH) buffer[at++] = BACKSLASH;
      buffer[at++] = character;
    }
    return at;
  }

  #writeAny(value: string, at: number): number | undefined {
    return isDimensionValue(value) ? at + this.#buffer.write(escapeQuoted(value), at) : undefined;
  }
}
