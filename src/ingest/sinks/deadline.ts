import type { Clock } from "../../base/index.ts";

/** Made once: the error that `abort()` makes by itself takes a stack, some 20 µs a request. */
const REQUEST_ENDED = new Error("the request ended");

export interface Deadline {
  /** Aborted when the caller gives up or time is over. */
  readonly signal: AbortSignal;
  /** Takes every listener and timer away again. */
  end(): void;
}

/** One signal for "the caller gave up" and "time is over", on the clock that is passed in. */
export function startDeadline(clock: Clock, timeoutMs: number, signal: AbortSignal): Deadline {
  const over = new AbortController();
  const ended = new AbortController();
  const onAbort = () => over.abort(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  void clock.sleepUntil(clock.monotonicMs() + timeoutMs, ended.signal).then(
    () => over.abort(),
    () => {},
  );
  const end = () => {
    signal.removeEventListener("abort", onAbort);
    ended.abort(REQUEST_ENDED);
  };
  return { signal: over.signal, end };
}
