import { compareOids, indexOf, isUnder, type Oid, type SnmpValue, type Varbind } from "../smi/index.ts";
import type { ColumnAnswer } from "./client.ts";
import type { Diagnosis } from "./diagnosis.ts";
import type { SnmpError } from "./errors.ts";

type Cell = readonly [index: string, value: SnmpValue];

/** One column on its way: where the next request goes on, and what has been read. */
export class ColumnCursor {
  readonly column: Oid;
  readonly #rowsMax: number;
  readonly #diagnosis: Diagnosis;
  readonly #cells = new Map<string, SnmpValue>();
  #fresh: Cell[] = [];
  #at: Oid;
  #ended = false;
  #failure: SnmpError | undefined;

  constructor(column: Oid, rowsMax: number, diagnosis: Diagnosis) {
    this.column = column;
    this.#at = column;
    this.#rowsMax = rowsMax;
    this.#diagnosis = diagnosis;
  }

  /** The last OID read: GETNEXT and GETBULK go on after it. */
  get at(): Oid {
    return this.#at;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get rows(): number {
    return this.#cells.size;
  }

  get answer(): ColumnAnswer {
    return { cells: this.#cells, failure: this.#failure };
  }

  /** The column is whole. */
  end(): void {
    this.#ended = true;
  }

  /** The column is cut here; its cells stay. */
  fail(error: SnmpError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = error;
  }

  /** Takes the next varbind in wire order; ignored once the column has ended. */
  take({ oid, value }: Varbind): void {
    if (this.#ended) return;
    if (value.type === "endOfMibView") return this.end();
    const forward = compareOids(oid, this.#at) > 0;
    const inside = isUnder(oid, this.column);
    if (value.type === "noSuchInstance" || value.type === "noSuchObject") {
      // Not allowed in a walk (RFC 3416 §4.2.2), yet seen: for a hole in the table, or for its end.
      if (forward && inside) this.#at = oid;
      else this.end();
      return;
    }
    // Also outside the column: an agent that jumps back has not shown that the column ends here.
    if (!forward) return this.fail(this.#diagnosis.notIncreasing(this.column, this.#at, oid));
    if (!inside) return this.end();
    if (this.#cells.size >= this.#rowsMax) {
      return this.fail(this.#diagnosis.tooManyRows(this.column, this.#rowsMax));
    }
    const index = indexOf(oid, this.column);
    this.#at = oid;
    this.#cells.set(index, value);
    this.#fresh.push([index, value]);
  }

  /** The cells taken since the last call. */
  takeFresh(): readonly Cell[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}
