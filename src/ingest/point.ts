import type { Dimensions } from "../mapping/index.ts";

/** Several values of a gauge as one: of a summary line, or a histogram that was let go of its buckets. */
export interface Summary {
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  /** At least 1. */
  readonly count: number;
}

/** One data point, polled or sent to us. A `Sample` is one. */
export interface Point {
  readonly key: string;
  readonly type: "gauge" | "count";
  /** Of a count the increase since the point before; only a gauge has summaries. A bigint only beyond 2⁵³. */
  readonly value: number | bigint | Summary;
  /** Sorted by key, no key twice, no value empty. Points of one row may share the array, so caches key on identity. */
  readonly dimensions: Dimensions;
  /** UTC milliseconds. */
  readonly timestampMs: number;
}

/** What manifests, metadata lines and OTLP metrics say about a metric. */
export interface MetricInfo {
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  /** As the manifest has it, such as `Byte` or `BitPerSecond`. */
  readonly unit?: string | undefined;
  /** The extension that declares the metric. */
  readonly extension?: { readonly name: string; readonly version: string } | undefined;
}

/** @returns undefined for a metric that nobody has described */
export type MetricInfoOf = (key: string) => MetricInfo | undefined;
