import type { Dimensions } from "../mapping/index.ts";
import type { Entity, Relationship } from "../topology/index.ts";

// What queries read from. The store implements both; the evaluation knows neither disk nor clock.

/**
 * Metrics as they are kept: by tuple (metric and dimensions), in slots of a minute. What may take long gives way to
 * others meanwhile.
 */
export interface MetricSource {
  /** @param key  as sent or as stored: either form finds it. `func:` metrics are not here. */
  metric(key: string): StoredMetric | undefined;
  metrics(): Iterable<StoredMetric>;
  /** The tuples of a metric for which all conditions hold; entity dimensions (`dt.entity.<type>`) are among theirs. */
  tuples(metric: StoredMetric, conditions?: readonly DimensionCondition[]): AsyncIterable<Tuple>;
  /** What the dimensions of a metric's newest tuples are called, sorted. */
  dimensionKeys(metric: StoredMetric): readonly string[];
  /**
   * Reads tuples onto a grid.
   * @param each  called once for each tuple, in their order; the columns are its only until it returns
   */
  read(
    tuples: readonly Tuple[],
    grid: Grid,
    each: (slots: SlotColumns, tuple: Tuple, index: number) => void,
  ): Promise<void>;
}

export interface StoredMetric {
  /** With the suffix of the classic store (spec 3 §1.1). */
  readonly key: string;
  readonly type: "gauge" | "count";
  readonly firstWrittenMs: number;
  readonly lastWrittenMs: number;
  readonly tupleCount: number;
}

export interface Tuple {
  /** Names the tuple within the source. */
  readonly id: number;
  /** Sorted by key. */
  readonly dimensions: Dimensions;
  /** The same for tuples with the same dimensions, of whatever metric. */
  readonly dimensionsId: number;
  readonly lastWrittenMs: number;
}

/** Asked once for each value that the dimension has, so it may be slow. */
export interface DimensionCondition {
  readonly dimension: string;
  /** @param value  undefined when the tuple lacks the dimension */
  readonly test: (value: string | undefined) => boolean;
}

/** Slot `i` covers `startMs + i × stepMs` up to the next one. Start and step are whole minutes. */
export interface Grid {
  readonly startMs: number;
  readonly stepMs: number;
  readonly slots: number;
}

/** One number for each slot of the grid. */
export interface SlotColumns {
  /** Samples in the slot; 0: nothing is known of it, and the other columns mean nothing there. */
  readonly count: Float64Array;
  /** Of a gauge its values added up; of a count its increase. */
  readonly sum: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/** Entities as they are kept, for selectors. */
export interface EntitySource {
  entity(id: string): StoredEntity | undefined;
  /** @param type  compared without case. */
  ofType(type: string): Iterable<StoredEntity>;
  /** Types that are declared or have entities; as first written. */
  types(): Iterable<string>;
  /** Edges that begin (`from`) or end (`to`) at the entity. */
  edges(id: string, side: "from" | "to"): Iterable<Relationship>;
}

export interface StoredEntity extends Entity {
  readonly tags: readonly Tag[];
  /** False when a device status or an open event says so; undefined when nobody knows. */
  readonly healthy?: boolean | undefined;
}

export interface Tag {
  /** `CONTEXTLESS` for those that people set here. */
  readonly context: string;
  readonly key: string;
  readonly value?: string | undefined;
}
