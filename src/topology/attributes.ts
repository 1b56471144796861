/**
 * A few texts by key, in one flat array: a Map of six attributes takes 500 octets, and a service holds one for each
 * of a million interfaces. Look-ups go through the list, which is short.
 */
export class Attributes implements ReadonlyMap<string, string> {
  /** Key, value, key, value … */
  readonly #flat: readonly string[];

  constructor(pairs: Iterable<readonly [key: string, value: string]>) {
    this.#flat = [...pairs].flat();
  }

  get size(): number {
    return this.#flat.length / 2;
  }

  get(key: string): string | undefined {
    for (let i = 0; i < this.#flat.length; i += 2) if (this.#flat[i] === key) return this.#flat[i + 1];
    return undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  *entries(): Generator<[string, string], undefined> {
    for (let i = 0; i < this.#flat.length; i += 2) yield [this.#flat[i]!, this.#flat[i + 1]!];
  }

  [Symbol.iterator](): Generator<[string, string], undefined> {
    return this.entries();
  }

  *keys(): Generator<string, undefined> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): Generator<string, undefined> {
    for (const [, value] of this.entries()) yield value;
  }

  forEach(visit: (value: string, key: string, map: ReadonlyMap<string, string>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }
}
