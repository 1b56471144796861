import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../../src/base/index.ts";

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/**
 * A clock that moves only when told. Sleepers wake in the order of their due times, equal times in the order of
 * arrival, and each sees the clock at its own due time. What a woken sleeper starts (more sleeping too) takes its
 * place in the same `advance`.
 */
export class FakeClock implements Clock {
  /** Wall minus monotonic clock: a sum of many steps would not stay exact. */
  #offsetMs: number;
  #monotonicMs: number;
  readonly #sleepers: Sleeper[] = [];

  /** @param start  wall clock in UTC ms (default 2025-10-09T08:53:20Z) and monotonic start (default 1 000) */
  constructor(start: { readonly wallMs?: number; readonly monotonicMs?: number } = {}) {
    this.#monotonicMs = start.monotonicMs ?? 1_000;
    this.#offsetMs = (start.wallMs ?? 1_760_000_000_000) - this.#monotonicMs;
  }

  wallMs(): number {
    return Math.floor(this.#monotonicMs + this.#offsetMs);
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  /** How many are asleep now. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  /** When the next sleeper is due (monotonic ms); undefined when nobody sleeps. */
  get nextDueMs(): number | undefined {
    return this.#sleepers.reduce<number | undefined>(
      (first, { atMs }) => (first === undefined || atMs < first ? atMs : first),
      undefined,
    );
  }

  async sleepUntil(atMs: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (atMs <= this.#monotonicMs) return;
    await new Promise<void>((resolve, reject) => {
      const onAbort = () => {
        cancel();
        reject(signal?.reason as Error);
      };
      const cancel = this.callAt(atMs, () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      });
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  /** Calls back when it is time, among the sleepers. @returns takes it back */
  callAt(atMs: number, wake: () => void): () => void {
    const sleeper: Sleeper = {
      atMs,
      wake: () => {
        this.#remove(sleeper);
        wake();
      },
    };
    this.#sleepers.push(sleeper);
    return () => this.#remove(sleeper);
  }

  /** Moves both clocks forward by `ms`, waking sleepers on the way; returns when what they started has settled. */
  async advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new RangeError(`advance(${ms}): time does not run backwards; see stepWall`);
    const endMs = this.#monotonicMs + ms;
    await this.settle();
    for (let woken = 0; ; woken++) {
      // A loop that sleeps zero-length steps would hold the test for ever.
      if (woken > 1_000_000) throw new Error("FakeClock: a million wake-ups in one advance");
      const next = this.#due(endMs);
      if (next === undefined) break;
      this.#moveTo(next.atMs);
      next.wake();
      await this.settle();
    }
    this.#moveTo(endMs);
    await this.settle();
  }

  /** The process stands still (suspended, a blocked event loop): time passes on both clocks and nobody wakes. */
  stall(ms: number): void {
    this.#moveTo(this.#monotonicMs + ms);
  }

  /** Sets the wall clock as an administrator or NTP would: the monotonic clock and the sleepers do not notice. */
  stepWall(byMs: number): void {
    this.#offsetMs += byMs;
  }

  /** Lets promises and immediates that are ready run, without moving time. Real sockets may need more turns. */
  async settle(turns = 3): Promise<void> {
    for (let turn = 0; turn < turns; turn++) await nextTurn();
  }

  #remove(sleeper: Sleeper): void {
    const at = this.#sleepers.indexOf(sleeper);
    if (at >= 0) this.#sleepers.splice(at, 1);
  }

  #due(endMs: number): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (sleeper.atMs <= endMs && (first === undefined || sleeper.atMs < first.atMs)) first = sleeper;
    }
    return first;
  }

  #moveTo(atMs: number): void {
    if (atMs > this.#monotonicMs) this.#monotonicMs = atMs;
  }
}
