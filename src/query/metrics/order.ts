import type { SortKey, Transformation } from "../../manifest/index.ts";
import { overTime, pointsOf } from "./aggregation.ts";
import { type Measure, type SelectIds, seriesTest } from "./conditions.ts";
import { type SeriesFrame, valueOf } from "./frame.ts";

type Sort = Extract<Transformation, { readonly op: "sort" }>;
type FilterSeries = Extract<Transformation, { readonly op: "filter" }>;

/**
 * `filter` of what was read before. `series(…)` looks at the points as they would be answered: without an aggregation
 * in the selector those of the metric's default.
 */
export function filterSeries(
  frame: SeriesFrame,
  { conditions }: FilterSeries,
  selectIds: SelectIds,
): SeriesFrame {
  const test = seriesTest(conditions, selectIds);
  return keep(frame, (index) => test(frame.series[index]!.dimensions, measureOf(frame, index)));
}

/** `limit`: the first series, in the order of the last `sort`, else that of the store. */
export const limit = (frame: SeriesFrame, count: number): SeriesFrame =>
  keep(frame, (index) => index < count);

function keep(frame: SeriesFrame, isKept: (index: number) => boolean): SeriesFrame {
  return inOrder(frame, [...frame.series.keys()].filter(isKept));
}

function inOrder(frame: SeriesFrame, indexes: readonly number[]): SeriesFrame {
  if (frame.kind === "values") return { ...frame, series: indexes.map((index) => frame.series[index]!) };
  return { ...frame, series: indexes.map((index) => frame.series[index]!) };
}

function measureOf(frame: SeriesFrame, index: number): Measure {
  return (aggregation) =>
    overTime(pointsOf(frame, index), aggregation.name === "auto" ? frame.acrossTime : aggregation);
}

/** `sort`: by the first key, equal ones by the next. Series that lack what is sorted by come last in both directions. */
export function sort(frame: SeriesFrame, { keys }: Sort): SeriesFrame {
  const columns = keys.map((key) => ({
    sign: key.direction === "ascending" ? 1 : -1,
    cells: frame.series.map((_one, index) => cellOf(frame, index, key)),
  }));
  const indexes = [...frame.series.keys()].toSorted((a, b) => {
    for (const { sign, cells } of columns) {
      const order = compare(cells[a], cells[b], sign);
      if (order !== 0) return order;
    }
    return 0;
  });
  return inOrder(frame, indexes);
}

type Cell = number | string | undefined;

function cellOf(frame: SeriesFrame, index: number, key: SortKey): Cell {
  if (key.by === "dimension") return valueOf(frame.series[index]!.dimensions, key.dimension);
  const value = measureOf(frame, index)(key.aggregation);
  return Number.isNaN(value) ? undefined : value;
}

function compare(a: Cell, b: Cell, sign: number): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -sign : sign;
}
