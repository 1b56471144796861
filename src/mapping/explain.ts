import type { MetricPlan, PollTask, SubgroupPlan } from "../plan/index.ts";
import type { PollResult } from "../poll/index.ts";
import { compareOids, type Oid, type SnmpValue } from "../smi/index.ts";
import { type CounterBaselines, emptyBaselines } from "./baselines.ts";
import { layoutOf } from "./layout.ts";
import { type Mapped, mapSamples } from "./map-samples.ts";
import type { DeviceIdentity, Dimensions } from "./sample.ts";

/** What became of one row of a metric in a poll. */
export type RowExplanation = { readonly index: string } & (
  | { readonly kind: "line"; readonly value: number | bigint; readonly dimensions: Dimensions }
  /** @property text what the filter looked at; undefined when the row has none */
  | { readonly kind: "filtered"; readonly dimension: string; readonly text: string | undefined }
  /** A cell was not read. @property cause why the column is not whole */
  | { readonly kind: "unknown"; readonly oid: Oid; readonly cause: string | undefined }
  | { readonly kind: "no-value" }
  | { readonly kind: "not-a-number"; readonly example: string }
  /** Nothing to count from: the first poll, too long ago, or begun anew. */
  | { readonly kind: "first-sample" | "gap" | "reset" }
  | { readonly kind: "too-many-dimensions" }
);

/** Polls of one task, the earliest first. */
export interface TaskPolls {
  readonly task: PollTask;
  readonly device: DeviceIdentity;
  readonly results: readonly PollResult[];
}

const ONE: SnmpValue = { type: "Integer32", value: 1 };

/**
 * Why each row of a metric has a line in the last of these polls, or none. The metric is mapped once more for each
 * row alone, by the very code that makes lines, so what is told is what happens. Slow: for people.
 */
export function explainMetric(
  polls: TaskPolls,
  subgroup: SubgroupPlan,
  metric: MetricPlan,
): RowExplanation[] {
  const last = polls.results.at(-1);
  if (last === undefined) return [];
  return rowsOf(subgroup, metric, last).map((index) => explainRow(polls, subgroup, metric, index));
}

function explainRow(
  polls: TaskPolls,
  subgroup: SubgroupPlan,
  metric: MetricPlan,
  index: string,
): RowExplanation {
  const { source } = metric;
  const last = polls.results.at(-1)!;
  if (source.kind === "column" && last.columns.get(source.oid)?.has(index) !== true) {
    return last.incomplete.has(source.oid) ? unread(last, source.oid, index) : { index, kind: "no-value" };
  }
  const { samples, notes } = mapped(polls, { ...subgroup, metrics: [metric] }, onlyRow(metric, index));
  const [sample] = samples;
  if (sample !== undefined)
    return { index, kind: "line", value: sample.value, dimensions: sample.dimensions };
  if (notes.filteredOutRows > 0) return filteredBy(polls, subgroup, metric, index);
  if (notes.rowsWithUnknownCells > 0) return unread(last, unknownCell(subgroup, metric, last, index), index);
  const [noNumber] = notes.notANumber.values();
  if (noNumber !== undefined) return { index, kind: "not-a-number", example: noNumber.example };
  if (notes.tooManyDimensions > 0) return { index, kind: "too-many-dimensions" };
  const { firstSamples, gaps, resets } = notes.counters;
  const kind = firstSamples > 0 ? "first-sample" : gaps > 0 ? "gap" : resets > 0 ? "reset" : "no-value";
  return { index, kind };
}

type Change = (result: PollResult) => PollResult;

/** The polls one after another, with a plan of this subgroup alone. */
function mapped({ task, device, results }: TaskPolls, subgroup: SubgroupPlan, change: Change): Mapped {
  const own: PollTask = { ...task, group: { ...task.group, subgroups: [subgroup] } };
  let baselines: CounterBaselines = emptyBaselines();
  let outcome: Mapped | undefined;
  for (const result of results) {
    outcome = mapSamples(own, device, change(result), baselines);
    baselines = outcome.baselines;
  }
  return outcome!;
}

