import type { Transformation } from "../../manifest/index.ts";
import type { SlotColumns } from "../sources.ts";
import { pointsOf } from "./aggregation.ts";
import { emptyColumns, mergeSlot, type SeriesFrame, type SummaryFrame, type SummarySeries } from "./frame.ts";
import { GroupNumbers, isDimensionless, type Lookups, regroupBy } from "./grouping.ts";

type Grouping = Extract<Transformation, { readonly op: "splitBy" | "merge" }>;
type Augmenting = Extract<Transformation, { readonly op: "names" | "parents" | "delta" }>;

/**
 * `splitBy` and `merge` of what was read before. Values count as one sample each, so that chains aggregate again:
 * `splitBy("a","b"):count:splitBy("b"):count` is the number of `a` for each `b`.
 */
export function regroup(frame: SeriesFrame, operation: Grouping, lookups: Lookups): SummaryFrame {
  const dimensionsAfter = regroupBy(operation, lookups);
  const groups = new GroupNumbers();
  const merged: MergedSeries[] = [];
  for (const [index, { dimensions }] of frame.series.entries()) {
    const after = dimensionsAfter(dimensions);
    if (after === undefined) continue;
    const number = groups.numberOf(after);
    merged[number] ??= new MergedSeries(frame, after);
    merged[number].add(index);
  }
  const dimensionless = isDimensionless([operation]) || frame.dimensionless;
  const { shape, spanMs, acrossSeries, acrossTime } = frame;
  return {
    kind: "summaries",
    shape,
    spanMs,
    acrossSeries,
    acrossTime,
    dimensionless,
    series: merged.map((one) => one.finish()),
  };
}

class MergedSeries {
  readonly #frame: SeriesFrame;
  readonly #dimensions: SummarySeries["dimensions"];
  readonly #indexes: number[] = [];
  #slots: SlotColumns | undefined;
  #endMs = 0;

  constructor(frame: SeriesFrame, dimensions: SummarySeries["dimensions"]) {
    this.#frame = frame;
    this.#dimensions = dimensions;
  }

  add(index: number): void {
    const frame = this.#frame;
    this.#indexes.push(index);
    this.#endMs = Math.max(this.#endMs, frame.series[index]!.endMs);
    if (frame.kind === "values") {
      const { values } = frame.series[index]!;
      const into = (this.#slots ??= emptyColumns(values.length));
      for (let i = 0; i < values.length; i++) addValue(into, i, values[i]!);
      return;
    }
    const { slots } = frame.series[index]!;
    const into = (this.#slots ??= emptyColumns(slots.count.length));
    for (let i = 0; i < slots.count.length; i++) mergeSlot(into, i, slots, i);
  }

  finish(): SummarySeries {
    return {
      dimensions: this.#dimensions,
      slots: this.#slots ?? emptyColumns(0),
      endMs: this.#endMs,
      members: () => this.#indexes.flatMap((index) => membersOf(this.#frame, index)),
    };
  }
}

/** The series that were merged in the first place. */
function membersOf(frame: SeriesFrame, index: number): readonly Float64Array[] {
  const members = frame.kind === "summaries" ? frame.series[index]!.members : undefined;
  return members === undefined ? [pointsOf(frame, index)] : members();
}

function addValue(into: SlotColumns, at: number, value: number): void {
  if (Number.isNaN(value)) return;
  into.count[at]! += 1;
  into.sum[at]! += value;
  if (value < into.min[at]!) into.min[at] = value;
  if (value > into.max[at]!) into.max[at] = value;
}

/** `names` and `parents` of what was read before. */
export function augment(frame: SeriesFrame, operation: Augmenting, lookups: Lookups): SeriesFrame {
  const dimensionsAfter = regroupBy(operation, lookups);
  const after = <S extends SeriesFrame["series"][number]>(one: S): S => ({
    ...one,
    dimensions: dimensionsAfter(one.dimensions) ?? one.dimensions,
  });
  if (frame.kind === "values") return { ...frame, series: frame.series.map(after) };
  return { ...frame, series: frame.series.map(after) };
}
