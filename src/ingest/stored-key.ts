import { hasWord } from "./line-bytes.ts";

const COUNT_SUFFIX = ".count";

/**
 * What the classic store appends to a metric key, so that one key has one type of payload; the newer store appends
 * nothing, and lines keep the key they were sent with.
 */
export function storedSuffix(bytes: Uint8Array, start: number, end: number, type: "gauge" | "count"): string {
  const isNamedCount = hasWord(bytes, Math.max(start, end - COUNT_SUFFIX.length), end, COUNT_SUFFIX);
  if (type === "count") return isNamedCount ? "" : COUNT_SUFFIX;
  return isNamedCount ? ".gauge" : "";
}
