import type { Clock } from "../base/index.ts";
import type { LineBatch } from "./line-batch.ts";
import type { Sink } from "./sink.ts";

/** A size learnt from "too large" holds this long; then the full size is tried again. */
const MEMORY_MS = 600_000;

/**
 * How many bytes a batch may have, as the other side's "too large" teaches it: half of what was too large, down to
 * single lines. Two causes look alike on the way down: where one long line was to blame, the next line fits, and what
 * was learnt on the way says nothing about other lines; where everything is too large, batches stay small, so that each
 * try costs little.
 */
export class BatchLimit {
  readonly #sink: Sink;
  readonly #clock: Clock;
  #learnt: { readonly maxBytes: number; readonly untilMs: number } | undefined;
  /** Since the last batch that fitted. */
  #lineWasTooLarge = false;

  constructor(sink: Sink, clock: Clock) {
    this.#sink = sink;
    this.#clock = clock;
  }

  get bytes(): number {
    if (this.#learnt !== undefined && this.#clock.monotonicMs() >= this.#learnt.untilMs) {
      this.#learnt = undefined;
    }
    return this.#learnt?.maxBytes ?? this.#sink.maxBatchBytes;
  }

  /** A batch of several lines was too large. */
  tooLarge({ bytes }: LineBatch): void {
    // A batch has at least one line, so half the bytes is always fewer lines: this ends.
    this.#learnt = {
      maxBytes: Math.floor(bytes.length / 2),
      untilMs: this.#clock.monotonicMs() + MEMORY_MS,
    };
  }

  /** One line alone was too large. */
  lineTooLarge(): void {
    this.#lineWasTooLarge = true;
  }

  /** A batch went through. */
  fits(): void {
    if (this.#lineWasTooLarge) this.#learnt = undefined;
    this.#lineWasTooLarge = false;
  }
}
