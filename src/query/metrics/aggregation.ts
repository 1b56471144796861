import type { Aggregation } from "../../manifest/index.ts";
import type { SlotColumns } from "../sources.ts";
import type { SeriesFrame, SummarySeries, ValueFrame, ValueSeries } from "./frame.ts";

export const VALUE: Aggregation = Object.freeze({ name: "value" });
export const AVERAGE: Aggregation = Object.freeze({ name: "avg" });

/** What a metric is aggregated by when nobody says how (spec 1 §11). */
export const defaultAggregationOf = (type: "gauge" | "count"): Aggregation =>
  type === "count" ? VALUE : AVERAGE;

/** Median and percentile need the single values: a summary does not hold them. */
export const isQuantile = ({ name }: Aggregation): boolean => name === "median" || name === "percentile";

/** `auto`, or none, is the default; a summary answers median and percentile by the default, too, as the vendor does. */
export function ofSummary(wanted: Aggregation | undefined, fallback: Aggregation): Aggregation {
  return wanted === undefined || wanted.name === "auto" || isQuantile(wanted) ? fallback : wanted;
}

/** One slot of a summary as a number; NaN without samples. */
export function aggregateSlot(
  { count, sum, min, max }: SlotColumns,
  at: number,
  { name }: Aggregation,
): number {
  const samples = count[at]!;
  if (samples === 0) return Number.NaN;
  return pick(name, { count: samples, sum: sum[at]!, min: min[at]!, max: max[at]! });
}

/** All slots of a summary; for median and percentile those of the series that were merged into it. */
export function aggregateSlots(
  series: SummarySeries,
  wanted: Aggregation | undefined,
  fallback: Aggregation,
): Float64Array {
  if (wanted !== undefined && isQuantile(wanted) && series.members !== undefined) {
    return quantileOfMembers(series.members(), rankOf(wanted));
  }
  const aggregation = ofSummary(wanted, fallback);
  const values = new Float64Array(series.slots.count.length);
  for (let i = 0; i < values.length; i++) values[i] = aggregateSlot(series.slots, i, aggregation);
  return values;
}

export const rankOf = (aggregation: Aggregation): number =>
  aggregation.name === "percentile" ? aggregation.rank : 50;

/** @param members  equally long; each slot is the quantile of their values there */
export function quantileOfMembers(members: readonly Float64Array[], rank: number): Float64Array {
  const values = new Float64Array(members[0]?.length ?? 0);
  const slot = new Float64Array(members.length);
  for (let i = 0; i < values.length; i++) {
    for (let m = 0; m < members.length; m++) slot[m] = members[m]![i]!;
    values[i] = quantile(slot, rank);
  }
  return values;
}

/** Between two values in proportion, so the median of two is their mean. @returns NaN when there is no value */
function quantile(values: Float64Array, rank: number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted();
  if (sorted.length === 0) return Number.NaN;
  const position = ((sorted.length - 1) * rank) / 100;
  const [below, above] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  return below === above ? below : below + (above - below) * (position - Math.floor(position));
}

/** The points of a series as one number; NaN when none has a value. */
export function overTime(values: Float64Array, aggregation: Aggregation): number {
  if (isQuantile(aggregation)) return quantile(values, rankOf(aggregation));
  let [count, sum, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (count === 0) return Number.NaN;
  return pick(aggregation.name, { count, sum, min, max });
}

/** `value` is the sum. Default and quantiles were chosen before. */
function pick(
  name: Aggregation["name"],
  { count, sum, min, max }: { count: number; sum: number; min: number; max: number },
): number {
  if (name === "min") return min;
  if (name === "max") return max;
  if (name === "count") return count;
  return name === "avg" ? sum / count : sum;
}

/** The points of a series as they would be answered. */
export function pointsOf(frame: SeriesFrame, index: number): Float64Array {
  if (frame.kind === "values") return frame.series[index]!.values;
  return aggregateSlots(frame.series[index]!, undefined, frame.acrossSeries);
}

/** Summaries by their default aggregation. The metric's own meaning stays, for no aggregation was asked for. */
export function settled(frame: SeriesFrame): ValueFrame {
  if (frame.kind === "values") return frame;
  const series: ValueSeries[] = frame.series.map(({ dimensions, endMs }, index) => ({
    dimensions,
    endMs,
    values: pointsOf(frame, index),
  }));
  return { ...frame, kind: "values", series, aggregated: false };
}
