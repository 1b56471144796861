import type { FakeClock } from "./fake-clock.ts";

/** A call that takes longer than this in virtual time will not end. */
const CALL_MAX_MS = 3_600_000;

/** Moves the clock until the call has ended. @throws {Error} when it hangs: nothing left to wait for, or too long */
export async function runToEnd<T>(clock: FakeClock, call: Promise<T>): Promise<T> {
  let over = false;
  const settled = call.finally(() => {
    over = true;
  });
  settled.catch(() => undefined);
  const endMs = clock.monotonicMs() + CALL_MAX_MS;
  for (;;) {
    await clock.settle();
    if (over) return await settled;
    const nextMs = clock.nextDueMs;
    if (nextMs === undefined || nextMs > endMs)
      throw new Error(`the call hangs at ${clock.monotonicMs()} ms: ${nextMs ?? "nothing to wait for"}`);
    await clock.advance(Math.max(0, nextMs - clock.monotonicMs()));
  }
}
