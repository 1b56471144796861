import type { PollTask } from "../plan/index.ts";
import type { PollResult } from "../poll/index.ts";
import { isMissing, type Oid, renderNumber, renderText, type SnmpValue } from "../smi/index.ts";
import type { CounterBaselines } from "./baselines.ts";
import { PolledValues, UNKNOWN, type Unknown } from "./cells.ts";
import { CounterTracker } from "./counters.ts";
import { RowDimensions } from "./dimensions.ts";
import { layoutOf, type MetricSlot, type SubgroupLayout } from "./layout.ts";
import { type MappingNotes, NoteBook } from "./notes.ts";
import type { DeviceIdentity, Dimensions, Sample } from "./sample.ts";
import { SharedLines } from "./shared-lines.ts";

/** More make a line invalid at the server. */
export const DIMENSIONS_MAX = 50;

export interface Mapped {
  readonly samples: readonly Sample[];
  /** To be given to the next poll of the task, once these samples are safe. */
  readonly baselines: CounterBaselines;
  readonly notes: MappingNotes;
}

/**
 * Turns one poll into lines (spec of the manifest §6–§9). Rows join on equal full index, one line per row and metric
 * with a value; a scalar subgroup is one row. When the device fell silent in the middle of a table, only rows whose
 * every column had been read give lines (spec of the configuration §6.5); a column that failed by itself costs the
 * lines that need it. Counters that were not read keep their state, so that the next delta covers both intervals. Lines of a row stand together and share their `dimensions`.
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
  if (result.outcome === "failed") return { samples: [], baselines, notes };
  const layout = layoutOf(task.group);
  const values = new PolledValues(result);
  const counters = new CounterTracker(layout, baselines, result, task.group.intervalMs, notes);
  const poll: Poll = {
    values,
    counters,
    notes,
    timestampMs: result.startedAtMs,
    samples: [],
    shared: new SharedLines(notes),
  };
  layout.subgroups.forEach((subgroup, number) => {
    mapSubgroup(poll, subgroup, number, new RowDimensions(subgroup, values, device, notes));
  });
  return {
    samples: poll.shared.settle(poll.samples),
    baselines: counters.finish(values),
    notes,
  };
}

interface Poll {
  readonly values: PolledValues;
  readonly counters: CounterTracker;
  readonly notes: NoteBook;
  readonly timestampMs: number;
  readonly samples: Sample[];
  readonly shared: SharedLines;
}

/** A metric with where its cells are in this poll. */
interface MetricReader {
  readonly slot: MetricSlot;
  readonly at: (index: string) => SnmpValue | number | undefined | Unknown;
}

function mapSubgroup(poll: Poll, layout: SubgroupLayout, number: number, tuples: RowDimensions): void {
  const readers = layout.metrics.map((slot) => readerOf(poll.values, layout, slot));
  const scalars = readers.filter((_, i) => !isPerRow(layout, layout.metrics[i]!));
  if (scalars.length > 0) mapRow(poll, "", scalars, number, tuples);
  if (!layout.table) return;
  const perRow = readers.filter((_, i) => isPerRow(layout, layout.metrics[i]!));
  const brokenOff = [...layout.metricColumns, ...layout.dimensionColumns]
    .filter((oid) => poll.values.brokeOff(oid))
    .map((oid) => poll.values.column(oid));
  for (const index of rowsOf(layout, poll.values)) {
    if (brokenOff.some((column) => column.at(index) === UNKNOWN)) poll.notes.rowsWithUnknownCells += 1;
    else mapRow(poll, index, perRow, number, tuples);
  }
}

const isPerRow = (layout: SubgroupLayout, { plan }: MetricSlot): boolean =>
  layout.table && plan.source.kind !== "scalar";

function readerOf(values: PolledValues, layout: SubgroupLayout, slot: MetricSlot): MetricReader {
  const { source } = slot.plan;
  switch (source.kind) {
    case "scalar": {
      const value = values.scalar(source.oid);
      return { slot, at: () => value };
    }
    case "column": {
      const column = values.column(source.oid);
      return { slot, at: (index) => column.at(index) };
    }
    case "const": {
      if (!layout.table) return { slot, at: () => source.value };
      const columns = layout.dimensionColumns.map((oid) => values.column(oid));
      return {
        slot,
        at: (index) => (columns.some((column) => column.cells.has(index)) ? source.value : undefined),
      };
    }
    default:
      return source satisfies never;
  }
}

/** The union of the indexes of all metric columns, and for `const:` metrics of the dimension columns. */
function rowsOf(layout: SubgroupLayout, values: PolledValues): Iterable<string> {
  const oids: readonly Oid[] = layout.hasConstMetric
    ? [...layout.metricColumns, ...layout.dimensionColumns]
    : layout.metricColumns;
  const columns = oids.map((oid) => values.column(oid).cells).filter((cells) => cells.size > 0);
  const [first, ...others] = columns;
  if (first === undefined) return [];
  const more: string[] = [];
  for (const cells of others) {
    for (const index of cells.keys()) if (!first.has(index)) more.push(index);
  }
  return more.length === 0 ? first.keys() : [...first.keys(), ...new Set(more)];
}

function mapRow(
  poll: Poll,
  index: string,
  readers: readonly MetricReader[],
  subgroup: number,
  tuples: RowDimensions,
): void {
  const tuple = tuples.at(index);
  if (tuple === "unknown") {
    poll.notes.rowsWithUnknownCells += 1;
    return;
  }
  if (tuple === "filtered") poll.notes.filteredOutRows += 1;
  let unknown = false;
  for (const { slot, at } of readers) {
    const cell = at(index);
    if (cell === undefined) continue;
    if (cell === UNKNOWN) unknown = true;
    else mapCell(poll, slot, index, cell, tuple, subgroup);
  }
  if (unknown) poll.notes.rowsWithUnknownCells += 1;
}

function mapCell(
  poll: Poll,
  { plan, counter }: MetricSlot,
  index: string,
  cell: SnmpValue | number,
  tuple: Dimensions | "filtered",
  subgroup: number,
): void {
  const number = typeof cell === "number" ? cell : renderNumber(cell);
  if (number === undefined) {
    if (tuple !== "filtered") noteNotANumber(poll.notes, plan.key, cell);
    return;
  }
  const type = typeof cell === "number" ? undefined : cell.type;
  const value =
    counter === undefined ? number : poll.counters.step(counter, index, number, type === "Counter32");
  if (value === undefined || tuple === "filtered") return;
  if (tuple.length > DIMENSIONS_MAX) {
    poll.notes.tooManyDimensions += 1;
    return;
  }
  const { samples } = poll;
  const from = { subgroup, fromCounter64: type === "Counter64" };
  if (plan.shared && !poll.shared.admit(plan.key, tuple, from, samples.length)) return;
  samples.push({
    key: plan.key,
    storedKey: plan.storedKey,
    type: plan.type,
    value,
    dimensions: tuple,
    timestampMs: poll.timestampMs,
  });
}

function noteNotANumber(notes: NoteBook, key: string, cell: SnmpValue | number): void {
  if (typeof cell === "number" || isMissing(cell)) return;
  notes.addNotANumber(key, renderText(cell, undefined) ?? `an empty ${cell.type}`);
}
