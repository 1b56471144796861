import { digits, formatSpan, formatValue, scaleFor, scalingOf } from "../words/units.ts";

// The ticks of an axis of values: round in the unit in which they are told, as 0.5 GiB or 15 min.

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;
/** Steps of time that people count in, seconds; longer ones are round in days, shorter ones in seconds. */
const OF_SIXTY = [1, 2, 5, 10, 15, 30];
const TIME_STEPS_S: readonly number[] = OF_SIXTY.concat(
  OF_SIXTY.map((minutes) => minutes * MINUTE_S),
  [1, 2, 3, 6, 12].map((hours) => hours * HOUR_S),
  DAY_S,
);
/** What a sum of doubles may be beside what is meant. */
const ROUNDING = 1e-9;

/**
 * @param unit  as manifests have it
 * @param wanted  about how many; there are fewer rather than more, and one besides zero at least
 */
export function valueTicks(low: number, high: number, unit: string, wanted: number): number[] {
  const { factor } = scalingOf(unit);
  const largest = Math.max(Math.abs(low), Math.abs(high)) * factor;
  let step = stepFrom(((high - low) * factor) / wanted, largest, unit);
  if (!(step > 0)) return [0];
  while (step > largest) step = stepFrom(step / 2.5, largest, unit);
  step /= factor;
  const first = Math.ceil(low / step - ROUNDING);
  const last = Math.floor(high / step + ROUNDING);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/** The next round step, all in base units. */
function stepFrom(rough: number, largest: number, unit: string): number {
  const { scale } = scalingOf(unit);
  if (scale === "time") return timeStep(rough);
  if (scale !== "binary") return decimalStep(rough);
  const size = 1_024 ** Math.max(0, Math.floor(Math.log(largest) / Math.log(1_024) + ROUNDING));
  return decimalStep(rough / size) * size;
}

function timeStep(roughS: number): number {
  if (roughS < 1) return decimalStep(roughS);
  return TIME_STEPS_S.find((step) => step >= roughS - ROUNDING) ?? decimalStep(roughS / DAY_S) * DAY_S;
}

/** 1, 2 or 5 of a power of ten. */
function decimalStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough) + ROUNDING);
  return ([1, 2, 5].find((digit) => digit >= rough / power - ROUNDING) ?? 10) * power;
}

/** What stands at the ticks: all in one unit, that of the largest. @param mirrored  they have no sign */
export function tickTexts(ticks: readonly number[], unit: string, mirrored: boolean): string[] {
  const largest = ticks.reduce((most, tick) => Math.max(most, Math.abs(tick)), 0);
  const scale = scaleFor(largest, unit);
  const { factor } = scalingOf(unit);
  return ticks.map((tick) => {
    const value = mirrored ? Math.abs(tick) : tick;
    if (value === 0) return "0";
    if (scale !== undefined) return joined(digits((value * factor) / scale.size), scale.unit);
    return value * factor < MINUTE_S ? formatValue(value, unit) : formatSpan(value * factor * 1_000);
  });
}

const joined = (text: string, unit: string): string => (unit === "" ? text : `${text} ${unit}`);
