import type { Line } from "./sink.ts";

/** A line costs its bytes and the line break behind it. */
const costOf = (line: Line): number => line.bytes + 1;

export interface QueueBounds {
  readonly maxLines: number;
  /** UTF-8 bytes with a line break each. */
  readonly maxBytes: number;
}

/**
 * Lines in their order, bounded by count and bytes; what does not fit any more pushes out the oldest.
 * Lines that were taken for sending still count towards the bounds until they are settled or put back.
 */
export class LineQueue {
  readonly #maxLines: number;
  readonly #maxBytes: number;
  #items: (Line | undefined)[] = [];
  #head = 0;
  #takenLines = 0;
  #takenBytes = 0;
  #bytes = 0;

  constructor(bounds: QueueBounds) {
    this.#maxLines = bounds.maxLines;
    this.#maxBytes = bounds.maxBytes;
  }

  /** Waiting lines, those being sent not included. */
  get waiting(): number {
    return this.#items.length - this.#head;
  }

  /** Waiting lines and those being sent. */
  get lines(): number {
    return this.waiting + this.#takenLines;
  }

  /** UTF-8 bytes with a line break each, of `lines`. */
  get bytes(): number {
    return this.#bytes + this.#takenBytes;
  }

  /** By lines or by bytes. */
  get isHalfFull(): boolean {
    return this.lines * 2 >= this.#maxLines || this.bytes * 2 >= this.#maxBytes;
  }

  /** The line that will be taken next. */
  get first(): Line | undefined {
    return this.#items[this.#head];
  }

  /** @returns how many lines were pushed out: the oldest waiting ones, or this one when it cannot fit at all */
  push(line: Line): number {
    if (costOf(line) > this.#maxBytes) return 1;
    this.#items.push(line);
    this.#bytes += costOf(line);
    let dropped = 0;
    while (this.waiting > 0 && (this.lines > this.#maxLines || this.bytes > this.#maxBytes)) {
      this.#shift();
      dropped++;
    }
    return dropped;
  }

  /** Removes lines older than `oldestMs` from the front. @returns how many */
  dropOlderThan(oldestMs: number): number {
    let dropped = 0;
    for (let line = this.first; line !== undefined && line.timestampMs < oldestMs; line = this.first) {
      this.#shift();
      dropped++;
    }
    return dropped;
  }

  /** Takes lines from the front as far as both limits allow, but at least one. Settle or put them back. */
  take(maxLines: number, maxBytes: number): Line[] {
    const batch: Line[] = [];
    let bytes = 0;
    for (let line = this.first; line !== undefined && batch.length < maxLines; line = this.first) {
      if (batch.length > 0 && bytes + costOf(line) > maxBytes) break;
      bytes += costOf(line);
      batch.push(line);
      this.#shift();
    }
    this.#takenLines += batch.length;
    this.#takenBytes += bytes;
    return batch;
  }

  /** Whether a batch of these limits could be filled from what waits. */
  fills(maxLines: number, maxBytes: number): boolean {
    return this.waiting >= maxLines || this.#bytes >= maxBytes;
  }

  /** The taken lines are dealt with. */
  settle(): void {
    this.#takenLines = 0;
    this.#takenBytes = 0;
  }

  /** The taken lines go back to the front, in their order. */
  putBack(batch: readonly Line[]): void {
    if (this.#head < batch.length) {
      this.#items = [...batch, ...this.#items.slice(this.#head)];
      this.#head = 0;
    } else {
      // They came from the hole before the head: a long queue is not copied for a sink that keeps failing.
      this.#head -= batch.length;
      for (const [index, line] of batch.entries()) this.#items[this.#head + index] = line;
    }
    this.#bytes += this.#takenBytes;
    this.settle();
  }

  /** Empties the queue. @returns how many lines it held, those being sent not included */
  clear(): number {
    const dropped = this.waiting;
    this.#items = [];
    this.#head = 0;
    this.#bytes = 0;
    return dropped;
  }

  #shift(): void {
    const line = this.#items[this.#head];
    if (line === undefined) return;
    this.#items[this.#head++] = undefined;
    this.#bytes -= costOf(line);
    // Moving the rest costs its length, so do it when the hole is as large as the rest: constant per line.
    if (this.#head > 1_024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
  }
}
