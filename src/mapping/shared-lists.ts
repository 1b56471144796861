import { sameItems } from "./row-memory.ts";

/** Kinds of devices that differ in their rows. */
const LISTS_MAX = 256;

/**
 * Lists of row indexes that devices have in common: switches of one model have the same interfaces. At 256 it
 * begins anew, which costs room but changes nothing.
 */
export class SharedLists {
  readonly #byLength = new Map<number, (readonly string[])[]>();
  #count = 0;

  /** An equal list that was given before, or this one. */
  of(list: readonly string[]): readonly string[] {
    const known = this.#byLength.get(list.length) ?? [];
    const same = known.find((other) => sameItems(other, list));
    if (same !== undefined) return same;
    if (this.#count >= LISTS_MAX) this.#clear();
    this.#byLength.set(list.length, [...(this.#byLength.get(list.length) ?? []), list]);
    this.#count += 1;
    return list;
  }

  #clear(): void {
    this.#byLength.clear();
    this.#count = 0;
  }
}
