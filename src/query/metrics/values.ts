import type { Turns } from "../../base/index.ts";
import type { Aggregation, Span, Transformation } from "../../manifest/index.ts";
import type { Grid } from "../sources.ts";
import { AVERAGE, aggregateSummaries, settled, VALUE } from "./aggregation.ts";
import { changeValues, lengthOf, type SeriesFrame, type ValueFrame, type ValueSeries } from "./frame.ts";
import { conversionFactor } from "./units.ts";

type Of<Op extends Transformation["op"]> = Extract<Transformation, { readonly op: Op }>;

/** What goes on around a calculation. */
export interface Surroundings {
  readonly warn: (text: string) => void;
  readonly turns: Turns;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Slots repeat a length, so months and years are those of the average calendar. */
const SPANS_MS: Readonly<Record<Span["unit"], number>> = {
  ms: 1,
  s: 1_000,
  m: MINUTE_MS,
  h: 60 * MINUTE_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
  M: 30 * DAY_MS,
  y: 365 * DAY_MS,
};

export const spanMsOf = ({ amount, unit }: Span): number => amount * SPANS_MS[unit];

/**
 * `avg`, `min` and such of what was read before. From then on only the values are known, and they add up: the vendor
 * documents that `avg:fold` is a sum. A value by itself is one sample.
 */
export async function aggregate(
  frame: SeriesFrame,
  aggregation: Aggregation,
  turns: Turns,
): Promise<ValueFrame> {
  const after = { kind: "values", aggregated: true, acrossSeries: VALUE, acrossTime: VALUE } as const;
  if (frame.kind === "summaries") {
    return { ...frame, ...after, series: await aggregateSummaries(frame, aggregation, turns) };
  }
  if (aggregation.name !== "count") return { ...frame, ...after };
  return { ...(await changed(frame, (value) => (Number.isNaN(value) ? value : 1), turns)), ...after };
}

/** `rate(1s)`: divided by the length of the slot. Rates add up across series, and are averaged across time. */
export async function rate(frame: SeriesFrame, { per }: Of<"rate">, turns: Turns): Promise<ValueFrame> {
  const factor = spanMsOf(per) / frame.spanMs;
  const after = { acrossSeries: VALUE, acrossTime: AVERAGE };
  return { ...(await changed(await settled(frame, turns), (value) => value * factor, turns)), ...after };
}

/**
 * `delta`: the difference from the point before, 0 when it is negative, as the vendor documents. Points without a value
 * are passed over, so a gap loses nothing; the first point has no difference.
 */
export async function delta(frame: SeriesFrame, turns: Turns): Promise<ValueFrame> {
  const before = await settled(frame, turns);
  await turns.each(before.series, lengthOf(before), ({ values }) => toDifferences(values));
  return { ...before, acrossSeries: VALUE, acrossTime: VALUE };
}

function toDifferences(values: Float64Array): void {
  let before = Number.NaN;
  changeValues(values, (value) => {
    if (Number.isNaN(value)) return value;
    const difference = value - before;
    before = value;
    return difference < 0 ? 0 : difference;
  });
}

const NO_POINT =
  "':default' needs a point in the time asked for; ':default(…,always)' after ':splitBy()' does not.";

/**
 * `default`: fills the gaps of series that have a value somewhere; with `always` also those that have none, and after an
 * empty `splitBy()` the one that is missing altogether.
 */
export async function fillGaps(
  frame: SeriesFrame,
  { value, always }: Of<"default">,
  grid: Grid,
  { warn, turns }: Surroundings,
): Promise<ValueFrame> {
  const before = await settled(frame, turns);
  await turns.each(before.series, lengthOf(before), (one) => {
    if (always || hasValue(one)) fill(one.values, value);
  });
  if (before.series.length > 0) return { ...before, fill: value };
  if (!always || !before.dimensionless) {
    warn(NO_POINT);
    return { ...before, fill: value };
  }
  const slots = before.shape === "point" ? 1 : grid.slots;
  const endMs = grid.startMs + grid.stepMs * grid.slots;
  const one = { dimensions: [], values: new Float64Array(slots).fill(value), endMs };
  return { ...before, series: [one], fill: value };
}

const hasValue = ({ values }: ValueSeries): boolean => values.some((value) => !Number.isNaN(value));

const fill = (values: Float64Array, value: number): void =>
  changeValues(values, (before) => (Number.isNaN(before) ? value : before));

/** `toUnit`: units that do not convert leave the values as they are, with a warning, as the vendor does. */
export async function toUnit(
  frame: SeriesFrame,
  { from, to }: Of<"toUnit">,
  { warn, turns }: Surroundings,
): Promise<SeriesFrame> {
  const factor = conversionFactor(from, to);
  if (factor === undefined) {
    warn(`'${from}' does not convert to '${to}': the values are as they were.`);
    return frame;
  }
  return changed(await settled(frame, turns), (value) => value * factor, turns);
}

/** What `default` would stand for is no longer known then. */
async function changed(
  frame: ValueFrame,
  calculated: (value: number) => number,
  turns: Turns,
): Promise<ValueFrame> {
  await turns.each(frame.series, lengthOf(frame), ({ values }) => changeValues(values, calculated));
  return { ...frame, fill: undefined };
}
