import { clockTime, dayTime, shortTime } from "../words/time.ts";

// Texts below the axis of time. All times in seconds, as uPlot has them.

const DAY_S = 86_400;

/** Pixels that a text takes, with air. @param span  of the axis */
export const timeTickSpace = (span: number): number => (span > DAY_S ? 100 : 70);

/** `17:42:10`, `17:42`, `28 Nov, 18:00` or `28 Nov`: what tells one tick from the next. */
export function timeTicks(ticks: readonly number[]): string[] {
  const span = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0);
  const step = (ticks[1] ?? 0) - (ticks[0] ?? 0);
  const words = (ms: number): string => {
    if (step >= DAY_S) return dayTime(ms);
    if (span > DAY_S) return shortTime(ms);
    return step < 60 ? clockTime(ms) : clockTime(ms).slice(0, 5);
  };
  return ticks.map((s) => words(s * 1_000));
}
