import { storedMetricKey } from "../../src/manifest/index.ts";
import type { Dimensions } from "../../src/mapping/index.ts";
import type {
  DimensionCondition,
  EntitySource,
  Grid,
  MetricSource,
  SlotColumns,
  StoredEntity,
  StoredMetric,
  Tuple,
} from "../../src/query/index.ts";

/** A sample: its time in UTC ms, and its value. */
export type TimedValue = readonly [atMs: number, value: number];

interface MemoryTuple extends Tuple {
  readonly samples: TimedValue[];
}

interface MemoryMetric {
  readonly key: string;
  readonly type: "gauge" | "count";
  readonly tuples: MemoryTuple[];
}

/** Metrics in memory: keeps every sample, and adds them up anew for each query. */
export class MemoryMetrics implements MetricSource {
  readonly #metrics = new Map<string, MemoryMetric>();
  readonly #byId: MemoryTuple[] = [];
  readonly #numbers = new Map<string, number>();
  /** How many tuples were read, over all queries. */
  tuplesRead = 0;

  /** @param key  as sent */
  add(
    key: string,
    type: "gauge" | "count",
    dimensions: Readonly<Record<string, string>>,
    samples: readonly TimedValue[],
  ): this {
    const stored = storedMetricKey(key, type);
    const metric = this.#metrics.get(stored) ?? { key: stored, type, tuples: [] };
    this.#metrics.set(stored, metric);
    const sorted: Dimensions = Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const tuple = {
      id: this.#byId.length,
      dimensions: sorted,
      dimensionsId: this.#numberOf(JSON.stringify(sorted)),
      samples: [...samples],
      lastWrittenMs: samples.reduce((latest, [atMs]) => Math.max(latest, atMs), 0),
    };
    this.#byId.push(tuple);
    metric.tuples.push(tuple);
    return this;
  }

  metric(key: string): StoredMetric | undefined {
    const metric =
      this.#metrics.get(key) ??
      this.#metrics.get(storedMetricKey(key, "count")) ??
      this.#metrics.get(storedMetricKey(key, "gauge"));
    return metric && described(metric);
  }

  *metrics(): Iterable<StoredMetric> {
    for (const metric of this.#metrics.values()) yield described(metric);
  }

  async *tuples(
    { key }: StoredMetric,
    conditions: readonly DimensionCondition[] = [],
  ): AsyncGenerator<Tuple> {
    for (const tuple of this.#metrics.get(key)?.tuples ?? []) {
      await Promise.resolve();
      const valueOf = (name: string) => tuple.dimensions.find(([own]) => own === name)?.[1];
      if (conditions.every(({ dimension, test }) => test(valueOf(dimension)))) yield tuple;
    }
  }

  dimensionKeys({ key }: StoredMetric): readonly string[] {
    const tuples = this.#metrics.get(key)?.tuples ?? [];
    return [...new Set(tuples.flatMap(({ dimensions }) => dimensions.map(([name]) => name)))].toSorted();
  }

  #numberOf(dimensions: string): number {
    const number = this.#numbers.get(dimensions) ?? this.#numbers.size;
    this.#numbers.set(dimensions, number);
    return number;
  }

  async read(
    tuples: readonly Tuple[],
    grid: Grid,
    each: (slots: SlotColumns, tuple: Tuple, index: number) => void,
  ): Promise<void> {
    const columns = {
      count: new Float64Array(grid.slots),
      sum: new Float64Array(grid.slots),
      min: new Float64Array(grid.slots),
      max: new Float64Array(grid.slots),
    };
    for (const [index, tuple] of tuples.entries()) {
      await Promise.resolve();
      this.tuplesRead += 1;
      // What was there before, and what means nothing, must not matter.
      for (const column of Object.values(columns)) column.fill(Number.NaN);
      columns.count.fill(0);
      for (const sample of this.#byId[tuple.id]?.samples ?? []) addSample(columns, grid, sample);
      each(columns, tuple, index);
    }
  }
}

function addSample({ count, sum, min, max }: SlotColumns, grid: Grid, [atMs, value]: TimedValue): void {
  const slot = Math.floor((atMs - grid.startMs) / grid.stepMs);
  if (slot < 0 || slot >= grid.slots) return;
  const isFirst = count[slot] === 0;
  count[slot] = count[slot]! + 1;
  sum[slot] = isFirst ? value : sum[slot]! + value;
  min[slot] = isFirst ? value : Math.min(min[slot]!, value);
  max[slot] = isFirst ? value : Math.max(max[slot]!, value);
}

function described({ key, type, tuples }: MemoryMetric): StoredMetric {
  const times = tuples.flatMap(({ samples }) => samples.map(([atMs]) => atMs));
  const lastWrittenMs = times.reduce((latest, atMs) => Math.max(latest, atMs), 0);
  const firstWrittenMs = times.reduce((first, atMs) => Math.min(first, atMs), lastWrittenMs);
  return { key, type, firstWrittenMs, lastWrittenMs, tupleCount: tuples.length };
}

/** Entities in memory, with edges as `[from, relation, to]`. */
export function entitiesOf(
  entities: readonly { readonly id: string; readonly type: string; readonly name: string }[],
  edges: readonly (readonly [from: string, type: "RUNS_ON" | "CHILD_OF" | "CALLS", to: string])[] = [],
): EntitySource {
  const stored: readonly StoredEntity[] = entities.map((entity) => ({
    ...entity,
    renderedId: entity.id,
    icon: undefined,
    attributes: new Map(),
    firstSeenMs: 0,
    lastSeenMs: 0,
    tags: [],
  }));
  return {
    entity: (id) => stored.find((one) => one.id === id),
    ofType: (type) => stored.filter((one) => one.type.toLowerCase() === type.toLowerCase()),
    types: () => new Set(stored.map(({ type }) => type)),
    edges: (id, side) =>
      edges
        .filter(([from, , to]) => (side === "from" ? from : to) === id)
        .map(([fromId, type, toId]) => ({ fromId, type, toId, firstSeenMs: 0, lastSeenMs: 0 })),
  };
}
