import type { Grid, SlotColumns } from "../../query/index.ts";
import type { MetricPlace } from "./metric-places.ts";

// One quantity of one interface over time, put together from the tuples that it had.

type Column = readonly (number | null)[];

/** A counter that was not read for longer begins anew (`mapping/increase.ts`). */
const MISSED_MAX = 2;

/** Adds up what the tuples of one metric hold: at any time an interface has one of them. */
export class SeriesSum {
  readonly place: MetricPlace;
  readonly #grid: Grid;
  readonly #count: Float64Array;
  readonly #sum: Float64Array;
  readonly #max: Float64Array;
  #isEmpty = true;

  constructor(place: MetricPlace, grid: Grid) {
    this.place = place;
    this.#grid = grid;
    this.#count = new Float64Array(grid.slots);
    this.#sum = new Float64Array(grid.slots);
    this.#max = new Float64Array(grid.slots);
  }

  /** Whether there is no value in all the time. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  add({ count, sum, max }: SlotColumns): void {
    for (let i = 0; i < this.#grid.slots; i++) {
      const samples = count[i]!;
      if (samples === 0) continue;
      this.#isEmpty = false;
      this.#max[i] = this.#count[i] === 0 ? max[i]! : Math.max(this.#max[i]!, max[i]!);
      this.#count[i]! += samples;
      this.#sum[i]! += sum[i]!;
    }
  }

  /** Whether there is a value in a slot. */
  has(slot: number): boolean {
    return this.#count[slot] !== 0;
  }

  /**
   * The increase per second. Of counts each sample is what came in one interval, so that two in one slot and none in the
   * next, as polls that drift over the edge make them, are no peak; after polls that were lost it is what came in theirs,
   * too. A gauge here is a counter as it was read.
   * @param factor  octets to bits, or seconds to minutes
   * @param wasRead  whether the interface was read in a slot: a counter without a value there began anew
   */
  rates(factor: number, wasRead: (slot: number) => boolean): Column {
    const seconds = this.place.intervalMs / 1_000;
    if (this.place.type === "gauge") return this.#differences(factor);
    return Array.from(this.#sum, (sum, i) =>
      this.#count[i] === 0
        ? null
        : (sum / ((this.#count[i]! + this.#lostBefore(i, wasRead)) * seconds)) * factor,
    );
  }

  /** How many polls before a slot brought nothing, so that what came meanwhile is in its first value. */
  #lostBefore(slot: number, wasRead: (slot: number) => boolean): number {
    let last = slot - 1;
    for (; last >= 0 && this.#count[last] === 0; last--) if (wasRead(last)) return 0;
    const empty = slot - 1 - last;
    if (last < 0 || empty === 0) return 0;
    const perSlot = this.#grid.stepMs / this.place.intervalMs;
    const extra = (at: number): number => Math.max(0, this.#count[at]! - perSlot);
    const lost = Math.round(empty * perSlot - extra(last) - extra(slot));
    return lost > 0 && lost <= MISSED_MAX ? lost : 0;
  }

  /** The highest value of each slot, as read. */
  values(): Column {
    return Array.from(this.#max, (value, i) => (this.#count[i] === 0 ? null : value));
  }

  /** Latest value; undefined when there is none in the last `slots` slots. */
  latest(slots = this.#grid.slots): number | undefined {
    for (let i = this.#grid.slots - 1; i >= Math.max(0, this.#grid.slots - slots); i--) {
      if (this.#count[i] !== 0) return this.#max[i];
    }
    return undefined;
  }

  #differences(factor: number): Column {
    const rates: (number | null)[] = Array.from({ length: this.#grid.slots }, () => null);
    let before = -1;
    for (let i = 0; i < this.#grid.slots; i++) {
      if (this.#count[i] === 0) continue;
      const increase = before < 0 ? -1 : this.#max[i]! - this.#max[before]!;
      // A counter that went back began anew: how far it had come is not known.
      if (increase >= 0) rates[i] = (increase / (((i - before) * this.#grid.stepMs) / 1_000)) * factor;
      before = i;
    }
    return rates;
  }
}

/** The series of the best source that has values. */
export function bestOf(series: readonly SeriesSum[]): SeriesSum | undefined {
  let best: SeriesSum | undefined;
  for (const one of series) {
    if (one.isEmpty) continue;
    if (best === undefined || rankOf(one) > rankOf(best)) best = one;
  }
  return best;
}

const rankOf = ({ place }: SeriesSum): number => place.meaning?.rank ?? 0;
