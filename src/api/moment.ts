const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const UNITS: Readonly<Record<string, number>> = {
  m: MINUTE_MS,
  h: 60 * MINUTE_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};
/** The last one that a Date can hold is in the year 275760; nobody means one beyond 9999. */
const LATEST_MS = 253_402_300_799_999;

/**
 * A point in time: epoch milliseconds, ISO 8601, `now`, or relative to it (`now-2h`, `now+14d`).
 * @returns UTC ms, or undefined for what is none
 */
export function momentOf(text: string, nowMs: number): number | undefined {
  const atMs = readMoment(text.trim(), nowMs);
  return Number.isFinite(atMs) && atMs >= 0 && atMs <= LATEST_MS ? Math.floor(atMs) : undefined;
}

function readMoment(text: string, nowMs: number): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const [, sign, count, unit] = /^now(?:([+-])(\d{1,6})([mhdw]))?$/.exec(text) ?? [];
  if (sign !== undefined) return nowMs + (sign === "-" ? -1 : 1) * Number(count) * UNITS[unit!]!;
  if (text === "now") return nowMs;
  return /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(text) ? Date.parse(text) : Number.NaN;
}
