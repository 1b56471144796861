import { compareOids, type SnmpValue } from "../../smi/index.ts";

/**
 * The cells of a column in the order in which they came, which is that of their OIDs. Columns of a table have the same
 * rows, so they share one list of indexes; a column with other rows has its own. A third of what a Map takes, and rows
 * are mostly asked for one after the other.
 */
export class RowCells implements ReadonlyMap<string, SnmpValue> {
  #indexes: string[];
  #isShared = true;
  readonly #values: SnmpValue[] = [];
  /** The row that will most likely be asked for next. */
  #next = 0;

  /** @param indexes of the table so far: rows that no column had before are added to it */
  constructor(indexes: string[]) {
    this.#indexes = indexes;
  }

  /** Adds the row behind the last one. */
  add(index: string, value: SnmpValue): void {
    const row = this.#values.push(value) - 1;
    if (row === this.#indexes.length) this.#indexes.push(index);
    else if (this.#indexes[row] !== index) this.#part(row, index);
  }

  get size(): number {
    return this.#values.length;
  }

  get(index: string): SnmpValue | undefined {
    const row = this.#find(index);
    return row < 0 ? undefined : this.#values[row];
  }

  has(index: string): boolean {
    return this.#find(index) >= 0;
  }

  keys(): MapIterator<string> {
    const { size } = this;
    return (size === this.#indexes.length ? this.#indexes : this.#indexes.slice(0, size)).values();
  }

  values(): MapIterator<SnmpValue> {
    return this.#values.values();
  }

  *entries(): MapIterator<[string, SnmpValue]> {
    for (let row = 0; row < this.#values.length; row++) yield [this.#indexes[row]!, this.#values[row]!];
  }

  [Symbol.iterator](): MapIterator<[string, SnmpValue]> {
    return this.entries();
  }

  forEach(visit: (value: SnmpValue, index: string, map: ReadonlyMap<string, SnmpValue>) => void): void {
    for (let row = 0; row < this.#values.length; row++) visit(this.#values[row]!, this.#indexes[row]!, this);
  }

  /** From this row on the column has other rows than those beside it. */
  #part(row: number, index: string): void {
    if (this.#isShared) this.#indexes = this.#indexes.slice(0, row);
    this.#isShared = false;
    this.#indexes[row] = index;
  }

  #find(index: string): number {
    const next = this.#next;
    if (next < this.#values.length && this.#indexes[next] === index) {
      this.#next = next + 1;
      return next;
    }
    const row = this.#search(index);
    if (row >= 0) this.#next = row + 1;
    return row;
  }

  #search(index: string): number {
    let low = 0;
    let high = this.#values.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const order = compareOids(this.#indexes[middle]!, index);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
