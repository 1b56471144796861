const GROWING_UNIT = /Per(?:Second|Minute)$|\/|^Count$/;
const RATE_UNIT = /Per(?:Second|Minute)$|\//;

export interface SlotsContext {
  readonly unit: string;
  readonly nowMs: number;
  /** How often it is polled; undefined: not known. */
  readonly intervalMs?: number | undefined;
}

/**
 * Values without slots that were measured in part and would look like a ramp or a drop: the last one while it is not
 * over, and of a rate the one in which it began. A series that has nothing else keeps them.
 * @param timestamps  the end of each slot, in milliseconds since the epoch
 */
export function wholeSlots(
  values: readonly (number | null)[],
  timestamps: readonly number[],
  context: SlotsContext,
): readonly (number | null)[] {
  return withoutRamp(withoutLast(values, timestamps, context), timestamps, context);
}

/** What grows, a rate or a number of errors, has not grown to the end of a slot that is not over. */
function withoutLast(
  values: readonly (number | null)[],
  timestamps: readonly number[],
  { unit, nowMs }: SlotsContext,
): readonly (number | null)[] {
  const isOver = (timestamps.at(-1) ?? 0) <= nowMs;
  if (isOver || !GROWING_UNIT.test(unit)) return values;
  const before = values.slice(0, -1);
  return before.some((value) => value !== null) ? [...before, null] : values;
}

/**
 * A rate is what came in a slot over all of its time, also where polling began in the middle of it. That only happens
 * to polls that are closer together than slots: of others each brings what came in a whole interval.
 */
function withoutRamp(
  values: readonly (number | null)[],
  timestamps: readonly number[],
  { unit, intervalMs }: SlotsContext,
): readonly (number | null)[] {
  const first = values.findIndex((value) => value !== null);
  // What stands in the very first slot began before what is shown.
  if (first < 1 || intervalMs === undefined || !RATE_UNIT.test(unit)) return values;
  if (timestamps[first]! - timestamps[first - 1]! <= intervalMs) return values;
  const [own, next] = [values[first]!, values[first + 1] ?? null];
  const isRamp = next !== null && Math.abs(own) > 0 && Math.abs(own) < Math.abs(next);
  return isRamp ? values.with(first, null) : values;
}
