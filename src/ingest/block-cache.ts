import { copyWords, hashWords, sameWords, viewOf } from "./byte-words.ts";

/**
 * Knows short runs of bytes again: the dimensions of a series, metric keys. Who asks gets the number of a slot, to
 * keep beside it what the bytes stand for.
 *
 * The memory is fixed: two slots share each hash, and a newcomer takes the one that was not found last. Bytes made to
 * collide therefore cost their sender's lines speed, and nobody else's.
 */
export class BlockCache {
  readonly slots: number;
  readonly #slotBytes: number;
  /** The system gives memory as it is written to, so an unused cache costs nothing. */
  readonly #slab: DataView;
  /** 0 = empty. */
  readonly #lengths: Uint16Array;
  readonly #hashes: Int32Array;
  /** Of each pair the slot to give away next. */
  readonly #older: Uint8Array;
  /** Lines of a row follow each other, so the next block is most often the last one. */
  #last = 0;
  #hash = 0;

  /**
   * @param slots      how many blocks are known at most; a power of two
   * @param slotBytes  longer blocks are never known; below 65,536
   */
  constructor(slots: number, slotBytes: number) {
    this.slots = slots;
    this.#slotBytes = slotBytes;
    this.#slab = viewOf(Buffer.allocUnsafeSlow(slots * slotBytes));
    this.#lengths = new Uint16Array(slots);
    this.#hashes = new Int32Array(slots);
    this.#older = new Uint8Array(slots / 2);
  }

  /** @returns the slot of a block that was added; -1 when it is not known, or not any more */
  find(bytes: DataView, start: number, end: number): number {
    if (this.#holds(this.#last, bytes, start, end)) return this.#last;
    this.#hash = hashWords(bytes, start, end);
    const slot = this.#hash & (this.slots - 1);
    if (this.#hashes[slot] === this.#hash && this.#holds(slot, bytes, start, end)) return this.#found(slot);
    const other = slot ^ 1;
    if (this.#hashes[other] === this.#hash && this.#holds(other, bytes, start, end))
      return this.#found(other);
    return -1;
  }

  /**
   * Takes in the block that `find` has just not found.
   * @returns its slot, whose block of before is forgotten; -1 when it is too long or empty
   */
  add(bytes: DataView, start: number, end: number): number {
    const length = end - start;
    if (length > this.#slotBytes || length === 0) return -1;
    const pair = (this.#hash & (this.slots - 1)) >> 1;
    const slot = 2 * pair + this.#older[pair]!;
    copyWords(bytes, start, this.#slab, slot * this.#slotBytes, length);
    this.#lengths[slot] = length;
    this.#hashes[slot] = this.#hash;
    return this.#found(slot);
  }

  #found(slot: number): number {
    this.#older[slot >> 1] = (slot & 1) ^ 1;
    this.#last = slot;
    return slot;
  }

  #holds(slot: number, bytes: DataView, start: number, end: number): boolean {
    const length = this.#lengths[slot]!;
    if (length !== end - start || length === 0) return false;
    return sameWords(this.#slab, slot * this.#slotBytes, bytes, start, length);
  }
}
