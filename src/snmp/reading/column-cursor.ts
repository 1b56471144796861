import type { Oid, SnmpValue } from "../../smi/index.ts";
import type { ColumnAnswer, ReadPriority } from "../client.ts";
import type { Diagnosis } from "../diagnosis.ts";
import type { SnmpError } from "../errors.ts";
import type { Reply } from "../exchange/exchange.ts";
import { oidText } from "../wire/index.ts";
import type { ColumnInfo } from "./column-info.ts";
import type { Item } from "./item.ts";
import { RowCells } from "./row-cells.ts";

export type Cell = readonly [index: string, value: SnmpValue];

/** Where an earlier read had to stop. */
export interface Place {
  readonly octets: Uint8Array;
  readonly index: string;
  /** Rows up to there. */
  readonly rows: number;
}

/** A row that is not asked for, and why. */
export interface Fence {
  /** The OID before it. */
  readonly oid: Oid;
  readonly error: SnmpError;
}

/** What all columns of a read share. */
export interface CursorOptions {
  readonly rowsMax: number;
  readonly heldMaxBytes: number;
  readonly diagnosis: Diagnosis;
  /** Whether cells are to be told of as they come. */
  readonly streams: boolean;
  /** What all their cells take in memory, about. */
  readonly held: { bytes: number };
}

/** A cell in memory, beside its octets. */
const CELL_BYTES = 100;

/** A column as it was wished for, and what is remembered of it. */
export interface CursorStart {
  readonly priority: ReadPriority;
  /** Number in the wish. */
  readonly place: number;
  /** Rows that it had when it was last read whole. */
  readonly expected: number | undefined;
  /** Mean octets of a varbind. */
  readonly bytes: number;
  /** Where an earlier read had to stop. */
  readonly from: Place | undefined;
  /** Indexes of the table's rows, shared by its columns. */
  readonly indexes: string[];
}

/** When a column that has grown by n rows is asked for more: at least so many, then n again. */
const GROWTH_ROWS = 3;

/** One column on its way: where the next request goes on, how far it shall go, and what has been read. */
export class ColumnCursor implements Item {
  readonly info: ColumnInfo;
  readonly priority: ReadPriority;
  readonly place: number;
  readonly cells: RowCells;
  at: Uint8Array;
  /** The last row that came. */
  index: string | undefined;
  /** Rows that it had when it was last read whole. */
  readonly expected: number | undefined;
  /** Rows to ask for, from the beginning of the column; Infinity to ask until its end. */
  goal = Number.POSITIVE_INFINITY;
  /** Rows passed, from the beginning of the column. */
  rows = 0;
  inFlight = false;
  failure: SnmpError | undefined;
  fence: Fence | undefined;
  /** Set when it was gone on with. */
  readonly after: string | undefined;
  #ended = false;
  /** Octets of the varbinds that came, and how many. */
  #cellBytes = 0;
  #cellCount = 0;
  readonly #bytesBefore: number;
  /** Number of the last varbind of the present reply that was a row. */
  #latest = -1;
  /** Whether `at` is ours to write to. */
  #ownsAt = false;
  #fresh: Cell[] | undefined;
  readonly #options: CursorOptions;

  constructor(
    info: ColumnInfo,
    { priority, place, expected, bytes, from, indexes }: CursorStart,
    options: CursorOptions,
  ) {
    this.info = info;
    this.cells = new RowCells(indexes);
    this.priority = priority;
    this.place = place;
    this.expected = expected;
    this.#bytesBefore = bytes;
    this.at = from?.octets ?? info.octets;
    this.rows = from?.rows ?? 0;
    this.after = from?.index;
    this.index = from?.index;
    this.#options = options;
    if (options.streams) this.#fresh = [];
  }

  /** Mean octets of a varbind. */
  get bytes(): number {
    return this.#cellCount === 0 ? this.#bytesBefore : this.#cellBytes / this.#cellCount;
  }

  /** Mean octets of the varbinds that came in this read; undefined when none did. */
  get meanBytes(): number | undefined {
    return this.#cellCount === 0 ? undefined : this.#cellBytes / this.#cellCount;
  }

  get name(): Oid {
    return oidText(this.at, 0, this.at.length);
  }

  get done(): boolean {
    return this.#ended;
  }

