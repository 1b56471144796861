import { formatSpan } from "./units.ts";

// Times in the zone of who looks.

/** `just now`, `12 s ago`, `3 min ago`, `in 5 min`. Both in milliseconds since the epoch. */
export function relativeTime(atMs: number, nowMs: number): string {
  const ms = nowMs - atMs;
  if (Math.abs(ms) < 2_000) return "just now";
  const span = roughSpan(Math.abs(ms));
  return ms > 0 ? `${span} ago` : `in ${span}`;
}

/** One unit is enough to know how old something is. */
function roughSpan(ms: number): string {
  const [number, unit] = formatSpan(ms).split(" ");
  return `${number} ${unit}`;
}

const EXACT = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "medium",
});
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY_AND_CLOCK = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** `28 Nov 2026, 17:42:10 (2026-11-28T16:42:10.000Z)`: in the user's zone, and as logs have it. */
export const exactTime = (atMs: number): string => `${EXACT.format(atMs)} (${new Date(atMs).toISOString()})`;
/** `17:42:10`. */
export const clockTime = (atMs: number): string => CLOCK.format(atMs);
/** `28 Nov`. */
export const dayTime = (atMs: number): string => DAY.format(atMs);
/** `28 Nov, 17:42`. */
export const shortTime = (atMs: number): string => DAY_AND_CLOCK.format(atMs);

/** A range as the API takes it: relative, so that a shared link stays alive. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

export const RANGES = [
  { from: "now-15m", label: "15 minutes" },
  { from: "now-30m", label: "30 minutes" },
  { from: "now-1h", label: "1 hour" },
  { from: "now-3h", label: "3 hours" },
  { from: "now-6h", label: "6 hours" },
  { from: "now-12h", label: "12 hours" },
  { from: "now-24h", label: "24 hours" },
  { from: "now-7d", label: "7 days" },
  { from: "now-30d", label: "30 days" },
] as const;

export const DEFAULT_RANGE: TimeRange = { from: "now-1h", to: "now" };
/** In the first minutes an hour would be an empty chart with a dot at its edge. */
export const FIRST_RANGE: TimeRange = { from: "now-15m", to: "now" };
const YOUNG_MS = 15 * 60_000;

/** Whether a service has hardly begun. @param startedAt  undefined when that is not known */
export const isYoung = (startedAt: number | undefined, nowMs: number): boolean =>
  startedAt !== undefined && nowMs - startedAt < YOUNG_MS;

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** @returns milliseconds since the epoch; undefined for a text that is no time */
export function timeOf(text: string, nowMs: number): number | undefined {
  if (text === "now") return nowMs;
  const relative = /^now-(\d{1,6})([mhdw])$/.exec(text);
  if (relative !== null) return nowMs - Number(relative[1]) * UNIT_MS[relative[2]!]!;
  const ms = /^\d{11,14}$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** The range in words: `Last 1 hour`, `28 Nov, 17:00 – 28 Nov, 17:30`. */
export function rangeWords({ from, to }: TimeRange, nowMs: number): string {
  const known = RANGES.find((one) => one.from === from);
  if (to === "now" && known !== undefined) return `Last ${known.label}`;
  const [fromMs, toMs] = [timeOf(from, nowMs), timeOf(to, nowMs)];
  if (fromMs === undefined || toMs === undefined) return `${from} – ${to}`;
  return to === "now" ? `Last ${formatSpan(toMs - fromMs)}` : `${shortTime(fromMs)} – ${shortTime(toMs)}`;
}
