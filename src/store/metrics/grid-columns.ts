import type { Grid, SlotColumns } from "../../query/index.ts";
import type { SlotSink } from "./slots.ts";

const MINUTE_MS = 60_000;

/** Puts slots of any width onto a grid. One that is wider than those of the grid goes where it begins. */
export class GridColumns implements SlotColumns, SlotSink {
  readonly count: Float64Array;
  readonly sum: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly #startMinute: number;
  readonly #stepMinutes: number;
  readonly #slots: number;

  constructor({ startMs, stepMs, slots }: Grid) {
    this.#startMinute = Math.floor(startMs / MINUTE_MS);
    this.#stepMinutes = stepMs / MINUTE_MS;
    this.#slots = slots;
    this.count = new Float64Array(slots);
    this.sum = new Float64Array(slots);
    this.min = new Float64Array(slots);
    this.max = new Float64Array(slots);
  }

  /** First minute of the grid, and the first behind it. */
  get fromMinute(): number {
    return this.#startMinute;
  }

  get toMinute(): number {
    return this.#startMinute + this.#slots * this.#stepMinutes;
  }

  clear(): void {
    this.count.fill(0);
    this.sum.fill(0);
    this.min.fill(0);
    this.max.fill(0);
  }

  add(minute: number, count: number, sum: number, min: number, max: number): void {
    const slot = Math.floor((minute - this.#startMinute) / this.#stepMinutes);
    if (slot < 0 || slot >= this.#slots) return;
    if (this.count[slot] === 0) {
      this.count[slot] = count;
      this.sum[slot] = sum;
      this.min[slot] = min;
      this.max[slot] = max;
      return;
    }
    this.count[slot]! += count;
    this.sum[slot]! += sum;
    if (min < this.min[slot]!) this.min[slot] = min;
    if (max > this.max[slot]!) this.max[slot] = max;
  }

  /** Of a count only the increase is known: its least and greatest are that too. */
  asCount(): void {
    this.min.set(this.sum);
    this.max.set(this.sum);
  }
}
