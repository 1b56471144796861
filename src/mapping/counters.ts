import type { PollResult } from "../poll/index.ts";
import {
  type CounterBaselines,
  type CounterSeries,
  type ReadTime,
  seriesFor,
  type UnreadCounter,
} from "./baselines.ts";
import type { PolledValues } from "./cells.ts";
import { type Interval, increaseOf, intervalBetween } from "./increase.ts";
import type { GroupLayout } from "./layout.ts";
import type { NoteBook } from "./notes.ts";

/** The counters of one poll: takes each value once, answers its increase, and ends in the next baselines. */
export class CounterTracker {
  readonly #layout: GroupLayout;
  readonly #previous: readonly (CounterSeries | undefined)[];
  readonly #now: ReadTime;
  readonly #intervalMs: number;
  readonly #notes: NoteBook;
  readonly #next: (SeriesWriter | undefined)[];
  readonly #intervals = new Map<ReadTime, Interval>();
  readonly #positions = new Map<readonly string[], ReadonlyMap<string, number>>();

  constructor(
    layout: GroupLayout,
    baselines: CounterBaselines,
    result: PollResult,
    intervalMs: number,
    notes: NoteBook,
  ) {
    this.#layout = layout;
    this.#previous = seriesFor(baselines, layout);
    this.#now = { monotonicMs: result.startedMonotonicMs, sysUpTimeTicks: result.sysUpTimeTicks };
    this.#intervalMs = intervalMs;
    this.#notes = notes;
    this.#next = Array.from({ length: layout.counters.length });
  }

  /**
   * Stores what was read and answers the increase since the read before.
   * @returns undefined when there is nothing to compare with: first sample, too long ago, or reset
   */
  step(
    counter: number,
    index: string,
    value: number | bigint,
    isCounter32: boolean,
  ): number | bigint | undefined {
    const previous = this.#previous[counter];
    const writer = (this.#next[counter] ??= new SeriesWriter(previous?.indexes));
    const position = writer.push(index, value) ?? this.#positionOf(previous, index);
    const notes = this.#notes.counters;
    let before: number | bigint;
    let read: ReadTime;
    let gone = false;
    if (previous !== undefined && position !== undefined) {
      before = previous.values[position]!;
      read = previous.read;
    } else {
      const unread = previous?.unread?.get(index);
      if (unread === undefined) {
        notes.firstSamples += 1;
        return undefined;
      }
      ({ value: before, read, gone } = unread);
    }
    const interval = this.#intervalSince(read);
    if (interval.tooLong) {
      notes.gaps += 1;
      return undefined;
    }
    const increase = increaseOf(before, value, isCounter32, interval, gone);
    if (increase.kind === "reset") {
      notes.resets += 1;
      return undefined;
    }
    if (increase.wrapped) notes.wraps += 1;
    return increase.value;
  }

  /** The state after this poll. What was not read keeps its own until it is too old to count from. */
  finish(values: PolledValues): CounterBaselines {
    const series: (CounterSeries | undefined)[] = [];
    let indexesBefore: readonly string[] = [];
    for (let counter = 0; counter < this.#next.length; counter++) {
      const next = this.#finishSeries(counter, values, indexesBefore);
      series.push(next);
      indexesBefore = next?.indexes ?? indexesBefore;
    }
    return { layout: this.#layout, series };
  }

  #finishSeries(
    counter: number,
    values: PolledValues,
    shareable: readonly string[],
  ): CounterSeries | undefined {
    const previous = this.#previous[counter];
    const oid = this.#layout.counters[counter]?.column;
    const isGone = (index: string): boolean =>
      oid !== undefined && values.column(oid).at(index) === undefined;
    const writer = this.#next[counter] ?? new SeriesWriter(previous?.indexes);
    const indexes = sameTexts(shareable, writer.indexes()) ? shareable : writer.indexes();
    const unread = this.#unreadOf(previous, writer, isGone);
    if (indexes.length === 0 && unread === undefined) return undefined;
    // A copy without the room that an array keeps to grow in: this is held for every device.
    return { read: this.#now, indexes, values: writer.values.slice(), unread };
  }

  #unreadOf(
    previous: CounterSeries | undefined,
    writer: SeriesWriter,
    isGone: (index: string) => boolean,
  ): ReadonlyMap<string, UnreadCounter> | undefined {
    if (previous === undefined) return undefined;
    if (writer.inStep && writer.values.length === previous.indexes.length && previous.unread === undefined) {
      return undefined; // the usual poll: all that was there was read again
    }
    const readNow = new Set(writer.indexes());
    const unread = new Map<string, UnreadCounter>();
    const keep = (index: string, counter: UnreadCounter): void => {
      if (readNow.has(index) || this.#intervalSince(counter.read).tooLong) return;
      unread.set(index, { ...counter, gone: counter.gone || isGone(index) });
    };
    previous.indexes.forEach((index, i) =>
      keep(index, { value: previous.values[i]!, read: previous.read, gone: false }),
    );
    for (const [index, counter] of previous.unread ?? []) keep(index, counter);
    return unread.size === 0 ? undefined : unread;
  }

  #intervalSince(read: ReadTime): Interval {
    let interval = this.#intervals.get(read);
    if (interval === undefined) {
      interval = intervalBetween(read, this.#now, this.#intervalMs);
      this.#intervals.set(read, interval);
    }
    return interval;
  }

  #positionOf(previous: CounterSeries | undefined, index: string): number | undefined {
    if (previous === undefined) return undefined;
    let positions = this.#positions.get(previous.indexes);
    if (positions === undefined) {
      positions = new Map(previous.indexes.map((text, i) => [text, i]));
      this.#positions.set(previous.indexes, positions);
    }
    return positions.get(index);
  }
}

/** The next values of a series. As long as rows come as in the poll before, it goes in step and keeps no indexes. */
class SeriesWriter {
  readonly values: (number | bigint)[] = [];
  readonly #expected: readonly string[];
  #own: string[] | undefined;

  constructor(expected: readonly string[] | undefined) {
    this.#expected = expected ?? [];
    if (expected === undefined) this.#own = [];
  }

  get inStep(): boolean {
    return this.#own === undefined;
  }

  /** Stores a value; returns its position in the poll before when in step with it. */
  push(index: string, value: number | bigint): number | undefined {
    const position = this.values.push(value) - 1;
    if (this.#own === undefined) {
      if (this.#expected[position] === index) return position;
      this.#own = this.#expected.slice(0, position);
    }
    this.#own.push(index);
    return undefined;
  }

  indexes(): readonly string[] {
    if (this.#own !== undefined) return this.#own;
    const count = this.values.length;
    return count === this.#expected.length ? this.#expected : this.#expected.slice(0, count);
  }
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return (
    left === right ||
    (left.length === right.length && left.every((text, position) => text === right[position]))
  );
}
