import type { Summary } from "../ingest/index.ts";
import { unsignedOf } from "./int64.ts";
import type { Buckets, ExponentialHistogramDataPoint, HistogramDataPoint, Maybe } from "./messages.ts";

// Histograms as summaries. Their buckets are let go; where they are all that is known of the extremes, they tell them.

/** `undefined`: nothing was observed, so there is nothing to store. */
export type HistogramSummary = Summary | undefined | "invalid";

export function summaryOf(point: HistogramDataPoint): HistogramSummary {
  const bounds = point.explicitBounds ?? [];
  const buckets = (point.bucketCounts ?? []).map(unsignedOf);
  if (!areBounds(bounds) || (buckets.length > 0 && buckets.length !== bounds.length + 1)) return "invalid";
  if (buckets.length === 0 && bounds.length > 0) return "invalid";
  return summarise(point, () => rangeOfBuckets(bounds, buckets));
}

export function exponentialSummaryOf(point: ExponentialHistogramDataPoint): HistogramSummary {
  return summarise(point, () => exponentialRange(point));
}

interface Totals {
  readonly count?: HistogramDataPoint["count"];
  readonly sum?: Maybe<number>;
  readonly min?: Maybe<number>;
  readonly max?: Maybe<number>;
}

interface Range {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

function summarise({ count: wide, sum, min, max }: Totals, rangeOf: () => Range): HistogramSummary {
  const count = wide === null || wide === undefined ? 0 : unsignedOf(wide);
  if (count === 0) return undefined;
  // Without a sum negative values were observed.
  if (sum === null || sum === undefined || !Number.isFinite(sum)) return "invalid";
  const mean = sum / count;
  const hasBoth = typeof min === "number" && typeof max === "number";
  if (hasBoth && !(Number.isFinite(min) && Number.isFinite(max) && min <= max)) return "invalid";
  if (hasBoth) return { min, max, sum, count };
  const range = rangeOf();
  return {
    min: Math.min(min ?? range.min ?? mean, mean),
    max: Math.max(max ?? range.max ?? mean, mean),
    sum,
    count,
  };
}

const areBounds = (bounds: readonly number[]): boolean =>
  bounds.every((bound, n) => Number.isFinite(bound) && bound >= 0 && (n === 0 || bound > bounds[n - 1]!));

/** The bounds around the buckets that hold something; the first starts at 0, since there are no negative values. */
function rangeOfBuckets(bounds: readonly number[], counts: readonly number[]): Range {
  const lowest = counts.findIndex((count) => count > 0);
  const highest = counts.findLastIndex((count) => count > 0);
  if (lowest < 0 || bounds.length === 0) return { min: undefined, max: undefined };
  return { min: bounds[lowest - 1] ?? 0, max: bounds[highest] ?? bounds.at(-1) };
}

/** Bucket i holds what is above base^i and up to base^(i+1), where base = 2^(2^-scale). */
function exponentialRange({ scale, zeroCount, positive, negative }: ExponentialHistogramDataPoint): Range {
  const boundAt = (index: number) => 2 ** (index * 2 ** -(scale ?? 0));
  const above = extremes(positive);
  const below = extremes(negative);
  const hasZero = zeroCount !== null && zeroCount !== undefined && unsignedOf(zeroCount) > 0;
  const zero = hasZero ? 0 : undefined;
  const min = below === undefined ? (zero ?? (above && boundAt(above.low))) : -boundAt(below.high + 1);
  const max = above === undefined ? (zero ?? (below && -boundAt(below.low))) : boundAt(above.high + 1);
  return { min: finite(min), max: finite(max) };
}

const finite = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isFinite(value) ? value : undefined;

/** The indexes of the lowest and highest bucket that hold something. */
function extremes(buckets: Maybe<Buckets>): { low: number; high: number } | undefined {
  const counts = (buckets?.bucketCounts ?? []).map(unsignedOf);
  const low = counts.findIndex((count) => count > 0);
  if (low < 0) return undefined;
  const offset = buckets?.offset ?? 0;
  return { low: offset + low, high: offset + counts.findLastIndex((count) => count > 0) };
}
