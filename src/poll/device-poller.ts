import type { Clock } from "../base/index.ts";
import type { PollTask } from "../plan/index.ts";
import { childOid, isMissing, type Oid } from "../smi/index.ts";
import type { ColumnWish, SnmpClient } from "../snmp/index.ts";
import type { CompactCells } from "./compact-cells.ts";
import { type DeviceAnswer, rowsExpectedOf } from "./device-answer.ts";
import { type LabelAnswer, LabelCache, type LabelPolicy, type LabelStock } from "./labels.ts";
import { type PlannedColumn, type ReadPlan, readPlanOf } from "./read-plan.ts";
import { Reading } from "./reading.ts";
import type { PollResult } from "./result.ts";
import { NO_CHOICE, type RowChoice, rowsToRead, type WantedRows } from "./row-choice.ts";
import { ScalarMemory } from "./scalar-memory.ts";
import { resultOf } from "./task-result.ts";

const NO_LABELS: ReadonlyMap<Oid, CompactCells> = new Map();
const NO_OIDS: ReadonlySet<Oid> = new Set();
const NO_STOCK: LabelStock = { columns: [], seesInterfaces: false };
/** A column of which no row is wanted. */
const NOT_ASKED: LabelAnswer = { cells: new Map(), failure: undefined };

export interface DevicePollerOptions {
  readonly clock: Clock;
  /** Undefined: strict vendor behaviour, every column is read in every poll. */
  readonly labels: LabelPolicy | undefined;
  /** Which rows a filter on kept labels lets through; undefined: rows are never spared. */
  readonly wantedRows?: WantedRows | undefined;
}

export interface PollLimits {
  /** Monotonic ms after which nothing new is asked; what is left over is `snmp.deferred`. */
  readonly deadlineMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Polls the groups of one device that are due together, and holds what is kept of it from poll to poll. */
export class DevicePoller {
  readonly #options: DevicePollerOptions;
  readonly #scalars = new ScalarMemory();
  readonly #labels: LabelCache | undefined;

  constructor(options: DevicePollerOptions) {
    this.#options = options;
    this.#labels = options.labels === undefined ? undefined : new LabelCache(options.labels);
  }

  /**
   * Reads what the groups need together, each thing once. Whatever the device does wrong is in the results.
   *
   * Usually that is one read. A second one follows for labels that the first put in doubt and for scalars that the
   * manifest names without `.0`; if the agent restarts between the two, all is read once more.
   * @param tasks  of one device
   * @returns one result per task, in their order. Rejects only when `signal` aborts (with its reason), or when the
   * client is closed
   */
  async poll(
    tasks: readonly PollTask[],
    client: SnmpClient,
    { deadlineMs, signal }: PollLimits = {},
  ): Promise<readonly PollResult[]> {
    signal?.throwIfAborted();
    const { clock } = this.#options;
    const startedAtMs = clock.wallMs();
    const startedMonotonicMs = clock.monotonicMs();
    const plan = readPlanOf(tasks.map(({ group }) => group));
    const pass = (): Promise<DeviceAnswer> =>
      this.#pass(plan, client, new Reading(client, { clock, nested: plan.nested, deadlineMs, signal }));
    let answer = await pass();
    if (answer.reading.restarted) {
      this.#labels?.forget();
      answer = await pass();
    }
    const durationMs = clock.monotonicMs() - startedMonotonicMs;
    const time = { startedAtMs, startedMonotonicMs, durationMs };
    return tasks.map((task) => resultOf(task, answer, time));
  }

  /** What is kept from poll to poll. */
  labels(): LabelStock {
    return this.#labels?.stock() ?? NO_STOCK;
  }

