import type { EntitySelector } from "./entity-selector.ts";

/** One or several metric expressions, comma-separated in the text. */
export type MetricSelector = readonly MetricExpression[];

export type MetricExpression =
  | { readonly kind: "number"; readonly value: number }
  /** `key` as stored, without the quotes of the selector; a calculated metric keeps its `func:`. */
  | { readonly kind: "metric"; readonly key: string }
  | { readonly kind: "negate"; readonly operand: MetricExpression }
  | {
      readonly kind: "binary";
      readonly op: "+" | "-" | "*" | "/";
      readonly left: MetricExpression;
      readonly right: MetricExpression;
    }
  | { readonly kind: "transform"; readonly input: MetricExpression; readonly transformation: Transformation };

export const AGGREGATIONS = [
  "auto",
  "avg",
  "min",
  "max",
  "sum",
  "count",
  "value",
  "median",
  "percentile",
] as const;

export type Aggregation =
  | { readonly name: Exclude<(typeof AGGREGATIONS)[number], "percentile"> }
  /** `rank` from 0 to 100. */
  | { readonly name: "percentile"; readonly rank: number };

export const TIME_UNITS = ["ms", "s", "m", "h", "d", "w", "M", "y"] as const;
/** Minutes are `m`, months `M`. */
export interface Span {
  readonly amount: number;
  readonly unit: (typeof TIME_UNITS)[number];
}

export type SortDirection = "ascending" | "descending";

export type Transformation =
  | { readonly op: "splitBy" | "merge"; readonly dimensions: readonly string[] }
  /** All conditions must hold. */
  | { readonly op: "filter"; readonly conditions: readonly SeriesCondition[] }
  | { readonly op: "sort"; readonly keys: readonly SortKey[] }
  | { readonly op: "limit"; readonly count: number }
  | { readonly op: "aggregate"; readonly aggregation: Aggregation }
  /** `lastReal` takes no interpolated points; `aggregation` undefined is the metric's default. */
  | { readonly op: "last" | "lastReal" | "fold"; readonly aggregation: Aggregation | undefined }
  | { readonly op: "rate"; readonly per: Span }
  /** Fills gaps; `always` also where the whole series is missing. */
  | { readonly op: "default"; readonly value: number; readonly always: boolean }
  | { readonly op: "setUnit"; readonly unit: string }
  | { readonly op: "toUnit"; readonly from: string; readonly to: string }
  /** A negative amount looks back. */
  | { readonly op: "timeshift"; readonly by: Span }
  | { readonly op: "delta" | "names" | "parents" };

export type SortKey =
  | { readonly by: "value"; readonly aggregation: Aggregation; readonly direction: SortDirection }
  | { readonly by: "dimension"; readonly dimension: string; readonly direction: SortDirection };

export const COMPARISONS = ["gt", "ge", "lt", "le", "eq", "ne"] as const;

export type SeriesCondition =
  | {
      readonly op: "eq" | "ne" | "prefix" | "suffix" | "contains";
      readonly dimension: string;
      readonly value: string;
    }
  | { readonly op: "existsKey"; readonly dimension: string }
  | { readonly op: "in"; readonly dimension: string; readonly selector: EntitySelector }
  | {
      readonly op: "series";
      readonly aggregation: Aggregation;
      readonly comparison: (typeof COMPARISONS)[number];
      readonly value: number;
    }
  | { readonly op: "and" | "or"; readonly parts: readonly SeriesCondition[] }
  | { readonly op: "not"; readonly part: SeriesCondition };
