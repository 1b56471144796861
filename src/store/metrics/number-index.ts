/** Parts grow one by one, so that none of the pauses is long. */
const PART_BITS = 5;
const PARTS = 1 << PART_BITS;
const START_ENTRIES = 64;
const WORDS = 2;
const GONE = -1;

interface Part {
  /** Hash and number + 1 of each entry; 0 = free, -1 = removed. */
  entries: Int32Array;
  used: number;
}

/** Finds numbers by a hash of what they stand for; the caller compares what two of one hash stand for. */
export class NumberIndex {
  readonly #parts: Part[] = Array.from({ length: PARTS }, () => ({
    entries: new Int32Array(START_ENTRIES * WORDS),
    used: 0,
  }));

  /** @returns -1 when there is none */
  find(hash: number, isIt: (number: number) => boolean): number {
    const { entries } = this.#partOf(hash);
    const mask = entries.length / WORDS - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = entries[WORDS * slot + 1]!;
      if (number === 0) return -1;
      if (number !== GONE && entries[WORDS * slot] === hash && isIt(number - 1)) return number - 1;
    }
  }

  /** @param number  one that is not in yet */
  add(hash: number, number: number): void {
    const part = this.#partOf(hash);
    if ((part.used + 1) * WORDS * 4 > part.entries.length * 3) grow(part);
    put(part, hash, number + 1);
  }

  remove(hash: number, number: number): void {
    const { entries } = this.#partOf(hash);
    const mask = entries.length / WORDS - 1;
    for (let slot = hash & mask; entries[WORDS * slot + 1] !== 0; slot = (slot + 1) & mask) {
      if (entries[WORDS * slot + 1] !== number + 1) continue;
      entries[WORDS * slot + 1] = GONE;
      return;
    }
  }

  #partOf(hash: number): Part {
    return this.#parts[hash >>> (32 - PART_BITS)]!;
  }
}

function grow(part: Part): void {
  const old = part.entries;
  part.entries = new Int32Array(2 * old.length);
  part.used = 0;
  for (let at = 0; at < old.length; at += WORDS) if (old[at + 1]! > 0) put(part, old[at]!, old[at + 1]!);
}

function put(part: Part, hash: number, stored: number): void {
  const { entries } = part;
  const mask = entries.length / WORDS - 1;
  let slot = hash & mask;
  while (entries[WORDS * slot + 1] !== 0) slot = (slot + 1) & mask;
  entries[WORDS * slot] = hash;
  entries[WORDS * slot + 1] = stored;
  part.used += 1;
}

/** One step of a hash over 32-bit numbers. */
export function mixed(hash: number, word: number): number {
  const next = Math.imul(hash ^ word, 0x9e37_79b1);
  return next ^ (next >>> 15);
}
