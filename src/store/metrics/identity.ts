/**
 * Two hashes of 32 bits over the octets of a line that name its series, with a seed of the store's own, so that nobody
 * can make lines that meet. Among 10⁷ series two meet by chance once in 10⁵ stores.
 */
export class IdentityHash {
  readonly #seedA: number;
  readonly #seedB: number;
  /** Of the octets last given. */
  a = 0;
  b = 0;

  constructor(seedA: number, seedB: number) {
    this.#seedA = seedA | 0;
    this.#seedB = seedB | 0;
  }

  /** @param type  0 or 1: one key may be sent as gauge and as count */
  of(view: DataView, start: number, end: number, type: number): void {
    let a = this.#seedA ^ (end - start);
    let b = this.#seedB ^ type;
    let at = start;
    for (; at + 4 <= end; at += 4) {
      const word = view.getInt32(at, true);
      a = Math.imul(a ^ word, 0x9e37_79b1);
      a ^= a >>> 15;
      b = Math.imul(b + word, 0x85eb_ca6b);
      b ^= b >>> 13;
    }
    for (; at < end; at++) {
      const byte = view.getUint8(at);
      a = Math.imul(a ^ byte, 0x9e37_79b1);
      a ^= a >>> 15;
      b = Math.imul(b + byte, 0x85eb_ca6b);
      b ^= b >>> 13;
    }
    // Each takes in the other, so that type and seeds are in both.
    this.a = Math.imul(a ^ (b >>> 7), 0xc2b2_ae35) ^ b;
    this.b = Math.imul(b ^ (a >>> 9), 0x27d4_eb2f) ^ (a >>> 16);
  }
}

const PART_BITS = 6;
const PARTS = 1 << PART_BITS;
const START_ENTRIES = 64;
const WORDS = 3;

/** From both hashes to the number of a series. Parts grow one by one, so that none of the pauses is long. */
export class IdentityTable {
  /** Hash, hash, number + 1 of each entry, side by side: one look into memory finds it. 0 = free. */
  readonly #parts: Int32Array[] = Array.from({ length: PARTS }, () => new Int32Array(START_ENTRIES * WORDS));
  readonly #used = new Uint32Array(PARTS);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** @returns -1 when it is not known */
  find(a: number, b: number): number {
    const part = this.#parts[b >>> (32 - PART_BITS)]!;
    return part[placeOf(part, a, b) + 2]! - 1;
  }

  /** Adds one, or gives it another number. */
  set(a: number, b: number, number: number): void {
    const index = b >>> (32 - PART_BITS);
    let part = this.#parts[index]!;
    let at = placeOf(part, a, b);
    if (part[at + 2] === 0) {
      if ((this.#used[index]! + 1) * WORDS * 4 > part.length * 3) {
        part = this.#parts[index] = grown(part);
        at = placeOf(part, a, b);
      }
      this.#used[index]! += 1;
      this.#count += 1;
    }
    part[at] = a;
    part[at + 1] = b;
    part[at + 2] = number + 1;
  }

  forEach(each: (a: number, b: number, number: number) => void): void {
    for (const part of this.#parts) {
      for (let at = 0; at < part.length; at += WORDS) {
        if (part[at + 2] !== 0) each(part[at]!, part[at + 1]!, part[at + 2]! - 1);
      }
    }
  }
}

/** Where the entry is, or the free one that it would take. */
function placeOf(part: Int32Array, a: number, b: number): number {
  // The number of entries is a power of two.
  const mask = part.length / WORDS - 1;
  let slot = a & mask;
  for (;;) {
    const at = WORDS * slot;
    if (part[at + 2] === 0 || (part[at] === a && part[at + 1] === b)) return at;
    slot = (slot + 1) & mask;
  }
}

function grown(old: Int32Array): Int32Array {
  const part = new Int32Array(2 * old.length);
  for (let from = 0; from < old.length; from += WORDS) {
    if (old[from + 2] === 0) continue;
    const at = placeOf(part, old[from]!, old[from + 1]!);
    part[at] = old[from]!;
    part[at + 1] = old[from + 1]!;
    part[at + 2] = old[from + 2]!;
  }
  return part;
}
