import type { PollResult } from "../poll/index.ts";
import {
  type CounterBaselines,
  type CounterSeries,
  type ReadTime,
  seriesFor,
  type UnreadCounter,
} from "./baselines.ts";
import type { Column, PolledValues } from "./cells.ts";
import { type Interval, increaseOf, intervalBetween, type RowIdentity } from "./increase.ts";
import type { GroupLayout } from "./layout.ts";
import type { NoteBook } from "./notes.ts";
import { type RowMemory, sameItems } from "./row-memory.ts";

/** The counters of one poll: takes each value once, answers its increase, and ends in the next baselines. */
export class CounterTracker {
  readonly #layout: GroupLayout;
  readonly #previous: readonly (CounterSeries | undefined)[];
  readonly #now: ReadTime;
  /** The agent restarted in the middle: nobody knows which value is of which life. */
  readonly #rebooted: boolean;
  readonly #intervalMs: number;
  readonly #notes: NoteBook;
  readonly #next: (SeriesWriter | undefined)[];
  readonly #intervals = new Map<ReadTime, Interval>();
  #lastRead: ReadTime | undefined;
  #lastInterval: Interval | undefined;
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
    this.#now = readTimeOf(result);
    this.#rebooted = result.rebooted;
    this.#intervalMs = intervalMs;
    this.#notes = notes;
    this.#next = Array.from({ length: layout.counters.length });
  }

  /**
   * Stores what was read and answers the increase since the read before.
   * @param row  whether the row is what it was
   * @returns undefined when there is nothing to compare with: first sample, too long ago, or reset
   */
  step(
    counter: number,
    index: string,
    value: number | bigint,
    isCounter32: boolean,
    row: RowIdentity,
  ): number | bigint | undefined {
    const previous = this.#previous[counter];
    const writer = (this.#next[counter] ??= new SeriesWriter(previous?.indexes));
    const position = writer.push(index, value) ?? this.#positionOf(previous, index);
    if (previous !== undefined && position !== undefined) {
      const interval = this.#intervalSince(previous.read);
      return this.#increase(previous.values[position]!, value, isCounter32, interval, row);
    }
    const unread = previous?.unread?.get(index);
    if (unread === undefined) {
      this.#notes.counters.firstSamples += 1;
      return undefined;
    }
    const interval = this.#intervalSince(unread.read, previous?.putOffAtMs);
    const identity = unread.gone && row === "same" ? "doubtful" : row;
    return this.#increase(unread.value, value, isCounter32, interval, identity);
  }

  #increase(
    before: number | bigint,
    now: number | bigint,
    isCounter32: boolean,
    interval: Interval,
    row: RowIdentity,
  ): number | bigint | undefined {
    const notes = this.#notes.counters;
    if (interval.tooLong) {
      notes.gaps += 1;
      return undefined;
    }
    const increase = this.#rebooted ? undefined : increaseOf(before, now, isCounter32, interval, row);
    if (increase === undefined || increase.kind === "reset") {
      notes.resets += 1;
      return undefined;
    }
    if (increase.wrapped) notes.wraps += 1;
    return increase.value;
  }

  /**
   * The counters after this poll. What was not read keeps its value until it is too old to count from.
   * @param rows  of the subgroups: their lists of indexes are shared where they are the same
   */
  finish(values: PolledValues, rows: readonly (RowMemory | undefined)[]): CounterBaselines["series"] {
    if (this.#rebooted) return [];
    const lists = new Set(rows.flatMap((one) => (one === undefined ? [] : [one.indexes])));
    return this.#next.map((writer, counter) => {
      const series = this.#finishSeries(counter, writer, values, lists);
      if (series !== undefined) lists.add(series.indexes);
      return series;
    });
  }

  #finishSeries(
    counter: number,
    next: SeriesWriter | undefined,
    values: PolledValues,
    lists: ReadonlySet<readonly string[]>,
  ): CounterSeries | undefined {
    const previous = this.#previous[counter];
    const writer = next ?? new SeriesWriter(previous?.indexes);
    const own = writer.indexes();
    const indexes = lists.has(own) ? own : ([...lists].find((list) => sameItems(list, own)) ?? own);
    const oid = this.#layout.counters[counter]?.column;
    const column = oid === undefined ? undefined : values.column(oid);
    const unread = this.#unreadOf(previous, writer, column);
    if (indexes.length === 0 && unread === undefined) return undefined;
    return {
      read: this.#now,
      indexes,
      // A copy without the room that an array keeps to grow in: this is held for every device.
      values: writer.values.slice(),
      unread,
      putOffAtMs: unread === undefined ? undefined : this.#putOffAtMs(previous, column, unread),
    };
  }

  #unreadOf(
    previous: CounterSeries | undefined,
    writer: SeriesWriter,
    column: Column | undefined,
  ): ReadonlyMap<string, UnreadCounter> | undefined {
    if (previous === undefined) return undefined;
    if (writer.inStep && writer.values.length === previous.indexes.length && previous.unread === undefined) {
      return undefined; // the usual poll: all that was there was read again
    }
    const readNow = new Set(writer.indexes());
    const unread = new Map<string, UnreadCounter>();
    const keep = (index: string, counter: UnreadCounter): void => {
      if (readNow.has(index)) return;
      const putOffAtMs = column?.putOff(index) === true ? this.#now.monotonicMs : previous.putOffAtMs;
      if (this.#intervalSince(counter.read, putOffAtMs).tooLong) return;
      const isGone = !counter.gone && column !== undefined && column.at(index) === undefined;
      unread.set(index, isGone ? { ...counter, gone: true } : counter);
    };
    previous.indexes.forEach((index, i) =>
      keep(index, { value: previous.values[i]!, read: previous.read, gone: false }),
    );
    for (const [index, counter] of previous.unread ?? []) keep(index, counter);
    return unread.size === 0 ? undefined : unread;
  }

  #putOffAtMs(
    previous: CounterSeries | undefined,
    column: Column | undefined,
    unread: ReadonlyMap<string, UnreadCounter>,
  ): number | undefined {
    if (column === undefined || column.whole) return previous?.putOffAtMs;
    for (const index of unread.keys()) if (column.putOff(index)) return this.#now.monotonicMs;
    return previous?.putOffAtMs;
  }

  /** Few times are met in a poll, mostly one: that of the poll before. */
  #intervalSince(read: ReadTime, putOffAtMs?: number): Interval {
    if (putOffAtMs !== undefined && putOffAtMs > read.monotonicMs) {
      return intervalBetween(read, this.#now, this.#intervalMs, putOffAtMs);
    }
    if (read === this.#lastRead) return this.#lastInterval!;
    let interval = this.#intervals.get(read);
    if (interval === undefined) {
      interval = intervalBetween(read, this.#now, this.#intervalMs);
      this.#intervals.set(read, interval);
    }
    this.#lastRead = read;
    this.#lastInterval = interval;
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

function readTimeOf({ startedMonotonicMs, sysUpTimeTicks: ticks, sysUpTimeAtMs }: PollResult): ReadTime {
  const uptime = ticks === undefined ? undefined : { ticks, atMs: sysUpTimeAtMs ?? startedMonotonicMs };
  return { monotonicMs: startedMonotonicMs, uptime };
}
