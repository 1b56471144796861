import type { LineBatch } from "../line-batch.ts";

/** Batches are put together in two buffers by turns: a server may answer before it has read the whole body. */
const BUFFERS = 2;

/** Where lines of several records are put together to a batch. Its memory is used again. */
export class BatchBuffer {
  readonly #buffers: Uint8Array[] = Array.from({ length: BUFFERS }, () => new Uint8Array(0));
  #turn = 0;
  #bytes = 0;
  #lines = 0;
  #timestampMs = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get lines(): number {
    return this.#lines;
  }

  /** Begins a batch; the one before stands until the next is begun. */
  begin(): void {
    this.#turn = (this.#turn + 1) % BUFFERS;
    this.#bytes = 0;
    this.#lines = 0;
  }

  /** @param maxBytes  of the batch */
  add(bytes: Uint8Array, lines: number, timestampMs: number, maxBytes: number): void {
    const end = this.#bytes + bytes.length;
    const buffer = this.#buffers[this.#turn]!;
    if (end > buffer.length) {
      // A single line may be longer than a batch may be.
      const larger = Buffer.allocUnsafeSlow(Math.max(end, Math.min(end * 2, maxBytes)));
      larger.set(buffer.subarray(0, this.#bytes));
      this.#buffers[this.#turn] = larger;
    }
    this.#buffers[this.#turn]!.set(bytes, this.#bytes);
    if (this.#lines === 0) this.#timestampMs = timestampMs;
    this.#bytes = end;
    this.#lines += lines;
  }

  /** @returns undefined when nothing was added */
  batch(): LineBatch | undefined {
    if (this.#lines === 0) return undefined;
    const bytes = this.#buffers[this.#turn]!.subarray(0, this.#bytes);
    return { bytes, lines: this.#lines, timestampMs: this.#timestampMs };
  }
}
