import type { Point } from "../ingest/index.ts";
import type { HistogramSummary } from "./histogram.ts";
import { type Int64, millisOf, signedOf } from "./int64.ts";
import type { Maybe, NumberDataPoint } from "./messages.ts";
import type { RejectReason } from "./rejections.ts";

// Time and value of one data point.

/** Aggregation temporality on the wire. */
export const DELTA = 1;
export const CUMULATIVE = 2;

type Value = Point["value"];
/** The value of one data point, at its time; `skip` when it says nothing. */
export type Reading = { readonly value: Value } | "skip" | RejectReason;

/** UTC ms; that of arrival for a point without a time of its own. */
export function timestampOf(nanos: Maybe<Int64>, nowMs: number): number {
  return (nanos ? millisOf(nanos) : 0) || nowMs;
}

/** @returns undefined for NaN, infinities, and a point without a number */
export function numberOf({ asInt, asDouble }: NumberDataPoint): number | bigint | undefined {
  if (asInt !== null && asInt !== undefined) return signedOf(asInt);
  return typeof asDouble === "number" && Number.isFinite(asDouble) ? asDouble : undefined;
}

export const readingOf = (value: Value | undefined): Reading =>
  value === undefined ? "VALUE_INVALID" : { value };

/** Of what is not monotonic a delta may be negative; no count of ours can carry that. */
export const readingOfDelta = (value: number | bigint | undefined): Reading =>
  readingOf(value !== undefined && value < 0 ? undefined : value);

export function readingOfSummary(summary: HistogramSummary): Reading {
  if (summary === undefined) return "skip";
  return summary === "invalid" ? "VALUE_INVALID" : { value: summary };
}

/** Histograms are taken as deltas only. */
export function temporalityFault(temporality: Maybe<number>): RejectReason | undefined {
  if (temporality === DELTA) return undefined;
  return temporality === CUMULATIVE
    ? "UNSUPPORTED_CUMULATIVE_HISTOGRAM"
    : "UNSPECIFIED_AGGREGATION_TEMPORALITY";
}
