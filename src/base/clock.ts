import { setTimeout as sleep } from "node:timers/promises";

/** Time as it is passed in: durations from `monotonicMs`, timestamps from `wallMs`. */
export interface Clock {
  /** Milliseconds since the Unix epoch. May step when the host's clock is set. */
  wallMs(): number;
  /** Milliseconds from an arbitrary start; never steps. */
  monotonicMs(): number;
  /** Resolves when `monotonicMs()` has reached `atMs`; rejects with the signal's reason when aborted first. */
  sleepUntil(atMs: number, signal?: AbortSignal): Promise<void>;
}

/** The host's clock: the only place that asks for the time. */
export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleepUntil: async (atMs, signal) => {
    // setTimeout may fire a fraction early and takes at most 2^31 − 1 ms; ask again until it is really time.
    for (let leftMs = atMs - performance.now(); leftMs > 0; leftMs = atMs - performance.now()) {
      await sleep(
        Math.min(Math.ceil(leftMs), 0x7fff_ffff),
        undefined,
        signal === undefined ? {} : { signal },
      );
    }
    signal?.throwIfAborted();
  },
};
