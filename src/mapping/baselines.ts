import type { UpTime } from "../smi/index.ts";
import type { GroupLayout } from "./layout.ts";
import type { RowMemory } from "./row-memory.ts";

/**
 * What a poll of one task is measured against: the last values of its counters, by which the next poll finds their
 * increase, and the tuples of its rows, by which an unchanged row stays the same array. Owned by the caller:
 * `mapSamples` returns the next one and leaves the old as it is, so it can be kept until the lines are safe.
 * Not persisted: after a restart the first poll stores and emits nothing.
 *
 * Thousands of devices have 160 counters each, so the state is a few flat arrays: per counter metric one array of
 * numbers (8 octets a counter), with the row indexes beside it. All counters that were read in one poll share
 * their time, and metrics of the same rows share one array of indexes; equal indexes are carried over from poll to
 * poll. Only what was not read lately stands apart, with its own time, in `unread`.
 */
export interface CounterBaselines {
  /** What the numbers of the series mean. */
  readonly layout: GroupLayout | undefined;
  /** By counter number of the layout. */
  readonly series: readonly (CounterSeries | undefined)[];
  /** By subgroup number of the layout. */
  readonly rows: readonly (RowMemory | undefined)[];
}

export interface CounterSeries {
  /** When `values` were read: one object for all series of a poll. */
  readonly read: ReadTime;
  /** Row indexes, `""` for a scalar; parallel to `values`. */
  readonly indexes: readonly string[];
  readonly values: readonly (number | bigint)[];
  /** Counters that were not in the latest poll; forgotten after three intervals. */
  readonly unread: ReadonlyMap<string, UnreadCounter> | undefined;
  /** Monotonic ms of the latest poll that did not ask for all rows: up to then, not being read is no gap. */
  readonly putOffAtMs: number | undefined;
}

export interface ReadTime {
  readonly monotonicMs: number;
  /** Undefined when the agent did not tell. */
  readonly uptime: UpTime | undefined;
}

export interface UnreadCounter {
  readonly value: number | bigint;
  readonly read: ReadTime;
  /** The column was whole and the row not in it; otherwise it lay behind the cut. */
  readonly gone: boolean;
}

const EMPTY: CounterBaselines = Object.freeze({
  layout: undefined,
  series: Object.freeze([]),
  rows: Object.freeze([]),
});

/** No counter seen yet. */
export function emptyBaselines(): CounterBaselines {
  return EMPTY;
}

/** The series of `baselines` in the order of `layout`, which may be of a newer plan. */
export function seriesFor(
  baselines: CounterBaselines,
  layout: GroupLayout,
): readonly (CounterSeries | undefined)[] {
  if (baselines.layout === layout || baselines.layout === undefined) return baselines.series;
  const byName = new Map(baselines.layout.counters.map(({ name }, i) => [name, baselines.series[i]]));
  return layout.counters.map(({ name }) => byName.get(name));
}
