import { storedMetricKey } from "../../manifest/index.ts";
import { splitSelectors } from "./split-selectors.ts";

/** @param key  as stored */
export type KeyTest = (key: string) => boolean;

/**
 * What a list of metrics is narrowed by: keys, and beginnings of keys with a `*` at the end, joined by commas:
 * `com.example.if.*,func:com.example.if.load`. Keys may stand as sent or as stored, their parts in quotes.
 * @returns undefined when a part is neither
 */
export function keyTest(text: string): KeyTest | undefined {
  const patterns = splitSelectors(text).map((pattern) => pattern.replaceAll('"', ""));
  if (!patterns.every((pattern) => /^[\w.:-]*\*?$/.test(pattern) && pattern !== "")) return undefined;
  const prefixes = patterns.flatMap((pattern) => (pattern.endsWith("*") ? [pattern.slice(0, -1)] : []));
  const keys = new Set(
    patterns.flatMap((key) => [key, storedMetricKey(key, "count"), storedMetricKey(key, "gauge")]),
  );
  return (key) => keys.has(key) || prefixes.some((prefix) => key.startsWith(prefix));
}
