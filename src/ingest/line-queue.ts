import { type Chunk, ChunkPool } from "./chunk-pool.ts";
import type { DeliveryQueue, QueueDropReason } from "./delivery-queue.ts";
import { Deque } from "./deque.ts";
import { endOfLines, type LineBatch, linesWithin } from "./line-batch.ts";
import { bytesOf, cutOff, linesOver, linesUpTo, type Piece } from "./line-piece.ts";

export interface QueueBounds {
  readonly maxLines: number;
  /** UTF-8 bytes with a line break each. */
  readonly maxBytes: number;
}

/**
 * Lines in their order, bounded by count and bytes; what does not fit any more pushes out the oldest.
 * Lines that were taken for sending still count towards the bounds until they are settled or put back.
 *
 * They are copied into chunks as large as a batch of the sink, so that a batch is one piece of memory and nothing is
 * put together for it. Line ends are looked for only where a bound falls into the lines of a poll. Memory exceeds the
 * bytes by the chunks at both ends and a few at rest.
 */
export class LineQueue implements DeliveryQueue {
  readonly isDurable = false;
  /** What `push` gives up it returns. */
  onDropped: (reason: QueueDropReason, lines: number) => void = () => undefined;
  readonly bounds: QueueBounds;
  readonly #pool: ChunkPool;
  readonly #pieces = new Deque<Piece>();
  #lines = 0;
  #bytes = 0;
  /** Where lines are added. */
  #current: Chunk | undefined;
  #taken: Piece[] = [];
  #takenLines = 0;
  #takenBytes = 0;

  /** @param chunkBytes  the largest batch that will be taken */
  constructor(bounds: QueueBounds, chunkBytes: number) {
    this.bounds = bounds;
    this.#pool = new ChunkPool(chunkBytes);
  }

  /** Waiting lines, those being sent not included. */
  get waiting(): number {
    return this.#lines;
  }

  /** Waiting lines and those being sent. */
  get lines(): number {
    return this.#lines + this.#takenLines;
  }

  /** UTF-8 bytes with a line break each, of `lines`. */
  get bytes(): number {
    return this.#bytes + this.#takenBytes;
  }

