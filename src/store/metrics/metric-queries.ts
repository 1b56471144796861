import { Turns } from "../../base/index.ts";
import type { DimensionCondition, StoredMetric, Tuple } from "../../query/index.ts";
import type { Dictionary, MetricEntry } from "./dictionary.ts";

const MINUTE_MS = 60_000;
/** Series that are looked at for the keys of dimensions; those of one metric mostly have the same. */
const SERIES_LOOKED_AT = 1_000;
/** What a tuple and the value of a condition take, in steps of `Turns`. */
const TUPLE_STEPS = 80;
const VALUE_STEPS = 15;

/** What queries ask of the dictionary. */
export class MetricQueries {
  readonly #dictionary: Dictionary;
  readonly #lastMinute: (series: number) => number;

  constructor(dictionary: Dictionary, lastMinute: (series: number) => number) {
    this.#dictionary = dictionary;
    this.#lastMinute = lastMinute;
  }

  metric(key: string): StoredMetric | undefined {
    const entry = this.#entry(key);
    return entry === undefined ? undefined : this.#stored(entry);
  }

  *metrics(): Iterable<StoredMetric> {
    for (const entry of this.#dictionary.metrics()) yield this.#stored(entry);
  }

  /** Worked out as it is gone through: whoever stops early saves the rest. */
  async *tuples(
    { key }: StoredMetric,
    conditions: readonly DimensionCondition[] = [],
  ): AsyncGenerator<Tuple, undefined> {
    const entry = this.#entry(key);
    if (entry === undefined) return;
    const turns = new Turns();
    const asked: Asked[] = [];
    for (const condition of conditions) asked.push(await this.#asked(condition, turns));
    for (const series of this.#candidates(entry, asked)) {
      if (turns.isOver(TUPLE_STEPS)) await turns.giveWay();
      // It may have been forgotten meanwhile.
      if (this.#dictionary.metricOf(series) !== entry || !asked.every(({ holds }) => holds(series))) continue;
      yield this.#tuple(series);
    }
  }

  dimensionKeys({ key }: StoredMetric): readonly string[] {
    const keys = new Set<string>();
    const newest = this.#entry(key)?.series.slice(-SERIES_LOOKED_AT) ?? [];
    for (const series of newest) for (const [name] of this.#dictionary.dimensionsOf(series)) keys.add(name);
    return [...keys].toSorted();
  }

  #candidates(entry: MetricEntry, asked: readonly Asked[]): readonly number[] {
    const rarest = asked.reduce<Asked | undefined>(rarer, undefined);
    // Finding a series by its list costs some steps of looking through them all.
    if (rarest === undefined || rarest.uses * 4 > entry.series.length) return entry.series;
    const found: number[] = [];
    for (const pair of rarest.pairs)
      this.#dictionary.forEachWith(entry, pair, (series) => void found.push(series));
    return found.toSorted((a, b) => a - b);
  }

  /** By the stored key, else by the one that was sent. */
  #entry(key: string): MetricEntry | undefined {
    for (const name of [key, `${key}.count`, `${key}.gauge`]) {
      const entry = this.#dictionary.metricOfKey(name);
      if (entry !== undefined && entry.series.length > 0) return entry;
    }
    return undefined;
  }

  #stored({ key, type, firstMinute, series }: MetricEntry): StoredMetric {
    const latestOf = (): number => {
      let last = firstMinute;
      for (const one of series) last = Math.max(last, this.#lastMinute(one));
      return last * MINUTE_MS;
    };
    return {
      key,
      type,
      firstWrittenMs: firstMinute * MINUTE_MS,
      // Looked up when it is asked for: most queries do not.
      get lastWrittenMs() {
        return latestOf();
      },
      tupleCount: series.length,
    };
  }

  #tuple(series: number): Tuple {
    return {
      id: series,
      dimensions: this.#dictionary.dimensionsOf(series),
      dimensionsId: this.#dictionary.tupleOf(series),
      lastWrittenMs: this.#lastMinute(series) * MINUTE_MS,
    };
  }

  /** Asks the condition once for each value. */
  async #asked({ dimension, test }: DimensionCondition, turns: Turns): Promise<Asked> {
    const key = this.#dictionary.keyNumber(dimension);
    const pairs = new Set<number>();
    let uses = 0;
    for (const [value, pair] of this.#dictionary.valuesOf(dimension)) {
      if (turns.isOver(VALUE_STEPS)) await turns.giveWay();
      if (!test(value)) continue;
      pairs.add(pair);
      uses += this.#dictionary.usesOf(pair);
    }
    const takesNone = test(undefined);
    const holds = (series: number): boolean => {
      const pair = key < 0 ? -1 : this.#dictionary.pairOf(series, key);
      return pair < 0 ? takesNone : pairs.has(pair);
    };
    return { pairs, uses: takesNone ? Number.POSITIVE_INFINITY : uses, holds };
  }
}

interface Asked {
  /** Those for which the condition holds. */
  readonly pairs: ReadonlySet<number>;
  /** Lists of dimensions with one of them; without bound when one that lacks the dimension will do. */
  readonly uses: number;
  readonly holds: (series: number) => boolean;
}

const rarer = (least: Asked | undefined, one: Asked): Asked =>
  least === undefined || one.uses < least.uses ? one : least;
