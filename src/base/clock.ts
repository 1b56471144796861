/** Time as it is passed in: durations from `monotonicMs`, timestamps from `wallMs`. */
export interface Clock {
  /** Milliseconds since the Unix epoch. May step when the host's clock is set. */
  wallMs(): number;
  /** Milliseconds from an arbitrary start; never steps. */
  monotonicMs(): number;
  /** Resolves when `monotonicMs()` has reached `atMs`; rejects with the signal's reason when aborted first. */
  sleepUntil(atMs: number, signal?: AbortSignal): Promise<void>;
}

/** setTimeout counts in 31 bits. */
const TIMEOUT_MAX_MS = 0x7fff_ffff;

/** The host's clock: the only place that asks for the time. */
export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  // Not timers/promises: a wait is given up for every reply that arrives, and its AbortError with a stack costs more
  // than decoding the reply.
  sleepUntil: (atMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      let timer: NodeJS.Timeout;
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const wake = (): void => {
        // A timer may fire a fraction early; ask again until it is really time.
        const leftMs = atMs - performance.now();
        if (leftMs > 0) {
          timer = setTimeout(wake, Math.min(Math.ceil(leftMs), TIMEOUT_MAX_MS));
          return;
        }
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      wake();
    }),
};
