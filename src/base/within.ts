import type { Clock } from "./clock.ts";

/** The answer, or undefined when it does not come in time; the question itself goes on. */
export async function within<T>(clock: Clock, budgetMs: number, answer: Promise<T>): Promise<T | undefined> {
  const giveUp = new AbortController();
  const late = clock.sleepUntil(clock.monotonicMs() + budgetMs, giveUp.signal).catch(() => undefined);
  try {
    return await Promise.race([answer, late.then(() => undefined)]);
  } finally {
    giveUp.abort();
  }
}
