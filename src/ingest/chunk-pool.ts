/** A piece of memory that lines lie in, one poll behind the other. */
export interface Chunk {
  readonly bytes: Uint8Array;
  /** Bytes written so far. */
  used: number;
  /** Pieces of it that are waiting or being sent. */
  live: number;
}

/** Chunks at rest kept for later; more are left to the garbage collector. */
const RESTING_MAX = 4;
/**
 * A chunk is not written to before another one was sent after it: a server may answer before it has read the whole
 * body, and the connection still reads from the chunk then.
 */
const RESTING_MIN = 2;

/**
 * Memory that is used again. Made anew for each batch it would weigh on the garbage collector, which counts buffers
 * and looks through the whole heap when some ten megabytes of them came and went: at 60 MB/s, several times a second.
 */
export class ChunkPool {
  readonly #chunkBytes: number;
  readonly #allocate: (bytes: number) => Uint8Array;
  readonly #resting: Chunk[] = [];

  constructor(chunkBytes: number, allocate = (bytes: number): Uint8Array => Buffer.allocUnsafeSlow(bytes)) {
    this.#chunkBytes = chunkBytes;
    this.#allocate = allocate;
  }

  /** An empty chunk with room for `bytes` at least. */
  take(bytes: number): Chunk {
    const resting =
      bytes <= this.#chunkBytes && this.#resting.length >= RESTING_MIN ? this.#resting.shift() : undefined;
    if (resting !== undefined) return Object.assign(resting, { used: 0 });
    return { bytes: this.#allocate(Math.max(bytes, this.#chunkBytes)), used: 0, live: 0 };
  }

  giveBack(chunk: Chunk): void {
    if (chunk.bytes.length === this.#chunkBytes && this.#resting.length < RESTING_MAX)
      this.#resting.push(chunk);
  }
}
