import type { Clock } from "../base/index.ts";
import type { AdvancedOptions } from "../config/index.ts";
import type { Oid } from "../smi/index.ts";

/** Columns × repetitions of one GETBULK; a reply of 1,000 varbinds is about 20 kB. */
const VARBINDS_MAX = 1_000;
/** What surely fits into a datagram that no path fragments: 1,400 bytes at 28 bytes a varbind. */
const VARBINDS_PER_PACKET = 50;
/** Devices get new firmware and paths change, so what was learned the hard way is tried again. */
const RELEARN_AFTER_MS = 3_600_000;
/** Columns whose length is kept; a large manifest has some hundred. */
const LENGTHS_MAX = 5_000;

/** What this device can take in one request, as learned from its answers. */
export class RequestSize {
  readonly #options: AdvancedOptions;
  readonly #clock: Clock;
  #instances: number;
  #varbinds = VARBINDS_MAX;
  #bulkEverWorked = false;
  #bulkBroken: Set<Oid> | "everywhere" = new Set();
  readonly #knowsBulk: boolean;
  #learnedAtMs = 0;
  readonly #lengths = new Map<Oid, number>();

  /** @param knowsBulk false for SNMPv1 */
  constructor(options: AdvancedOptions, knowsBulk: boolean, clock: Clock) {
    this.#knowsBulk = knowsBulk;
    this.#options = options;
    this.#clock = clock;
    this.#instances = options.maxOidsPerQuery;
  }

  /** OIDs in a GET. */
  get instances(): number {
    return this.#instances;
  }

  /** Columns in a GETBULK or GETNEXT. */
  get columns(): number {
    return Math.min(this.#options.maxOidsPerQuery, this.#varbinds);
  }

  /** Varbinds to ask for in a reply; also the state that `varbinds = …` goes back to. */
  get varbinds(): number {
    return this.#varbinds;
  }

  /** Repetitions for so many columns with so many rows left (Infinity when unknown). */
  repetitions(columns: number, rowsLeft: number): number {
    const fitting = Math.floor(this.#varbinds / columns);
    return Math.max(1, Math.min(fitting, this.#options.maxRepetitions, rowsLeft));
  }

  /** The agent answered tooBig, or nothing at all, to a GET of so many OIDs. */
  getWasTooBig(oids: number): void {
    this.#instances = Math.max(1, Math.min(this.#instances, Math.floor(oids / 2)));
    this.#touch();
  }

  /** The agent answered tooBig to a request for so many varbinds. */
  walkWasTooBig(varbinds: number): void {
    this.limitVarbinds(Math.floor(varbinds / 2));
  }

  /** Silence may mean that the reply was too large for the agent or the path. */
  walkWasDropped(varbinds: number, columns: number): void {
    this.limitVarbinds(Math.min(Math.floor(varbinds / 2), Math.max(columns, VARBINDS_PER_PACKET)));
  }

  limitVarbinds(varbinds: number): void {
    this.#varbinds = Math.max(1, Math.min(this.#varbinds, varbinds));
    this.#touch();
  }

  /** The size was not the reason after all. */
  restoreVarbinds(varbinds: number): void {
    this.#varbinds = varbinds;
  }

  /** A single value was too big, so the limits learned on the way to it are no limits. */
  forgetTooBig(): void {
    this.#instances = this.#options.maxOidsPerQuery;
    this.#varbinds = VARBINDS_MAX;
  }

  usesBulk(columns: readonly Oid[]): boolean {
    const broken = this.#bulkBroken;
    return this.#knowsBulk && broken !== "everywhere" && !columns.some((column) => broken.has(column));
  }

  bulkWorked(): void {
    this.#bulkEverWorked = true;
  }

  /** GETBULK failed where GETNEXT works: for these columns, or, if it never worked, for the device. */
  bulkFailed(columns: readonly Oid[]): void {
    this.#touch();
    if (!this.#bulkEverWorked) this.#bulkBroken = "everywhere";
    else if (this.#bulkBroken !== "everywhere") for (const column of columns) this.#bulkBroken.add(column);
  }

  /** Rows the column had last time: asking for one more than that sees its end without overrunning it. */
  lengthOf(column: Oid): number | undefined {
    return this.#lengths.get(column);
  }

  rememberLength(column: Oid, rows: number): void {
    if (this.#lengths.size < LENGTHS_MAX || this.#lengths.has(column)) this.#lengths.set(column, rows);
  }

  /** Called before a read: forgets old limits. */
  refresh(): void {
    if (this.#clock.monotonicMs() - this.#learnedAtMs < RELEARN_AFTER_MS) return;
    this.forgetTooBig();
    this.#bulkBroken = new Set();
  }

  #touch(): void {
    this.#learnedAtMs = this.#clock.monotonicMs();
  }
}
