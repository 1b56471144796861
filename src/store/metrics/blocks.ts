import type { Binding } from "../binding.ts";
import type { Slot, SlotList } from "./slots.ts";

const SERIES_BITS = 11;
/** Series that are written to disk together: some 60 kB. */
export const BLOCK_SERIES = 1 << SERIES_BITS;
const SLOT_BITS = 4;
const SLOTS = 1 << SLOT_BITS;
/** In the ring: the slot stands among `extras`. */
const ELSEWHERE = 0xffff;

interface Ring {
  readonly sums: Float64Array;
  /** Samples in each slot; 0 = nothing is known of it. */
  readonly counts: Uint16Array;
}

/** The open minutes of 2,048 series, and what is known of them since the start. */
export class Block {
  readonly number: number;
  /** The ring holds the minutes from here on, 16 of them. */
  base: number;
  /** What the disk holds: all samples of log records up to `sequence` that lie before `below`. */
  sequence = 0;
  below = 0;
  /** How often it was written, so that no two chunks get one key. */
  flushes = 0;
  /** Minute of the last sample of each series; 0 when none is known. */
  readonly last = new Int32Array(BLOCK_SERIES);
  readonly bindings: (Binding | undefined)[] = Array.from({ length: BLOCK_SERIES }, () => undefined);
  /** Slots that hold something. */
  filled = 0;
  #ring: Ring | undefined;
  /** Slots of gauges with several values, and of minutes that the ring does not hold, by series, by minute. */
  readonly #extras = new Map<number, Map<number, Slot>>();
  #extraSlots = 0;

  constructor(number: number, base: number) {
    this.number = number;
    this.base = base;
  }

  get extraSlots(): number {
    return this.#extraSlots;
  }

  /** @param index  of the series within the block. */
  addValue(index: number, minute: number, value: number, isCount: boolean): void {
    const offset = minute - this.base;
    if (offset < 0 || offset >= SLOTS) return this.#addElsewhere(index, minute, 1, value, value, value);
    const ring = (this.#ring ??= newRing());
    const at = (index << SLOT_BITS) | (minute & (SLOTS - 1));
    const count = ring.counts[at]!;
    if (count === 0) {
      ring.sums[at] = value;
      ring.counts[at] = 1;
      this.filled += 1;
    } else if (isCount && count < ELSEWHERE - 1) {
      ring.sums[at]! += value;
      ring.counts[at] = count + 1;
    } else this.#moveElsewhere(index, minute, at, { count: 1, sum: value, min: value, max: value });
  }

  addSummary(index: number, minute: number, { count, sum, min, max }: Slot): void {
    const offset = minute - this.base;
    if (offset < 0 || offset >= SLOTS) return this.#addElsewhere(index, minute, count, sum, min, max);
    const ring = (this.#ring ??= newRing());
    const at = (index << SLOT_BITS) | (minute & (SLOTS - 1));
    this.#moveElsewhere(index, minute, at, { count, sum, min, max });
    ring.counts[at] = ELSEWHERE;
  }

  /** Whether a further sample would take memory of its own. */
  isOutside(minute: number): boolean {
    return minute < this.base || minute >= this.base + SLOTS;
  }

  /** The slots of one series that begin before `below`. */
  collect(index: number, below: number, into: SlotList): void {
    this.#collectRing(index, below, into);
    for (const [minute, { count, sum, min, max }] of this.#extras.get(index) ?? NO_SLOTS) {
      if (minute < below) into.add(minute, count, sum, min, max);
    }
  }

  /**
   * Takes out all slots that begin before `below`, series by series.
   * @param each  the list is its only until it returns
   */
  takeBelow(below: number, list: SlotList, each: (index: number, slots: SlotList) => void): void {
    for (let index = 0; index < BLOCK_SERIES; index++) {
      list.clear();
      this.#collectRing(index, below, list);
      this.#clearRing(index, below);
      this.#takeExtras(index, below, list);
      if (list.length > 0) each(index, list);
    }
  }

  /** Moves the ring, which must hold nothing outside of its new minutes. */
  rebase(base: number): void {
    this.base = base;
    if (this.filled === 0) this.#ring = undefined;
  }

  #collectRing(index: number, below: number, into: SlotList): void {
    const ring = this.#ring;
    if (ring === undefined) return;
    const end = Math.min(below, this.base + SLOTS);
    for (let minute = this.base; minute < end; minute++) {
      const at = (index << SLOT_BITS) | (minute & (SLOTS - 1));
      const count = ring.counts[at]!;
      if (count === 0 || count === ELSEWHERE) continue;
      const sum = ring.sums[at]!;
      into.add(minute, count, sum, sum, sum);
    }
  }

  #clearRing(index: number, below: number): void {
    const ring = this.#ring;
    if (ring === undefined) return;
    const end = Math.min(below, this.base + SLOTS);
    for (let minute = this.base; minute < end; minute++) {
      const at = (index << SLOT_BITS) | (minute & (SLOTS - 1));
      const count = ring.counts[at]!;
      if (count === 0) continue;
      ring.counts[at] = 0;
      if (count !== ELSEWHERE) this.filled -= 1;
    }
  }

  #takeExtras(index: number, below: number, list: SlotList): void {
    const slots = this.#extras.get(index);
    if (slots === undefined) return;
    for (const [minute, { count, sum, min, max }] of slots) {
      if (minute >= below) continue;
      list.add(minute, count, sum, min, max);
      slots.delete(minute);
      this.#extraSlots -= 1;
      this.filled -= 1;
    }
    if (slots.size === 0) this.#extras.delete(index);
  }

  #moveElsewhere(index: number, minute: number, at: number, added: Slot): void {
    const { counts, sums } = this.#ring!;
    const count = counts[at]!;
    counts[at] = ELSEWHERE;
    if (count !== 0 && count !== ELSEWHERE) {
      const sum = sums[at]!;
      this.filled -= 1;
      this.#addElsewhere(index, minute, count, sum, sum, sum);
    }
    this.#addElsewhere(index, minute, added.count, added.sum, added.min, added.max);
  }

  #addElsewhere(index: number, minute: number, count: number, sum: number, min: number, max: number): void {
    let slots = this.#extras.get(index);
    if (slots === undefined) this.#extras.set(index, (slots = new Map()));
    const slot = slots.get(minute);
    if (slot === undefined) {
      slots.set(minute, { count, sum, min, max });
      this.#extraSlots += 1;
      this.filled += 1;
      return;
    }
    slot.count += count;
    slot.sum += sum;
    slot.min = Math.min(slot.min, min);
    slot.max = Math.max(slot.max, max);
  }
}

const NO_SLOTS: ReadonlyMap<number, Slot> = new Map();

function newRing(): Ring {
  return { sums: new Float64Array(BLOCK_SERIES * SLOTS), counts: new Uint16Array(BLOCK_SERIES * SLOTS) };
}

/** Where a series stands. */
export const blockOf = (series: number): number => series >>> SERIES_BITS;
export const indexOf = (series: number): number => series & (BLOCK_SERIES - 1);
