import type { Transformation } from "../../manifest/index.ts";
import type { SlotColumns } from "../sources.ts";
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
import { endTogether, foldsSummaries, type ToPoint } from "./fold.ts";
import {
  gridEndMs,
  type SeriesFrame,
  type SummaryFrame,
  type SummarySeries,
  type ValueFrame,
  type ValueSeries,
} from "./frame.ts";
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
  const conditions = [...evaluation.scope, ...place.narrowing];
  const tuples = metric === undefined ? [] : evaluation.metrics.tuples(metric, conditions);
  const grouping = await groupTuples({ key, tuples, sinceMs: place.grid.startMs }, stage, evaluation);
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

type Label = Pick<ValueSeries, "dimensions" | "dimensionsId">;

/** What a group takes beside its slots, in steps of `Turns`. */
const FINISH_STEPS = 50;

/** @param made  the series of a group that has samples */
async function readAll<Out, Series>(
  accumulator: Accumulator<Out>,
  grouping: Grouping,
  { grid }: Place,
  { metrics, budget, turns }: Evaluation,
  made: (label: Label, out: Out) => Series,
): Promise<readonly Series[]> {
  const { tuples, groupOf, groups } = grouping;
  await metrics.read(tuples, grid, (slots, _tuple, index) => {
    budget.checkAborted();
    accumulator.add(groupOf[index]!, slots);
  });
  budget.checkAborted();
  const series: Series[] = [];
  for (let group = 0; group < groups.length; group++) {
    const finished = accumulator.finish(group, turns);
    const out = finished instanceof Promise ? await finished : finished;
    if (out !== undefined) series.push(made(labelOf(group, grouping), out));
    if (turns.isOver(FINISH_STEPS + grid.slots)) await turns.giveWay();
  }
  return series;
}

/** Dimensions that no transformation changed have the number of the source. */
function labelOf(group: number, { groups, tuples }: Grouping): Label {
  const dimensions = groups[group]!;
  const tuple = groups.length === tuples.length ? tuples[group]! : undefined;
  return { dimensions, dimensionsId: tuple?.dimensions === dimensions ? tuple.dimensionsId : undefined };
}

async function readValues(
  accumulator: Accumulator<Float64Array>,
  shape: Shape,
  aggregated: boolean,
  grouping: Grouping,
  place: Place,
  evaluation: Evaluation,
): Promise<ValueFrame> {
  const made = ({ dimensions, dimensionsId }: Label, values: Float64Array): ValueSeries => ({
    dimensions,
    dimensionsId,
    values,
    endMs: 0,
  });
  const series = await readAll(accumulator, grouping, place, evaluation, made);
  return { ...shape, kind: "values", aggregated, series };
}

async function readSummaries(
  shape: Shape,
  grouping: Grouping,
  place: Place,
  evaluation: Evaluation,
): Promise<SummaryFrame> {
  evaluation.budget.checkSummaries(grouping.groups.length, place.grid.slots);
  const made = ({ dimensions, dimensionsId }: Label, slots: SlotColumns): SummarySeries => ({
    dimensions,
    dimensionsId,
    slots,
    endMs: 0,
  });
  const series = await readAll(new SummaryAccumulator(), grouping, place, evaluation, made);
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
  const made = ({ dimensions, dimensionsId }: Label, { values, endMs }: PointOut): ValueSeries => ({
    dimensions,
    dimensionsId,
    values,
    endMs,
  });
  const read = await readAll(accumulator, grouping, place, evaluation, made);
  const across = aggregation === undefined ? {} : { acrossSeries: VALUE, acrossTime: VALUE };
  const spanMs = op === "fold" ? gridEndMs(place.grid) - place.grid.startMs : shape.spanMs;
  return {
    ...shape,
    ...across,
    kind: "values",
    shape: "point",
    spanMs,
    aggregated: aggregation !== undefined,
    series: op === "last" ? await endTogether(read, evaluation.turns) : read,
  };
}
