import { IntList } from "./int-list.ts";
import { mixed, NumberIndex } from "./number-index.ts";

/** Metric and tuple as one number. A number is never given again: lines are known by it. */
export class SeriesTable {
  /** -1: forgotten. */
  readonly #metrics = new IntList(-1);
  readonly #tuples = new IntList(-1);
  readonly #index = new NumberIndex();
  #live = 0;
  #skippedTo = 0;

  /** One more than the highest number that was given; those forgotten count. */
  get size(): number {
    return Math.max(this.#metrics.length, this.#skippedTo);
  }

  /** Numbers below `end` are not given any more. */
  skipTo(end: number): void {
    this.#skippedTo = end;
  }

  get live(): number {
    return this.#live;
  }

  /** @returns -1 when it is not known */
  find(metric: number, tuple: number): number {
    return this.#index.find(
      hashOf(metric, tuple),
      (number) => this.#tuples.get(number) === tuple && this.#metrics.get(number) === metric,
    );
  }

  /** @param number  of the caller's choice, when it is one of before */
  add(metric: number, tuple: number, number = this.size): number {
    this.#metrics.set(number, metric);
    this.#tuples.set(number, tuple);
    this.#index.add(hashOf(metric, tuple), number);
    this.#live += 1;
    return number;
  }

  remove(number: number): void {
    this.#index.remove(hashOf(this.metricOf(number), this.tupleOf(number)), number);
    this.#metrics.set(number, -1);
    this.#live -= 1;
  }

  /** @returns -1 of one that was forgotten */
  metricOf(number: number): number {
    return this.#metrics.get(number);
  }

  tupleOf(number: number): number {
    return this.#tuples.get(number);
  }
}

const hashOf = (metric: number, tuple: number): number => mixed(mixed(metric, tuple), tuple >>> 16);
