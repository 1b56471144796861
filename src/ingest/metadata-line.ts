import { skipMetricKey } from "./lenient-key.ts";
import { readValue } from "./lenient-value.ts";
import { BLANK, COMMA, EQUALS, hasWord, TAB } from "./line-bytes.ts";
import type { LineCursor } from "./line-cursor.ts";
import type { LineOutput } from "./line-output.ts";
import type { LineMetadata } from "./line-protocol.ts";

// #<key> gauge|count dt.meta.displayName="…",dt.meta.description="…",dt.meta.unit="…"

/** Names in lower case: the reference writes `displayName`, one of its examples `displayname`. */
const PROPERTIES = {
  "dt.meta.displayname": "displayName",
  "dt.meta.description": "description",
  "dt.meta.unit": "unit",
} as const;
type Property = (typeof PROPERTIES)[keyof typeof PROPERTIES];
const LONGEST_NAME = Math.max(...Object.keys(PROPERTIES).map((name) => name.length));

/**
 * Reads a line that describes a metric. Of a property given twice the first stands; an empty one says nothing.
 * @param cursor   at the metric key, behind the `#`
 * @param scratch  with room for twice the bytes of the line; what is written to it is taken back
 * @returns undefined when it breaks a rule, which the cursor knows
 */
export function readMetadata(cursor: LineCursor, scratch: LineOutput): LineMetadata | undefined {
  const start = cursor.at;
  if (!skipMetricKey(cursor, isBlank)) return undefined;
  const key = cursor.bytes.toString("latin1", start, cursor.at);
  cursor.skipBlanks();
  const type = readType(cursor);
  const properties = type === undefined ? undefined : readProperties(cursor, scratch);
  return type === undefined || properties === undefined ? undefined : { key, type, ...properties };
}

function readType(cursor: LineCursor): "gauge" | "count" | undefined {
  for (const type of ["gauge", "count"] as const) {
    if (!hasWord(cursor.bytes, cursor.at, cursor.end, type)) continue;
    cursor.at += type.length;
    if (cursor.isAtBlank()) return type;
  }
  cursor.fail(cursor.at, "gauge or count expected, and a property after it");
  return undefined;
}

function readProperties(
  cursor: LineCursor,
  scratch: LineOutput,
): Partial<Record<Property, string>> | undefined {
  const found: Partial<Record<Property, string>> = {};
  do {
    if (cursor.peek() === COMMA) cursor.at += 1;
    cursor.skipBlanks();
    const property = readName(cursor);
    const text = property === undefined ? undefined : readText(cursor, scratch);
    if (property === undefined || text === undefined) return undefined;
    if (text !== "") found[property] ??= text;
  } while (cursor.peek() === COMMA);
  if (cursor.isAtEnd) return found;
  cursor.fail(cursor.at, "comma expected between properties, and quotes around values with blanks");
  return undefined;
}

function readName(cursor: LineCursor): Property | undefined {
  const { bytes, at } = cursor;
  const equalsAt = bytes.subarray(at, Math.min(cursor.end, at + LONGEST_NAME + 1)).indexOf(EQUALS);
  const name = bytes.toString("latin1", at, at + Math.max(equalsAt, 0)).toLowerCase();
  if (!Object.hasOwn(PROPERTIES, name)) {
    cursor.fail(at, "dt.meta.displayName=, dt.meta.description= or dt.meta.unit= expected");
    return undefined;
  }
  cursor.at = at + equalsAt + 1;
  return PROPERTIES[name as keyof typeof PROPERTIES];
}

function readText(cursor: LineCursor, scratch: LineOutput): string | undefined {
  const start = scratch.at;
  const chars = readValue(cursor, scratch);
  const quoted = scratch.bytes.toString("utf8", start + 1, Math.max(start + 1, scratch.at - 1));
  scratch.at = start;
  return chars < 0 ? undefined : quoted.replace(/\\(.)/gs, "$1");
}

function isBlank(byte: number): boolean {
  return byte === BLANK || byte === TAB;
}
