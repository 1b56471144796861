import type { Turns } from "../../base/index.ts";
import type { Transformation } from "../../manifest/index.ts";
import type { Grid, SlotColumns } from "../sources.ts";
import { aggregateSlot, ofSummary, overTime, settled, VALUE } from "./aggregation.ts";
import {
  emptyColumns,
  gridEndMs,
  lengthOf,
  mergeSlot,
  type SeriesFrame,
  type SummaryFrame,
  seriesOf,
  type ValueFrame,
  type ValueSeries,
} from "./frame.ts";

export type ToPoint = Extract<Transformation, { readonly op: "fold" | "last" | "lastReal" }>;

/**
 * Whether `fold` may take all samples of a series together. A gauge: `fold(max)` is its highest sample, `fold(avg)` the
 * mean of its samples. What adds up is made of points: `fold(max)` of a count is the slot with the highest sum, and so it
 * is of arithmetic.
 */
export function foldsSummaries(
  { acrossSeries, acrossTime }: Pick<SeriesFrame, "acrossSeries" | "acrossTime">,
  { aggregation }: ToPoint,
): boolean {
  if (acrossSeries.name !== acrossTime.name) return false;
  const { name } = ofSummary(aggregation, acrossSeries);
  return acrossSeries.name === "avg" || name === "value" || name === "sum";
}

/**
 * `fold`: one point for each series, at the end of the time asked for. After an aggregation the argument comes too
 * late and the points are added up, as the vendor documents; rates are averaged, for a sum of rates means nothing.
 */
export async function fold(
  frame: SeriesFrame,
  operation: ToPoint,
  grid: Grid,
  turns: Turns,
): Promise<ValueFrame> {
  const endMs = gridEndMs(grid);
  const spanMs = frame.shape === "point" ? frame.spanMs : endMs - grid.startMs;
  const series =
    frame.kind === "summaries" && foldsSummaries(frame, operation)
      ? await foldedSamples(frame, operation, turns)
      : await foldedPoints(await settled(frame, turns), operation, turns);
  const ended = frame.shape === "point" ? series : await turns.map(series, 0, (one) => withEnd(one, endMs));
  return { ...pointShape(frame, operation.aggregation !== undefined), spanMs, series: ended };
}

function foldedSamples(
  frame: SummaryFrame,
  { aggregation }: ToPoint,
  turns: Turns,
): Promise<readonly ValueSeries[]> {
  const by = ofSummary(aggregation, frame.acrossSeries);
  return turns.map(frame.series, lengthOf(frame), ({ dimensions, slots, endMs }) => {
    const point = emptyColumns(1);
    for (let i = 0; i < slots.count.length; i++) mergeSlot(point, 0, slots, i);
    return { dimensions, endMs, values: Float64Array.of(aggregateSlot(point, 0, by)) };
  });
}

function foldedPoints(
  frame: ValueFrame,
  { aggregation }: ToPoint,
  turns: Turns,
): Promise<readonly ValueSeries[]> {
  const wanted = frame.aggregated || aggregation?.name === "auto" ? undefined : aggregation;
  const by = wanted ?? frame.acrossTime;
  return turns.map(frame.series, 2 * lengthOf(frame), ({ dimensions, values, endMs }) => ({
    dimensions,
    endMs,
    values: Float64Array.of(overTime(values, by)),
  }));
}

/**
 * `last`, `lastReal`: the latest point of each series that has a value. `lastReal` leaves each its own time; `last`
 * gives all of them the latest, as the vendor does, so that they can be put into one table.
 */
export async function last(
  frame: SeriesFrame,
  operation: ToPoint,
  grid: Grid,
  turns: Turns,
): Promise<ValueFrame> {
  const series = await turns.map(seriesOf(frame), lengthOf(frame), (_one, index) =>
    lastPoint(frame, index, operation, grid),
  );
  const stamped = operation.op === "lastReal" ? series : await endTogether(series, turns);
  return { ...pointShape(frame, operation.aggregation !== undefined), spanMs: frame.spanMs, series: stamped };
}

/** All at the end of the latest. */
export function endTogether(series: readonly ValueSeries[], turns: Turns): Promise<readonly ValueSeries[]> {
  const latestMs = series.reduce((latest, { endMs }) => Math.max(latest, endMs), 0);
  return turns.map(series, 0, (one) => withEnd(one, latestMs));
}

const withEnd = ({ dimensions, dimensionsId, values }: ValueSeries, endMs: number): ValueSeries => ({
  dimensions,
  dimensionsId,
  values,
  endMs,
});

function lastPoint(frame: SeriesFrame, index: number, { aggregation }: ToPoint, grid: Grid): ValueSeries {
  const one = frame.series[index]!;
  const [slot, value] =
    frame.kind === "values"
      ? lastValue(frame.series[index]!.values)
      : lastSample(frame.series[index]!.slots, ofSummary(aggregation, frame.acrossSeries));
  const endMs = frame.shape === "point" ? one.endMs : grid.startMs + (slot + 1) * grid.stepMs;
  return { dimensions: one.dimensions, values: Float64Array.of(value), endMs };
}

function lastValue(values: Float64Array): readonly [slot: number, value: number] {
  const slot = values.findLastIndex((value) => !Number.isNaN(value));
  return slot === -1 ? [-1, Number.NaN] : [slot, values[slot]!];
}

function lastSample(slots: SlotColumns, by: Parameters<typeof aggregateSlot>[2]): readonly [number, number] {
  const slot = slots.count.findLastIndex((samples) => samples > 0);
  return slot === -1 ? [-1, Number.NaN] : [slot, aggregateSlot(slots, slot, by)];
}

function pointShape(frame: SeriesFrame, argued: boolean): Omit<ValueFrame, "series" | "spanMs"> {
  const { acrossSeries, acrossTime, dimensionless } = frame;
  const aggregated = argued || (frame.kind === "values" && frame.aggregated);
  const across = argued ? { acrossSeries: VALUE, acrossTime: VALUE } : { acrossSeries, acrossTime };
  return { kind: "values", shape: "point", dimensionless, aggregated, ...across };
}
