import type { Aggregation, Span, Transformation } from "../../manifest/index.ts";
import type { Grid } from "../sources.ts";
import { AVERAGE, aggregateSlots, settled, VALUE } from "./aggregation.ts";
import { changeValues, type SeriesFrame, type ValueFrame, type ValueSeries } from "./frame.ts";
import { conversionFactor } from "./units.ts";

type Of<Op extends Transformation["op"]> = Extract<Transformation, { readonly op: Op }>;

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
export function aggregate(frame: SeriesFrame, aggregation: Aggregation): ValueFrame {
  const after = { kind: "values", aggregated: true, acrossSeries: VALUE, acrossTime: VALUE } as const;
  if (frame.kind === "summaries") {
    const series = frame.series.map((one) => ({
      dimensions: one.dimensions,
      endMs: one.endMs,
      values: aggregateSlots(one, aggregation, frame.acrossSeries),
    }));
    return { ...frame, ...after, series };
  }
  if (aggregation.name !== "count") return { ...frame, ...after };
  return { ...changed(frame, (value) => (Number.isNaN(value) ? value : 1)), ...after };
}

/** `rate(1s)`: divided by the length of the slot. Rates add up across series, and are averaged across time. */
export function rate(frame: SeriesFrame, { per }: Of<"rate">): ValueFrame {
  const factor = spanMsOf(per) / frame.spanMs;
  const after = { acrossSeries: VALUE, acrossTime: AVERAGE };
  return { ...changed(settled(frame), (value) => value * factor), ...after };
}

/**
 * `delta`: the difference from the point before, 0 when it is negative, as the vendor documents. Points without a value
 * are passed over, so a gap loses nothing; the first point has no difference.
 */
export function delta(frame: SeriesFrame): ValueFrame {
  const before = settled(frame);
  const series = before.series.map((one) => ({ ...one, values: differences(one.values) }));
  return { ...before, series, acrossSeries: VALUE, acrossTime: VALUE };
}

function differences(values: Float64Array): Float64Array {
  let before = Number.NaN;
  return changeValues(values, (value) => {
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
export function fillGaps(
  frame: SeriesFrame,
  { value, always }: Of<"default">,
  grid: Grid,
  warn: (text: string) => void,
): ValueFrame {
  const before = settled(frame);
  const series = before.series.map((one) => (always || hasValue(one) ? filled(one, value) : one));
  if (series.length > 0) return { ...before, series, fill: value };
  if (!always || !before.dimensionless) {
    warn(NO_POINT);
    return { ...before, series, fill: value };
  }
  const slots = before.shape === "point" ? 1 : grid.slots;
  const endMs = grid.startMs + grid.stepMs * grid.slots;
  const one = { dimensions: [], values: new Float64Array(slots).fill(value), endMs };
  return { ...before, series: [one], fill: value };
}

const hasValue = ({ values }: ValueSeries): boolean => values.some((value) => !Number.isNaN(value));

const filled = (one: ValueSeries, value: number): ValueSeries => ({
  ...one,
  values: changeValues(one.values, (before) => (Number.isNaN(before) ? value : before)),
});

/** `toUnit`: units that do not convert leave the values as they are, with a warning, as the vendor does. */
export function toUnit(
  frame: SeriesFrame,
  { from, to }: Of<"toUnit">,
  warn: (text: string) => void,
): SeriesFrame {
  const factor = conversionFactor(from, to);
  if (factor === undefined) {
    warn(`'${from}' does not convert to '${to}': the values are as they were.`);
    return frame;
  }
  return changed(settled(frame), (value) => value * factor);
}

/** What `default` would stand for is no longer known then. */
function changed(frame: ValueFrame, calculated: (value: number) => number): ValueFrame {
  const series = frame.series.map((one) => ({ ...one, values: changeValues(one.values, calculated) }));
  return { ...frame, series, fill: undefined };
}
