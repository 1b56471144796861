import type { CounterBaselines, CounterSeries } from "../mapping/index.ts";
import type { PolledCells, PollResult } from "../poll/index.ts";
import { type Oid, restartedBetween, type UpTime } from "../smi/index.ts";
import { numberIn, wholeColumn } from "./cells.ts";
import type { LogicalRows } from "./ports.ts";

/** A Counter32 runs from 2³²−1 to 0. */
const WRAP = 2 ** 32;

/** What a poll is compared with. */
export interface PollPair {
  readonly result: PollResult;
  readonly before: CounterBaselines;
  readonly after: CounterBaselines;
  readonly logical: LogicalRows;
}

/** A column as it stood, for metrics that show counters as they are and keep no baseline. */
interface Total {
  readonly sum: number;
  readonly rows: number;
  readonly atMs: number;
  readonly uptime: UpTime | undefined;
}

/**
 * How fast the counters of a column grow, all ports together. Counts are measured against the baselines that the
 * mapping keeps anyway; what a manifest takes as a gauge by the sum of the poll before.
 */
export class ColumnRates {
  readonly #totals = new Map<Oid, Total>();

  /** @returns per second; NaN when there is nothing to compare with */
  perSecond(column: Oid, pair: PollPair): number {
    const { before, after, result, logical } = pair;
    const counter = after.layout?.counters.findIndex((one) => one.column === column) ?? -1;
    if (counter < 0) return this.#bySum(column, pair);
    const [now, then] = [after.series[counter], before.series[counter]];
    if (before.layout !== after.layout || now === undefined || then === undefined) return Number.NaN;
    return increaseBetween(then, now, { logical, cells: result.columns.get(column) });
  }

  #bySum(column: Oid, { result, logical }: PollPair): number {
    const cells = wholeColumn(result, column);
    if (cells === undefined) return Number.NaN;
    let [sum, rows] = [0, 0];
    for (const index of cells.keys()) {
      if (logical.has(index)) continue;
      const number = numberIn(cells.get(index));
      if (Number.isNaN(number)) continue;
      sum += number;
      rows += 1;
    }
    const total = { sum, rows, atMs: result.startedMonotonicMs, uptime: uptimeOf(result) };
    const then = this.#totals.get(column);
    this.#totals.set(column, total);
    const isComparable = then?.rows === rows && sum >= then.sum && !restarted(then.uptime, total.uptime);
    return isComparable ? ((sum - then.sum) / (total.atMs - then.atMs)) * 1_000 : Number.NaN;
  }
}

interface Rows {
  readonly logical: LogicalRows;
  /** As they were read now. */
  readonly cells: PolledCells | undefined;
}

/** Rows that went backward began anew, unless 32 bits were full: what they counted since is not known, which is not zero. */
function increaseBetween(then: CounterSeries, now: CounterSeries, { logical, cells }: Rows): number {
  const ms = now.read.monotonicMs - then.read.monotonicMs;
  if (ms <= 0 || restarted(then.read.uptime, now.read.uptime)) return Number.NaN;
  const positions = now.indexes === then.indexes ? undefined : positionsIn(then.indexes);
  let [sum, compared] = [0, 0];
  for (let i = 0; i < now.indexes.length; i++) {
    const index = now.indexes[i]!;
    const position = positions === undefined ? i : positions.get(index);
    if (position === undefined || logical.has(index)) continue;
    const [last, value] = [then.values[position]!, now.values[i]!];
    if (value >= last) sum += Number(value) - Number(last);
    else if (cells?.get(index)?.type === "Counter32" && isWrapped(last, value))
      sum += Number(value) + WRAP - Number(last);
    else continue;
    compared += 1;
  }
  return compared === 0 ? Number.NaN : (sum / ms) * 1_000;
}

const positionsIn = (indexes: readonly string[]): ReadonlyMap<string, number> =>
  new Map(indexes.map((index, i) => [index, i]));

/** From near the end to near the beginning; anything else was cleared. */
const isWrapped = (last: number | bigint, value: number | bigint): boolean =>
  last < WRAP && Number(value) + WRAP - Number(last) < WRAP / 2;

const restarted = (then: UpTime | undefined, now: UpTime | undefined): boolean =>
  then !== undefined && now !== undefined && restartedBetween(then, now);

function uptimeOf({
  sysUpTimeTicks: ticks,
  sysUpTimeAtMs,
  startedMonotonicMs,
}: PollResult): UpTime | undefined {
  return ticks === undefined ? undefined : { ticks, atMs: sysUpTimeAtMs ?? startedMonotonicMs };
}
