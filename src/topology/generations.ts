/**
 * A bounded table that forgets what has not been asked for lately: entries live in a young and an old generation,
 * and when the young one is full the old one is dropped. No bookkeeping per hit; at most `entriesMax` entries.
 *
 * Keys are 32-bit hashes, so that no long key text is held for each of a million entries; the caller says whether
 * the entry found is the one meant. Of two entries with one hash the later stays.
 */
export class Generations<V> {
  readonly #youngMax: number;
  #young = new Map<number, V>();
  #old = new Map<number, V>();

  constructor(entriesMax: number) {
    this.#youngMax = Math.max(1, Math.floor(entriesMax / 2));
  }

  get(hash: number, isMeant: (value: V) => boolean): V | undefined {
    const young = this.#young.get(hash);
    if (young !== undefined) return isMeant(young) ? young : undefined;
    const old = this.#old.get(hash);
    if (old === undefined || !isMeant(old)) return undefined;
    this.#old.delete(hash);
    this.set(hash, old);
    return old;
  }

  set(hash: number, value: V): void {
    if (this.#young.size >= this.#youngMax && !this.#young.has(hash)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(hash, value);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}

/** Where a hash begins. */
export const HASH_START = 0x811c9dc5 | 0;

/** FNV-1a over UTF-16 code units, taken on from `hash`; the end of the text counts, so that ab,c is not a,bc. */
export function hashText(hash: number, text: string): number {
  let next = hash;
  for (let i = 0; i < text.length; i++) next = Math.imul(next ^ text.charCodeAt(i), 0x01000193);
  return Math.imul(next ^ 0x10000, 0x01000193);
}
