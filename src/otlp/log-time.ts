import type { LogAttribute } from "./log-attributes.ts";

/** Where records without a time of their own may have it, in this order. */
const TIME_KEYS = [
  "timestamp",
  "@timestamp",
  "_timestamp",
  "eventtime",
  "date",
  "published_date",
  "syslog.timestamp",
  "time",
  "epochsecond",
  "starttime",
  "datetime",
  "ts",
  "timemillis",
  "@t",
];

/** The first time that the attributes hold, UTC ms. */
export function timeIn(attributes: ReadonlyMap<string, LogAttribute[1]>): number | undefined {
  for (const key of TIME_KEYS) {
    const value = attributes.get(key);
    const timeMs = typeof value === "string" ? parseTime(value) : undefined;
    if (timeMs !== undefined) return timeMs;
  }
  return undefined;
}

/**
 * A number since the epoch, whose size tells whether it counts seconds, milli-, micro- or nanoseconds, or an ISO date;
 * one without time zone is UTC, so that it means the same on every host.
 */
export function parseTime(text: string): number | undefined {
  if (/^\d{1,19}(?:\.\d{1,9})?$/.test(text)) return epochMs(Number(text));
  const [, date, time = "T00:00:00", zone] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?))?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(text) ?? [];
  if (date === undefined) return undefined;
  const offset = zone?.toUpperCase().replace(/^([+-]\d\d):?(\d\d)$/, "$1:$2") ?? "Z";
  const ms = Date.parse(`${date}T${time.replace(/^T/, "").replace(",", ".")}${offset}`);
  return Number.isNaN(ms) ? undefined : ms;
}

function epochMs(number: number): number {
  if (number < 1e11) return Math.floor(number * 1_000);
  if (number < 1e14) return Math.floor(number);
  return Math.floor(number < 1e17 ? number / 1_000 : number / 1_000_000);
}
