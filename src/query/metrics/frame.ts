import type { Turns } from "../../base/index.ts";
import type { Aggregation } from "../../manifest/index.ts";
import type { Dimensions } from "../../mapping/index.ts";
import type { Grid, SlotColumns } from "../sources.ts";
import type { Slab } from "./slab.ts";

// What an expression is worth while it is evaluated: a number, summaries, or values.

export type Frame = NumberFrame | SeriesFrame;
export type SeriesFrame = SummaryFrame | ValueFrame;

export interface NumberFrame {
  readonly kind: "number";
  readonly value: number;
}

interface Shape {
  /** `slots`: one entry for each slot of the grid; `point`: a single one. */
  readonly shape: "slots" | "point";
  /** The time that an entry stands for, which `rate` divides by. */
  readonly spanMs: number;
  /** What merging series means when nobody says how. */
  readonly acrossSeries: Aggregation;
  /** The same for merging slots. */
  readonly acrossTime: Aggregation;
  /** Merged by an empty `splitBy()`: there is at most one series, and it has no dimensions. */
  readonly dimensionless: boolean;
}

/** Not aggregated yet: the next transformation may still ask for the minimum, the average or another. */
export interface SummaryFrame extends Shape {
  readonly kind: "summaries";
  readonly series: readonly SummarySeries[];
}

export interface ValueFrame extends Shape {
  readonly kind: "values";
  readonly series: readonly ValueSeries[];
  /** By an aggregation of the selector: the arguments of `fold` and `last` come too late. */
  readonly aggregated: boolean;
  /** Of `default`: what stands for a partner that an arithmetic operation lacks. */
  readonly fill?: number | undefined;
}

export interface SummarySeries {
  readonly dimensions: Dimensions;
  readonly slots: SlotColumns;
  /** Of a point: the end of its slot. */
  readonly endMs: number;
  readonly dimensionsId?: number | undefined;
  /** The values of the series that were merged into it, for median and percentile. */
  readonly members?: ((turns: Turns) => Promise<readonly Float64Array[]>) | undefined;
}

export interface ValueSeries {
  readonly dimensions: Dimensions;
  /** NaN: null. */
  readonly values: Float64Array;
  readonly endMs: number;
  /** The same for the same dimensions; undefined once they are others than those that were read. */
  readonly dimensionsId?: number | undefined;
}

/** For what does not depend on the kind. */
export const seriesOf = (frame: SeriesFrame): readonly (SummarySeries | ValueSeries)[] => frame.series;

/** Entries of each series. */
export function lengthOf(frame: SeriesFrame): number {
  if (frame.kind === "values") return frame.series[0]?.values.length ?? 0;
  return frame.series[0]?.slots.count.length ?? 0;
}

export const gridEndMs = ({ startMs, stepMs, slots }: Grid): number => startMs + stepMs * slots;

const SINGLE = { take: (length: number) => new Float64Array(length) };

/** @param slab  where those of many series are made */
export function emptyColumns(slots: number, slab: Pick<Slab, "take"> = SINGLE): SlotColumns {
  return {
    count: slab.take(slots),
    sum: slab.take(slots),
    min: slab.take(slots).fill(Number.POSITIVE_INFINITY),
    max: slab.take(slots).fill(Number.NEGATIVE_INFINITY),
  };
}

/** Merges slot `at` of one summary into slot `to` of another; an empty one changes nothing. */
export function mergeSlot(into: SlotColumns, to: number, from: SlotColumns, at: number): void {
  const count = from.count[at]!;
  if (count === 0) return;
  into.count[to]! += count;
  into.sum[to]! += from.sum[at]!;
  if (from.min[at]! < into.min[to]!) into.min[to] = from.min[at]!;
  if (from.max[at]! > into.max[to]!) into.max[to] = from.max[at]!;
}

/** The same text for the same dimensions in whatever order. */
export function tupleKey(dimensions: Dimensions): string {
  if (isSorted(dimensions)) return keyInOrder(dimensions);
  return keyInOrder(dimensions.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function isSorted(dimensions: Dimensions): boolean {
  for (let i = 1; i < dimensions.length; i++) if (dimensions[i - 1]![0] > dimensions[i]![0]) return false;
  return true;
}

/** Lengths keep `a=b` + `c` apart from `a` + `b=c`, whatever characters the values have. */
function keyInOrder(dimensions: Dimensions): string {
  let key = "";
  for (const [name, value] of dimensions) key += `${name.length}:${name}${value.length}:${value}`;
  return key;
}

export function valueOf(dimensions: Dimensions, key: string): string | undefined {
  for (const dimension of dimensions) if (dimension[0] === key) return dimension[1];
  return undefined;
}

/**
 * Changes values in place: a frame is used once, by the transformation or operator after it, and memory for millions
 * of points takes longer to get than the points to calculate.
 */
export function changeValues(values: Float64Array, calculated: (value: number) => number): void {
  for (let i = 0; i < values.length; i++) values[i] = calculated(values[i]!);
}
