const SEGMENT_BITS = 16;
const SEGMENT = 1 << SEGMENT_BITS;
const MASK = SEGMENT - 1;

/** A list of 32-bit integers that grows without copying: a stretch of 65,536 that was never set takes no memory. */
export class IntList {
  readonly #segments: (Int32Array | undefined)[] = [];
  readonly #unset: number;
  #length = 0;

  /** @param unset  what is read where nothing was set */
  constructor(unset = 0) {
    this.#unset = unset;
  }

  /** One behind the last that was set. */
  get length(): number {
    return this.#length;
  }

  get(index: number): number {
    const segment = this.#segments[index >>> SEGMENT_BITS];
    return segment === undefined ? this.#unset : segment[index & MASK]!;
  }

  set(index: number, value: number): void {
    const at = index >>> SEGMENT_BITS;
    while (this.#segments.length <= at) this.#segments.push(undefined);
    const segment = (this.#segments[at] ??= new Int32Array(SEGMENT).fill(this.#unset));
    segment[index & MASK] = value;
    if (index >= this.#length) this.#length = index + 1;
  }

  push(value: number): void {
    this.set(this.#length, value);
  }
}
