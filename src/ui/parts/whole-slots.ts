const GROWING_UNIT = /Per(?:Second|Minute)$|\/|^Count$/;

/**
 * Values without the last slot while it is not over: what grows in it, a rate or a number of errors, would look like a
 * drop. A series that has nothing else keeps it.
 * @param timestamps  the end of each slot, in milliseconds since the epoch
 */
export function wholeSlots(
  values: readonly (number | null)[],
  timestamps: readonly number[],
  { unit, nowMs }: { readonly unit: string; readonly nowMs: number },
): readonly (number | null)[] {
  const isOver = (timestamps.at(-1) ?? 0) <= nowMs;
  if (isOver || !GROWING_UNIT.test(unit)) return values;
  const before = values.slice(0, -1);
  return before.some((value) => value !== null) ? [...before, null] : values;
}
