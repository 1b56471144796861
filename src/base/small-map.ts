/**
 * A map in one flat array: a Map takes 180 octets for its first entry and 40 for each further, and a service holds
 * several for each of ten thousands of devices. For few entries that are asked for in the order they came in, or in
 * any order: look-ups go through the list from behind the last one found.
 */
export class SmallMap<K, V> {
  /** Key, value, key, value … */
  #flat: readonly (K | V)[] = NOTHING;
  /** Where the key behind the last one found is. */
  #next = 0;

  get size(): number {
    return this.#flat.length / 2;
  }

  get(key: K): V | undefined {
    const at = this.#find(key);
    return at < 0 ? undefined : (this.#flat[at + 1] as V);
  }

  set(key: K, value: V): void {
    const at = this.#find(key);
    // A concatenation has no room to grow in, which `push` would leave.
    if (at < 0) this.#flat = this.#flat.concat([key, value]);
    else (this.#flat as (K | V)[])[at + 1] = value;
  }

  delete(key: K): void {
    const at = this.#find(key);
    if (at >= 0) this.#flat = this.#flat.slice(0, at).concat(this.#flat.slice(at + 2));
  }

  clear(): void {
    this.#flat = NOTHING;
  }

  *entries(): Generator<readonly [K, V], undefined> {
    const flat = this.#flat;
    for (let i = 0; i < flat.length; i += 2) yield [flat[i] as K, flat[i + 1] as V];
  }

  [Symbol.iterator](): Generator<readonly [K, V], undefined> {
    return this.entries();
  }

  *values(): Generator<V, undefined> {
    for (const [, value] of this.entries()) yield value;
  }

  /** @returns -1 when it is not there */
  #find(key: K): number {
    const flat = this.#flat;
    let at = this.#next < flat.length ? this.#next : 0;
    for (let looked = 0; looked < flat.length; looked += 2) {
      const next = at + 2 < flat.length ? at + 2 : 0;
      if (flat[at] === key) {
        this.#next = next;
        return at;
      }
      at = next;
    }
    return -1;
  }
}

const NOTHING: readonly never[] = Object.freeze([]);