/**
 * The metric's column with one row; or with another value in it, to see its dimensions alone. A constant has the rows
 * of the columns beside it, so those are cut to the row.
 */
function onlyRow({ source }: MetricPlan, index: string, value?: SnmpValue): Change {
  return (result) => {
    if (source.kind === "scalar") return result;
    if (source.kind === "const") return { ...result, columns: cutToRow(result.columns, index) };
    const cells = oneCell(index, value ?? result.columns.get(source.oid)?.get(index));
    return { ...result, columns: new Map(result.columns).set(source.oid, cells) };
  };
}

function cutToRow(columns: PollResult["columns"], index: string): PollResult["columns"] {
  return new Map([...columns].map(([oid, cells]) => [oid, oneCell(index, cells.get(index))]));
}

const oneCell = (index: string, cell: SnmpValue | undefined): ReadonlyMap<string, SnmpValue> =>
  new Map(cell === undefined ? [] : [[index, cell]]);

/** The first filter that, without the others, keeps the row back; and what the row has there. */
function filteredBy(
  polls: TaskPolls,
  subgroup: SubgroupPlan,
  metric: MetricPlan,
  index: string,
): RowExplanation {
  const gauge: MetricPlan = { ...metric, type: "gauge" };
  const rowAlone = onlyRow(metric, index, ONE);
  const withFilterOf = (key: string | undefined): Mapped => {
    const dimensions = subgroup.dimensions.map((one) =>
      one.key === key ? one : { ...one, filter: undefined },
    );
    return mapped(polls, { ...subgroup, dimensions, metrics: [gauge] }, rowAlone);
  };
  const culprit = subgroup.dimensions.find(
    ({ key, filter }) => filter !== undefined && withFilterOf(key).notes.filteredOutRows > 0,
  );
  const dimension = culprit?.key ?? "";
  const [shown] = withFilterOf(undefined).samples;
  return {
    index,
    kind: "filtered",
    dimension,
    text: shown?.dimensions.find(([key]) => key === dimension)?.[1],
  };
}

/** The first cell of the row that was not read. */
function unknownCell(subgroup: SubgroupPlan, { source }: MetricPlan, result: PollResult, index: string): Oid {
  const [layout] = layoutOf({ ...NO_GROUP, subgroups: [subgroup] }).subgroups;
  const columns = layout?.columns ?? [];
  const own = source.kind === "const" ? undefined : source.oid;
  const isUnread = (oid: Oid): boolean =>
    (result.incomplete.has(oid) || result.selected.has(oid) || result.after.has(oid)) &&
    result.columns.get(oid)?.has(index) !== true;
  const scalar = [...result.failures.keys()][0];
  return columns.find(isUnread) ?? scalar ?? own ?? columns[0]!;
}

const NO_GROUP = { group: "", intervalMs: 60_000, scalars: [], columns: [] };

function unread(result: PollResult, oid: Oid, index: string): RowExplanation {
  const cause = result.incomplete.get(oid) ?? result.failures.get(oid);
  return { index, kind: "unknown", oid, cause: cause?.message };
}

/** Rows of the metric, and of the columns beside it; "" for a scalar. */
function rowsOf(subgroup: SubgroupPlan, { source }: MetricPlan, result: PollResult): string[] {
  if (!subgroup.table || source.kind === "scalar") return hasScalar(source, result) ? [""] : [];
  const [layout] = layoutOf({ ...NO_GROUP, subgroups: [subgroup] }).subgroups;
  const beside = source.kind === "const" ? layout?.dimensionColumns : layout?.columns;
  const rows = new Set<string>();
  for (const oid of beside ?? []) for (const index of result.columns.get(oid)?.keys() ?? []) rows.add(index);
  return [...rows].toSorted(compareOids);
}

function hasScalar(source: MetricPlan["source"], result: PollResult): boolean {
  return source.kind === "const" || result.scalars.has(source.oid) || result.failures.has(source.oid);
}
