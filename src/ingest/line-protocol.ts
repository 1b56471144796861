import type { Dimensions, Sample } from "../mapping/index.ts";
import type { Line } from "./sink.ts";

// The strict form of the metric line protocol: what every ingest endpoint and library accepts.
// <key>,<dimension>="<value>",… gauge,<number> <UTC ms>   or   … count,delta=<number> <UTC ms>

const MAX_KEY_CHARS = 250;
const MAX_DIMENSIONS = 50;
const MAX_DIMENSION_KEY_CHARS = 100;
const MAX_DIMENSION_VALUE_CHARS = 250;
/** Only metadata can get there: 50 dimensions with all characters escaped make some 31 000. */
const MAX_LINE_CHARS = 50_000;

const LINE_FAULTS = [
  /** NaN or an infinity: the protocol has no text for it. */
  "not-finite",
  /** A count cannot shrink; servers reject the line or store nonsense. */
  "negative-delta",
  /** Not 13 digits of UTC milliseconds: the host's clock is not set. */
  "bad-timestamp",
  "bad-metric-key",
  "bad-dimension",
  "too-many-dimensions",
] as const;
export type LineFault = (typeof LINE_FAULTS)[number];

export type FormattedLine =
  | { readonly ok: true; readonly line: Line }
  | { readonly ok: false; readonly reason: LineFault };

/**
 * Writes one sample as one line. Samples come normalised; the checks here are the last fence, since a line break
 * in a device's text would otherwise smuggle in a second line.
 * @returns the line, or the rule that the sample breaks; never throws
 */
export function formatLine(sample: Sample): FormattedLine {
  const { key, type, value, timestampMs } = sample;
  const dimensions = encodeOnce(sample.dimensions);
  if (typeof dimensions === "string") return FAULTS[dimensions];
  if (!isMetricKey(key)) return FAULTS["bad-metric-key"];
  const number = formatNumber(value);
  if (number === undefined) return FAULTS["not-finite"];
  if (type === "count" && value < 0) return FAULTS["negative-delta"];
  if (!isTimestamp(timestampMs)) return FAULTS["bad-timestamp"];
  const payload = type === "gauge" ? " gauge," : " count,delta=";
  const text = `${key}${dimensions.text}${payload}${number} ${timestampMs}`;
  // All but the dimension values is ASCII, so the size needs no second pass over the text.
  return { ok: true, line: { text, bytes: text.length + dimensions.extraBytes, timestampMs } };
}

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
export function metadataLine(metadata: LineMetadata, timestampMs: number): Line | undefined {
  if (!isMetricKey(metadata.key)) return undefined;
  const properties = [
    property("dt.meta.displayName", metadata.displayName),
    property("dt.meta.description", metadata.description),
    property("dt.meta.unit", metadata.unit),
  ].filter((text) => text !== undefined);
  if (properties.length === 0) return undefined;
  const text = `#${metadata.key} ${metadata.type} ${properties.join(",")}`;
  return text.length > MAX_LINE_CHARS ? undefined : { text, bytes: Buffer.byteLength(text), timestampMs };
}

/** Descriptions are prose of a manifest, often with line breaks: runs of blanks become one blank. */
function property(name: string, value: string | undefined): string | undefined {
  const text = value?.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return text === undefined || text === "" ? undefined : `${name}="${escapeQuoted(text)}"`;
}

/** A number as the protocol writes it: exact, and an exponent only with a decimal point before it (`1.0e+21`). */
function formatNumber(value: number | bigint): string | undefined {
  if (!Number.isFinite(Number(value))) return undefined;
  const text = String(value);
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return text;
  const exponentAt = text.indexOf("e");
  if (exponentAt < 0 || text.includes(".")) return text;
  return `${text.slice(0, exponentAt)}.0${text.slice(exponentAt)}`;
}

const isTimestamp = (ms: number): boolean =>
  Number.isInteger(ms) && ms >= 1_000_000_000_000 && ms <= 9_999_999_999_999;

const METRIC_KEY = /^[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_][A-Za-z0-9_-]*)*$/;
/** The prefix `dt.` belongs to the server: such lines are rejected there. */
const isMetricKey = (key: string): boolean =>
  key.length >= 3 && key.length <= MAX_KEY_CHARS && !key.startsWith("dt.") && METRIC_KEY.test(key);

interface EncodedDimensions {
  /** `,key="value",…`, or empty. */
  readonly text: string;
  /** UTF-8 bytes beyond one per UTF-16 unit. */
  readonly extraBytes: number;
}

// All samples of a row share one array, and a row has tens of metrics: encode it once.
const encodedByIdentity = new WeakMap<Dimensions, EncodedDimensions | LineFault>();

function encodeOnce(dimensions: Dimensions): EncodedDimensions | LineFault {
  const known = encodedByIdentity.get(dimensions);
  if (known !== undefined) return known;
  const encoded = encode(dimensions);
  encodedByIdentity.set(dimensions, encoded);
  return encoded;
}

function encode(dimensions: Dimensions): EncodedDimensions | LineFault {
  if (dimensions.length > MAX_DIMENSIONS) return "too-many-dimensions";
  let text = "";
  let lastKey: string | undefined;
  for (const [key, value] of dimensions) {
    // Sorted by contract, so equal keys are neighbours.
    if (key === lastKey || !isDimensionKey(key) || !isDimensionValue(value)) return "bad-dimension";
    text += `,${key}="${escapeQuoted(value)}"`;
    lastKey = key;
  }
  return { text, extraBytes: Buffer.byteLength(text) - text.length };
}

const DIMENSION_KEY = /^[a-z_][a-z0-9_:-]*(?:\.[a-z0-9_:-]+)*$/;
const isDimensionKey = (key: string): boolean =>
  key.length <= MAX_DIMENSION_KEY_CHARS && DIMENSION_KEY.test(key);

// A control character may be a line break; a torn surrogate pair cannot be carried in UTF-8.
const UNSENDABLE = /[\p{Cc}\p{Cs}]/u;
/** At most 250 code points: the `u` flag counts those, not UTF-16 units. */
const DIMENSION_VALUE = new RegExp(`^.{1,${MAX_DIMENSION_VALUE_CHARS}}$`, "su");
const isDimensionValue = (value: string): boolean => DIMENSION_VALUE.test(value) && !UNSENDABLE.test(value);

const escapeQuoted = (text: string): string => (/["\\]/.test(text) ? text.replace(/["\\]/g, "\\$&") : text);

// One shared object per fault: rejecting must not cost more than writing.
const FAULTS = Object.freeze(
  Object.fromEntries(LINE_FAULTS.map((fault) => [fault, Object.freeze({ ok: false, reason: fault })])),
) as Readonly<Record<LineFault, FormattedLine>>;
