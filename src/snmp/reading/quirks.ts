import type { Clock } from "../../base/index.ts";
import { isUnder, type Oid } from "../../smi/index.ts";
import type { LearnedReading } from "../client.ts";
import type { ColumnInfo } from "./column-info.ts";

/** Devices get new firmware, so what was learned the hard way is tried again. */
export const RELEARN_AFTER_MS = 3_600_000;
/** More OIDs at fault are no quirk any more; the oldest is tried again first. */
const POISON_MAX = 100;
const BROKEN_COLUMNS_MAX = 500;

export type QuirkLessons = Pick<LearnedReading, "noBulk" | "poison" | "noUptime">;

/** What one device does unlike others. Times are wall-clock, since they outlive the process. */
export class Quirks {
  readonly #clock: Clock;
  /** SNMPv1 has no GETBULK. */
  readonly #knowsBulk: boolean;
  #bulkWorked: boolean;
  #noBulk: LearnedReading["noBulk"];
  #poison: Map<Oid, number> | undefined;
  #noUptimeUntilMs: number | undefined;

  constructor(clock: Clock, knowsBulk: boolean, learned: (QuirkLessons & { columns: object }) | undefined) {
    this.#clock = clock;
    this.#knowsBulk = knowsBulk;
    this.#noBulk = learned?.noBulk && withoutExcess(learned.noBulk);
    this.noUptime = learned?.noUptime ?? false;
    const columnsRead = learned !== undefined && Object.keys(learned.columns).length > 0;
    this.#bulkWorked = columnsRead && learned.noBulk?.columns !== "everywhere";
    for (const { oid, untilMs } of learned?.poison ?? []) this.#keepAway(oid, untilMs);
  }

  get bulkWorked(): boolean {
    return this.#bulkWorked;
  }

  usesBulk(column: ColumnInfo): boolean {
    const broken = this.#noBulk;
    if (!this.#knowsBulk || broken === undefined) return this.#knowsBulk;
    if (this.#isOver(broken.untilMs)) {
      this.#noBulk = undefined;
      return true;
    }
    return broken.columns !== "everywhere" && !broken.columns.includes(column.oid);
  }

  bulkDidWork(): void {
    this.#bulkWorked = true;
  }

  /** GETBULK failed where GETNEXT works: for these columns, or, if it never worked, everywhere. */
  bulkFailed(columns: readonly Oid[]): void {
    const untilMs = this.#clock.wallMs() + RELEARN_AFTER_MS;
    const before = this.#noBulk?.columns ?? [];
    if (!this.#bulkWorked || before === "everywhere") {
      this.#noBulk = { columns: "everywhere", untilMs };
    } else {
      const all = [...new Set([...before, ...columns])];
      this.#noBulk = { columns: all.slice(-BROKEN_COLUMNS_MAX), untilMs };
    }
  }

  /** sysUpTime is not there, or was not just now: an agent that is coming up has nothing at all. */
  get noUptime(): boolean {
    const untilMs = this.#noUptimeUntilMs;
    if (untilMs === undefined || !this.#isOver(untilMs)) return untilMs !== undefined;
    this.#noUptimeUntilMs = undefined;
    return false;
  }

  set noUptime(isMissing: boolean) {
    this.#noUptimeUntilMs = isMissing ? this.#clock.wallMs() + RELEARN_AFTER_MS : undefined;
  }

  quarantine(oid: Oid): void {
    this.#keepAway(oid, this.#clock.wallMs() + RELEARN_AFTER_MS);
  }

  get anyPoison(): boolean {
    return this.#poison !== undefined;
  }

  /** Whether asking for this OID (an instance, or what comes after it) is put off. */
  isPoison(oid: Oid): boolean {
    const untilMs = this.#poison?.get(oid);
    if (untilMs === undefined || !this.#isOver(untilMs)) return untilMs !== undefined;
    this.#poison?.delete(oid);
    if (this.#poison?.size === 0) this.#poison = undefined;
    return false;
  }

  /** The first OID of a column that is put off, or the column itself. */
  poisonIn(column: Oid): Oid | undefined {
    for (const oid of this.#poison?.keys() ?? []) {
      if ((oid === column || isUnder(oid, column)) && this.isPoison(oid)) return oid;
    }
    return undefined;
  }

  learned(): QuirkLessons {
    const poison = [...(this.#poison ?? [])].map(([oid, untilMs]) => ({ oid, untilMs }));
    return { noBulk: this.#noBulk, poison, noUptime: this.noUptime };
  }

  /** Nothing is believed for much longer than it was meant to be: the wall clock may have gone back, a file be wrong. */
  #isOver(untilMs: number): boolean {
    const leftMs = untilMs - this.#clock.wallMs();
    return leftMs <= 0 || leftMs > 2 * RELEARN_AFTER_MS;
  }

  #keepAway(oid: Oid, untilMs: number): void {
    this.#poison ??= new Map();
    this.#poison.delete(oid);
    this.#poison.set(oid, untilMs);
    if (this.#poison.size <= POISON_MAX) return;
    for (const oldest of this.#poison.keys()) {
      this.#poison.delete(oldest);
      return;
    }
  }
}

type NoBulk = NonNullable<LearnedReading["noBulk"]>;

const withoutExcess = ({ columns, untilMs }: NoBulk): NoBulk => ({
  columns: columns === "everywhere" ? columns : columns.slice(-BROKEN_COLUMNS_MAX),
  untilMs,
});
