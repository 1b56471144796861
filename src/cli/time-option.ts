import { InvalidArgumentError, Option } from "commander";

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const ISO_TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?<zone>Z|[+-]\d\d:\d\d)?)?$/;

/** Turns the time of day into UTC ms. */
export type TimeOf = (nowMs: number) => number;

/** An option that takes a length of time with its unit; gives ms. */
export function duration(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const ms = durationMs(text);
    if (ms !== undefined) return ms;
    throw new InvalidArgumentError("Write a time with its unit, for example 90s, 30m, 2h or 1d.");
  });
}

/** An option that takes a moment, or how long ago it is. */
export function moment(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text): TimeOf => {
    const agoMs = durationMs(text);
    if (agoMs !== undefined) return (nowMs) => nowMs - agoMs;
    const atMs = timeMs(text);
    if (atMs !== undefined) return () => atMs;
    throw new InvalidArgumentError(
      "Write 30m for half an hour ago, or a time like 2026-01-31T12:00 (UTC unless it has a zone).",
    );
  });
}

function durationMs(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,9}(?:\.\d{1,3})?)([smhd])$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

function timeMs(text: string): number | undefined {
  if (/^\d{13}$/.test(text)) return Number(text);
  const match = ISO_TIME.exec(text);
  if (match === null) return undefined;
  const isLocal = text.includes("T") && match.groups?.["zone"] === undefined;
  const ms = Date.parse(isLocal ? `${text}Z` : text);
  return Number.isNaN(ms) ? undefined : ms;
}
