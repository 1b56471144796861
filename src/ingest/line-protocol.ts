import type { LineBatch } from "./line-batch.ts";
import type { Summary } from "./point.ts";

// The strict form of the metric line protocol: what every ingest endpoint and library accepts.
// <key>,<dimension>="<value>",… gauge,<number> <UTC ms>   or   … count,delta=<number> <UTC ms>

const MAX_KEY_CHARS = 250;
export const MAX_DIMENSIONS = 50;
export const MAX_DIMENSION_KEY_CHARS = 100;
export const MAX_DIMENSION_VALUE_CHARS = 250;
/** Of what we send only metadata can get there: 50 dimensions with all characters escaped make some 31 000. */
export const MAX_LINE_CHARS = 50_000;

/** The rule that a sample breaks, so that there is no line of it. */
export type LineFault =
  /** NaN or an infinity: the protocol has no text for it. */
  | "not-finite"
  /** A count cannot shrink; servers reject the line or store nonsense. */
  | "negative-delta"
  /** Least above most, no values at all, or a sum that they cannot have; of a count also any. */
  | "bad-summary"
  /** Not 13 digits of UTC milliseconds: the host's clock is not set. */
  | "bad-timestamp"
  | "bad-metric-key"
  | "bad-dimension"
  | "too-many-dimensions";

/** What a metadata line says about one metric key. */
export interface LineMetadata {
  readonly key: string;
  readonly type: "gauge" | "count";
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly unit?: string | undefined;
}

/**
 * `#key gauge dt.meta.displayName="…",dt.meta.unit="…"`. Servers create metadata once and never change it after.
 * @param timestampMs  when it was made, UTC ms: decides how long it is worth sending; not part of the text
 * @returns undefined when there is nothing to say, or the key is none
 */
export function metadataLine(metadata: LineMetadata, timestampMs: number): LineBatch | undefined {
  if (!isMetricKey(metadata.key)) return undefined;
  const properties = [
    property("dt.meta.displayName", metadata.displayName),
    property("dt.meta.description", metadata.description),
    property("dt.meta.unit", metadata.unit),
  ].filter((text) => text !== undefined);
  if (properties.length === 0) return undefined;
  const text = `#${metadata.key} ${metadata.type} ${properties.join(",")}`;
  return text.length > MAX_LINE_CHARS
    ? undefined
    : { bytes: Buffer.from(`${text}\n`), lines: 1, timestampMs };
}

/** Descriptions are prose of a manifest, often with line breaks: runs of blanks become one blank. */
function property(name: string, value: string | undefined): string | undefined {
  const text = value?.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return text === undefined || text === "" ? undefined : `${name}="${escapeQuoted(text)}"`;
}

/** What rounding may make of a sum of many values. */
const SUM_SLACK_RATIO = 1e-9;

/** Whether there can be `count` values of this least, most and sum; of whole, finite numbers only. */
export function isSummary({ min, max, sum, count }: Summary): boolean {
  if (!(min <= max) || !Number.isInteger(count) || count < 1 || !Number.isFinite(sum)) return false;
  if (!Number.isFinite(min) || !Number.isFinite(max)) return false;
  const slack = SUM_SLACK_RATIO * Math.max(Math.abs(sum), 1);
  return sum >= min * count - slack && sum <= max * count + slack;
}

export const isTimestamp = (ms: number): boolean =>
  Number.isInteger(ms) && ms >= 1_000_000_000_000 && ms <= 9_999_999_999_999;

const METRIC_KEY = /^[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_][A-Za-z0-9_-]*)*$/;
/** The prefix `dt.` belongs to the server: such lines are rejected there. */
export const isMetricKey = (key: string): boolean =>
  key.length >= 3 && key.length <= MAX_KEY_CHARS && !key.startsWith("dt.") && METRIC_KEY.test(key);

const DIMENSION_KEY = /^[a-z_][a-z0-9_:-]*(?:\.[a-z0-9_:-]+)*$/;
export const isDimensionKey = (key: string): boolean =>
  key.length <= MAX_DIMENSION_KEY_CHARS && DIMENSION_KEY.test(key);

// A control character may be a line break; a torn surrogate pair cannot be carried in UTF-8.
const UNSENDABLE = /[\p{Cc}\p{Cs}]/u;
/** At most 250 code points: the `u` flag counts those, not UTF-16 units. */
const DIMENSION_VALUE = new RegExp(`^.{1,${MAX_DIMENSION_VALUE_CHARS}}$`, "su");
export const isDimensionValue = (value: string): boolean =>
  DIMENSION_VALUE.test(value) && !UNSENDABLE.test(value);

export const escapeQuoted = (text: string): string => text.replace(/["\\]/g, "\\$&");
