// Two people changed one thing: what both have done, put together.

type Members = Readonly<Record<string, unknown>>;

/**
 * What somebody else has stored with one's own changes in it.
 * @param base  what both began with
 * @returns undefined where both changed the same member to something different
 */
export function merged<T extends object>(base: T, theirs: T, mine: T): T | undefined {
  const [from, other, own] = [base, theirs, mine] as [Members, Members, Members];
  const result: Record<string, unknown> = { ...other };
  for (const key of new Set([...Object.keys(from), ...Object.keys(own)])) {
    if (isSame(own[key], from[key]) || isSame(own[key], other[key])) continue;
    if (!isSame(other[key], from[key])) return undefined;
    if (own[key] === undefined) delete result[key];
    else result[key] = own[key];
  }
  return result as T;
}

/** JSON values; what comes from the service keeps the order of its keys. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
