import { SmallMap } from "../base/index.ts";
import { compareOids, type Oid, type SnmpValue } from "../smi/index.ts";
import type { ColumnAnswer } from "../snmp/index.ts";
import { BootEpoch } from "./boot-epoch.ts";
import { CompactCells } from "./compact-cells.ts";
import { isLabel } from "./label-cell.ts";
import type { PlannedColumn, ReadPlan } from "./read-plan.ts";
import type { Reading } from "./reading.ts";
import { RowChanges } from "./row-changes.ts";
import { differs, SpotCheck } from "./spot-check.ts";

/** Devices that were read together are not read anew together: by ± this share of the time. */
const SPREAD_RATIO = 0.2;

export interface LabelPolicy {
  /** How long a label is believed without another reason to doubt it. */
  readonly refreshMs: number;
  /** 0–1, by a hash of the device: shortens or lengthens that time. */
  readonly spreadRatio: number;
}

/** Monotonic ms; labels that were read together share one. */
interface Age {
  readonly readAtMs: number;
  readonly untilMs: number;
}

interface Label {
  readonly cells: CompactCells;
  readonly age: Age;
  /** Set while the column is read in parts over several polls: the last row of the latest part. */
  readonly upTo: string | undefined;
  /** Rows behind `upTo` are known, too: from an earlier read of the whole column. */
  readonly whole: boolean;
}

/** Columns that are not read in each poll. Monotonic ms. */
export interface LabelStock {
  readonly columns: readonly {
    readonly column: Oid;
    readonly rows: number;
    readonly readAtMs: number;
    readonly untilMs: number;
  }[];
  /** The agent tells when interfaces come and go. */
  readonly seesInterfaces: boolean;
}

/** A column as the rest of the poll sees it: kept from before, or what the device answered. */
export type LabelAnswer = Pick<ColumnAnswer, "cells" | "failure" | "after">;

/**
 * The labels of one device: names, descriptions, addresses, all that is a dimension alone and says what a row is. They
 * change rarely and are most of the octets of a table, so they are kept from poll to poll and read again
 * - when their time is over,
 * - when the agent restarted, ifNumber or ifTableLastChange changed,
 * - when rows came or went in a column that is read beside them,
 * - when one of a few cells that are looked at in each poll is another.
 */
export class LabelCache {
  readonly #policy: LabelPolicy;
  readonly #labels = new SmallMap<Oid, Label>();
  readonly #rows = new RowChanges();
  readonly #epoch = new BootEpoch();
  readonly #spots = new SpotCheck();
  #age: Age = { readAtMs: 0, untilMs: 0 };

  constructor(policy: LabelPolicy) {
    this.#policy = policy;
  }

  /** Whether the agent tells when interfaces come and go. */
  get seesInterfaces(): boolean {
    return this.#epoch.seesInterfaces;
  }

  /** What is kept now, for who wants to know. */
  stock(): LabelStock {
    const columns: LabelStock["columns"][number][] = [];
    for (const [column, { cells, age, whole }] of this.#labels)
      if (whole) columns.push({ column, rows: cells.size, readAtMs: age.readAtMs, untilMs: age.untilMs });
    return { columns, seesInterfaces: this.seesInterfaces };
  }

  /** Nothing that is kept holds any more. */
  forget(): void {
    this.#labels.clear();
  }

  /** The columns that need not be read now. */
  usable(plan: ReadPlan, nowMs: number): Map<Oid, CompactCells> {
    const usable = new Map<Oid, CompactCells>();
    for (const { oid: column, keep } of plan.columns) {
      if (keep === "never") continue;
      const label = this.#labels.get(column);
      if (label?.whole === true && label.age.untilMs > nowMs) usable.set(column, label.cells);
    }
    return usable;
  }

  /** Instances to be read beside what the groups want: they tell whether the kept labels still hold. */
  questions(plan: ReadPlan, kept: ReadonlyMap<Oid, CompactCells>): Oid[] {
    return [...this.#epoch.questions(plan), ...this.#spots.cells(kept)];
  }

  /** The kept labels that an answer puts in doubt: they have to be read again before they are used. */
  doubtful(plan: ReadPlan, kept: ReadonlyMap<Oid, CompactCells>, reading: Reading, nowMs: number): Set<Oid> {
    if (reading.down !== undefined) return new Set();
    const families = this.#familiesInDoubt(plan, kept, reading, nowMs);
    if (this.#epoch.beganAnew(reading)) {
      this.#labels.clear();
      return new Set(kept.keys());
    }
    const doubtful = new Set<Oid>();
    for (const { oid: column, family } of plan.columns) {
      const cells = kept.get(column);
      if (cells === undefined) continue;
      const readAtMs = this.#labels.get(column)?.age.readAtMs ?? 0;
      const since = families.get(family);
      if (since !== undefined && since > readAtMs) doubtful.add(column);
    }
    for (const column of doubtful) this.#labels.delete(column);
    return doubtful;
  }

  /** Takes a label column as it was read; gives what to go on with. */
  settle({ oid: column, keep }: PlannedColumn, answer: ColumnAnswer, nowMs: number): LabelAnswer {
    if (keep === "never") return answer;
    const before = this.#labels.get(column);
    const { cells, failure, after } = answer;
    const isPart = failure?.code === "snmp.deferred" || after !== undefined;
    if (failure !== undefined && !isPart) return this.#inPlaceOf(answer, before);
    if (!CompactCells.canHold(cells) || (keep === "by-value" && !isLabel(cells))) {
      this.#labels.delete(column);
      return answer;
    }
    if (isPart) return this.#settlePart(column, answer, before, nowMs);
    const same = before?.whole === true && before.cells.equals(cells);
    return {
      cells: this.#keep(column, same ? before.cells : this.#compact(cells), nowMs),
      failure: undefined,
    };
  }

  /** A part of a long column joins the parts before it; until the end has been reached once, the rest is unknown. */
  #settlePart(column: Oid, answer: ColumnAnswer, before: Label | undefined, nowMs: number): LabelAnswer {
    const { cells, failure, after } = answer;
    const goesOn = after === undefined || after === before?.upTo || before?.whole === true;
    if (!goesOn) return answer;
    const upTo = failure === undefined ? undefined : (lastKey(cells) ?? after);
    const compact = this.#compact(joined(before, answer, upTo));
    if (failure === undefined) return { cells: this.#keep(column, compact, nowMs), failure: undefined };
    const whole = before?.whole === true;
    this.#labels.set(column, { cells: compact, age: this.#ageOf(nowMs, 0), upTo, whole });
    return { cells: compact, failure };
  }

  /** A label that cannot be read now is used as it was: nothing said that it changed. */
  #inPlaceOf(answer: ColumnAnswer, before: Label | undefined): LabelAnswer {
    return before?.whole === true ? { cells: before.cells, failure: answer.failure } : answer;
  }

  #keep(column: Oid, cells: CompactCells, nowMs: number): CompactCells {
    const { refreshMs, spreadRatio } = this.#policy;
    const age = this.#ageOf(nowMs, refreshMs * (1 + SPREAD_RATIO * (2 * spreadRatio - 1)));
    this.#labels.set(column, { cells, age, upTo: undefined, whole: true });
    return cells;
  }

