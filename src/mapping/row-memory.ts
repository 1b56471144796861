import type { Cells } from "./cells.ts";
import type { Dimensions } from "./sample.ts";
import type { SharedLists } from "./shared-lists.ts";

/** Why a row has no tuple: a filter kept it back, or a cell of it was not read. */
export type NoRow = "filtered" | "unknown";

/** The rows of one subgroup as the latest poll showed them: a row that did not change is the same array again. */
export interface RowMemory {
  readonly indexes: readonly string[];
  /** Parallel to `indexes`. */
  readonly tuples: readonly (Dimensions | NoRow)[];
  /** The columns that are kept from poll to poll, by number of the dimension among those with a value per row. */
  readonly labels: readonly (Cells | undefined)[];
}

/** Rows of a subgroup that are remembered; those beyond are rendered anew in each poll. */
export const ROWS_REMEMBERED_MAX = 20_000;

/** Goes through the rows of a poll beside those of the poll before. As long as nothing differs it writes nothing. */
export class RowRecorder {
  readonly #before: RowMemory | undefined;
  #positions: ReadonlyMap<string, number> | undefined;
  #row = -1;
  #index = "";
  #position: number | undefined;
  #indexes: string[] | undefined;
  #tuples: (Dimensions | NoRow)[] = [];

  constructor(before: RowMemory | undefined) {
    this.#before = before;
  }

  /** Goes on to a row. @returns what it was in the poll before; undefined when it is new */
  next(index: string): Dimensions | NoRow | undefined {
    this.#row += 1;
    this.#index = index;
    const before = this.#before;
    this.#position = undefined;
    if (before === undefined) return undefined;
    this.#position = before.indexes[this.#row] === index ? this.#row : this.#search(index);
    return this.#position === undefined ? undefined : before.tuples[this.#position];
  }

  /** The row's index: the very text of the poll before when there is one, which is the fastest to compare. */
  get index(): string {
    return this.#position === undefined ? this.#index : this.#before!.indexes[this.#position]!;
  }

  /** Says what the row is now. */
  keep(tuple: Dimensions | NoRow): void {
    const before = this.#before;
    if (this.#indexes === undefined) {
      if (before !== undefined && this.#position === this.#row && before.tuples[this.#row] === tuple) return;
      this.#indexes = before?.indexes.slice(0, this.#row) ?? [];
      this.#tuples = before?.tuples.slice(0, this.#row) ?? [];
    }
    this.#indexes.push(this.index);
    this.#tuples.push(tuple);
  }

  /**
   * The rows for the next poll, at most 20,000.
   * @param isUnknown  says of a row that did not come that it may still be there; undefined when none can be
   * @param lists  of indexes that other devices have
   */
  finish(
    labels: RowMemory["labels"],
    isUnknown: ((index: string) => boolean) | undefined,
    lists: SharedLists,
  ): RowMemory | undefined {
    const before = this.#before;
    const count = this.#row + 1;
    if (this.#indexes === undefined && before !== undefined && count === before.indexes.length) {
      return sameItems(labels, before.labels) ? before : { ...before, labels };
    }
    const indexes = this.#indexes ?? before?.indexes.slice(0, count) ?? [];
    const tuples = this.#indexes === undefined ? (before?.tuples.slice(0, count) ?? []) : this.#tuples;
    if (isUnknown !== undefined && before !== undefined) addMissing(indexes, tuples, before, isUnknown);
    if (indexes.length === 0) return undefined;
    const sameIndexes = before !== undefined && sameItems(indexes, before.indexes);
    // Copies have no room to grow in, which an array keeps: this is held for every device.
    return {
      indexes: sameIndexes ? before.indexes : lists.of(indexes.slice(0, ROWS_REMEMBERED_MAX)),
      tuples: tuples.slice(0, ROWS_REMEMBERED_MAX),
      labels,
    };
  }

  #search(index: string): number | undefined {
    this.#positions ??= new Map(this.#before?.indexes.map((text, i) => [text, i]));
    return this.#positions.get(index);
  }
}

function addMissing(
  indexes: string[],
  tuples: (Dimensions | NoRow)[],
  before: RowMemory,
  isUnknown: (index: string) => boolean,
): void {
  const present = new Set(indexes);
  before.indexes.forEach((index, i) => {
    if (present.has(index) || !isUnknown(index)) return;
    indexes.push(index);
    tuples.push(before.tuples[i]!);
  });
}

/** Whether two lists hold the same items in the same order. */
export function sameItems<T>(left: readonly T[], right: readonly T[]): boolean {
  if (left === right) return true;
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}
