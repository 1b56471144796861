import type { Clock } from "../../base/index.ts";

const SLOTS = 12;
const SLOT_MS = 5_000;

/** How many there were in the last minute, to five seconds. */
export class MinuteRate {
  readonly #clock: Clock;
  readonly #slots = new Float64Array(SLOTS + 1);
  readonly #startedMs: number;
  /** Number of the slot that is filled now, since the clock began. */
  #slot: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedMs = clock.monotonicMs();
    this.#slot = Math.floor(this.#startedMs / SLOT_MS);
  }

  add(count: number): void {
    this.#move();
    const place = this.#slot % (SLOTS + 1);
    this.#slots[place] = this.#slots[place]! + count;
  }

  /** A minute; in the first one, as many as a whole minute would have at this pace. */
  perMinute(): number {
    this.#move();
    const sum = this.#slots.reduce((total, count) => total + count, 0);
    const nowMs = this.#clock.monotonicMs();
    const coveredMs = SLOTS * SLOT_MS + (nowMs - this.#slot * SLOT_MS);
    const spanMs = Math.max(SLOT_MS, Math.min(coveredMs, nowMs - this.#startedMs));
    return Math.round((sum * SLOTS * SLOT_MS) / spanMs);
  }

  #move(): void {
    const slot = Math.floor(this.#clock.monotonicMs() / SLOT_MS);
    if (slot - this.#slot > SLOTS) this.#slots.fill(0);
    for (let next = Math.max(this.#slot + 1, slot - SLOTS); next <= slot; next++)
      this.#slots[next % (SLOTS + 1)] = 0;
    this.#slot = slot;
  }
}
