/**
 * Keys without the sections that all of them begin with, so that columns tell apart what differs.
 * shortKeys(["a.b.if.in", "a.b.if.out"]) → ["in", "out"]
 */
export function shortKeys(keys: readonly string[]): readonly string[] {
  const split = keys.map((key) => key.split("."));
  if (split.length === 0) return [];
  const shortest = Math.min(...split.map(({ length }) => length));
  let shared = 0;
  while (shared < shortest - 1 && split.every((sections) => sections[shared] === split[0]![shared]))
    shared += 1;
  return split.map((sections) => sections.slice(shared).join("."));
}
