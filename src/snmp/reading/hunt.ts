import type { Oid } from "../../smi/index.ts";
import type { SnmpError } from "../errors.ts";
import { ERROR_STATUS } from "../exchange/exchange.ts";
import type { Asking, Result, Trouble } from "./asking.ts";
import { Batch, firstHalf } from "./batch.ts";
import { ColumnCursor } from "./column-cursor.ts";
import type { DeviceState } from "./device-state.ts";
import type { Item } from "./item.ts";
import { WantedInstance } from "./wanted-instance.ts";

/** What came of the search for one OID that spoils the answers. */
export type Find =
  /** Found, and dealt with: it is left out from now on. */
  | "culprit"
  /** Not one of them fails by itself. */
  | "nobody"
  /** GETNEXT works where GETBULK does not. */
  | "bulk"
  | "late"
  | { readonly lost: SnmpError };

/** Two attempts tell a loss from a silence well enough for one OID; the search itself makes do with one each. */
const LAST_ATTEMPTS = 2;

/**
 * Finds the one item, and in a column the one row, that the agent fails at, by halves: first the items, then the rows.
 * What is answered on the way is not asked for again. A search has at most log₂ of 60 columns and 100 rows steps that
 * fail.
 */
export class Hunt {
  readonly #device: DeviceState;
  readonly #asking: Asking;
  readonly #onTaken: () => void;
  #trouble: Trouble;
  #bulk: boolean;

  /** @param onTaken called after each answer */
  constructor(device: DeviceState, asking: Asking, trouble: Trouble, onTaken: () => void) {
    this.#device = device;
    this.#asking = asking;
    this.#trouble = trouble;
    this.#onTaken = onTaken;
    this.#bulk = trouble.batch.shape.kind === "getBulk";
  }

  /** @param suspects of the batch in trouble; not empty */
  async run(suspects: readonly Item[]): Promise<Find> {
    let rows = Math.max(1, this.#trouble.batch.shape.repetitions);
    if (this.#bulk && this.#trouble.kind !== "tooBig" && !this.#device.quirks.bulkWorked) {
      const found = await this.#tryWithoutBulk(suspects);
      if (found !== undefined) return found;
      if (!this.#bulk) rows = 1;
    }
    const narrowed = await this.#narrowItems(suspects, rows);
    if (typeof narrowed === "string" || "lost" in narrowed) return narrowed;
    const [suspect] = narrowed;
    return suspect === undefined || suspect.done ? "nobody" : await this.#narrowRows(suspect, rows);
  }

  /** GETBULK has never been answered: maybe there is none. */
  async #tryWithoutBulk(suspects: readonly Item[]): Promise<Find | undefined> {
    const result = await this.#ask(suspects, 1, false, LAST_ATTEMPTS);
    if (result.kind !== "taken") {
      this.#bulk = false;
      return this.#endOf(result);
    }
    const open = suspects.filter(({ done }) => !done);
    if (open.length === 0) return "nobody";
    const bulk = await this.#ask(open, 1, true, LAST_ATTEMPTS);
    if (bulk.kind === "taken") return undefined;
    const end = this.#endOf(bulk);
    if (end !== undefined) return end;
    this.#device.quirks.bulkFailed(columnsOf(suspects));
    return "bulk";
  }

  async #narrowItems(suspects: readonly Item[], rows: number): Promise<readonly Item[] | Find> {
    let rest = suspects;
    while (rest.length > 1) {
      const half = firstHalf(rest);
      const result = await this.#ask(half, rows, this.#bulk, 1);
      const end = this.#endOf(result);
      if (end !== undefined) return end;
      rest = result.kind === "taken" ? rest.slice(half.length) : half;
    }
    return rest;
  }

  async #narrowRows(suspect: Item, rows: number): Promise<Find> {
    let height = rows;
    let bulkFailed = false;
    while (this.#bulk && !bulkFailed) {
      const asked = Math.ceil(height / 2);
      const result = await this.#ask([suspect], asked, true, 1);
      const end = this.#endOf(result);
      if (end !== undefined) return end;
      if (suspect.done) return "nobody";
      if (result.kind !== "taken") bulkFailed = asked === 1;
      height = result.kind === "taken" ? height - asked : asked;
      if (height === 0) return "nobody";
    }
    return await this.#confirm(suspect);
  }

  async #confirm(suspect: Item): Promise<Find> {
    const result = await this.#ask([suspect], 1, false, LAST_ATTEMPTS);
    const end = this.#endOf(result);
    if (end !== undefined) return end;
    if (result.kind !== "taken") {
      this.#leaveOut(suspect);
      return "culprit";
    }
    if (!this.#bulk) return "nobody";
    this.#device.quirks.bulkFailed(columnsOf([suspect]));
    return "bulk";
  }

  async #ask(items: readonly Item[], rows: number, bulk: boolean, attempts: number): Promise<Result> {
    const result = await this.#asking.ask(
      smallBatch(items, rows, bulk, this.#device.headerBytes),
      this.#trouble.kind === "silent" ? attempts : undefined,
    );
    if (result.kind === "taken") this.#onTaken();
    else if (result.kind !== "late") this.#trouble = result;
    return result;
  }

  #endOf(result: Result): Find | undefined {
    if (result.kind === "late") return "late";
    return result.kind === "refused" ? { lost: result.error } : undefined;
  }

  #leaveOut(item: Item): void {
    const trouble = this.#trouble;
    // v1 has no exceptions (RFC 3584 §4.4): noSuchName is its noSuchObject, and its end of the MIB.
    if (trouble.kind === "status" && trouble.status === ERROR_STATUS.noSuchName) {
      item.end();
      return;
    }
    const { name } = item;
    item.fail(errorOf(trouble, name, this.#device));
    // Whoever answers nothing but probes is not at odds with one OID.
    if (trouble.kind === "silent" && !this.#asking.answered) return;
    this.#device.quirks.quarantine(name);
    this.#device.trace(() => `the agent fails at ${name} or what follows it: left out for an hour`);
  }
}

/** A column is asked alone for its next rows, an instance with GET. All of one kind. */
function smallBatch(items: readonly Item[], rows: number, bulk: boolean, headerBytes: number): Batch {
  const isGet = items[0] instanceof WantedInstance;
  const shape = { uptime: false, headerBytes };
  if (isGet) return new Batch({ ...shape, kind: "get", once: items, repeated: [], repetitions: 1 });
  if (!bulk) return new Batch({ ...shape, kind: "getNext", once: items, repeated: [], repetitions: 1 });
  return new Batch({ ...shape, kind: "getBulk", once: [], repeated: items, repetitions: rows });
}

function errorOf(trouble: Trouble, name: Oid, { diagnosis }: DeviceState): SnmpError {
  switch (trouble.kind) {
    case "tooBig":
      return diagnosis.tooBig(name);
    case "status":
      return diagnosis.errorStatus(name, trouble.status);
    case "empty":
      return diagnosis.leftOut(name);
    case "malformed":
    case "refused":
    case "silent":
      return trouble.error;
  }
}

const columnsOf = (items: readonly Item[]) =>
  items.flatMap((item) => (item instanceof ColumnCursor ? [item.info.oid] : []));
