import type { Turns } from "../../base/index.ts";
import type { Aggregation } from "../../manifest/index.ts";
import type { Grid, SlotColumns } from "../sources.ts";
import { aggregateSlot, quantileOfMembers, rankOf } from "./aggregation.ts";
import { emptyColumns, gridEndMs, mergeSlot } from "./frame.ts";
import { Slab } from "./slab.ts";

// Each takes in the tuples of a metric one after another while they are read, and keeps no more than the
// transformation after it needs.

/** @typeParam Out  what a group becomes */
export interface Accumulator<Out> {
  add(group: number, slots: SlotColumns): void;
  /** @returns undefined for a group without a sample */
  finish(group: number, turns: Turns): Out | undefined | Promise<Out>;
}

export interface PointOut {
  readonly values: Float64Array;
  readonly endMs: number;
}

/** All four columns of each group. */
export class SummaryAccumulator implements Accumulator<SlotColumns> {
  readonly #groups: (SlotColumns | undefined)[] = [];
  readonly #slab = new Slab();

  add(group: number, slots: SlotColumns): void {
    const size = slots.count.length;
    if (isEmpty(slots)) return;
    const into = (this.#groups[group] ??= emptyColumns(size, this.#slab));
    for (let i = 0; i < size; i++) mergeSlot(into, i, slots, i);
  }

  finish(group: number): SlotColumns | undefined {
    return this.#groups[group];
  }
}

/** One aggregation of each slot: a column, for averages two. */
export class ValueAccumulator implements Accumulator<Float64Array> {
  readonly #name: Aggregation["name"];
  readonly #values: (Float64Array | undefined)[] = [];
  readonly #counts: (Float64Array | undefined)[] = [];
  readonly #slab = new Slab();

  constructor({ name }: Aggregation) {
    this.#name = name;
  }

  add(group: number, slots: SlotColumns): void {
    if (isEmpty(slots)) return;
    const size = slots.count.length;
    const values = (this.#values[group] ??= this.#slab.take(size).fill(Number.NaN));
    const counts = this.#name === "avg" ? (this.#counts[group] ??= this.#slab.take(size)) : undefined;
    const column = this.#column(slots);
    for (let i = 0; i < size; i++) {
      if (slots.count[i] === 0) continue;
      values[i] = this.#merged(values[i]!, column[i]!);
      if (counts !== undefined) counts[i]! += slots.count[i]!;
    }
  }

  finish(group: number): Float64Array | undefined {
    const values = this.#values[group];
    const counts = this.#counts[group];
    if (values === undefined || counts === undefined) return values;
    for (let i = 0; i < values.length; i++) values[i]! /= counts[i]!;
    this.#counts[group] = undefined;
    return values;
  }

  #column({ count, sum, min, max }: SlotColumns): Float64Array {
    if (this.#name === "count") return count;
    if (this.#name === "min") return min;
    return this.#name === "max" ? max : sum;
  }

  #merged(before: number, value: number): number {
    if (Number.isNaN(before)) return value;
    if (this.#name === "min") return Math.min(before, value);
    return this.#name === "max" ? Math.max(before, value) : before + value;
  }
}

/** The default aggregation of each tuple, for the median or a percentile over them. */
export class QuantileAccumulator implements Accumulator<Float64Array> {
  readonly #rank: number;
  readonly #ofTuple: Aggregation;
  readonly #members: (Float64Array[] | undefined)[] = [];
  readonly #slab = new Slab();

  constructor(quantile: Aggregation, ofTuple: Aggregation) {
    this.#rank = rankOf(quantile);
    this.#ofTuple = ofTuple;
  }

  add(group: number, slots: SlotColumns): void {
    if (isEmpty(slots)) return;
    const values = this.#slab.take(slots.count.length);
    for (let i = 0; i < values.length; i++) values[i] = aggregateSlot(slots, i, this.#ofTuple);
    const members = (this.#members[group] ??= []);
    members.push(values);
  }

  finish(group: number, turns: Turns): Promise<Float64Array> | undefined {
    const members = this.#members[group];
    return members === undefined ? undefined : quantileOfMembers(members, this.#rank, turns);
  }
}

/** `fold`: all slots as one; it ends where the grid does. */
export class FoldAccumulator implements Accumulator<PointOut> {
  readonly #aggregation: Aggregation;
  readonly #endMs: number;
  readonly #points: (SlotColumns | undefined)[] = [];

  constructor(aggregation: Aggregation, grid: Grid) {
    this.#aggregation = aggregation;
    this.#endMs = gridEndMs(grid);
  }

  add(group: number, slots: SlotColumns): void {
    if (isEmpty(slots)) return;
    const point = (this.#points[group] ??= emptyColumns(1));
    for (let i = 0; i < slots.count.length; i++) mergeSlot(point, 0, slots, i);
  }

  finish(group: number): PointOut | undefined {
    const point = this.#points[group];
    if (point === undefined) return undefined;
    return { values: Float64Array.of(aggregateSlot(point, 0, this.#aggregation)), endMs: this.#endMs };
  }
}

/** `last`, `lastReal`: the latest slot of each group that has a sample. */
export class LastAccumulator implements Accumulator<PointOut> {
  readonly #aggregation: Aggregation;
  readonly #grid: Grid;
  readonly #points: ({ slot: number; readonly columns: SlotColumns } | undefined)[] = [];

  constructor(aggregation: Aggregation, grid: Grid) {
    this.#aggregation = aggregation;
    this.#grid = grid;
  }

  add(group: number, slots: SlotColumns): void {
    const slot = lastSlot(slots);
    const known = this.#points[group];
    if (slot < 0 || (known !== undefined && known.slot > slot)) return;
    const point = known?.slot === slot ? known : { slot, columns: emptyColumns(1) };
    mergeSlot(point.columns, 0, slots, slot);
    this.#points[group] = point;
  }

  finish(group: number): PointOut | undefined {
    const point = this.#points[group];
    if (point === undefined) return undefined;
    return {
      values: Float64Array.of(aggregateSlot(point.columns, 0, this.#aggregation)),
      endMs: this.#grid.startMs + (point.slot + 1) * this.#grid.stepMs,
    };
  }
}

function isEmpty({ count }: SlotColumns): boolean {
  for (const samples of count) if (samples > 0) return false;
  return true;
}

function lastSlot({ count }: SlotColumns): number {
  for (let i = count.length - 1; i >= 0; i--) if (count[i]! > 0) return i;
  return -1;
}
