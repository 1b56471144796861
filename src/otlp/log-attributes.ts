import { signedOf } from "./int64.ts";
import type { AnyValue, KeyValue, Maybe } from "./messages.ts";

// Values of log attributes as texts. Limits are those of the classic log store (spec of ours §2).

/** Octets of UTF-8. */
const KEY_MAX_BYTES = 100;
const VALUE_MAX_BYTES = 250;
const VALUES_MAX = 32;
/** Deeper maps become one text. */
const NESTING_MAX = 5;

/** A text, or several for an attribute of an array. */
export type LogValue = string | readonly string[];
export type LogAttribute = readonly [key: string, value: LogValue];

/**
 * Attributes flat: keys in lower case, the keys of maps joined by dots. Attributes without value are left out.
 * @param raw  keeps maps as one JSON text (`structure=raw`)
 */
export function flatAttributes(attributes: Maybe<readonly KeyValue[]>, raw: boolean): LogAttribute[] {
  return (attributes ?? []).flatMap(({ key, value }) => flatten(key ?? "", value, raw ? NESTING_MAX : 1));
}

function flatten(name: string, value: Maybe<AnyValue>, depth: number): LogAttribute[] {
  // Cut at each level: a long name before many members would be joined and cut for each of them.
  const key = cutUtf8(name.slice(0, KEY_MAX_BYTES).toLowerCase(), KEY_MAX_BYTES);
  const members = value?.kvlistValue?.values;
  if (members && depth < NESTING_MAX) {
    return members.flatMap((member) => flatten(`${key}.${member.key ?? ""}`, member.value, depth + 1));
  }
  const texts = valuesOf(value);
  return key === "" || texts === undefined ? [] : [[key, texts]];
}

/** An array of one kind keeps its elements; a mixed one becomes one text. */
function valuesOf(value: Maybe<AnyValue>): LogValue | undefined {
  const elements = value?.arrayValue?.values;
  if (!elements || elements.length === 0 || new Set(elements.map(kindOf)).size > 1) {
    const text = textOfValue(value);
    return text === undefined || text === "" ? undefined : cutUtf8(text, VALUE_MAX_BYTES);
  }
  return elements.slice(0, VALUES_MAX).map((element) => cutUtf8(textOfValue(element) ?? "", VALUE_MAX_BYTES));
}

const kindOf = (value: AnyValue): string => {
  const json = jsonOf(value);
  return Array.isArray(json) ? "array" : typeof json;
};

/** Texts as they are, octets in base64, everything else as JSON; undefined for no value. */
export function textOfValue(value: Maybe<AnyValue>): string | undefined {
  const json = jsonOf(value);
  if (json === null) return undefined;
  return typeof json === "string" ? json : JSON.stringify(json);
}

type Json = null | string | boolean | number | Json[] | { [key: string]: Json };

/** Whole numbers beyond 2⁵³ stay exact as texts. */
function jsonOf(value: Maybe<AnyValue>): Json {
  if (value === null || value === undefined) return null;
  if (typeof value.stringValue === "string") return value.stringValue.replace(/\p{Cs}/gu, "\ufffd");
  if (typeof value.boolValue === "boolean") return value.boolValue;
  if (value.intValue) {
    const number = signedOf(value.intValue);
    return typeof number === "number" ? number : String(number);
  }
  if (typeof value.doubleValue === "number") {
    return Number.isFinite(value.doubleValue) ? value.doubleValue : String(value.doubleValue);
  }
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(jsonOf);
  if (value.kvlistValue) return objectOf(value.kvlistValue.values);
  return value.bytesValue ? Buffer.from(value.bytesValue).toString("base64") : null;
}

function objectOf(members: Maybe<readonly KeyValue[]>): { [key: string]: Json } {
  return Object.fromEntries((members ?? []).map(({ key, value }) => [key ?? "", jsonOf(value)]));
}

/** Cuts a text to so many octets of UTF-8, never inside a character. */
export function cutUtf8(text: string, maxBytes: number): string {
  // No character of a text takes more than three octets for each of its code units.
  if (text.length * 3 <= maxBytes) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes;
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end -= 1;
  return bytes.toString("utf8", 0, end);
}
