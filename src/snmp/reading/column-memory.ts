import type { Oid } from "../../smi/index.ts";
import { type ColumnInfo, columnInfoOf, columnOid } from "./column-info.ts";

/** Columns of which a device's lengths and sizes are kept; what comes later is estimated in each read. */
const COLUMNS_MAX = 5_000;
/** Mean octets are kept in eighths. */
const UNIT = 8;
const MEAN_BYTES_MAX = 65_507;
/** Numbers of a column: its id, rows + 1 (0: unknown), mean octets in units (0: unknown). */
const STRIDE = 3;
/** A new mean counts for a quarter: names change, yet one poll with a few long ones shall not shrink all requests. */
const WEIGHT = 0.25;

/**
 * Rows and mean octets of the columns of one device. Ten thousands of devices have one each, so it is one array of
 * numbers, sorted by column id.
 */
export class ColumnMemory {
  #numbers = new Int32Array(0);

  /** Rows it had when it was last read whole. */
  rowsOf(column: ColumnInfo): number | undefined {
    const at = this.#find(column.id);
    const rows = at < 0 ? 0 : this.#numbers[at + 1]!;
    return rows === 0 ? undefined : rows - 1;
  }

  /** Octets of a varbind: learned, or what a counter of that name takes. */
  bytesOf(column: ColumnInfo): number {
    const at = this.#find(column.id);
    const units = at < 0 ? 0 : this.#numbers[at + 2]!;
    return units === 0 ? column.octets.length + 12 : units / UNIT;
  }

  /** @param rows undefined: nothing new is known; @param meanBytes undefined likewise */
  remember(column: ColumnInfo, rows: number | undefined, meanBytes: number | undefined): void {
    const at = this.#place(column.id);
    if (at < 0) return;
    if (rows !== undefined) this.#numbers[at + 1] = Math.min(rows, 0x7fff_fffe) + 1;
    if (meanBytes === undefined) return;
    const old = this.#numbers[at + 2]! / UNIT;
    const mean = old === 0 ? meanBytes : old + (meanBytes - old) * WEIGHT;
    this.#numbers[at + 2] = Math.max(1, Math.round(Math.min(mean, MEAN_BYTES_MAX) * UNIT));
  }

  /** For `LearnedReading.columns`. */
  learned(): Record<Oid, readonly [rows: number, meanBytes: number]> {
    const columns: Record<Oid, readonly [number, number]> = {};
    const numbers = this.#numbers;
    for (let at = 0; at < numbers.length; at += STRIDE) {
      columns[columnOid(numbers[at]!)] = [numbers[at + 1]! - 1, numbers[at + 2]! / UNIT];
    }
    return columns;
  }

  /** From what may have been damaged on a disk: what makes no sense is left out. */
  restore(columns: Readonly<Record<Oid, readonly [rows: number, meanBytes: number]>>): void {
    for (const [name, numbers] of Object.entries(columns).slice(0, COLUMNS_MAX)) {
      const info = columnInfoOf(name);
      if (info === undefined || !Array.isArray(numbers)) continue;
      const [rows, meanBytes] = numbers as readonly [unknown, unknown];
      const known = (value: unknown): number | undefined =>
        typeof value === "number" && value >= 0 ? value : undefined;
      const mean = known(meanBytes);
      const whole = known(rows);
      this.remember(info, whole === undefined ? undefined : Math.floor(whole), mean || undefined);
    }
  }

  /** @returns the place of its numbers; negative: −1 − where it would be put */
  #find(id: number): number {
    const numbers = this.#numbers;
    let [low, high] = [0, numbers.length / STRIDE];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = numbers[middle * STRIDE]!;
      if (there === id) return middle * STRIDE;
      if (there < id) low = middle + 1;
      else high = middle;
    }
    return -1 - low * STRIDE;
  }

  #place(id: number): number {
    if (id < 0) return -1;
    const found = this.#find(id);
    const old = this.#numbers;
    if (found >= 0) return found;
    if (old.length >= COLUMNS_MAX * STRIDE) return -1;
    const at = -1 - found;
    this.#numbers = new Int32Array(old.length + STRIDE);
    this.#numbers.set(old.subarray(0, at));
    this.#numbers.set(old.subarray(at), at + STRIDE);
    this.#numbers[at] = id;
    return at;
  }
}
