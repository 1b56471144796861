import { AppError, Turns, yieldNow } from "../../base/index.ts";
import { type MetricExpression, parseMetricSelector } from "../../manifest/index.ts";
import type { Dimensions } from "../../mapping/index.ts";
import type { Grid } from "../sources.ts";
import { settled } from "./aggregation.ts";
import { QueryBudget } from "./budget.ts";
import { evaluate } from "./evaluate.ts";
import type { Evaluation } from "./evaluation.ts";
import type { ValueFrame } from "./frame.ts";
import { type FindIds, Selections } from "./selections.ts";
import { splitSelectors } from "./split-selectors.ts";

export interface MetricQuerySources
  extends Omit<Evaluation, "budget" | "selections" | "selectIds" | "turns"> {
  /** The ids of the entities that a selector finds. Asked once for each selector of a query. */
  readonly selectIds: FindIds;
  /** Lets others have their turn during long work; default: of the event loop. */
  readonly giveWay?: (() => Promise<void>) | undefined;
}

/** One selector's result. */
export interface QueriedMetric {
  /** The selector as it was written. */
  readonly metricId: string;
  readonly series: readonly QueriedSeries[];
  /** Shares of what a query may read, from 0 to 1. */
  readonly pointsRatio: number;
  readonly tuplesRatio: number;
  readonly warnings: readonly string[];
}

export interface QueriedSeries {
  readonly dimensions: Dimensions;
  /** Ends of the slots, UTC milliseconds. */
  readonly timestamps: readonly number[];
  /** One for each timestamp; NaN: null. */
  readonly values: Float64Array;
}

/**
 * Parses and evaluates a metric selector.
 * @param grid  whole minutes, as `parseResolution` lays it
 * @throws {AppError} `query.selector` with the position of what does not parse, and what `evaluate` throws; the
 *   signal's reason when it is aborted
 */
export async function queryMetrics(
  text: string,
  grid: Grid,
  sources: MetricQuerySources,
  signal?: AbortSignal,
): Promise<readonly QueriedMetric[]> {
  const parsed = parseMetricSelector(text);
  if (!parsed.ok) throw unparsed("metric selector", parsed);
  const evaluation = evaluationOf(sources, signal);
  const ids = splitSelectors(text);
  const results: QueriedMetric[] = [];
  for (const [index, expression] of parsed.selector.entries()) {
    const metricId = parsed.selector.length === 1 ? text.trim() : (ids[index] ?? "");
    results.push(await queryOne(expression, metricId, grid, evaluation));
  }
  return results;
}

function evaluationOf(
  { giveWay = yieldNow, ...sources }: MetricQuerySources,
  signal: AbortSignal | undefined,
): Evaluation {
  const budget = new QueryBudget(signal);
  const selections = new Selections(sources.selectIds);
  const turns = new Turns(async () => {
    await giveWay();
    budget.checkAborted();
  });
  return { ...sources, budget, selections, selectIds: selections.idsOf, turns };
}

/** @param what  `metric selector`, `entity selector` */
export function unparsed(
  what: string,
  { message, position }: { readonly message: string; readonly position: number },
): AppError {
  return new AppError("query.selector", `${what}, character ${position + 1}: ${message}`);
}

async function queryOne(
  expression: MetricExpression,
  metricId: string,
  grid: Grid,
  evaluation: Evaluation,
): Promise<QueriedMetric> {
  const warnings = new Set<string>();
  const place = { grid, narrowing: [], within: [], warn: (text: string) => void warnings.add(text) };
  const frame = await evaluate(expression, place, evaluation);
  if (frame.kind === "number") {
    throw new AppError("query.number", `'${metricId}' names no metric`, {
      remedy: "A selector holds at least one metric key.",
    });
  }
  const { points, tuples } = evaluation.budget.ratios();
  const { turns } = evaluation;
  const series = await answered(await settled(frame, turns), grid, turns);
  return { metricId, series, pointsRatio: points, tuplesRatio: tuples, warnings: [...warnings] };
}

function answered(
  frame: ValueFrame,
  { startMs, stepMs, slots }: Grid,
  turns: Turns,
): Promise<readonly QueriedSeries[]> {
  const ends = Array.from({ length: slots }, (_slot, index) => startMs + (index + 1) * stepMs);
  return turns.map(frame.series, 0, ({ dimensions, values, endMs }) => ({
    dimensions,
    values,
    timestamps: frame.shape === "point" ? [endMs] : ends,
  }));
}
