/** How the names of a list differ: what all of them begin and end with says nothing within it. */
export interface CommonAffixes {
  readonly prefix: number;
  readonly suffix: number;
}

const NONE: CommonAffixes = { prefix: 0, suffix: 0 };

/**
 * Lengths of the words that all names have in common at both ends; a part of a word is none.
 * `Port 1 @ sw1`, `Port 2 @ sw1` → 5 and 6.
 */
export function commonAffixes(names: readonly string[]): CommonAffixes {
  const [first, ...others] = names;
  if (first === undefined || others.length === 0) return NONE;
  const [least, most] = [names.reduce((a, b) => (a < b ? a : b)), names.reduce((a, b) => (a > b ? a : b))];
  // Of all names, the first and the last in order have the least in common at the beginning.
  const prefix = first.lastIndexOf(" ", commonLength(least, most) - 1) + 1;
  let suffix = first.length;
  for (const name of others) suffix = Math.min(suffix, commonTail(first, name));
  const tail = first.slice(first.length - suffix);
  const cut = tail.indexOf(" ");
  const end = cut < 0 ? 0 : suffix - cut;
  const shortest = names.reduce((length, name) => Math.min(length, name.length), Number.POSITIVE_INFINITY);
  return shortest - prefix - end < 1 ? { prefix: 0, suffix: 0 } : { prefix, suffix: end };
}

export const shortName = (name: string, { prefix, suffix }: CommonAffixes): string =>
  name.slice(prefix, name.length - suffix);

function commonTail(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  return length;
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
