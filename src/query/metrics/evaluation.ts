import type { Turns } from "../../base/index.ts";
import type { MetricSelector } from "../../manifest/index.ts";
import type { DimensionCondition, Grid, MetricSource } from "../sources.ts";
import type { QueryBudget } from "./budget.ts";
import type { Lookups } from "./grouping.ts";
import type { Selections } from "./selections.ts";

/** What is the same for a whole query. */
export interface Evaluation extends Lookups {
  readonly metrics: MetricSource;
  /** The selector of a `func:` metric; undefined for a key that is not declared. */
  readonly calculated: (key: string) => MetricSelector | undefined;
  /** Whether a manifest describes the metric: then it may be without data without a warning. */
  readonly isDeclared: (key: string) => boolean;
  /** What the entity selector of the query asks of every tuple. */
  readonly scope: readonly DimensionCondition[];
  readonly budget: QueryBudget;
  readonly selections: Selections;
  readonly turns: Turns;
}

/** What differs between the parts of a selector. */
export interface Place {
  /** Moved by `timeshift`. */
  readonly grid: Grid;
  /** What the transformations around this part let through anyway. */
  readonly narrowing: readonly DimensionCondition[];
  /** The calculated metrics that this part stands in, outermost first. */
  readonly within: readonly string[];
  readonly warn: (text: string) => void;
}
