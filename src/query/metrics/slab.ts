/** 512 KiB: some hundred series of the default resolution. */
const SLAB_NUMBERS = 65_536;

/**
 * Cuts the arrays of many series from few large ones. An array with memory of its own for each of 100,000 series
 * takes the garbage collector tens of milliseconds at a time, in which nothing else happens.
 */
export class Slab {
  #numbers = new Float64Array(0);
  #used = 0;

  /** @returns zeros */
  take(length: number): Float64Array {
    if (length > SLAB_NUMBERS / 4) return new Float64Array(length);
    if (this.#used + length > this.#numbers.length) {
      this.#numbers = new Float64Array(SLAB_NUMBERS);
      this.#used = 0;
    }
    const from = this.#used;
    this.#used += length;
    return this.#numbers.subarray(from, this.#used);
  }
}
