import { yieldNow } from "./yield-now.ts";

/** Some milliseconds of work; a step is about ten nanoseconds. */
const STEPS_A_TURN = 300_000;
/** What making one of a list takes by itself. */
const STEPS_AN_ITEM = 20;
/** As many are sorted at once, in about a millisecond. */
const RUN_ITEMS = 1_024;
const STEPS_A_COMPARISON = 20;

export type Compare<T> = (a: T, b: T) => number;

/**
 * Gives way to others after so much of a long work. Steps are counted and no clock is asked: the same work is
 * interrupted at the same places.
 */
export class Turns {
  readonly #stepsATurn: number;
  readonly #give: () => Promise<void>;
  #left: number;

  /** @param giveWay  resolves when the others had their turn; throws when nobody wants the work any more */
  constructor(giveWay: () => Promise<void> = yieldNow, stepsATurn = STEPS_A_TURN) {
    this.#give = giveWay;
    this.#stepsATurn = stepsATurn;
    this.#left = stepsATurn;
  }

  /** Counts steps that were done. @returns true when it is time to `giveWay` */
  isOver(steps: number): boolean {
    this.#left -= steps;
    return this.#left <= 0;
  }

  async giveWay(): Promise<void> {
    this.#left = this.#stepsATurn;
    await this.#give();
  }

  /** As `Array.forEach`. @param stepsEach  what one of the items takes */
  async each<T>(items: readonly T[], stepsEach: number, done: (item: T) => void): Promise<void> {
    for (const item of items) {
      done(item);
      if (this.isOver(stepsEach)) await this.giveWay();
    }
  }

  /** As `Array.map`. @param stepsEach  what one of the items takes */
  async map<T, R>(items: readonly T[], stepsEach: number, made: (item: T, index: number) => R): Promise<R[]> {
    const results: R[] = [];
    for (let i = 0; i < items.length; i++) {
      results.push(made(items[i]!, i));
      if (this.isOver(STEPS_AN_ITEM + stepsEach)) await this.giveWay();
    }
    return results;
  }

  /** As `Array.toSorted`: stable. Short runs are sorted, then merged two by two. */
  async sorted<T>(items: readonly T[], compare: Compare<T>): Promise<T[]> {
    let from: T[] = [];
    for (let at = 0; at < items.length; at += RUN_ITEMS) {
      for (const item of items.slice(at, at + RUN_ITEMS).toSorted(compare)) from.push(item);
      if (this.isOver(RUN_ITEMS * 10 * STEPS_A_COMPARISON)) await this.giveWay();
    }
    let into = [...from];
    for (let length = RUN_ITEMS; length < items.length; length *= 2) {
      await this.#mergeRuns(from, into, length, compare);
      [from, into] = [into, from];
    }
    return from;
  }

  async #mergeRuns<T>(from: readonly T[], into: T[], length: number, compare: Compare<T>): Promise<void> {
    for (let start = 0; start < from.length; start += 2 * length) {
      const middle = Math.min(start + length, from.length);
      const end = Math.min(middle + length, from.length);
      let [left, right] = [start, middle];
      for (let at = start; at < end; at++) {
        const isLeft = right >= end || (left < middle && compare(from[left]!, from[right]!) <= 0);
        into[at] = isLeft ? from[left++]! : from[right++]!;
        if (this.isOver(STEPS_A_COMPARISON)) await this.giveWay();
      }
    }
  }
}
