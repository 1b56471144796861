import type { PollResult } from "../poll/index.ts";
import { compareOids, type Oid, type SnmpValue } from "../smi/index.ts";

/** The poll did not get that far: nobody knows whether there is a value. Not the same as "there is none". */
export const UNKNOWN = Symbol("unknown");
export type Unknown = typeof UNKNOWN;

const NO_CELLS: ReadonlyMap<string, SnmpValue> = new Map();

/** Causes that lie in one column alone. */
const COLUMN_FAULTS: ReadonlySet<string> = new Set<SnmpErrorCode>([
  "snmp.error-status",
  "snmp.too-big",
  "snmp.not-increasing",
  "snmp.too-many-rows",
]);
type SnmpErrorCode =
  PollResult["failures"] extends ReadonlyMap<Oid, infer E extends { code: string }> ? E["code"] : never;

/** One polled column, with what is known about the cells it does not hold. */
export class Column {
  readonly cells: ReadonlyMap<string, SnmpValue>;
  readonly #whole: boolean;
  /** The last index that was read before the cut; undefined when nothing was, or there is no cut. */
  readonly #readUpTo: string | undefined;

  constructor(cells: ReadonlyMap<string, SnmpValue>, whole: boolean) {
    this.cells = cells;
    this.#whole = whole;
    this.#readUpTo = whole ? undefined : lastKey(cells);
  }

  /** The cell of a row: its value, undefined when the row has none, UNKNOWN when it lies behind the cut. */
  at(index: string): SnmpValue | undefined | Unknown {
    return this.cells.get(index) ?? this.#without(index);
  }

  #without(index: string): undefined | Unknown {
    if (this.#whole) return undefined;
    // Agents answer in index order, so a hole before the last cell read is a hole, not a cut.
    return this.#readUpTo !== undefined && compareOids(index, this.#readUpTo) < 0 ? undefined : UNKNOWN;
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
   * column that failed by itself (genErr, OIDs that do not increase) says nothing about the others.
   */
  brokeOff(oid: Oid): boolean {
    const failure = this.#result.incomplete.get(oid);
    return failure !== undefined && !COLUMN_FAULTS.has(failure.code);
  }

  column(oid: Oid): Column {
    let column = this.#columns.get(oid);
    if (column === undefined) {
      const cells = this.#result.columns.get(oid);
      // A planned column that is neither there nor said to be absent was not polled: that is no proof of absence.
      const answered = cells !== undefined || this.#result.absent.has(oid);
      column = new Column(cells ?? NO_CELLS, answered && !this.#result.incomplete.has(oid));
      this.#columns.set(oid, column);
    }
    return column;
  }
}

function lastKey(map: ReadonlyMap<string, unknown>): string | undefined {
  let last: string | undefined;
  for (const key of map.keys()) last = key;
  return last;
}