  get oldestMs(): number | undefined {
    return (this.#taken[0] ?? this.#pieces.first)?.timestampMs;
  }

  /** By lines or by bytes. */
  get isHalfFull(): boolean {
    return this.lines * 2 >= this.bounds.maxLines || this.bytes * 2 >= this.bounds.maxBytes;
  }

  /**
   * Copies the lines of a batch.
   * @returns how many lines were pushed out: the oldest waiting ones, or a line that cannot fit at all
   */
  push(batch: LineBatch): number {
    const { bytes, lines, timestampMs } = batch;
    if (bytes.length > this.bounds.maxBytes) return this.#pushOneByOne(batch);
    for (let start = 0, left = lines; left > 0; ) {
      const room = this.#room();
      const fits = bytes.length - start <= room;
      const count = fits ? left : Math.max(1, linesWithin(bytes, start, start + room));
      const end = count === left ? bytes.length : endOfLines(bytes, start, count);
      this.#add(bytes.subarray(start, end), count, timestampMs);
      left -= count;
      start = end;
    }
    return this.#makeRoom();
  }

  /** Removes lines older than `oldestMs` from the front. @returns how many */
  dropOlderThan(oldestMs: number): number {
    const before = this.#lines;
    for (let first = this.#pieces.first; first !== undefined; first = this.#pieces.first) {
      if (first.timestampMs >= oldestMs) break;
      this.#release(this.#shift(first));
    }
    return before - this.#lines;
  }

  /**
   * Takes lines from the front as far as both limits allow, but at least one; fewer where a chunk ends.
   * Their bytes stand until they are settled. Settle or put them back before the next call.
   * @returns undefined when nothing waits
   */
  take(maxLines: number, maxBytes: number): LineBatch | undefined {
    const start = this.#pieces.first;
    if (start === undefined) return undefined;
    const from = start.start;
    let end = from;
    for (let first: Piece | undefined = start; first !== undefined; first = this.#pieces.first) {
      if (first.chunk !== start.chunk || first.start !== end) break;
      const piece = this.#cut(first, maxLines - this.#takenLines, maxBytes - this.#takenBytes);
      if (piece === undefined) break;
      this.#taken.push(piece);
      this.#takenLines += piece.lines;
      this.#takenBytes += bytesOf(piece);
      end = piece.end;
    }
    const bytes = start.chunk.bytes.subarray(from, end);
    return { bytes, lines: this.#takenLines, timestampMs: start.timestampMs };
  }

  /** Whether a batch of these limits could be filled from what waits. */
  fills(maxLines: number, maxBytes: number): boolean {
    return this.#lines >= maxLines || this.#bytes >= maxBytes;
  }

  /** The taken lines are dealt with. */
  settle(): void {
    const taken = this.#taken;
    this.#forgetTaken();
    for (const piece of taken) this.#release(piece);
  }

  /** The taken lines go back to the front, in their order. */
  putBack(): void {
    this.#pieces.unshift(this.#taken);
    this.#lines += this.#takenLines;
    this.#bytes += this.#takenBytes;
    this.#forgetTaken();
  }

  /** Empties the queue. @returns how many lines it held, those being sent not included */
  clear(): number {
    const dropped = this.#lines;
    this.#pieces.clear();
    this.#lines = 0;
    this.#bytes = 0;
    this.#current = undefined;
    return dropped;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** For a batch larger than the whole queue: one line of it may be to blame alone. */
  #pushOneByOne({ bytes, lines, timestampMs }: LineBatch): number {
    let dropped = 0;
    for (let start = 0, n = 0; n < lines; n++) {
      const end = endOfLines(bytes, start, 1);
      const fits = end - start <= this.bounds.maxBytes;
      if (fits) this.#add(bytes.subarray(start, end), 1, timestampMs);
      dropped += fits ? this.#makeRoom() : 1;
      start = end;
    }
    return dropped;
  }

  #room(): number {
    return this.#current === undefined ? 0 : this.#current.bytes.length - this.#current.used;
  }

  #add(bytes: Uint8Array, lines: number, timestampMs: number): void {
    if (bytes.length > this.#room()) this.#current = this.#pool.take(bytes.length);
    const chunk = this.#current!;
    chunk.bytes.set(bytes, chunk.used);
    this.#pieces.push({ chunk, start: chunk.used, end: chunk.used + bytes.length, lines, timestampMs });
    chunk.used += bytes.length;
    chunk.live += 1;
    this.#lines += lines;
    this.#bytes += bytes.length;
  }

  /** Drops the oldest lines until the bounds hold, and of the poll that is over them no more than needed. */
  #makeRoom(): number {
    const before = this.#lines;
    for (let first = this.#pieces.first; first !== undefined; first = this.#pieces.first) {
      const lines = this.lines - this.bounds.maxLines;
      const bytes = this.bytes - this.bounds.maxBytes;
      if (lines <= 0 && bytes <= 0) break;
      this.#release(this.#shift(first, Math.max(lines, linesOver(first, bytes))));
    }
    return before - this.#lines;
  }

  /** The first piece, or as much of it as the limits allow; of the first of a batch at least a line. */
  #cut(first: Piece, maxLines: number, maxBytes: number): Piece | undefined {
    if (first.lines <= maxLines && bytesOf(first) <= maxBytes) return this.#shift(first);
    const fitting = Math.min(maxLines, linesUpTo(first, maxBytes));
    const count = this.#takenLines === 0 ? Math.max(1, fitting) : fitting;
    return count > 0 ? this.#shift(first, count) : undefined;
  }

  /** Removes the first piece, or so many lines from its front. */
  #shift(first: Piece, lines = first.lines): Piece {
    const isWhole = lines >= first.lines;
    if (isWhole) this.#pieces.shift();
    const piece = isWhole ? first : cutOff(first, lines);
    this.#lines -= piece.lines;
    this.#bytes -= bytesOf(piece);
    return piece;
  }

  #forgetTaken(): void {
    this.#taken = [];
    this.#takenLines = 0;
    this.#takenBytes = 0;
  }

  /** A piece is done with: a chunk without any is free, also the one that lines are added to. */
  #release({ chunk }: Piece): void {
    chunk.live -= 1;
    if (chunk.live > 0) return;
    if (chunk === this.#current) this.#current = undefined;
    this.#pool.giveBack(chunk);
  }
}
