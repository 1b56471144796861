import type { Clock } from "../base/index.ts";

/** Beyond, polls wait, and ticks are skipped and counted. */
const MAX_BYTES = 32_000_000;
/** Of the lines of a poll, before any was seen: a switch of 48 ports. */
const BYTES_PER_POLL = 50_000;
const BYTES_PER_POLL_MIN = 5_000;
/** How much the latest message counts in the average. */
const LATEST_RATIO = 0.1;
/** Polls that were let on and tell nothing, as their device was removed, make room for others after this time. */
const FORGET_AFTER_MS = 5_000;

/**
 * Lines on their way to the main thread, and polls that wait for room. They go on as many as there is room for: a whole
 * fleet that waited, let on at once, would bring more than memory holds.
 */
export class LinesUnderWay {
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #bytes = 0;
  #bytesPerPoll = BYTES_PER_POLL;
  /** Polls that were let on, and whose lines are not on their way yet. */
  #expected = 0;
  #isDue = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Undefined while there is room for more, and nobody waits; else resolves when there is, in order. */
  room(): Promise<void> | undefined {
    if (this.#bytes <= MAX_BYTES && this.#waiting.length === 0) return undefined;
    const turn = new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#letOnLater();
    return turn;
  }

  /** @param polls  devices that the lines are of */
  sent(bytes: number, polls: number): void {
    this.#bytes += bytes;
    this.#expected = Math.max(0, this.#expected - polls);
    if (polls === 0) return;
    // Devices that are silent for now bring nothing, and may all come back at once.
    const latest = Math.max(BYTES_PER_POLL_MIN, bytes / polls);
    this.#bytesPerPoll += (latest - this.#bytesPerPoll) * LATEST_RATIO;
  }

  /** The main thread has taken so many octets over. */
  taken(bytes: number): void {
    this.#bytes -= bytes;
    this.#letOn();
  }

  #letOn(): void {
    const free = MAX_BYTES - this.#bytes - this.#expected * this.#bytesPerPoll;
    if (free < 0) return;
    const polls = this.#waiting.splice(0, Math.max(1, Math.floor(free / this.#bytesPerPoll)));
    this.#expected += polls.length;
    for (const resolve of polls) resolve();
  }

  #letOnLater(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    void this.#clock.sleepUntil(this.#clock.monotonicMs() + FORGET_AFTER_MS).then(() => {
      this.#isDue = false;
      this.#expected = 0;
      this.#letOn();
      if (this.#waiting.length > 0) this.#letOnLater();
      return undefined;
    });
  }
}
