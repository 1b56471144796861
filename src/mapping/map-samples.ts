import type { MetricPlan, PollTask } from "../plan/index.ts";
import type { PollResult } from "../poll/index.ts";
import { isMissing, renderNumber, renderText, type SnmpValue } from "../smi/index.ts";
import type { CounterBaselines } from "./baselines.ts";
import { type Cells, type Column, PolledValues, UNKNOWN, type Unknown } from "./cells.ts";
import { CounterTracker } from "./counters.ts";
import type { PollContext } from "./dimension-renderer.ts";
import { RowDimensions } from "./dimensions.ts";
import type { RowIdentity } from "./increase.ts";
import { layoutOf, type MetricSlot, type SubgroupLayout } from "./layout.ts";
import { type MappingNotes, NoteBook } from "./notes.ts";
import { type RowMemory, sameItems } from "./row-memory.ts";
import type { DeviceIdentity, Dimensions, Sample } from "./sample.ts";
import { SharedLines } from "./shared-lines.ts";
import type { SharedLists } from "./shared-lists.ts";

/** More make a line invalid at the server. */
const DIMENSIONS_MAX = 50;
const NO_SAMPLES: readonly Sample[] = Object.freeze([]);

export interface Mapped {
  readonly samples: readonly Sample[];
  /**
   * Counters that were read and have no increase yet, as counts with a zero and their `total`: of the first poll, after
   * a gap or a reset. No lines; for who shows counters as they stand.
   */
  readonly counterStarts: readonly Sample[];
  /** To be given to the next poll of the task, once these samples are safe. */
  readonly baselines: CounterBaselines;
  readonly notes: MappingNotes;
}

/**
 * Turns one poll into lines (spec of the manifest §6–§9). Rows join on equal full index, one line per row and metric
 * with a value; a scalar subgroup is one row. When the device fell silent in the middle of a table, only rows whose
 * every column had been read give lines (spec of the configuration §6.5); a column that failed by itself costs the
 * lines that need it; of a table that is read in parts the rows whose cells are known give lines. Counters that were
 * not read keep their state, so that the next delta covers all intervals.
 *
 * Lines of a row stand together and share their `dimensions`, which are the same array from poll to poll as long as
 * nothing in the row changes.
 *
 * Counts go on through rows that a filter holds back. A `const:` count gives its constant as delta.
 */
export function mapSamples(
  task: PollTask,
  device: DeviceIdentity,
  result: PollResult,
  baselines: CounterBaselines,
): Mapped {
  const notes = new NoteBook();
  if (result.outcome === "failed") return { samples: [], counterStarts: NO_SAMPLES, baselines, notes };
  const layout = layoutOf(task.group);
  const values = new PolledValues(result);
  const poll: Poll = {
    values,
    device,
    notes,
    fixed: new Map(),
    counters: new CounterTracker(layout, baselines, result, task.group.intervalMs, notes),
    timestampMs: result.startedAtMs,
    samples: [],
    counterStarts: undefined,
    shared: new SharedLines(notes),
    lists: layout.indexLists,
  };
  const rowsBefore = baselines.layout === layout ? baselines.rows : [];
  const rows = layout.subgroups.map((subgroup, number) =>
    mapSubgroup(poll, subgroup, number, rowsBefore[number]),
  );
  return {
    samples: poll.shared.settle(poll.samples),
    counterStarts: poll.counterStarts ?? NO_SAMPLES,
    baselines: {
      layout,
      series: poll.counters.finish(values, rows),
      rows: sameItems(rows, rowsBefore) ? rowsBefore : rows,
    },
    notes,
  };
}

interface Poll extends PollContext {
  readonly counters: CounterTracker;
  readonly timestampMs: number;
  readonly samples: Sample[];
  /** Made when there is one: most polls have none. */
  counterStarts: Sample[] | undefined;
  readonly shared: SharedLines;
  readonly lists: SharedLists;
}

/** A metric with where its cells are in this poll. */
class MetricReader {
  readonly slot: MetricSlot;
  readonly subgroup: number;
  readonly perRow: boolean;
  /** Of a metric with a value per row. */
  readonly #column: Column | undefined;
  /** Of a metric with one value. */
  readonly #value: SnmpValue | number | undefined | Unknown;
  /** The rows of a `const:` metric are those of these columns. */
  readonly #rows: readonly Column[] | undefined;

  constructor(
    values: PolledValues,
    { table, dimensionColumns }: SubgroupLayout,
    slot: MetricSlot,
    subgroup: number,
  ) {
    const { source } = slot.plan;
    this.slot = slot;
    this.subgroup = subgroup;
    this.perRow = table && source.kind !== "scalar";
    this.#column = source.kind === "column" ? values.column(source.oid) : undefined;
    this.#value = source.kind === "scalar" ? values.scalar(source.oid) : undefined;
    if (source.kind === "const") this.#value = source.value;
    if (source.kind === "const" && table) this.#rows = dimensionColumns.map((oid) => values.column(oid));
  }

