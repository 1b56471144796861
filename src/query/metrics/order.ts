import type { Turns } from "../../base/index.ts";
import type { SortKey, Transformation } from "../../manifest/index.ts";
import { overTime, pointsOf } from "./aggregation.ts";
import { type Measure, seriesTest } from "./conditions.ts";
import type { Evaluation } from "./evaluation.ts";
import { lengthOf, type SeriesFrame, seriesOf, valueOf } from "./frame.ts";

type Sort = Extract<Transformation, { readonly op: "sort" }>;
type FilterSeries = Extract<Transformation, { readonly op: "filter" }>;

/** Points are brought to values, then to one: that of a percentile is sorted out. */
const MEASURE_STEPS = 4;

/**
 * `filter` of what was read before. `series(…)` looks at the points as they would be answered: without an aggregation
 * in the selector those of the metric's default.
 */
export async function filterSeries(
  frame: SeriesFrame,
  { conditions }: FilterSeries,
  { selectIds, turns }: Pick<Evaluation, "selectIds" | "turns">,
): Promise<SeriesFrame> {
  const test = seriesTest(conditions, selectIds);
  const isKept = await turns.map(seriesOf(frame), MEASURE_STEPS * lengthOf(frame), ({ dimensions }, index) =>
    test(dimensions, measureOf(frame, index)),
  );
  return keep(frame, (index) => isKept[index] === true);
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
export async function sort(frame: SeriesFrame, { keys }: Sort, turns: Turns): Promise<SeriesFrame> {
  const columns: Column[] = [];
  for (const key of keys) columns.push(await columnOf(frame, key, turns));
  const indexes = await turns.sorted([...frame.series.keys()], (a, b) => {
    for (const { sign, cells } of columns) {
      const order = compare(cells[a], cells[b], sign);
      if (order !== 0) return order;
    }
    return 0;
  });
  return inOrder(frame, indexes);
}

type Cell = number | string | undefined;

interface Column {
  readonly sign: number;
  readonly cells: readonly Cell[];
}

async function columnOf(frame: SeriesFrame, key: SortKey, turns: Turns): Promise<Column> {
  const steps = key.by === "dimension" ? 0 : MEASURE_STEPS * lengthOf(frame);
  const cells = await turns.map(seriesOf(frame), steps, (_one, index) => cellOf(frame, index, key));
  return { sign: key.direction === "ascending" ? 1 : -1, cells };
}

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
