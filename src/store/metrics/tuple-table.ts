import { IntList } from "./int-list.ts";
import { mixed, NumberIndex } from "./number-index.ts";

/** Lists of pairs as one number: the metrics of a row share theirs. */
export class TupleTable {
  /** All lists behind each other. */
  readonly #pool = new IntList();
  /** Where the list of a tuple begins; -1 of a number that none has. */
  readonly #starts = new IntList(-1);
  readonly #lengths = new IntList();
  /** Of each place in the pool: whose it is, and the place before it with the same pair. */
  readonly #owners = new IntList();
  readonly #before = new IntList(-1);
  /** Of each pair: its last place in the pool, and how many places it has. */
  readonly #lastPlaces = new IntList(-1);
  readonly #uses = new IntList();
  readonly #index = new NumberIndex();

  get size(): number {
    return this.#starts.length;
  }

  has(number: number): boolean {
    return this.#starts.get(number) >= 0;
  }

  /** @param pairs  numbers of pairs, sorted by key. @returns -1 when it is not known */
  find(pairs: readonly number[]): number {
    return this.#index.find(hashOf(pairs), (number) => this.#holds(number, pairs));
  }

  /** @param number  of the caller's choice, when it is one of before */
  add(pairs: readonly number[], number = this.#starts.length): number {
    this.#starts.set(number, this.#pool.length);
    this.#lengths.set(number, pairs.length);
    for (const pair of pairs) this.#place(pair, number);
    this.#index.add(hashOf(pairs), number);
    return number;
  }

  length(number: number): number {
    return this.#lengths.get(number);
  }

  /** The pair at a position. */
  at(number: number, position: number): number {
    return this.#pool.get(this.#starts.get(number) + position);
  }

  /** How many tuples have a pair. */
  uses(pair: number): number {
    return this.#uses.get(pair);
  }

  /** The tuples that have a pair, the newest first. */
  forEachWith(pair: number, each: (tuple: number) => void): void {
    for (let at = this.#lastPlaces.get(pair); at >= 0; at = this.#before.get(at)) each(this.#owners.get(at));
  }

  #place(pair: number, owner: number): void {
    const at = this.#pool.length;
    this.#pool.push(pair);
    this.#owners.push(owner);
    this.#before.push(this.#lastPlaces.get(pair));
    this.#lastPlaces.set(pair, at);
    this.#uses.set(pair, this.#uses.get(pair) + 1);
  }

  #holds(number: number, pairs: readonly number[]): boolean {
    if (this.length(number) !== pairs.length) return false;
    for (let i = 0; i < pairs.length; i++) if (this.at(number, i) !== pairs[i]) return false;
    return true;
  }
}

function hashOf(pairs: readonly number[]): number {
  let hash = pairs.length;
  for (const pair of pairs) hash = mixed(hash, pair);
  return mixed(hash, hash >>> 16);
}
