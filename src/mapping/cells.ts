import type { PolledCells, PollResult } from "../poll/index.ts";
import { compareOids, type Oid, type SnmpValue } from "../smi/index.ts";

/** The poll did not get that far: nobody knows whether there is a value. Not the same as "there is none". */
export const UNKNOWN = Symbol("unknown");
export type Unknown = typeof UNKNOWN;

export type Cells = PolledCells;

const NO_CELLS: Cells = new Map();

/** How much of a column was read; everything left out means: all of it. */
export interface ColumnExtent {
  /** It was cut short: rows behind the last one read are unknown. `put-off`: by us, not by the device. */
  readonly cut?: "cut" | "put-off" | undefined;
  /** The read went on behind this row: rows up to it are unknown unless they are there. */
  readonly after?: string | undefined;
  /** Only these rows were asked for. */
  readonly selected?: ReadonlySet<string> | undefined;
}

const WHOLE: ColumnExtent = {};

/** One polled column, with what is known about the cells it does not hold. */
export class Column {
  readonly cells: Cells;
  readonly #extent: ColumnExtent;
  /** The last index that was read before the cut; undefined when nothing was, or there is no cut. */
  readonly #readUpTo: string | undefined;

  constructor(cells: Cells, extent: ColumnExtent = WHOLE) {
    this.cells = cells;
    this.#extent = extent;
    this.#readUpTo = extent.cut === undefined ? undefined : lastKey(cells);
  }

  /** Nothing of it is unknown. */
  get whole(): boolean {
    return this.#extent === WHOLE;
  }

  /** The cell of a row: its value, undefined when the row has none, UNKNOWN when it was not read. */
  at(index: string): SnmpValue | undefined | Unknown {
    return this.cells.get(index) ?? (this.whole ? undefined : this.#without(index));
  }

  /** Whether the row is unknown because nobody asked for it this time. */
  putOff(index: string): boolean {
    if (this.whole || this.cells.has(index)) return false;
    return this.#notAsked(index) || (this.#extent.cut === "put-off" && this.#behindCut(index));
  }

  #without(index: string): undefined | Unknown {
    return this.#notAsked(index) || this.#behindCut(index) ? UNKNOWN : undefined;
  }

  #notAsked(index: string): boolean {
    const { after, selected } = this.#extent;
    return selected?.has(index) === false || (after !== undefined && compareOids(index, after) <= 0);
  }

  #behindCut(index: string): boolean {
    if (this.#extent.cut === undefined) return false;
    // Agents answer in index order, so a hole before the last cell read is a hole, not a cut.
    return this.#readUpTo === undefined || compareOids(index, this.#readUpTo) >= 0;
  }
}

/** The values of one poll by planned OID. Columns are looked up once and kept for the poll. */
export class PolledValues {
  readonly #result: PollResult;
  readonly #columns = new Map<Oid, Column>();

  constructor(result: PollResult) {
    this.#result = result;
  }

  scalar(oid: Oid): SnmpValue | undefined | Unknown {
    const value = this.#result.scalars.get(oid);
    return value ?? (this.#result.absent.has(oid) ? undefined : UNKNOWN);
  }

  /**
   * Whether the walk of this column broke off: the device fell silent, so what else the row has is in doubt, too. A
   * column that failed by itself (genErr, OIDs that do not increase) or was put off says nothing about the others.
   */
  brokeOff(oid: Oid): boolean {
    const failure = this.#result.incomplete.get(oid);
    return failure !== undefined && !failure.isLocal;
  }

  column(oid: Oid): Column {
    let column = this.#columns.get(oid);
    if (column === undefined) {
      const cells = this.#result.columns.get(oid);
      column = new Column(cells ?? NO_CELLS, this.#extentOf(oid, cells));
      this.#columns.set(oid, column);
    }
    return column;
  }

  #extentOf(oid: Oid, cells: Cells | undefined): ColumnExtent {
    const { incomplete, after, selected, absent } = this.#result;
    const failure = incomplete.get(oid);
    const behind = after.get(oid);
    const rows = selected.get(oid);
    // A planned column that is neither there nor said to be absent was not polled: that is no proof of absence.
    const answered = cells !== undefined || absent.has(oid);
    if (answered && failure === undefined && behind === undefined && rows === undefined) return WHOLE;
    let cut: ColumnExtent["cut"] = answered ? undefined : "put-off";
    if (failure !== undefined) cut = failure.isPutOff ? "put-off" : "cut";
    return { cut, after: behind, selected: rows };
  }
}

function lastKey(map: ReadonlyMap<string, unknown>): string | undefined {
  let last: string | undefined;
  for (const key of map.keys()) last = key;
  return last;
}
