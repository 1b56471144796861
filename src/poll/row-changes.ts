import { SmallMap } from "../base/index.ts";
import type { Oid } from "../smi/index.ts";
import type { ColumnAnswer } from "../snmp/index.ts";

/** When the rows of the columns that are read in every poll last changed: a row came or went. */
export class RowChanges {
  readonly #fingerprints = new SmallMap<Oid, number>();
  #changedAtMs: Map<Oid, number> | undefined;

  /**
   * Notes the rows that a column has now.
   * @returns when they last changed, monotonic ms; undefined while they have not
   */
  changedAtMs(column: Oid, answer: ColumnAnswer, nowMs: number): number | undefined {
    if (isWhole(answer)) {
      const print = fingerprint(answer.cells.keys());
      const before = this.#fingerprints.get(column);
      if (before !== print) this.#fingerprints.set(column, print);
      if (before !== undefined && before !== print) {
        this.#changedAtMs ??= new Map();
        this.#changedAtMs.set(column, nowMs);
      }
    }
    return this.#changedAtMs?.get(column);
  }
}

/**
 * Of a column cut short nobody can tell what went, and labels of a table that long come in parts themselves. Which
 * rows are chosen says nothing about those that are there.
 */
function isWhole({ failure, after, selected }: ColumnAnswer): boolean {
  return failure === undefined && after === undefined && selected !== true;
}

/**
 * 30 bits of the indexes in order, which V8 keeps without a box: one is held for each column of each device. That
 * two sets of rows look alike is one chance in a thousand million.
 */
function fingerprint(indexes: Iterable<string>): number {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (const index of indexes) {
    for (let i = 0; i < index.length; i++) {
      low = Math.imul(low ^ index.charCodeAt(i), 0x01000193);
      high = Math.imul(high + index.charCodeAt(i), 0x85ebca6b) ^ (high >>> 13);
    }
    low = Math.imul(low ^ 0x2c, 0x01000193);
    high = Math.imul(high + 0x2c, 0x85ebca6b);
  }
  return (low ^ (high >>> 7)) >>> 2;
}
