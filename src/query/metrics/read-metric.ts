import type { Transformation } from "../../manifest/index.ts";
import type { Tuple } from "../sources.ts";
import {
  type Accumulator,
  FoldAccumulator,
  LastAccumulator,
  type PointOut,
  QuantileAccumulator,
  SummaryAccumulator,
  ValueAccumulator,
} from "./accumulators.ts";
import { defaultAggregationOf, isQuantile, ofSummary, VALUE } from "./aggregation.ts";
import type { Evaluation, Place } from "./evaluation.ts";
import { foldsSummaries, type ToPoint } from "./fold.ts";
import { gridEndMs, type SeriesFrame, type SummaryFrame, type ValueFrame } from "./frame.ts";
import { type Grouping, groupTuples, isDimensionless, isOfDimensions } from "./grouping.ts";

type Shape = Omit<SummaryFrame, "kind" | "series">;

/** A frame, and the transformations that are not done yet. */
export interface Read {
  readonly frame: SeriesFrame;
  readonly rest: readonly Transformation[];
}

/**
 * Reads a metric and does the first transformations on the way: those on dimensions before anything is read, then the
 * aggregation while tuples come in. So a `splitBy` over many series holds no more than its groups.
 * A tuple without a sample in the time asked for is no part of the result.
 */
export async function readMetric(
  key: string,
  transformations: readonly Transformation[],
  place: Place,
  evaluation: Evaluation,
): Promise<Read> {
  const stage = leadingOfDimensions(transformations);
  const rest = transformations.slice(stage.length);
  const metric = evaluation.metrics.metric(key);
  if (metric === undefined && !evaluation.isDeclared(key)) place.warn(`There is no metric '${key}'.`);
  const tuples = metric === undefined ? [] : tuplesFor(metric.key, place, evaluation);
  const grouping = groupTuples(tuples, stage, evaluation);
  evaluation.budget.take(key, grouping.tuples.length, place.grid.slots);
  const acrossSeries = defaultAggregationOf(metric?.type ?? typeByKey(key));
  const shape: Shape = {
    shape: "slots",
    spanMs: place.grid.stepMs,
    acrossSeries,
    acrossTime: acrossSeries,
    dimensionless: isDimensionless(stage),
  };
  return reduce(grouping, shape, rest, place, evaluation);
}

/** What the transformations on an unknown metric would go by: counts are stored with this ending (spec 3 §1.1). */
const typeByKey = (key: string) => (key.endsWith(".count") ? "count" : "gauge");

function leadingOfDimensions(transformations: readonly Transformation[]): readonly Transformation[] {
  const end = transformations.findIndex((one) => !isOfDimensions(one));
  return end === -1 ? transformations : transformations.slice(0, end);
}

function tuplesFor(
  key: string,
  { grid, narrowing }: Place,
  { metrics, scope }: Evaluation,
): readonly Tuple[] {
  const metric = metrics.metric(key);
  if (metric === undefined) return [];
  const tuples = metrics.tuples(metric, [...scope, ...narrowing]);
  return tuples.filter(({ lastWrittenMs }) => lastWrittenMs >= grid.startMs);
}

async function reduce(
  grouping: Grouping,
  shape: Shape,
  rest: readonly Transformation[],
  place: Place,
  evaluation: Evaluation,
): Promise<Read> {
  const [next] = rest;
  if (next?.op === "aggregate") {
    const values = isQuantile(next.aggregation)
      ? new QuantileAccumulator(next.aggregation, shape.acrossSeries)
      : new ValueAccumulator(next.aggregation);
    const frame = { ...shape, acrossSeries: VALUE, acrossTime: VALUE };
    return { frame: await readValues(values, frame, true, grouping, place, evaluation), rest: rest.slice(1) };
  }
  if (
    next?.op === "last" ||
    next?.op === "lastReal" ||
    (next?.op === "fold" && foldsSummaries(shape, next))
  ) {
    return { frame: await readPoints(next, shape, grouping, place, evaluation), rest: rest.slice(1) };
  }
  if (needsSummaries(rest)) return { frame: await readSummaries(shape, grouping, place, evaluation), rest };
  const values = new ValueAccumulator(shape.acrossSeries);
  return { frame: await readValues(values, shape, false, grouping, place, evaluation), rest };
}

/** Whether a later transformation may ask for another aggregation than the default. */
function needsSummaries(rest: readonly Transformation[]): boolean {
  const next = rest.find(({ op }) => op !== "sort" && op !== "limit" && op !== "filter" && op !== "setUnit");
  return (
    next !== undefined &&
    ["splitBy", "merge", "names", "parents", "aggregate", "fold", "last", "lastReal"].includes(next.op)
  );
}

async function readAll<Out>(
  accumulator: Accumulator<Out>,
  { tuples, groupOf, groups }: Grouping,
  { grid }: Place,
  { metrics, budget }: Evaluation,
): Promise<readonly (readonly [group: number, out: Out])[]> {
  await metrics.read(tuples, grid, (slots, _tuple, index) => {
    budget.checkAborted();
    accumulator.add(groupOf[index]!, slots);
  });
  budget.checkAborted();
  return groups.flatMap((_dimensions, group) => {
    const out = accumulator.finish(group);
    return out === undefined ? [] : [[group, out] as const];
  });
}

async function readValues(
  accumulator: Accumulator<Float64Array>,
  shape: Shape,
  aggregated: boolean,
  grouping: Grouping,
  place: Place,
  evaluation: Evaluation,
): Promise<ValueFrame> {
  const read = await readAll(accumulator, grouping, place, evaluation);
  const series = read.map(([group, values]) => ({ dimensions: grouping.groups[group]!, values, endMs: 0 }));
  return { ...shape, kind: "values", aggregated, series };
}

async function readSummaries(
  shape: Shape,
  grouping: Grouping,
  place: Place,
  evaluation: Evaluation,
): Promise<SummaryFrame> {
  evaluation.budget.checkSummaries(grouping.groups.length, place.grid.slots);
  const read = await readAll(new SummaryAccumulator(), grouping, place, evaluation);
  const series = read.map(([group, slots]) => ({ dimensions: grouping.groups[group]!, slots, endMs: 0 }));
  return { ...shape, kind: "summaries", series };
}

async function readPoints(
  operation: ToPoint,
  shape: Shape,
  grouping: Grouping,
  place: Place,
  evaluation: Evaluation,
): Promise<ValueFrame> {
  const { op, aggregation } = operation;
  const by = ofSummary(aggregation, shape.acrossSeries);
  const accumulator: Accumulator<PointOut> =
    op === "fold" ? new FoldAccumulator(by, place.grid) : new LastAccumulator(by, place.grid);
  const read = await readAll(accumulator, grouping, place, evaluation);
  const latestMs = read.reduce((latest, [, { endMs }]) => Math.max(latest, endMs), 0);
  const series = read.map(([group, { values, endMs }]) => ({
    dimensions: grouping.groups[group]!,
    values,
    endMs: op === "last" ? latestMs : endMs,
  }));
  const across = aggregation === undefined ? {} : { acrossSeries: VALUE, acrossTime: VALUE };
  const spanMs = op === "fold" ? gridEndMs(place.grid) - place.grid.startMs : shape.spanMs;
  return {
    ...shape,
    ...across,
    kind: "values",
    shape: "point",
    spanMs,
    aggregated: aggregation !== undefined,
    series,
  };
}
