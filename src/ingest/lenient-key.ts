import { DOT, endOfMetricKey, hasWord } from "./line-bytes.ts";
import type { LineCursor } from "./line-cursor.ts";

/** Servers take 255; we ourselves send 250 at most. */
const TAKEN_KEY_CHARS = 255;
const KEY_MIN_CHARS = 3;

/** Moves the cursor behind the metric key, which must end at one of the bytes that may follow it. */
export function skipMetricKey(cursor: LineCursor, isFollowedBy: (byte: number) => boolean): boolean {
  const { bytes, at: start, end } = cursor;
  const keyEnd = endOfMetricKey(bytes, start, end);
  cursor.at = keyEnd;
  if (keyEnd === start) return cursor.fail(start, "a metric key starts with a letter or _");
  if (!isFollowedBy(cursor.peek())) return cursor.fail(keyEnd, ruleOfEnd(cursor.peek()));
  const rule = ruleOfMetricKey(bytes, start, keyEnd);
  return rule === undefined || cursor.fail(start, rule);
}

/** The rule that a key of the right characters breaks. */
export function ruleOfMetricKey(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (end - start > TAKEN_KEY_CHARS) return `metric key longer than ${TAKEN_KEY_CHARS} characters`;
  if (end - start < KEY_MIN_CHARS) return `metric key shorter than ${KEY_MIN_CHARS} characters`;
  return hasWord(bytes, start, end, "dt.") ? "metric keys that start with dt. are reserved" : undefined;
}

function ruleOfEnd(byte: number): string {
  if (byte === DOT) return "section of a metric key that is empty or starts with -";
  return "character not allowed in a metric key (a-z A-Z 0-9 _ - and single dots between)";
}