  #ageOf(readAtMs: number, validMs: number): Age {
    const untilMs = readAtMs + validMs;
    if (this.#age.readAtMs !== readAtMs || this.#age.untilMs !== untilMs) this.#age = { readAtMs, untilMs };
    return this.#age;
  }

  #compact(cells: ReadonlyMap<string, SnmpValue>): CompactCells {
    return CompactCells.of(
      cells,
      [...this.#labels.values()].map((label) => label.cells),
    );
  }

  /** When the rows of a family last changed, or now when one of its labels is another or one is lacking. */
  #familiesInDoubt(
    plan: ReadPlan,
    kept: ReadonlyMap<Oid, CompactCells>,
    reading: Reading,
    nowMs: number,
  ): ReadonlyMap<number, number> {
    const families = new Map<number, number>();
    for (const { oid: column, family } of plan.columns) {
      const answer = reading.columns.get(column);
      if (answer === undefined) continue;
      const changedAtMs = hasStrangers(answer, labelsOf(plan, family, kept))
        ? nowMs
        : this.#rows.changedAtMs(column, answer, nowMs);
      if (changedAtMs !== undefined) families.set(family, Math.max(changedAtMs, families.get(family) ?? 0));
    }
    for (const { oid: column, family } of plan.columns) {
      const cells = kept.get(column);
      if (cells === undefined || !differs(column, cells, reading)) continue;
      families.set(family, nowMs);
      this.#expireOthers(kept, nowMs);
    }
    return families;
  }

  /** What else is kept of this device is read again when its turn comes. */
  #expireOthers(kept: ReadonlyMap<Oid, CompactCells>, nowMs: number): void {
    for (const [column, label] of this.#labels) {
      if (!kept.has(column)) this.#labels.set(column, { ...label, age: { ...label.age, untilMs: nowMs } });
    }
  }
}

function labelsOf(
  plan: ReadPlan,
  family: number,
  kept: ReadonlyMap<Oid, CompactCells>,
): () => CompactCells[] {
  return () =>
    plan.columns.flatMap((column) => (column.family === family ? (kept.get(column.oid) ?? []) : []));
}

/** Whether a column that did not come whole has a row without any kept label. Whole ones are compared with before. */
function hasStrangers(
  { cells, failure, after }: ColumnAnswer,
  labels: () => readonly CompactCells[],
): boolean {
  if (failure === undefined && after === undefined) return false;
  const known = labels();
  return known.length > 0 && [...cells.keys()].some((index) => !known.some((label) => label.has(index)));
}

/** What was known up to where a part begins, the part, and what was known of a whole column behind it. */
function joined(before: Label | undefined, { cells, after }: ColumnAnswer, upTo: string | undefined) {
  const rows = new Map<string, SnmpValue>();
  const known: Iterable<readonly [string, SnmpValue]> = before?.cells ?? [];
  if (after !== undefined) {
    for (const [index, value] of known) if (compareOids(index, after) <= 0) rows.set(index, value);
  }
  for (const [index, value] of cells) rows.set(index, value);
  if (before?.whole === true && upTo !== undefined) {
    for (const [index, value] of known) if (compareOids(index, upTo) > 0) rows.set(index, value);
  }
  return rows;
}

function lastKey(cells: ReadonlyMap<string, unknown>): string | undefined {
  let last: string | undefined;
  for (const key of cells.keys()) last = key;
  return last;
}
