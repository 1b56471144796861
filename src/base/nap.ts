import type { Clock } from "./clock.ts";

/** A loop's sleep until its next work, which may turn out to come earlier. One sleep at a time. */
export class Nap {
  readonly #clock: Clock;
  #alarm: AbortController | undefined;
  #untilMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param atMs  monotonic. @returns false when it was cut short */
  async until(atMs: number): Promise<boolean> {
    const alarm = new AbortController();
    this.#alarm = alarm;
    this.#untilMs = atMs;
    try {
      await this.#clock.sleepUntil(atMs, alarm.signal);
      return true;
    } catch {
      return false;
    } finally {
      this.#alarm = undefined;
      // Awake: whatever comes now is looked at before the next sleep.
      this.#untilMs = Number.NEGATIVE_INFINITY;
    }
  }

  /** Cuts short a sleep that goes on beyond `atMs`. */
  wakeBefore(atMs: number): void {
    if (atMs < this.#untilMs) this.wake();
  }

  /** Cuts short a sleep, if there is one. */
  wake(): void {
    this.#alarm?.abort(WOKEN);
  }
}

/** Made once, for an error of its own would cost its stack each time. */
const WOKEN = new Error("woken");
