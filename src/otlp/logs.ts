import { millisOf } from "./int64.ts";
import { cutUtf8, flatAttributes, type LogAttribute, textOfValue } from "./log-attributes.ts";
import { timeIn } from "./log-time.ts";
import type { AnyValue, LogsRequest, Maybe, Resource, Scope, WireLogRecord } from "./messages.ts";

const MAX_AGE_MS = 86_400_000;
const MAX_AHEAD_MS = 600_000;
const CONTENT_MAX_BYTES = 8_192;
const MAX_ATTRIBUTES = 50;
/** Where a body that is a map may have its text, in this order. */
const CONTENT_KEYS = ["content", "message", "payload", "body", "log"];
const LEVEL_KEYS = ["loglevel", "status", "severity", "level", "syslog.severity"];
/** By severity number: four to each. */
const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] as const;

/** One log record, from outside or a trap. */
export interface LogRecord {
  /** UTC ms. */
  readonly timestampMs: number;
  /** In upper case, such as `WARN`; `NONE` when nobody says. */
  readonly severity: string;
  readonly content: string;
  /** Keys in lower case, no key twice. */
  readonly attributes: readonly LogAttribute[];
}

export interface LogsOptions {
  /** When the request arrived, UTC ms. */
  readonly nowMs: number;
  /** `raw` keeps maps as one JSON text; default `flattened`. */
  readonly structure?: "raw" | "flattened" | undefined;
  /** Of the header `X-Dynatrace-Attr`: added to every record, where the record has no such key. */
  readonly extraAttributes?: readonly (readonly [key: string, value: string])[] | undefined;
}

export interface MappedLogs {
  readonly records: readonly LogRecord[];
  readonly accepted: number;
  /** Older than a day. */
  readonly rejected: number;
  /** For the client; empty when nothing was rejected. */
  readonly message: string;
}

/** Log records of OTLP as records of ours (our OTLP spec §6). What is too long is cut, as the log store would. */
export function logsOf({ resourceLogs }: LogsRequest, options: LogsOptions): MappedLogs {
  const records: LogRecord[] = [];
  let rejected = 0;
  for (const { resource, scopeLogs } of resourceLogs ?? []) {
    for (const { scope, logRecords } of scopeLogs ?? []) {
      const outer = outerAttributes(resource, scope, options);
      for (const wire of logRecords ?? []) {
        const record = recordOf(wire, outer, options);
        if (record.timestampMs < options.nowMs - MAX_AGE_MS) rejected += 1;
        else records.push(record);
      }
    }
  }
  const message =
    rejected === 0 ? "" : `${rejected} log records were rejected: they are older than 24 hours.`;
  return { records, accepted: records.length, rejected, message };
}

/** `a=b&c=d` of the header `X-Dynatrace-Attr`; parts of another shape are passed over. */
export function parseExtraAttributes(header: string): (readonly [key: string, value: string])[] {
  return [...new URLSearchParams(header)]
    .map(([key, value]) => [key.trim().toLowerCase(), value.trim()] as const)
    .filter(([key, value]) => key !== "" && value !== "");
}

type Attributes = ReadonlyMap<string, LogAttribute[1]>;

function outerAttributes(
  resource: Maybe<Resource>,
  scope: Maybe<Scope>,
  { structure }: LogsOptions,
): Attributes {
  const raw = structure === "raw";
  const merged = new Map<string, LogAttribute[1]>();
  addAll(merged, flatAttributes(resource?.attributes, raw), "");
  const named: LogAttribute[] = [
    ["otel.scope.name", scope?.name ?? ""],
    ["otel.scope.version", scope?.version ?? ""],
  ];
  const scoped = [...flatAttributes(scope?.attributes, raw), ...named.filter(([, value]) => value !== "")];
  addAll(merged, scoped, "overwritten1.");
  // Every record gets them: no more than a record may have.
  return new Map([...merged].slice(0, MAX_ATTRIBUTES));
}

/** A key that an outer level has keeps its value there; ours moves under the prefix. */
function addAll(merged: Map<string, LogAttribute[1]>, attributes: LogAttribute[], prefix: string): void {
  const outer = new Set(merged.keys());
  for (const [key, value] of attributes) {
    const name = outer.has(key) ? `${prefix}${key}` : key;
    if (!merged.has(name)) merged.set(name, value);
  }
}

function recordOf(wire: WireLogRecord, outer: Attributes, options: LogsOptions): LogRecord {
  const own = flatAttributes(wire.attributes, options.structure === "raw");
  const body = new Map(flatAttributes(wire.body?.kvlistValue?.values, false));
  const merged = new Map(outer);
  addAll(merged, own, "overwritten2.");
  for (const [key, value] of options.extraAttributes ?? []) if (!merged.has(key)) merged.set(key, value);
  // Body before record before outer levels.
  const lookup = new Map([...outer, ...own.toReversed(), ...body]);
  return {
    timestampMs: timestampOf(wire, lookup, options.nowMs),
    severity: levelOf(wire, lookup),
    content: cutUtf8(contentOf(wire.body, body), CONTENT_MAX_BYTES),
    attributes: [...idsOf(wire), ...merged].slice(0, MAX_ATTRIBUTES),
  };
}

function timestampOf({ timeUnixNano }: WireLogRecord, lookup: Attributes, nowMs: number): number {
  const ownMs = timeUnixNano ? millisOf(timeUnixNano) : 0;
  const timestampMs = ownMs > 0 ? ownMs : (timeIn(lookup) ?? nowMs);
  return timestampMs > nowMs + MAX_AHEAD_MS ? nowMs : timestampMs;
}

function levelOf({ severityText, severityNumber }: WireLogRecord, lookup: Attributes): string {
  const text = severityText?.trim();
  if (text) return cutUtf8(text.toUpperCase(), 250);
  const level = LEVELS[Math.floor(((severityNumber ?? 0) - 1) / 4)];
  if (level !== undefined) return level;
  const said = LEVEL_KEYS.map((key) => lookup.get(key)).find((value) => typeof value === "string");
  return typeof said === "string" ? said.toUpperCase() : "NONE";
}

function contentOf(body: Maybe<AnyValue>, members: Attributes): string {
  if (body?.kvlistValue) {
    const key = CONTENT_KEYS.find((name) => members.has(name));
    // From the body itself: attribute values are cut shorter than content.
    const member = body.kvlistValue.values?.find((one) => one.key?.toLowerCase() === key);
    if (key !== undefined && member !== undefined) return textOfValue(member.value) ?? "";
  }
  return textOfValue(body) ?? "";
}

/** First, so that they are there even when attributes are too many. */
function idsOf({ traceId, spanId }: WireLogRecord): LogAttribute[] {
  const ids: (readonly [string, Maybe<Uint8Array>])[] = [
    ["trace_id", traceId],
    ["span_id", spanId],
  ];
  return ids.flatMap(([key, id]) => (id && id.length > 0 ? [[key, Buffer.from(id).toString("hex")]] : []));
}