  at(index: string): SnmpValue | number | undefined | Unknown {
    if (this.#column !== undefined) return this.#column.at(index);
    return this.#rows?.some(({ cells }) => cells.has(index)) === false ? undefined : this.#value;
  }
}

function mapSubgroup(
  poll: Poll,
  layout: SubgroupLayout,
  number: number,
  before: RowMemory | undefined,
): RowMemory | undefined {
  const tuples = new RowDimensions(layout, poll, before);
  const readers = layout.metrics.map((slot) => new MetricReader(poll.values, layout, slot, number));
  const scalars = readers.filter(({ perRow }) => !perRow);
  if (scalars.length > 0) mapRow(poll, "", scalars, tuples);
  if (!layout.table) return tuples.finish(undefined, poll.lists);
  const perRow = scalars.length > 0 ? readers.filter((reader) => reader.perRow) : readers;
  const brokenOff = brokenOffColumns(layout, poll.values);
  for (const index of rowsOf(layout, poll.values)) {
    if (brokenOff.some((column) => column.at(index) === UNKNOWN)) poll.notes.rowsWithUnknownCells += 1;
    else mapRow(poll, index, perRow, tuples);
  }
  const inPart = layout.metricColumns.map((oid) => poll.values.column(oid)).filter(({ whole }) => !whole);
  const isUnknown = (index: string): boolean => inPart.some((column) => column.at(index) === UNKNOWN);
  return tuples.finish(inPart.length === 0 ? undefined : isUnknown, poll.lists);
}

function brokenOffColumns(layout: SubgroupLayout, values: PolledValues): Column[] {
  return layout.columns.filter((oid) => values.brokeOff(oid)).map((oid) => values.column(oid));
}

/** The union of the indexes of all metric columns, and for `const:` metrics of the dimension columns. */
function rowsOf(layout: SubgroupLayout, values: PolledValues): Iterable<string> {
  let first: Cells | undefined;
  let more: string[] | undefined;
  for (const oid of layout.hasConstMetric ? layout.columns : layout.metricColumns) {
    const { cells } = values.column(oid);
    if (cells.size === 0) continue;
    first ??= cells;
    if (cells === first || haveSameKeys(cells, first)) continue;
    more ??= [];
    for (const index of cells.keys()) if (!first.has(index)) more.push(index);
  }
  if (first === undefined) return [];
  return more === undefined ? first.keys() : new Set([...first.keys(), ...more]);
}

/** Columns of a table mostly have the same rows in the same order. */
function haveSameKeys(left: Cells, right: Cells): boolean {
  if (left.size !== right.size) return false;
  const others = right.keys();
  for (const key of left.keys()) if (others.next().value !== key) return false;
  return true;
}

function mapRow(poll: Poll, index: string, readers: readonly MetricReader[], tuples: RowDimensions): void {
  const tuple = tuples.at(index);
  if (tuple === "unknown") {
    poll.notes.rowsWithUnknownCells += 1;
    return;
  }
  if (tuple === "filtered") poll.notes.filteredOutRows += 1;
  const row = { index: tuples.index, tuple, identity: tuples.identity };
  let unknown = false;
  for (const reader of readers) {
    const cell = reader.at(index);
    if (cell === undefined) continue;
    if (cell === UNKNOWN) unknown = true;
    else mapCell(poll, reader, row, cell);
  }
  if (unknown) poll.notes.rowsWithUnknownCells += 1;
}

interface Row {
  readonly index: string;
  readonly tuple: Dimensions | "filtered";
  readonly identity: RowIdentity;
}

function mapCell(
  poll: Poll,
  { slot: { plan, counter }, subgroup }: MetricReader,
  { index, tuple, identity }: Row,
  cell: SnmpValue | number,
): void {
  const number = typeof cell === "number" ? cell : renderNumber(cell);
  if (number === undefined) {
    if (tuple !== "filtered") noteNotANumber(poll.notes, plan.key, cell);
    return;
  }
  const type = typeof cell === "number" ? undefined : cell.type;
  const value =
    counter === undefined
      ? number
      : poll.counters.step(counter, index, number, type === "Counter32", identity);
  if (tuple === "filtered") return;
  if (value === undefined) {
    keepStart(poll, plan, tuple, number);
    return;
  }
  if (tuple.length > DIMENSIONS_MAX) {
    poll.notes.tooManyDimensions += 1;
    return;
  }
  const { samples, shared, timestampMs } = poll;
  if (plan.shared) {
    const from = { subgroup, fromCounter64: type === "Counter64" };
    if (!shared.admit(plan.key, tuple, from, samples.length)) return;
  }
  const { key, storedKey, type: metricType } = plan;
  const total = counter === undefined ? undefined : number;
  samples.push({ key, storedKey, type: metricType, value, total, dimensions: tuple, timestampMs });
}

/** Of a metric that two subgroups share it is not known yet which of them will be kept: it starts a poll later. */
function keepStart(poll: Poll, plan: MetricPlan, dimensions: Dimensions, total: number | bigint): void {
  if (plan.shared || dimensions.length > DIMENSIONS_MAX) return;
  const { key, storedKey, type } = plan;
  poll.counterStarts ??= [];
  poll.counterStarts.push({
    key,
    storedKey,
    type,
    value: 0,
    total,
    dimensions,
    timestampMs: poll.timestampMs,
  });
}

function noteNotANumber(notes: NoteBook, key: string, cell: SnmpValue | number): void {
  if (typeof cell === "number" || isMissing(cell)) return;
  notes.addNotANumber(key, renderText(cell, undefined) ?? `an empty ${cell.type}`);
}
