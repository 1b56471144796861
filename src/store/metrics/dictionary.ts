import type { Dimensions } from "../../mapping/index.ts";
import { type DictionarySink, DictionaryWriter } from "./dictionary-record.ts";
import { IdentityTable } from "./identity.ts";
import { PairTable } from "./pair-table.ts";
import { SeriesTable } from "./series-table.ts";
import { TupleTable } from "./tuple-table.ts";

/** A metric under its stored key. */
export interface MetricEntry {
  readonly number: number;
  readonly key: string;
  readonly type: "gauge" | "count";
  readonly firstMinute: number;
  series: number[];
}

/** Numbers for metrics, tuples of dimensions and series, both ways. What is added is noted for the disk. */
export class Dictionary implements DictionarySink {
  readonly #pairs = new PairTable();
  readonly #tuples = new TupleTable();
  readonly #series = new SeriesTable();
  readonly #identities = new IdentityTable();
  readonly #metrics: (MetricEntry | undefined)[] = [];
  readonly #byKey = new Map<string, MetricEntry>();
  readonly #additions = new DictionaryWriter();
  /** Entries that name what is not there: a record before them is lost. */
  dangling = 0;
  /** Series that were read, the forgotten ones included. */
  seriesRead = 0;

  get seriesCount(): number {
    return this.#series.live;
  }

  /** One more than the highest number of a series. */
  get seriesEnd(): number {
    return this.#series.size;
  }

  get tupleCount(): number {
    return this.#tuples.size;
  }

  /** Metrics that have series. */
  metricCount = 0;

  get additionBytes(): number {
    return this.#additions.length;
  }

  /** What came since the last call, as a record; undefined when nothing did. */
  takeAdditions(): Uint8Array | undefined {
    return this.#additions.take();
  }

  /** The series of a line by its hashes, maybe a forgotten one. @returns -1 when it is not known */
  identified(a: number, b: number): number {
    return this.#identities.find(a, b);
  }

  identify(a: number, b: number, series: number): void {
    this.#identities.set(a, b, series);
    this.#additions.identity(a, b, series);
  }

  metricOfKey(key: string): MetricEntry | undefined {
    return this.#byKey.get(key);
  }