  async #pass(plan: ReadPlan, client: SnmpClient, reading: Reading): Promise<DeviceAnswer> {
    const nowMs = this.#options.clock.monotonicMs();
    const kept = this.#labels?.usable(plan, nowMs) ?? NO_LABELS;
    const choice = this.#choice(plan, kept);
    const wanted = plan.columns.filter(({ oid }) => !kept.has(oid) && choice.get(oid)?.size !== 0);
    await reading.read(this.#instances(plan, kept), wishesOf(wanted, choice));

    const doubtful = this.#labels?.doubtful(plan, kept, reading, nowMs) ?? NO_OIDS;
    const withZero = this.#withZero(plan, reading, nowMs);
    const again = doubtful.size === 0 ? [] : unsettled(plan, doubtful, choice);
    if (withZero.size > 0 || again.length > 0) {
      const unread = [...withZero.values()].filter((instance) => !reading.values.has(instance));
      await reading.read(unread, wishesOf(again, NO_CHOICE));
    }
    this.#noteZeros(withZero, reading, nowMs);
    const columns = this.#settled(plan, kept, doubtful, reading, nowMs);
    return {
      reading,
      columns,
      choice,
      instanceOf: (scalar) => withZero.get(scalar) ?? this.#scalars.instanceOf(scalar),
      rowsExpected: rowsExpectedOf(columns, client),
    };
  }

  #choice(plan: ReadPlan, kept: ReadonlyMap<Oid, CompactCells>): RowChoice {
    const { wantedRows } = this.#options;
    if (!plan.filtered || wantedRows === undefined || kept.size === 0) return NO_CHOICE;
    return rowsToRead(plan, kept, wantedRows, this.#labels?.seesInterfaces === true);
  }

  /** Each once, also when the manifest wants it under two names (`…1.3` and `…1.3.0`). */
  #instances(plan: ReadPlan, kept: ReadonlyMap<Oid, CompactCells>): Oid[] {
    const instances = new Set<Oid>();
    for (const scalar of plan.scalars) instances.add(this.#scalars.instanceOf(scalar));
    for (const question of this.#labels?.questions(plan, kept) ?? []) instances.add(question);
    return [...instances];
  }

  /** The scalars that are not there as the manifest writes them, by name, with the instance to try instead. */
  #withZero(plan: ReadPlan, reading: Reading, nowMs: number): ReadonlyMap<Oid, Oid> {
    const withZero = new Map<Oid, Oid>();
    for (const scalar of plan.scalars) {
      const value = reading.values.get(this.#scalars.instanceOf(scalar));
      if (value === undefined || !isMissing(value) || !this.#scalars.isWorthZero(scalar, nowMs)) continue;
      withZero.set(scalar, childOid(scalar, 0));
    }
    return withZero;
  }

  #noteZeros(withZero: ReadonlyMap<Oid, Oid>, reading: Reading, nowMs: number): void {
    for (const [scalar, instance] of withZero) {
      const value = reading.values.get(instance);
      if (value === undefined) continue;
      if (isMissing(value)) this.#scalars.answersNeither(scalar, nowMs);
      else this.#scalars.answersWithZero(scalar);
    }
  }

  /** All columns as the rest of the poll sees them: kept, read now, or left out because no row is wanted. */
  #settled(
    plan: ReadPlan,
    kept: ReadonlyMap<Oid, CompactCells>,
    doubtful: ReadonlySet<Oid>,
    reading: Reading,
    nowMs: number,
  ): ReadonlyMap<Oid, LabelAnswer> {
    const columns = new Map<Oid, LabelAnswer>();
    for (const column of plan.columns) {
      const cells = doubtful.has(column.oid) ? undefined : kept.get(column.oid);
      const answer = reading.columns.get(column.oid);
      if (cells !== undefined) columns.set(column.oid, { cells, failure: undefined });
      else if (answer === undefined) columns.set(column.oid, NOT_ASKED);
      else columns.set(column.oid, this.#labels?.settle(column, answer, nowMs) ?? answer);
    }
    return columns;
  }
}

function wishesOf(columns: readonly PlannedColumn[], choice: RowChoice): ColumnWish[] {
  return columns.map(({ oid, priority }) => {
    const rows = choice.get(oid);
    return rows === undefined ? { column: oid, priority } : { column: oid, priority, rows };
  });
}

/** Labels in doubt, and the columns beside them of which rows were left out on the word of such labels. */
function unsettled(plan: ReadPlan, doubtful: ReadonlySet<Oid>, choice: RowChoice): PlannedColumn[] {
  const families = new Set(plan.columns.flatMap(({ oid, family }) => (doubtful.has(oid) ? [family] : [])));
  return plan.columns.filter(
    ({ oid, family }) => doubtful.has(oid) || (choice.has(oid) && families.has(family)),
  );
}
