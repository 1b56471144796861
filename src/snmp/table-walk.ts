import type { ColumnsOptions } from "./client.ts";
import type { ColumnCursor } from "./column-cursor.ts";
import type { SnmpError } from "./errors.ts";
import { ERROR_STATUS, type SnmpRequest, type SnmpResponse } from "./exchange.ts";
import type { Reader } from "./reader.ts";

/** A reply too large to arrive is dropped in silence by some agents and paths: two smaller tries tell. */
const SHRINKS_MAX = 2;
/** Unanswered batches after which we leave a device alone: each has cost up to four time-outs. */
const UNANSWERED_MAX = 2;

/** Shared by the walks of one call: how many batches a living device has left unanswered at any size. */
export interface Patience {
  unanswered: number;
}

interface WalkOptions {
  readonly reader: Reader;
  readonly patience: Patience;
  readonly onCells: ColumnsOptions["onCells"];
}

/**
 * Walks columns side by side, each with its own cursor, until all have ended.
 * Every step takes varbinds, ends a column or makes the next request smaller, so the walk ends.
 */
export class TableWalk {
  readonly #cursors: readonly ColumnCursor[];
  readonly #reader: Reader;
  readonly #patience: Patience;
  readonly #onCells: ColumnsOptions["onCells"];
  /** Columns per PDU while a culprit is looked for. */
  #columnsMax = Number.POSITIVE_INFINITY;
  #bulk: boolean;
  /** GETBULK failed here; if GETNEXT gets through, GETBULK is to blame. */
  #bulkSuspect = false;
  /** Silences in a row, and the size before the first of them. */
  #silences = 0;
  #varbindsBefore = 0;
  #lost: SnmpError | undefined;

  constructor(cursors: readonly ColumnCursor[], { reader, patience, onCells }: WalkOptions) {
    this.#cursors = cursors;
    this.#reader = reader;
    this.#patience = patience;
    this.#onCells = onCells;
    this.#bulk = reader.size.usesBulk(cursors.map(({ column }) => column));
  }

  /** @returns the error when the device is lost, so that asking for other columns is pointless */
  async run(): Promise<SnmpError | undefined> {
    for (let open = this.#open(); open.length > 0; open = this.#open()) {
      for (let start = 0; start < open.length && this.#lost === undefined; ) {
        const batch = open.slice(start, start + Math.min(this.#reader.size.columns, this.#columnsMax));
        await this.#step(batch);
        start += batch.length;
      }
    }
    this.#learn();
    return this.#lost;
  }

  #open(): ColumnCursor[] {
    return this.#cursors.filter(({ ended }) => !ended);
  }

  async #step(batch: readonly ColumnCursor[]): Promise<void> {
    const request = this.#requestFor(batch);
    const outcome = await this.#reader.ask(request);
    switch (outcome.kind) {
      case "response":
        this.#onResponse(batch, request, outcome);
        return;
      case "refused":
        this.#lose(outcome.error);
        return;
      case "silent":
        await this.#onSilence(batch, request, outcome.error);
        return;
      case "malformed":
        this.#onTrouble(batch, undefined, () => outcome.error);
    }
  }

