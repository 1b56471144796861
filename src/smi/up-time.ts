/** sysUpTime.0 as an agent told it. */
export interface UpTime {
  /** 1/100 s since the agent started (RFC 2578 §7.1.8); from 2³²−1 it goes on with 0. */
  readonly ticks: number;
  /** Monotonic clock when it came. */
  readonly atMs: number;
}

const WRAP = 2 ** 32;
/** Way of a reply, and how coarsely agents keep their time. */
const JITTER_TICKS = 20;

/**
 * Whether the agent restarted between two answers.
 *
 * TimeTicks wrap after 497 days: when the way over 2³² takes as long as our clock says, the agent ran on. Otherwise
 * going back is a restart. Without going back, an agent that is older than the time between cannot have begun in
 * it; a younger one has, unless both its ages fit our clock. When it had begun so shortly before the first answer that
 * nobody can tell, it is taken for a restart: a lost delta is a small hole, a false one a peak.
 */
export function restartedBetween(before: UpTime, now: UpTime): boolean {
  const elapsedTicks = (now.atMs - before.atMs) / 10;
  // Device clocks drift, and an answer may have been long on its way.
  const toleranceTicks = elapsedTicks / 10 + 1_000;
  const advance = now.ticks - before.ticks;
  if (advance < 0) return Math.abs(advance + WRAP - elapsedTicks) > toleranceTicks;
  if (now.ticks > elapsedTicks + toleranceTicks) return false;
  // A restart sets the age back by all that it was before; drift by a little.
  const setBackTicks = elapsedTicks - advance;
  return before.ticks < 2 * (JITTER_TICKS + elapsedTicks / 100) || setBackTicks > before.ticks / 2;
}
