import type { Oid, SnmpValue } from "../../smi/index.ts";
import type { ColumnAnswer, ReadPriority } from "../client.ts";
import type { Diagnosis } from "../diagnosis.ts";
import type { SnmpError } from "../errors.ts";
import type { Reply } from "../exchange/exchange.ts";
import { oidText } from "../wire/index.ts";
import type { ColumnInfo } from "./column-info.ts";
import type { Item } from "./item.ts";

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

export interface CursorOptions {
  readonly priority: ReadPriority;
  /** Number in the wish. */
  readonly place: number;
  readonly rowsMax: number;
  readonly diagnosis: Diagnosis;
  /** Whether cells are to be told of as they come. */
  readonly streams: boolean;
}

/** When a column that has grown by n rows is asked for more: at least so many, then n again. */
const GROWTH_ROWS = 3;

/** One column on its way: where the next request goes on, how far it shall go, and what has been read. */
export class ColumnCursor implements Item {
  readonly info: ColumnInfo;
  readonly priority: ReadPriority;
  readonly place: number;
  readonly cells = new Map<string, SnmpValue>();
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
  #fresh: Cell[] | undefined;
  readonly #rowsMax: number;
  readonly #diagnosis: Diagnosis;

  constructor(
    info: ColumnInfo,
    known: { readonly rows: number | undefined; readonly bytes: number },
    from: Place | undefined,
    { priority, place, rowsMax, diagnosis, streams }: CursorOptions,
  ) {
    this.info = info;
    this.priority = priority;
    this.place = place;
    this.expected = known.rows;
    this.#bytesBefore = known.bytes;
    this.at = from?.octets ?? info.octets;
    this.rows = from?.rows ?? 0;
    this.after = from?.index;
    this.index = from?.index;
    this.#rowsMax = rowsMax;
    this.#diagnosis = diagnosis;
    if (streams) this.#fresh = [];
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
    const order = previous < 0 ? reply.compareOid(i, this.at) : reply.compareNames(i, previous);
    const { octets } = this.info;
    if (order > 0 && reply.isUnder(i, octets)) this.#takeRow(reply, i);
    else if (order > 0 || isException(reply.value(i))) this.#ended = true;
    // Also outside the column: an agent that jumps back has not shown that the column ends here.
    else this.fail(this.#diagnosis.notIncreasing(this.info.oid, this.index ?? "its beginning", reply.oid(i)));
  }

  #takeRow(reply: Reply, i: number): void {
    const value = reply.value(i);
    if (value === undefined) {
      this.fail(this.#diagnosis.undecodableValue(reply.oid(i)));
    } else if (value.type === "endOfMibView") {
      this.#ended = true;
    } else if (isException(value)) {
      // Not allowed in a walk (RFC 3416 §4.2.2), yet seen: for a hole in the table.
      this.#pass(i);
    } else if (this.rows >= this.#rowsMax) {
      this.fail(this.#diagnosis.tooManyRows(this.info.oid, this.#rowsMax));
    } else {
      this.#pass(i);
      const index = reply.index(i, this.info.octets);
      this.index = index;
      this.cells.set(index, value);
      this.#fresh?.push([index, value]);
      this.#cellBytes += reply.varbindBytes(i);
      this.#cellCount++;
    }
  }

  #pass(i: number): void {
    this.rows++;
    this.#latest = i;
  }

  settle(reply: Reply): void {
    if (this.#latest < 0) return;
    if (!this.#ended) this.at = reply.oidOctets(this.#latest);
    this.#latest = -1;
    if (this.fence?.oid === this.name) this.fail(this.fence.error);
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
