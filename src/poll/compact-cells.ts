import { compareOids, type SnmpValue } from "../smi/index.ts";
import { endOfCell, isKept, type LabelValue, readCell, writeCell } from "./label-cell.ts";

/** The place of every so many-th row is noted; the others are found by going on from there. */
const MARK_EVERY = 64;
const NO_MARKS: readonly number[] = [];

/**
 * The cells of a label column, held for every device: one text for all octets, and the row indexes shared with the
 * columns beside it. A cell is made when it is asked for: some 20 octets a row in place of 300.
 */
export class CompactCells implements ReadonlyMap<string, SnmpValue> {
  readonly #indexes: readonly string[];
  /** Heads and octets of all cells as Latin-1 characters, which V8 stores as they are. */
  readonly #octets: string;
  /** Where every 64th row begins, the first left out. */
  readonly #marks: readonly number[];
  /** Rows are asked for in order, so the next one is most likely behind the last: its number, and where it begins. */
  #next = 0;
  #nextAt = 0;

  /** @param beside  columns that may have the same rows: then the array of indexes is shared */
  static of(cells: ReadonlyMap<string, SnmpValue>, beside: Iterable<CompactCells>): CompactCells {
    for (const other of beside)
      if (sameKeys(other.#indexes, cells)) return new CompactCells(cells, other.#indexes);
    return new CompactCells(cells, [...cells.keys()]);
  }

  private constructor(cells: ReadonlyMap<string, SnmpValue>, indexes: readonly string[]) {
    this.#indexes = indexes;
    let octets = "";
    const marks: number[] = [];
    let row = 0;
    for (const value of cells.values()) {
      if (row > 0 && row % MARK_EVERY === 0) marks.push(octets.length);
      octets += writeCell(value as LabelValue);
      row += 1;
    }
    // Through a buffer: a text put together piece by piece would keep the pieces.
    this.#octets = Buffer.from(octets, "latin1").toString("latin1");
    this.#marks = marks.length === 0 ? NO_MARKS : marks.slice();
  }

  /** Whether these cells can be kept this way: nothing but text, addresses, OIDs and numbers, and rows in order. */
  static canHold(cells: ReadonlyMap<string, SnmpValue>): boolean {
    return isOrdered(cells) && [...cells.values()].every(isKept);
  }

  /** See `PolledCells`. */
  get kept(): true {
    return true;
  }

  get size(): number {
    return this.#indexes.length;
  }

  get(index: string): SnmpValue | undefined {
    const row = this.#find(index);
    return row < 0 ? undefined : this.#valueAt(this.#seek(row));
  }

  has(index: string): boolean {
    return this.#find(index) >= 0;
  }

  /** The index of the row with this number, from 0. */
  indexAt(row: number): string | undefined {
    return this.#indexes[row];
  }

  keys(): MapIterator<string> {
    return this.#indexes.values();
  }

  *values(): MapIterator<SnmpValue> {
    for (let at = 0; at < this.#octets.length; at = this.#endOf(at)) yield this.#valueAt(at);
  }

  *entries(): MapIterator<[string, SnmpValue]> {
    let at = 0;
    for (const index of this.#indexes) {
      yield [index, this.#valueAt(at)];
      at = this.#endOf(at);
    }
  }

  [Symbol.iterator](): MapIterator<[string, SnmpValue]> {
    return this.entries();
  }

  forEach(visit: (value: SnmpValue, index: string, map: ReadonlyMap<string, SnmpValue>) => void): void {
    for (const [index, value] of this) visit(value, index, this);
  }

  /** Whether both have the same rows with the same values. */
  equals(cells: ReadonlyMap<string, SnmpValue>): boolean {
    if (!sameKeys(this.#indexes, cells)) return false;
    let at = 0;
    for (const value of cells.values()) {
      if (!this.#holdsAt(at, value)) return false;
      at = this.#endOf(at);
    }
    return true;
  }

  /** Whether the row has this very value. */
  holds(index: string, value: SnmpValue): boolean {
    const row = this.#find(index);
    return row >= 0 && this.#holdsAt(this.#seek(row), value);
  }

  #holdsAt(at: number, value: SnmpValue): boolean {
    return isKept(value) && this.#octets.startsWith(writeCell(value), at);
  }

  #valueAt(at: number): SnmpValue {
    return readCell(this.#octets, at);
  }

  #endOf(at: number): number {
    return endOfCell(this.#octets, at);
  }

  /** Where the row begins. */
  #seek(row: number): number {
    let at = this.#nextAt;
    if (row !== this.#next) {
      const mark = Math.floor(row / MARK_EVERY);
      at = mark === 0 ? 0 : this.#marks[mark - 1]!;
      for (let n = mark * MARK_EVERY; n < row; n++) at = this.#endOf(at);
    }
    this.#next = row + 1;
    this.#nextAt = this.#endOf(at);
    return at;
  }

  #find(index: string): number {
    return this.#indexes[this.#next] === index ? this.#next : this.#search(index);
  }

  #search(index: string): number {
    let low = 0;
    let high = this.#indexes.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = compareOids(this.#indexes[middle]!, index);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}

/** Some agents answer in an order of their own; columns of theirs are not kept. */
function isOrdered(cells: ReadonlyMap<string, SnmpValue>): boolean {
  let before: string | undefined;
  for (const index of cells.keys()) {
    if (before !== undefined && compareOids(before, index) >= 0) return false;
    before = index;
  }
  return true;
}

function sameKeys(indexes: readonly string[], cells: ReadonlyMap<string, unknown>): boolean {
  if (indexes.length !== cells.size) return false;
  let at = 0;
  for (const index of cells.keys()) if (indexes[at++] !== index) return false;
  return true;
}
