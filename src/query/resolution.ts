import { AppError } from "../base/index.ts";
import type { Grid } from "./sources.ts";
import { floorTo } from "./time.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Points of a result unless the client asks for another number (spec 3 §5). */
const DEFAULT_POINTS = 120;
/** Points of one tuple (spec 3 §5): a week of minutes. */
export const POINTS_PER_TUPLE_MAX = 10_080;

/** Steps that a number of points may become: people read slots of 10 minutes, not of 11. */
const STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 20, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * DAY_MS),
];

/** The grid repeats a step, so months and years are those of the average calendar: 30 and 365 days. */
const SPANS_MS: Readonly<Record<string, number>> = {
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
  M: 30 * DAY_MS,
  q: 91 * DAY_MS,
  y: 365 * DAY_MS,
};

export interface Resolution {
  readonly grid: Grid;
  /** As answers say it: `5m`, `1h`, `Inf`. */
  readonly text: string;
}

/**
 * Lays the grid of a query (spec 3 §5): `Inf` is one slot, `60` so many points or about that, `5m` slots of that
 * length; about 120 points when it is not said. Slots are whole minutes and begin at whole steps of UTC, so the first and
 * the last one may reach beyond the time asked for; repeated queries then see the same slots.
 * @param fromMs  UTC
 * @param toMs  UTC, later than `fromMs`
 * @throws {AppError} `query.time` when the time ends before it begins, `query.resolution` for another form, and
 *   `query.too-many-points` beyond 10,080 points
 */
export function parseResolution(text: string | undefined, fromMs: number, toMs: number): Resolution {
  if (toMs <= fromMs) {
    throw new AppError("query.time", "the time asked for ends before it begins", {
      remedy: "Choose 'to' later than 'from'.",
    });
  }
  if (text?.toLowerCase() === "inf") return { grid: oneSlot(fromMs, toMs), text: "Inf" };
  const stepMs = stepOf(text?.trim() ?? "", toMs - fromMs);
  const startMs = floorTo(fromMs, stepMs);
  const slots = Math.ceil((toMs - startMs) / stepMs);
  if (slots > POINTS_PER_TUPLE_MAX) {
    throw new AppError(
      "query.too-many-points",
      `${slots} points for each series; at most ${POINTS_PER_TUPLE_MAX} are answered`,
      { remedy: "Choose a coarser resolution or a shorter time." },
    );
  }
  return { grid: { startMs, stepMs, slots }, text: stepText(stepMs) };
}

function oneSlot(fromMs: number, toMs: number): Grid {
  const startMs = floorTo(fromMs, MINUTE_MS);
  return { startMs, stepMs: Math.ceil((toMs - startMs) / MINUTE_MS) * MINUTE_MS, slots: 1 };
}

function stepOf(text: string, spanMs: number): number {
  if (text === "") return stepFor(DEFAULT_POINTS, spanMs);
  const [, amount, unit] = /^(\d{1,6})([mhdwMqy]?)$/.exec(text) ?? [];
  if (amount === undefined || Number(amount) === 0) throw unknownForm(text);
  return unit === "" ? stepFor(Number(amount), spanMs) : Number(amount) * (SPANS_MS[unit ?? ""] ?? MINUTE_MS);
}

function unknownForm(text: string): AppError {
  return new AppError("query.resolution", `'${text.slice(0, 100)}' is not a resolution`, {
    remedy: "Write Inf, a number of points such as 60, or a length such as 5m, 1h, 1d; the shortest is 1m.",
  });
}

/** The step whose number of points is nearest to the one wished for, as a ratio. */
function stepFor(points: number, spanMs: number): number {
  const wishedMs = spanMs / points;
  const offBy = (stepMs: number) => Math.abs(Math.log(stepMs / wishedMs));
  return STEPS_MS.reduce((best, stepMs) => (offBy(stepMs) < offBy(best) ? stepMs : best));
}

function stepText(stepMs: number): string {
  for (const unit of ["w", "d", "h"]) {
    const unitMs = SPANS_MS[unit] ?? MINUTE_MS;
    if (stepMs % unitMs === 0) return `${stepMs / unitMs}${unit}`;
  }
  return `${stepMs / MINUTE_MS}m`;
}