  get exact(): boolean {
    return this.fence !== undefined;
  }

  get rowsLeft(): number {
    return this.#ended ? 0 : Math.max(0, this.goal - this.rows);
  }

  get answer(): ColumnAnswer {
    const { cells, failure, after } = this;
    return after === undefined ? { cells, failure } : { cells, failure, after };
  }

  /** The column is whole. */
  end(): void {
    this.#ended = true;
  }

  /** The column is cut here; its cells stay. */
  fail(error: SnmpError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.failure = error;
  }

  /** It has grown: the more, the further it is looked for its end. */
  stretch(): void {
    this.goal = this.rows + Math.max(GROWTH_ROWS, this.rows - (this.expected ?? 0));
  }

  take(reply: Reply, i: number, previous: number): void {
    if (this.#ended) return;
    const { octets } = this.info;
    const isInside = reply.isUnder(i, octets);
    // What came before was a row of this column, or the column would have ended: only the indexes differ.
    const isNextRow = isInside && previous >= 0 && previous === this.#latest;
    const order = isNextRow
      ? reply.compareNames(i, previous, octets.length)
      : reply.compareOid(i, this.#before(reply, previous));
    if (order > 0 && isInside) this.#takeRow(reply, i);
    else if (order > 0 || isException(reply.value(i))) this.#ended = true;
    // Also outside the column: an agent that jumps back has not shown that the column ends here.
    else this.#jumpedBack(reply.oid(i));
  }

  #jumpedBack(to: Oid): void {
    const { diagnosis } = this.#options;
    this.fail(diagnosis.notIncreasing(this.info.oid, this.index ?? "its beginning", to));
  }

  #before(reply: Reply, previous: number): Uint8Array {
    return previous < 0 ? this.at : reply.oidOctets(previous);
  }

  #takeRow(reply: Reply, i: number): void {
    const value = reply.value(i);
    if (value === undefined) {
      this.fail(this.#options.diagnosis.undecodableValue(reply.oid(i)));
    } else if (value.type === "endOfMibView") {
      this.#ended = true;
    } else if (isException(value)) {
      // Not allowed in a walk (RFC 3416 §4.2.2), yet seen: for a hole in the table.
      this.#pass(i);
    } else if (this.rows >= this.#options.rowsMax) {
      this.fail(this.#options.diagnosis.tooManyRows(this.info.oid, this.#options.rowsMax));
    } else if (this.#options.held.bytes > this.#options.heldMaxBytes) {
      this.fail(this.#options.diagnosis.tooMuch(this.info.oid, this.#options.heldMaxBytes));
    } else {
      this.#pass(i);
      const index = reply.index(i, this.info.octets);
      this.index = index;
      this.cells.add(index, value);
      this.#fresh?.push([index, value]);
      const bytes = reply.varbindBytes(i);
      this.#cellBytes += bytes;
      this.#cellCount++;
      this.#options.held.bytes += bytes + CELL_BYTES;
    }
  }

  #pass(i: number): void {
    this.rows++;
    this.#latest = i;
  }

  settle(reply: Reply): void {
    if (this.#latest < 0) return;
    if (!this.#ended) this.#goOnAfter(reply, this.#latest);
    this.#latest = -1;
    if (this.fence !== undefined && this.fence.oid === this.name) this.fail(this.fence.error);
  }

  /** Rows mostly have names of one length: then the memory of the last one serves, and nothing is left to be collected. */
  #goOnAfter(reply: Reply, i: number): void {
    if (this.#ownsAt && reply.copyOidOctets(i, this.at)) return;
    this.at = reply.oidOctets(i);
    this.#ownsAt = true;
  }

  /** The cells that came since the last call. */
  takeFresh(): readonly Cell[] {
    const fresh = this.#fresh ?? [];
    if (fresh.length > 0) this.#fresh = [];
    return fresh;
  }

  /** Where a later read may go on; undefined at the beginning. */
  get reached(): Place | undefined {
    const { at, index, rows } = this;
    return index === undefined ? undefined : { octets: at, index, rows };
  }
}

const isException = (value: SnmpValue | undefined): boolean =>
  value?.type === "endOfMibView" || value?.type === "noSuchInstance" || value?.type === "noSuchObject";
