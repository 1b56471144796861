/** What we send; the server keeps 255, its own libraries cut here. */
export const DIMENSION_VALUE_MAX = 250;

/** Printable ASCII without blanks at its ends: nothing to do, and nearly every value is one. */
const PLAIN = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * A dimension value as the line protocol sends it (spec of metric ingestion §2): each run of control characters
 * becomes `_`, the whole is cut to 250 code points (never inside a surrogate pair, without a mark, so that tuples
 * stay stable), then trimmed.
 * @returns undefined when nothing is left: drop the dimension, keep the line
 */
export function normaliseDimensionValue(text: string): string | undefined {
  if (text.length <= DIMENSION_VALUE_MAX && PLAIN.test(text)) return text;
  let value = text.replace(/\p{Cc}+/gu, "_");
  // Code units are at least as many as code points: a text of 250 units needs no count.
  if (value.length > DIMENSION_VALUE_MAX) value = Array.from(value).slice(0, DIMENSION_VALUE_MAX).join("");
  value = value.trim();
  return value === "" ? undefined : value;
}
