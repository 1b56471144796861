import type { Clock } from "../../base/index.ts";

/** A disk that has not finished a write after this long is taken for away, as after a lost NFS server. */
const HANGS_AFTER_MS = 5_000;

/** Tells when a write does not end. */
export class DiskWatch {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #onHang: (error: Error) => void;
  #sinceMs: number | undefined;
  #isWatching = false;

  constructor(clock: Clock, signal: AbortSignal, onHang: (error: Error) => void) {
    this.#clock = clock;
    this.#signal = signal;
    this.#onHang = onHang;
  }

  begin(): void {
    this.#sinceMs = this.#clock.monotonicMs();
    if (!this.#isWatching) void this.#watch();
  }

  end(): void {
    this.#sinceMs = undefined;
  }

  /** One sleep for many writes: a timer for each would cost more than it is worth. */
  async #watch(): Promise<void> {
    this.#isWatching = true;
    while (this.#sinceMs !== undefined && !this.#signal.aborted) {
      const nowMs = this.#clock.monotonicMs();
      await this.#clock.sleepUntil(nowMs + HANGS_AFTER_MS, this.#signal).catch(() => undefined);
      this.#check();
    }
    this.#isWatching = false;
  }

  #check(): void {
    const forMs = this.#clock.monotonicMs() - (this.#sinceMs ?? Number.POSITIVE_INFINITY);
    if (forMs >= HANGS_AFTER_MS) this.#onHang(new Error("the disk has not finished a write for seconds"));
  }
}
