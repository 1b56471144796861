import type { Turns } from "../../base/index.ts";
import type { MetricExpression } from "../../manifest/index.ts";
import { AVERAGE, settled, VALUE } from "./aggregation.ts";
import {
  changeValues,
  type Frame,
  lengthOf,
  type SeriesFrame,
  tupleKey,
  type ValueFrame,
  type ValueSeries,
} from "./frame.ts";
import type { Surroundings } from "./values.ts";

type Operator = Extract<MetricExpression, { readonly kind: "binary" }>["op"];

/**
 * `left op right` (spec 1 §11): identical tuples are paired, in whatever order their dimensions are; a number, or a
 * single series without dimensions, pairs with all; what finds no partner vanishes, unless the other side has a
 * `default`, which then stands for it. A slot is null when either is, when it divides by zero, or leaves the range of
 * doubles. A single point is held against every slot of a series.
 */
export async function combine(
  left: Frame,
  right: Frame,
  op: Operator,
  surroundings: Surroundings,
): Promise<Frame> {
  const { turns } = surroundings;
  if (left.kind === "number") {
    if (right.kind === "number") return numberOf(calculate(op, left.value, right.value));
    return mapped(right, (value) => calculate(op, left.value, value), turns);
  }
  if (right.kind === "number") return mapped(left, (value) => calculate(op, value, right.value), turns);
  const [one, other] = [await settled(left, turns), await settled(right, turns)];
  // Where a whole side is missing its default stands for it, so that no errors at all are a ratio of 0.
  if (one.series.length === 0 && one.fill !== undefined)
    return combine(numberOf(one.fill), other, op, surroundings);
  if (other.series.length === 0 && other.fill !== undefined)
    return combine(one, numberOf(other.fill), op, surroundings);
  return combineSeries(one, other, op, surroundings);
}

const numberOf = (value: number): Frame => ({ kind: "number", value });

export async function negate(frame: Frame, turns: Turns): Promise<Frame> {
  if (frame.kind === "number") return numberOf(-frame.value);
  return mapped(frame, (value) => -value, turns);
}

/** Results of arithmetic have a meaning of their own: they add up. */
function added(frame: ValueFrame): ValueFrame {
  return { ...frame, acrossSeries: VALUE, acrossTime: isRate(frame) ? AVERAGE : VALUE, aggregated: false };
}

/** Rates add up across series, not across time. */
const isRate = ({ acrossSeries, acrossTime }: ValueFrame): boolean =>
  acrossSeries.name === "value" && acrossTime.name === "avg";

async function mapped(
  summaries: SeriesFrame,
  calculated: (value: number) => number,
  turns: Turns,
): Promise<ValueFrame> {
  const frame = added(await settled(summaries, turns));
  await turns.each(frame.series, lengthOf(frame), ({ values }) => changeValues(values, calculated));
  return { ...frame, fill: frame.fill === undefined ? undefined : definite(calculated(frame.fill)) };
}

const definite = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value);

/** NaN, which is null, goes through all operators. */
function calculate(op: Operator, a: number, b: number): number {
  const value = op === "+" ? a + b : op === "-" ? a - b : op === "*" ? a * b : a / b;
  return Number.isFinite(value) ? value : Number.NaN;
}

type Pair = readonly [ValueSeries | undefined, ValueSeries | undefined];

async function combineSeries(
  left: ValueFrame,
  right: ValueFrame,
  op: Operator,
  { warn, turns }: Surroundings,
): Promise<ValueFrame> {
  const pairs = await pairsOf(left, right, turns);
  if (pairs.length === 0 && left.series.length > 0 && right.series.length > 0) {
    warn("No series of the two sides of an operator have the same dimensions: put :splitBy(…) on both.");
  }
  const wider = left.shape === "slots" ? left : right;
  const series = await turns.map(pairs, lengthOf(wider), (pair) => combined(pair, left, right, op));
  const fill =
    left.fill === undefined || right.fill === undefined
      ? undefined
      : definite(calculate(op, left.fill, right.fill));
  const acrossTime = isRate(left) || isRate(right) ? AVERAGE : VALUE;
  const dimensionless = left.dimensionless && right.dimensionless;
  return { ...wider, acrossSeries: VALUE, acrossTime, dimensionless, aggregated: false, series, fill };
}

function combined([a, b]: Pair, left: ValueFrame, right: ValueFrame, op: Operator): ValueSeries {
  const [one, other] = [a?.values, b?.values];
  const length = Math.max(one?.length ?? 0, other?.length ?? 0);
  const values = ownValues(a, length) ?? ownValues(b, length) ?? new Float64Array(length);
  for (let i = 0; i < length; i++) {
    values[i] = calculate(op, valueAt(one, i, left.fill), valueAt(other, i, right.fill));
  }
  const named = a === undefined || a.dimensions.length === 0 ? (b ?? a) : a;
  return {
    dimensions: named?.dimensions ?? [],
    dimensionsId: named?.dimensionsId,
    values,
    endMs: Math.max(a?.endMs ?? 0, b?.endMs ?? 0),
  };
}

/** What may be written over: a series without dimensions may be the partner of others, too. */
const ownValues = (one: ValueSeries | undefined, length: number): Float64Array | undefined =>
  one !== undefined && one.dimensions.length > 0 && one.values.length === length ? one.values : undefined;

/** A point is the same in every slot. */
function valueAt(values: Float64Array | undefined, at: number, fill: number | undefined): number {
  if (values === undefined) return fill ?? Number.NaN;
  return values.length === 1 ? values[0]! : values[at]!;
}

async function pairsOf(left: ValueFrame, right: ValueFrame, turns: Turns): Promise<readonly Pair[]> {
  const [one, other] = [withoutDimensions(left), withoutDimensions(right)];
  if (other !== undefined) return left.series.map((series) => [series, other]);
  if (one !== undefined) return right.series.map((series) => [one, series]);
  const [keyOf, steps] = isNumbered(left) && isNumbered(right) ? BY_NUMBER : BY_TEXT;
  const partners = new Map<unknown, ValueSeries>();
  await turns.each(right.series, steps, (series) => void partners.set(keyOf(series), series));
  const pairs: Pair[] = [];
  for (const series of left.series) {
    if (turns.isOver(steps)) await turns.giveWay();
    const key = keyOf(series);
    const partner = partners.get(key);
    partners.delete(key);
    if (partner !== undefined || right.fill !== undefined) pairs.push([series, partner]);
  }
  if (left.fill !== undefined) for (const partner of partners.values()) pairs.push([undefined, partner]);
  return pairs;
}

type KeyOf = (series: ValueSeries) => unknown;

/** What tells dimensions apart, and what it takes in steps of `Turns`: texts of eight dimensions are put together. */
const BY_NUMBER: readonly [KeyOf, number] = [({ dimensionsId }) => dimensionsId, 30];
const BY_TEXT: readonly [KeyOf, number] = [({ dimensions }) => tupleKey(dimensions), 150];

const isNumbered = ({ series }: ValueFrame): boolean =>
  series.every(({ dimensionsId }) => dimensionsId !== undefined);

function withoutDimensions({ series }: ValueFrame): ValueSeries | undefined {
  return series.length === 1 && series[0]!.dimensions.length === 0 ? series[0] : undefined;
}