  *metrics(): Iterable<MetricEntry> {
    for (const metric of this.#byKey.values()) if (metric.series.length > 0) yield metric;
  }

  addMetric(key: string, type: "gauge" | "count", firstMinute: number): MetricEntry {
    const number = this.#metrics.length;
    this.metric(number, key, type, firstMinute);
    this.#additions.metric(number, key, type, firstMinute);
    return this.#metrics[number]!;
  }

  /** The list of dimensions by its number. @returns -1 when it is not known */
  findTuple(dimensions: Dimensions): number {
    const pairs: number[] = [];
    for (const [key, value] of dimensions) {
      const pair = this.#pairs.find(key, value);
      if (pair < 0) return -1;
      pairs.push(pair);
    }
    return this.#tuples.find(pairs);
  }

  /** One that is not known yet. */
  addTuple(dimensions: Dimensions): number {
    const pairs = dimensions.map(([key, value]) => this.#pairOf(key, value));
    const number = this.#tuples.add(pairs);
    this.#additions.tuple(number, pairs);
    return number;
  }

  /** @returns -1 when it is not known */
  findSeries(metric: MetricEntry, tuple: number): number {
    return this.#series.find(metric.number, tuple);
  }

  addSeries(metric: MetricEntry, tuple: number): number {
    const number = this.#series.size;
    this.series(number, metric.number, tuple);
    this.#additions.series(number, metric.number, tuple);
    return number;
  }

  forget(series: number): void {
    this.forgotten(series);
    this.#additions.forgotten(series);
  }

  metricOf(series: number): MetricEntry | undefined {
    return this.#metrics[this.#series.metricOf(series)];
  }

  dimensionsOf(series: number): Dimensions {
    const tuple = this.#series.tupleOf(series);
    return Array.from(
      { length: this.#tuples.length(tuple) },
      (_, i) => this.#pairs.pair(this.#tuples.at(tuple, i))!,
    );
  }

  /** The number of its dimensions, which other metrics may share. */
  tupleOf(series: number): number {
    return this.#series.tupleOf(series);
  }

  /** The pair that a series has for a dimension, by number; -1 when it has none. */
  pairOf(series: number, keyNumber: number): number {
    const tuple = this.#series.tupleOf(series);
    for (let i = 0; i < this.#tuples.length(tuple); i++) {
      const pair = this.#tuples.at(tuple, i);
      if (this.#pairs.keyOf(pair) === keyNumber) return pair;
    }
    return -1;
  }

  /** The values of a dimension, each with the number of its pair. */
  valuesOf(dimension: string): Iterable<readonly [value: string, pair: number]> {
    return this.#pairs.values(dimension);
  }

  /** How many lists of dimensions have a pair. */
  usesOf(pair: number): number {
    return this.#tuples.uses(pair);
  }

  /** The series of a metric that have a pair. */
  forEachWith(metric: MetricEntry, pair: number, each: (series: number) => void): void {
    this.#tuples.forEachWith(pair, (tuple) => {
      const series = this.#series.find(metric.number, tuple);
      if (series >= 0) each(series);
    });
  }

  keyNumber(dimension: string): number {
    return this.#pairs.keyNumber(dimension);
  }

  valueOf(pair: number): string {
    return this.#pairs.pair(pair)![1];
  }

  // What a record on disk says; nothing of it is noted again.

  metric(number: number, key: string, type: "gauge" | "count", firstMinute: number): void {
    const entry: MetricEntry = { number, key, type, firstMinute, series: [] };
    while (this.#metrics.length <= number) this.#metrics.push(undefined);
    this.#metrics[number] = entry;
    this.#byKey.set(key, entry);
  }

  pair(number: number, key: string, value: string): void {
    this.#pairs.add(key, value, number);
  }

  tuple(number: number, pairs: readonly number[]): void {
    if (pairs.every((pair) => this.#pairs.pair(pair) !== undefined)) this.#tuples.add(pairs, number);
    else this.dangling += 1;
  }

  series(number: number, metric: number, tuple: number): void {
    this.seriesRead += 1;
    const entry = this.#metrics[metric];
    if (entry === undefined || !this.#tuples.has(tuple)) {
      this.dangling += 1;
      return;
    }
    this.#series.add(metric, tuple, number);
    if (entry.series.length === 0) this.metricCount += 1;
    entry.series.push(number);
  }

  identity(a: number, b: number, series: number): void {
    this.#identities.set(a, b, series);
  }

  forgotten(series: number): void {
    const entry = this.metricOf(series);
    if (entry === undefined) return;
    entry.series = entry.series.filter((one) => one !== series);
    if (entry.series.length === 0) this.metricCount -= 1;
    this.#series.remove(series);
  }

  /** All that is in use, in an order that `readDictionaryRecord` takes. */
  writeTo(sink: DictionarySink, full: () => void): void {
    const seenPairs = new Set<number>();
    const seenTuples = new Set<number>();
    for (const { number, key, type, firstMinute, series } of this.metrics()) {
      sink.metric(number, key, type, firstMinute);
      for (const one of series) {
        this.#writeTuple(this.#series.tupleOf(one), sink, seenTuples, seenPairs);
        sink.series(one, number, this.#series.tupleOf(one));
        full();
      }
    }
    this.#identities.forEach((a, b, series) => {
      if (this.#series.metricOf(series) < 0) return;
      sink.identity(a, b, series);
      full();
    });
  }

  #writeTuple(tuple: number, sink: DictionarySink, seen: Set<number>, seenPairs: Set<number>): void {
    if (seen.has(tuple)) return;
    seen.add(tuple);
    const pairs = Array.from({ length: this.#tuples.length(tuple) }, (_, i) => this.#tuples.at(tuple, i));
    for (const pair of pairs) {
      if (seenPairs.has(pair)) continue;
      seenPairs.add(pair);
      const [key, value] = this.#pairs.pair(pair)!;
      sink.pair(pair, key, value);
    }
    sink.tuple(tuple, pairs);
  }

  #pairOf(key: string, value: string): number {
    const known = this.#pairs.find(key, value);
    if (known >= 0) return known;
    const number = this.#pairs.add(key, value);
    this.#additions.pair(number, key, value);
    return number;
  }

  /** So far ahead that no number of a lost record is given again. */
  skipNumbers(): void {
    this.#series.skipTo(this.seriesEnd + NUMBERS_SKIPPED);
  }

  skipNumbersTo(end: number): void {
    this.#series.skipTo(end);
  }
}

/** More series than a second brings. */
const NUMBERS_SKIPPED = 1 << 22;