  #requestFor(batch: readonly ColumnCursor[]): SnmpRequest {
    const oids = batch.map(({ at }) => at);
    if (!this.#bulk) return { kind: "getNext", oids };
    const rowsLeft = Math.max(...batch.map((cursor) => this.#rowsLeft(cursor)));
    return { kind: "getBulk", oids, maxRepetitions: this.#reader.size.repetitions(batch.length, rowsLeft) };
  }

  /** From the column's length last time, plus one row to see its end; unknown once it has grown beyond that. */
  #rowsLeft({ column, rows }: ColumnCursor): number {
    const length = this.#reader.size.lengthOf(column);
    return length === undefined || rows > length ? Number.POSITIVE_INFINITY : length - rows + 1;
  }

  #onResponse(batch: readonly ColumnCursor[], request: SnmpRequest, response: SnmpResponse): void {
    this.#silences = 0;
    const { errorStatus: status, errorIndex } = response;
    const { diagnosis, size } = this.#reader;
    const asked = varbindsOf(request);
    if (status === ERROR_STATUS.noError) {
      this.#take(batch, request, response);
    } else if (status === ERROR_STATUS.tooBig) {
      if (asked > 1) size.walkWasTooBig(asked);
      else this.#onTrouble(batch, undefined, (cursor) => this.#tooBig(cursor));
    } else if (status === ERROR_STATUS.noSuchName && !this.#bulk) {
      // v1 says so at the end of its view (RFC 1157 §4.1.3).
      this.#onTrouble(batch, errorIndex, undefined);
    } else {
      this.#onTrouble(batch, errorIndex, (cursor) => diagnosis.errorStatus(cursor.at, status));
    }
  }

  #take(batch: readonly ColumnCursor[], request: SnmpRequest, { varbinds }: SnmpResponse): void {
    const { diagnosis, size } = this.#reader;
    // Fewer than asked for is legal, in the middle of a row too (RFC 3416 §4.2.3): each cursor goes on by itself.
    for (const [i, varbind] of varbinds.slice(0, varbindsOf(request)).entries()) {
      batch[i % batch.length]?.take(varbind);
    }
    if (varbinds.length === 0 && batch.length === 1) {
      batch[0]?.fail(diagnosis.mismatch(request, "is empty"));
    } else if (varbinds.length < batch.length) {
      // Not even one row fits: columns at the end would starve.
      size.limitVarbinds(varbinds.length > 0 ? varbinds.length : Math.floor(batch.length / 2));
    }
    if (this.#bulk && varbinds.length > 0) size.bulkWorked();
    for (const cursor of batch) {
      const cells = cursor.takeFresh();
      if (cells.length > 0) this.#onCells?.(cursor.column, cells);
    }
  }

  /**
   * The agent cannot answer this question. GETBULK is followed by GETNEXT, where an error-index names the column;
   * without one, smaller requests find it.
   * @param errorOf the culprit's error; undefined when the column has just ended
   */
  #onTrouble(
    batch: readonly ColumnCursor[],
    errorIndex: number | undefined,
    errorOf: ((cursor: ColumnCursor) => SnmpError) | undefined,
  ): void {
    if (this.#bulk) {
      this.#bulk = false;
      this.#bulkSuspect = true;
      return;
    }
    const culprit = batch.length === 1 ? batch[0] : batch[(errorIndex ?? 0) - 1];
    if (culprit === undefined) {
      this.#columnsMax = Math.ceil(batch.length / 2);
      return;
    }
    this.#columnsMax = Number.POSITIVE_INFINITY;
    if (errorOf === undefined) {
      culprit.end();
    } else {
      culprit.fail(errorOf(culprit));
      // GETNEXT fails there too, so GETBULK is free of blame and serves the other columns.
      this.#bulk ||= this.#bulkSuspect;
      this.#bulkSuspect = false;
    }
  }

  async #onSilence(batch: readonly ColumnCursor[], request: SnmpRequest, error: SnmpError): Promise<void> {
    const { size } = this.#reader;
    const loss = await this.#reader.explainSilence(error);
    if (loss !== undefined) {
      this.#lose(loss);
      return;
    }
    if (this.#silences++ === 0) this.#varbindsBefore = size.varbinds;
    const asked = varbindsOf(request);
    if (asked > 1 && this.#silences <= SHRINKS_MAX) {
      size.walkWasDropped(asked, batch.length);
    } else if (this.#bulk) {
      this.#bulk = false;
      this.#bulkSuspect = true;
    } else {
      this.#leaveUnanswered(batch, error);
    }
  }

  /** Neither size nor GETBULK was the reason: these columns cannot be read now. */
  #leaveUnanswered(batch: readonly ColumnCursor[], error: SnmpError): void {
    this.#reader.size.restoreVarbinds(this.#varbindsBefore);
    this.#bulkSuspect = false;
    this.#silences = 0;
    for (const cursor of batch) cursor.fail(error);
    if (++this.#patience.unanswered >= UNANSWERED_MAX) this.#lose(error);
  }

  /** One huge cell says nothing about the others, so they are asked for in larger requests again. */
  #tooBig(cursor: ColumnCursor): SnmpError {
    this.#reader.size.forgetTooBig();
    return this.#reader.diagnosis.tooBig(cursor.at);
  }

  #lose(error: SnmpError): void {
    this.#lost = error;
    for (const cursor of this.#cursors) cursor.fail(error);
  }

  #learn(): void {
    const { size } = this.#reader;
    if (this.#bulkSuspect && this.#lost === undefined) {
      size.bulkFailed(this.#cursors.map(({ column }) => column));
    }
    for (const cursor of this.#cursors) {
      if (cursor.answer.failure === undefined) size.rememberLength(cursor.column, cursor.rows);
    }
  }
}

const varbindsOf = ({ oids, maxRepetitions }: SnmpRequest): number => oids.length * (maxRepetitions ?? 1);
