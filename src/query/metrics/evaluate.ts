import { AppError, assertNever } from "../../base/index.ts";
import type { MetricExpression, Transformation } from "../../manifest/index.ts";
import { combine, negate } from "./arithmetic.ts";
import { narrowingBelow } from "./conditions.ts";
import type { Evaluation, Place } from "./evaluation.ts";
import { fold, last } from "./fold.ts";
import type { Frame, SeriesFrame } from "./frame.ts";
import { filterSeries, limit, sort } from "./order.ts";
import { type Read, readMetric } from "./read-metric.ts";
import { augment, regroup } from "./regroup.ts";
import { aggregate, delta, fillGaps, rate, spanMsOf, toUnit } from "./values.ts";

/** How far `timeshift` may look, as at the vendor. */
const SHIFT_MAX_MS = 5 * 366 * 24 * 60 * 60_000;
const MINUTE_MS = 60_000;

/**
 * Evaluates one expression of a metric selector (spec 1 §11) on the grid of its place.
 * @throws {AppError} `query.cycle` for calculated metrics that are made of themselves, `query.number` for
 *   transformations of a number, `query.timeshift`, and those of `QueryBudget`
 */
export async function evaluate(
  expression: MetricExpression,
  place: Place,
  evaluation: Evaluation,
): Promise<Frame> {
  switch (expression.kind) {
    case "number":
      return expression;
    case "negate":
      return negate(await evaluate(expression.operand, place, evaluation), evaluation.turns);
    case "binary": {
      const left = await evaluate(expression.left, place, evaluation);
      const right = await evaluate(expression.right, place, evaluation);
      evaluation.budget.checkAborted();
      return combine(left, right, expression.op, { warn: place.warn, turns: evaluation.turns });
    }
    case "metric":
    case "transform":
      return evaluateChain(chainOf(expression), place, evaluation);
    default:
      return assertNever(expression);
  }
}

interface Chain {
  readonly base: MetricExpression;
  /** In the order in which they are applied. */
  readonly transformations: readonly Transformation[];
}

function chainOf(expression: MetricExpression): Chain {
  const transformations: Transformation[] = [];
  let base = expression;
  for (; base.kind === "transform"; base = base.input) transformations.push(base.transformation);
  return { base, transformations: transformations.toReversed() };
}

/** `auto` is what would happen without it. A shift of time is the same wherever it stands in the chain. */
async function evaluateChain(chain: Chain, place: Place, evaluation: Evaluation): Promise<Frame> {
  const shiftMs = shiftOf(chain.transformations);
  await evaluation.selections.prepare(chain.transformations);
  const transformations = chain.transformations.filter(
    (one) => one.op !== "timeshift" && !(one.op === "aggregate" && one.aggregation.name === "auto"),
  );
  const inner = {
    ...place,
    grid: { ...place.grid, startMs: place.grid.startMs + shiftMs },
    narrowing: narrowingBelow(transformations, place.narrowing, evaluation.selectIds),
  };
  const { base } = chain;
  const read =
    base.kind === "metric"
      ? await readKey(base.key, transformations, inner, evaluation)
      : { frame: await evaluate(base, inner, evaluation), rest: transformations };
  return shifted(await applyAll(read, inner, evaluation), -shiftMs);
}

/** A calculated metric stands for its selector. */
async function readKey(
  key: string,
  transformations: readonly Transformation[],
  place: Place,
  evaluation: Evaluation,
): Promise<{ readonly frame: Frame; readonly rest: readonly Transformation[] }> {
  const calculated = evaluation.calculated(key)?.[0];
  if (calculated === undefined) return readMetric(key, transformations, place, evaluation);
  if (place.within.includes(key)) {
    const path = [...place.within, key].join(" → ");
    throw new AppError("query.cycle", `the calculated metric '${key}' is made of itself: ${path}`, {
      remedy: "Change the query of one of these metrics in the extension.",
    });
  }
  const within = [...place.within, key];
  return { frame: await evaluate(calculated, { ...place, within }, evaluation), rest: transformations };
}

async function applyAll(
  { frame, rest }: { readonly frame: Frame; readonly rest: Read["rest"] },
  place: Place,
  evaluation: Evaluation,
): Promise<Frame> {
  if (frame.kind !== "number") {
    let after = frame;
    for (const one of rest) after = await apply(after, one, place, evaluation);
    return after;
  }
  if (rest.length === 0) return frame;
  throw new AppError("query.number", "a number has no series to transform", {
    remedy: "Put transformations on metrics, or on the result of an operation with a metric.",
  });
}

async function apply(
  frame: SeriesFrame,
  transformation: Transformation,
  { grid, warn }: Place,
  evaluation: Evaluation,
): Promise<SeriesFrame> {
  const { turns } = evaluation;
  evaluation.budget.checkAborted();
  switch (transformation.op) {
    case "splitBy":
    case "merge":
      return regroup(frame, transformation, evaluation);
    case "names":
    case "parents":
      return augment(frame, transformation, evaluation);
    case "filter":
      return filterSeries(frame, transformation, evaluation);
    case "sort":
      return sort(frame, transformation, turns);
    case "limit":
      return limit(frame, transformation.count);
    case "aggregate":
      return aggregate(frame, transformation.aggregation, turns);
    case "fold":
      return fold(frame, transformation, grid, turns);
    case "last":
    case "lastReal":
      return last(frame, transformation, grid, turns);
    case "rate":
      return rate(frame, transformation, turns);
    case "delta":
      return delta(frame, turns);
    case "default":
      return fillGaps(frame, transformation, grid, { warn, turns });
    case "toUnit":
      return toUnit(frame, transformation, { warn, turns });
    case "setUnit": // a label, and `auto` and `timeshift` were dealt with
    case "timeshift":
      return frame;
    default:
      return assertNever(transformation);
  }
}

/** Whole minutes, as slots are. */
function shiftOf(transformations: readonly Transformation[]): number {
  let shiftMs = 0;
  for (const one of transformations) if (one.op === "timeshift") shiftMs += spanMsOf(one.by);
  if (Math.abs(shiftMs) <= SHIFT_MAX_MS) return Math.round(shiftMs / MINUTE_MS) * MINUTE_MS;
  throw new AppError("query.timeshift", "timeshift looks further than five years", {
    remedy: "Shift by at most 5y.",
  });
}

/** Points are stamped with the time asked for; slots are by the grid anyway. */
function shifted(frame: Frame, byMs: number): Frame {
  if (frame.kind === "number" || byMs === 0 || frame.shape === "slots") return frame;
  const move = <S extends { readonly endMs: number }>(one: S): S => ({ ...one, endMs: one.endMs + byMs });
  if (frame.kind === "values") return { ...frame, series: frame.series.map(move) };
  return { ...frame, series: frame.series.map(move) };
}
