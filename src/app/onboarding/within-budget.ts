import type { Clock } from "../../base/index.ts";

/**
 * Runs work that is stopped when its time is over, or when `signal` aborts.
 * @returns undefined when time ran out; rejects as the work does, and when `signal` aborted
 */
export async function withinBudget<T>(
  clock: Clock,
  budgetMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const timer = clock.sleepUntil(clock.monotonicMs() + budgetMs, either).then(
    () => stop.abort(),
    () => undefined,
  );
  try {
    return await work(either);
  } catch (error) {
    if (stop.signal.aborted && !signal.aborted) return undefined;
    throw error;
  } finally {
    stop.abort();
    await timer;
  }
}
