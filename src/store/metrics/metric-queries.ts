import type { DimensionCondition, StoredMetric, Tuple } from "../../query/index.ts";
import type { Dictionary, MetricEntry } from "./dictionary.ts";

const MINUTE_MS = 60_000;

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

  tuples({ key }: StoredMetric, conditions: readonly DimensionCondition[] = []): readonly Tuple[] {
    const entry = this.#entry(key);
    if (entry === undefined) return [];
    const asked = conditions.map((condition) => this.#asked(condition));
    const found: number[] = [];
    const take = (series: number): void => {
      if (asked.every(({ holds }) => holds(series))) found.push(series);
    };
    const rarest = asked.reduce<Asked | undefined>(rarer, undefined);
    // Finding a series by its list costs some steps of looking through them all.
    if (rarest === undefined || rarest.uses * 4 > entry.series.length) entry.series.forEach(take);
    else for (const pair of rarest.pairs) this.#dictionary.forEachWith(entry, pair, take);
    return found.toSorted((a, b) => a - b).map((series) => this.#tuple(series));
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
    let last = 0;
    for (const one of series) last = Math.max(last, this.#lastMinute(one));
    return {
      key,
      type,
      firstWrittenMs: firstMinute * MINUTE_MS,
      lastWrittenMs: Math.max(firstMinute, last) * MINUTE_MS,
      tupleCount: series.length,
    };
  }

  #tuple(series: number): Tuple {
    return {
      id: series,
      dimensions: this.#dictionary.dimensionsOf(series),
      lastWrittenMs: this.#lastMinute(series) * MINUTE_MS,
    };
  }

  /** Asks the condition once for each value. */
  #asked({ dimension, test }: DimensionCondition): Asked {
    const key = this.#dictionary.keyNumber(dimension);
    const pairs = new Set<number>();
    let uses = 0;
    for (const [value, pair] of this.#dictionary.valuesOf(dimension)) {
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
