import type { Transformation } from "../../manifest/index.ts";
import type { Grid, SlotColumns } from "../sources.ts";
import { aggregateSlot, ofSummary, overTime, settled, VALUE } from "./aggregation.ts";
import {
  emptyColumns,
  gridEndMs,
  mergeSlot,
  type SeriesFrame,
  type SummaryFrame,
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
export function fold(frame: SeriesFrame, operation: ToPoint, grid: Grid): ValueFrame {
  const endMs = gridEndMs(grid);
  const spanMs = frame.shape === "point" ? frame.spanMs : endMs - grid.startMs;
  const series =
    frame.kind === "summaries" && foldsSummaries(frame, operation)
      ? foldedSamples(frame, operation)
      : foldedPoints(settled(frame), operation);
  const ended = frame.shape === "point" ? series : series.map((one) => ({ ...one, endMs }));
  return { ...pointShape(frame, operation.aggregation !== undefined), spanMs, series: ended };
}

function foldedSamples(frame: SummaryFrame, { aggregation }: ToPoint): readonly ValueSeries[] {
  const by = ofSummary(aggregation, frame.acrossSeries);
  return frame.series.map(({ dimensions, slots, endMs }) => {
    const point = emptyColumns(1);
    for (let i = 0; i < slots.count.length; i++) mergeSlot(point, 0, slots, i);
    return { dimensions, endMs, values: Float64Array.of(aggregateSlot(point, 0, by)) };
  });
}

function foldedPoints(frame: ValueFrame, { aggregation }: ToPoint): readonly ValueSeries[] {
  const wanted = frame.aggregated || aggregation?.name === "auto" ? undefined : aggregation;
  const by = wanted ?? frame.acrossTime;
  return frame.series.map(({ dimensions, values, endMs }) => ({
    dimensions,
    endMs,
    values: Float64Array.of(overTime(values, by)),
  }));
}

/**
 * `last`, `lastReal`: the latest point of each series that has a value. `lastReal` leaves each its own time; `last`
 * gives all of them the latest, as the vendor does, so that they can be put into one table.
 */
export function last(frame: SeriesFrame, operation: ToPoint, grid: Grid): ValueFrame {
  const series = frame.series.map((_one, index) => lastPoint(frame, index, operation, grid));
  const latestMs = series.reduce((latest, { endMs }) => Math.max(latest, endMs), 0);
  const stamped = operation.op === "lastReal" ? series : series.map((one) => ({ ...one, endMs: latestMs }));
  return { ...pointShape(frame, operation.aggregation !== undefined), spanMs: frame.spanMs, series: stamped };
}

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
