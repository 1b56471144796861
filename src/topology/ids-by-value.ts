/** Ids by a value that they have in common. Mostly one has it alone, and then no set is held for it. */
export class IdsByValue {
  readonly #ids = new Map<string, string | Set<string>>();

  of(value: string): Iterable<string> {
    const ids = this.#ids.get(value);
    if (ids === undefined) return NONE;
    return typeof ids === "string" ? [ids] : ids;
  }

  add(value: string, id: string): void {
    const ids = this.#ids.get(value);
    if (ids === undefined) this.#ids.set(value, id);
    else if (typeof ids !== "string") ids.add(id);
    else if (ids !== id) this.#ids.set(value, new Set([ids, id]));
  }

  delete(value: string, id: string): void {
    const ids = this.#ids.get(value);
    if (ids === id) this.#ids.delete(value);
    else if (ids instanceof Set && ids.delete(id) && ids.size === 0) this.#ids.delete(value);
  }
}

const NONE: readonly string[] = [];
