import type { Dimensions } from "../../mapping/index.ts";
import { IntList } from "./int-list.ts";

type Pair = Dimensions[number];

/** Key and value of a dimension as one number: most lines have all but a few of theirs in common with others. */
export class PairTable {
  /** By dimension key, by value. */
  readonly #numbers = new Map<string, Map<string, number>>();
  readonly #keys: string[] = [];
  readonly #keyNumbers = new Map<string, number>();
  readonly #pairs: (Pair | undefined)[] = [];
  readonly #keyOf = new IntList(-1);

  /** @returns -1 when it is not known */
  find(key: string, value: string): number {
    return this.#numbers.get(key)?.get(value) ?? -1;
  }

  /** The values of a dimension, each with the number of its pair. */
  values(key: string): Iterable<readonly [value: string, pair: number]> {
    return this.#numbers.get(key) ?? [];
  }

  /** @returns -1 for a key that no dimension has */
  keyNumber(key: string): number {
    return this.#keyNumbers.get(key) ?? -1;
  }

  /** @param number  of the caller's choice, when it is one of before */
  add(key: string, value: string, number = this.#pairs.length): number {
    this.addKey(key);
    const values = this.#numbers.get(key)!;
    const keyNumber = this.keyNumber(key);
    while (this.#pairs.length <= number) this.#pairs.push(undefined);
    // One text for the key in all pairs.
    this.#pairs[number] = [this.#keys[keyNumber]!, value];
    values.set(value, number);
    this.#keyOf.set(number, keyNumber);
    return number;
  }

  addKey(key: string): void {
    if (this.#keyNumbers.has(key)) return;
    this.#keyNumbers.set(key, this.#keys.length);
    this.#keys.push(key);
    this.#numbers.set(key, new Map());
  }

  pair(number: number): Pair | undefined {
    return this.#pairs[number];
  }

  keyOf(number: number): number {
    return this.#keyOf.get(number);
  }
}
