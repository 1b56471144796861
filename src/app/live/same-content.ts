import { isRecord, Secret } from "../../base/index.ts";

/**
 * Whether two values hold the same, all the way down: plain objects, lists, maps and secrets. Secrets are compared by
 * their text, which a comparison by fields would not see.
 */
export function sameContent(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (a instanceof Secret) return b instanceof Secret && a.reveal() === b.reveal();
  if (a instanceof Map) return b instanceof Map && sameMaps(a, b);
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameContent(item, b[i]));
  }
  return isRecord(a) && isRecord(b) && !(b instanceof Secret) && !(b instanceof Map) && sameRecords(a, b);
}

function sameMaps(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    if (!b.has(key) || !sameContent(value, b.get(key))) return false;
  }
  return true;
}

function sameRecords(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameContent(a[key], b[key]))
  );
}
