import type { PollResult } from "../../poll/index.ts";

const OUTCOMES = ["done", "partial", "failed"] as const satisfies readonly PollResult["outcome"][];

/** One round: the groups of a device that were due together, read together. */
export interface PollRound {
  /** Wall clock, to the second. */
  readonly atMs: number;
  readonly durationMs: number;
  readonly lines: number;
  readonly outcome: PollResult["outcome"];
  readonly requests: number;
  readonly retries: number;
  readonly timeouts: number;
}

/** An hour of polls a minute. */
export const ROUNDS_KEPT = 60;
/** Seconds since the epoch · ms · lines with the outcome in the two highest bits · requests, retries, time-outs. */
const STRIDE = 4;
const LINES_MAX = 0x3fff_ffff;
const REQUESTS_MAX = 0xffff;
const FEW_MAX = 0xff;

/** The latest rounds of one device. Ten thousands of devices have one each, so it is one array of numbers: 960 octets. */
export class PollRounds {
  readonly #numbers = new Uint32Array(ROUNDS_KEPT * STRIDE);
  #count = 0;

  /** @param atMs  wall clock; what does not fit its place is told as the most that does */
  add(
    atMs: number,
    durationMs: number,
    lines: number,
    outcome: PollRound["outcome"],
    requests: number,
    retries: number,
    timeouts: number,
  ): void {
    const at = (this.#count % ROUNDS_KEPT) * STRIDE;
    const numbers = this.#numbers;
    numbers[at] = Math.floor(atMs / 1_000);
    numbers[at + 1] = Math.round(durationMs);
    numbers[at + 2] = OUTCOMES.indexOf(outcome) * (LINES_MAX + 1) + Math.min(lines, LINES_MAX);
    numbers[at + 3] =
      Math.min(requests, REQUESTS_MAX) * (REQUESTS_MAX + 1) +
      Math.min(retries, FEW_MAX) * (FEW_MAX + 1) +
      Math.min(timeouts, FEW_MAX);
    this.#count += 1;
  }

  /** The oldest first. */
  list(): PollRound[] {
    const length = Math.min(this.#count, ROUNDS_KEPT);
    return Array.from({ length }, (_, i) => this.#round((this.#count - length + i) % ROUNDS_KEPT));
  }

  #round(place: number): PollRound {
    const [seconds = 0, durationMs = 0, lines = 0, asked = 0] = this.#numbers.subarray(
      place * STRIDE,
      (place + 1) * STRIDE,
    );
    return {
      atMs: seconds * 1_000,
      durationMs,
      lines: lines % (LINES_MAX + 1),
      outcome: OUTCOMES[Math.floor(lines / (LINES_MAX + 1))]!,
      requests: Math.floor(asked / (REQUESTS_MAX + 1)),
      retries: Math.floor(asked / (FEW_MAX + 1)) % (FEW_MAX + 1),
      timeouts: asked % (FEW_MAX + 1),
    };
  }
}
