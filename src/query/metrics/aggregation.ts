import type { Turns } from "../../base/index.ts";
import type { Aggregation } from "../../manifest/index.ts";
import type { SlotColumns } from "../sources.ts";
import type { SeriesFrame, SummaryFrame, ValueFrame, ValueSeries } from "./frame.ts";
import { quantile } from "./quantile.ts";
import { Slab } from "./slab.ts";

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

/** All slots of each summary; for median and percentile those of the series that were merged into it. */
export async function aggregateSummaries(
  frame: SummaryFrame,
  wanted: Aggregation | undefined,
  turns: Turns,
): Promise<readonly ValueSeries[]> {
  const aggregation = ofSummary(wanted, frame.acrossSeries);
  const rank = wanted !== undefined && isQuantile(wanted) ? rankOf(wanted) : undefined;
  const slab = new Slab();
  const series: ValueSeries[] = [];
  for (const { dimensions, dimensionsId, endMs, slots, members } of frame.series) {
    const values =
      rank === undefined || members === undefined
        ? aggregateSlots(slots, aggregation, slab.take(slots.count.length))
        : await quantileOfMembers(await members(turns), rank, turns);
    series.push({ dimensions, dimensionsId, endMs, values });
    if (turns.isOver(SERIES_STEPS + values.length)) await turns.giveWay();
  }
  return series;
}

/** What a series takes beside its slots, in steps of `Turns`. */
const SERIES_STEPS = 20;

function aggregateSlots(
  slots: SlotColumns,
  aggregation: Aggregation,
  values: Float64Array = new Float64Array(slots.count.length),
): Float64Array {
  for (let i = 0; i < values.length; i++) values[i] = aggregateSlot(slots, i, aggregation);
  return values;
}

export const rankOf = (aggregation: Aggregation): number =>
  aggregation.name === "percentile" ? aggregation.rank : 50;

/** @param members  equally long; each slot is the quantile of their values there */
export async function quantileOfMembers(
  members: readonly Float64Array[],
  rank: number,
  turns: Turns,
): Promise<Float64Array> {
  const values = new Float64Array(members[0]?.length ?? 0);
  const slot = new Float64Array(members.length);
  for (let i = 0; i < values.length; i++) {
    let count = 0;
    for (const member of members) if (!Number.isNaN(member[i]!)) slot[count++] = member[i]!;
    values[i] = quantile(slot.subarray(0, count), rank);
    if (turns.isOver(members.length * QUANTILE_STEPS)) await turns.giveWay();
  }
  return values;
}

/** Each value comes from a place of its own in memory, and is moved about. */
const QUANTILE_STEPS = 4;

/** The points of a series as one number; NaN when none has a value. */
export function overTime(values: Float64Array, aggregation: Aggregation): number {
  if (isQuantile(aggregation))
    return quantile(
      values.filter((value) => !Number.isNaN(value)),
      rankOf(aggregation),
    );
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
  return aggregateSlots(frame.series[index]!.slots, frame.acrossSeries);
}

/** Summaries by their default aggregation. The metric's own meaning stays, for no aggregation was asked for. */
export async function settled(frame: SeriesFrame, turns: Turns): Promise<ValueFrame> {
  if (frame.kind === "values") return frame;
  const series = await aggregateSummaries(frame, undefined, turns);
  return { ...frame, kind: "values", series, aggregated: false };
}
