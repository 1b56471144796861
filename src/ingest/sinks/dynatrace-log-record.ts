import type { LogAttribute, LogRecord } from "../../otlp/index.ts";

// A log record as the logs API takes it, within the limits of the classic store: what is longer would be cut or refused
// there, without a say in what is kept.

const MAX_ATTRIBUTES = 50;
const MAX_KEY_BYTES = 100;
const MAX_VALUE_BYTES = 250;
/** Of one attribute. */
const MAX_VALUES = 32;
const MAX_CONTENT_BYTES = 8_192;
/** What a trap with more varbinds than fit must not lose, in this order. */
const KEPT_FIRST = ["device.address", "snmp.trap_oid", "log.source"];
/** What the API itself reads; an attribute of that name would take its place. */
const RESERVED = new Set(["content", "timestamp", "severity"]);

/** The record as a JSON object. Longer texts are cut without a mark, never inside a character. */
export function logRecordJson({ timestampMs, severity, content, attributes }: LogRecord): string {
  const kept = keptOf(attributes).map(([key, value]) => [cutTo(key, MAX_KEY_BYTES), valueOf(value)]);
  return JSON.stringify({
    ...Object.fromEntries(kept),
    content: cutTo(content, MAX_CONTENT_BYTES),
    timestamp: timestampMs,
    severity,
  });
}

/** At most 50, those that must stay first; of the others the first ones. */
function keptOf(attributes: LogRecord["attributes"]): LogRecord["attributes"] {
  const usable = attributes.filter(([key, value]) => key !== "" && value.length > 0 && !RESERVED.has(key));
  if (usable.length <= MAX_ATTRIBUTES) return usable;
  const mustStay = KEPT_FIRST.flatMap((name) => usable.filter(([key]) => key === name));
  return [...mustStay, ...usable.filter(([key]) => !KEPT_FIRST.includes(key))].slice(0, MAX_ATTRIBUTES);
}

function valueOf(value: LogAttribute[1]): LogAttribute[1] {
  if (typeof value === "string") return cutTo(value, MAX_VALUE_BYTES);
  return value.slice(0, MAX_VALUES).map((one) => cutTo(one, MAX_VALUE_BYTES));
}

/** The longest start of a text that has at most so many bytes in UTF-8. */
function cutTo(text: string, maxBytes: number): string {
  // Three bytes for each UTF-16 unit is the most there can be.
  if (text.length * 3 <= maxBytes) return text;
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes;
  // 10xxxxxx is the rest of a character that began before.
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.toString("utf8", 0, end);
}
