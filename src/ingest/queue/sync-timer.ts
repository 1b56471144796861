import type { Clock } from "../../base/index.ts";

const EVERY_MS = 1_000;

/** Syncs at most each second, and within a second of each write. */
export class SyncTimer {
  readonly #clock: Clock;
  readonly #sync: () => Promise<void>;
  readonly #closing = new AbortController();
  #isDue = false;
  #running: Promise<void> | undefined;

  /** @param sync  never rejects */
  constructor(clock: Clock, sync: () => Promise<void>) {
    this.#clock = clock;
    this.#sync = sync;
  }

  /** Something was written. */
  soon(): void {
    this.#isDue = true;
    if (!this.#closing.signal.aborted) this.#running ??= this.#run();
  }

  /** Resolves when no sync is under way any more. */
  async close(): Promise<void> {
    this.#closing.abort(CLOSED);
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (this.#isDue && !signal.aborted) {
      await this.#clock.sleepUntil(this.#clock.monotonicMs() + EVERY_MS, signal).catch(() => undefined);
      // Before the sync: what is written during it is not part of it.
      this.#isDue = false;
      await this.#sync();
    }
    this.#running = undefined;
  }
}

const CLOSED = new Error("the queue is closed");
