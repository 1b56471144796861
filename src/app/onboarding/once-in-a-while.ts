/** Tells what is new from what was there lately. Bounded: the oldest are forgotten, and are new again. */
export class OnceInAWhile {
  readonly #everyMs: number;
  readonly #keysMax: number;
  /** When each was new, oldest first. */
  readonly #seen = new Map<string, number>();

  constructor({ everyMs, keysMax }: { readonly everyMs: number; readonly keysMax: number }) {
    this.#everyMs = everyMs;
    this.#keysMax = keysMax;
  }

  /** @param nowMs  of a clock that only goes on */
  isNew(key: string, nowMs: number): boolean {
    const before = this.#seen.get(key);
    if (before !== undefined && nowMs - before < this.#everyMs) return false;
    this.#seen.delete(key);
    this.#seen.set(key, nowMs);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > this.#keysMax && oldest !== undefined) this.#seen.delete(oldest);
    return true;
  }
}
