import { AppError } from "../base/index.ts";

const TIME_REMEDY =
  "Write milliseconds since 1970 (1760000000000), ISO 8601 (2026-01-31T12:00:00Z), or now-2h, now-1d/d; units are m, h, d, w, M, y.";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** Weeks begin on Monday; 1970 began on a Thursday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;
/** What a `Date` can hold: 100,000,000 days around 1970 (ECMA-262). */
const DATE_MAX_MS = 8.64e15;

const FIXED_UNITS_MS = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: WEEK_MS } as const;

type TimeUnit = keyof typeof FIXED_UNITS_MS | "M" | "y";

/**
 * Reads a point in time (spec 3 §5): epoch milliseconds, ISO 8601 (without a zone UTC; blank or `T`), `now`, `now-2h`,
 * or aligned `now-1d/d`: back to the beginning of the unit, in UTC, weeks from Monday. Months and years are those of
 * the calendar: a month before 31 March is the last of February.
 * @param nowMs  UTC
 * @returns UTC milliseconds
 * @throws {AppError} `query.time`
 */
export function parseTime(text: string, nowMs: number): number {
  const trimmed = text.trim();
  const atMs = epoch(trimmed) ?? relative(trimmed, nowMs) ?? iso(trimmed);
  if (atMs !== undefined && Math.abs(atMs) <= DATE_MAX_MS) return atMs;
  throw new AppError("query.time", `'${text.slice(0, 100)}' is not a point in time`, { remedy: TIME_REMEDY });
}

function epoch(text: string): number | undefined {
  return /^\d{1,16}$/.test(text) ? Number(text) : undefined;
}

function relative(text: string, nowMs: number): number | undefined {
  const match = /^now(?:([+-])(\d{1,9})([mhdwMy]))?(?:\/([mhdwMy]))?$/.exec(text);
  if (match === null) return undefined;
  const amount = Number(match[2] ?? 0) * (match[1] === "+" ? 1 : -1);
  const movedMs = moved(nowMs, amount, (match[3] ?? "m") as TimeUnit);
  return match[4] === undefined ? movedMs : aligned(movedMs, match[4] as TimeUnit);
}

function moved(atMs: number, amount: number, unit: TimeUnit): number {
  if (unit !== "M" && unit !== "y") return atMs + amount * FIXED_UNITS_MS[unit];
  const date = new Date(atMs);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + amount * (unit === "y" ? 12 : 1));
  const daysOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, daysOfMonth));
  return date.getTime();
}

function aligned(atMs: number, unit: TimeUnit): number {
  const date = new Date(atMs);
  if (unit === "y") return Date.UTC(date.getUTCFullYear(), 0, 1);
  if (unit === "M") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  return floorTo(atMs, FIXED_UNITS_MS[unit]);
}

/** Down to a whole step of UTC; steps of whole weeks begin on Monday. */
export function floorTo(atMs: number, stepMs: number): number {
  const originMs = stepMs % WEEK_MS === 0 ? FIRST_MONDAY_MS : 0;
  return Math.floor((atMs - originMs) / stepMs) * stepMs + originMs;
}

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:[.,]\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

function iso(text: string): number | undefined {
  const [matched, day, time, seconds, zone] = ISO.exec(text) ?? [];
  if (matched === undefined || (time === undefined && zone !== undefined)) return undefined;
  const offset = (zone ?? "Z").replace(/^([+-]\d{2})(\d{2})$/, "$1:$2");
  const atMs = Date.parse(`${day}T${time ?? "00:00"}${(seconds ?? ":00").replace(",", ".")}${offset}`);
  if (Number.isNaN(atMs)) return undefined;
  // Date.parse takes 30 February for 2 March.
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(`${day}`) ? atMs : undefined;
}
