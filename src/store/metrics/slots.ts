/** What is known of one slot of a series. */
export interface Slot {
  count: number;
  sum: number;
  min: number;
  max: number;
}

/** Takes slots one by one, whoever reads them and from wherever. */
export interface SlotSink {
  /**
   * @param minute  where the slot begins, minutes since the epoch
   * @param count   samples in it, at least 1
   * @param min     of a count it means nothing, and so does `max`
   */
  add(minute: number, count: number, sum: number, min: number, max: number): void;
}

/** Slots of one series in columns that are used again and again, in the order of time once sorted. */
export class SlotList implements SlotSink {
  length = 0;
  minutes = new Float64Array(START_SLOTS);
  counts = new Float64Array(START_SLOTS);
  sums = new Float64Array(START_SLOTS);
  mins = new Float64Array(START_SLOTS);
  maxs = new Float64Array(START_SLOTS);
  /** Slot widths of the list, minutes: what falls into one slot is made one. */
  #step = 1;

  /** @param step  minutes that one slot of the list covers */
  clear(step = 1): void {
    this.length = 0;
    this.#step = step;
  }

  add(minute: number, count: number, sum: number, min: number, max: number): void {
    const start = minute - (minute % this.#step);
    const at = this.#placeOf(start);
    if (at < this.length && this.minutes[at] === start) {
      this.counts[at]! += count;
      this.sums[at]! += sum;
      this.mins[at] = Math.min(this.mins[at]!, min);
      this.maxs[at] = Math.max(this.maxs[at]!, max);
      return;
    }
    this.#open(at);
    this.minutes[at] = start;
    this.counts[at] = count;
    this.sums[at] = sum;
    this.mins[at] = min;
    this.maxs[at] = max;
  }

  /** Slots come in order, mostly, so the search begins at the end. */
  #placeOf(minute: number): number {
    const { minutes } = this;
    let at = this.length;
    if (at === 0 || minutes[at - 1]! < minute) return at;
    let low = 0;
    while (low < at) {
      const middle = (low + at) >> 1;
      if (minutes[middle]! < minute) low = middle + 1;
      else at = middle;
    }
    return low;
  }

  #open(at: number): void {
    if (this.length === this.minutes.length) this.#grow();
    if (at < this.length) {
      for (const column of [this.minutes, this.counts, this.sums, this.mins, this.maxs]) {
        column.copyWithin(at + 1, at, this.length);
      }
    }
    this.length += 1;
  }

  #grow(): void {
    const grown = (column: Float64Array) => {
      const larger = new Float64Array(2 * column.length);
      larger.set(column);
      return larger;
    };
    this.minutes = grown(this.minutes);
    this.counts = grown(this.counts);
    this.sums = grown(this.sums);
    this.mins = grown(this.mins);
    this.maxs = grown(this.maxs);
  }
}

const START_SLOTS = 64;
