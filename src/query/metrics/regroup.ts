import type { Turns } from "../../base/index.ts";
import type { Transformation } from "../../manifest/index.ts";
import type { SlotColumns } from "../sources.ts";
import { pointsOf } from "./aggregation.ts";
import type { Evaluation } from "./evaluation.ts";
import {
  emptyColumns,
  lengthOf,
  mergeSlot,
  type SeriesFrame,
  type SummaryFrame,
  type SummarySeries,
} from "./frame.ts";
import { GroupNumbers, isDimensionless, REGROUP_STEPS, regroupBy } from "./grouping.ts";
import { Slab } from "./slab.ts";

type Grouping = Extract<Transformation, { readonly op: "splitBy" | "merge" }>;
type Augmenting = Extract<Transformation, { readonly op: "names" | "parents" | "delta" }>;

/**
 * `splitBy` and `merge` of what was read before. Values count as one sample each, so that chains aggregate again:
 * `splitBy("a","b"):count:splitBy("b"):count` is the number of `a` for each `b`.
 */
export async function regroup(
  frame: SeriesFrame,
  operation: Grouping,
  evaluation: Evaluation,
): Promise<SummaryFrame> {
  const { turns } = evaluation;
  const dimensionsAfter = regroupBy(operation, evaluation);
  const steps = REGROUP_STEPS + lengthOf(frame);
  const groups = new GroupNumbers();
  const merged: MergedSeries[] = [];
  const slab = new Slab();
  for (const [index, { dimensions }] of frame.series.entries()) {
    const after = dimensionsAfter(dimensions);
    if (turns.isOver(steps)) await turns.giveWay();
    if (after === undefined) continue;
    const number = groups.numberOf(after);
    merged[number] ??= new MergedSeries(frame, after, slab);
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
  readonly #slab: Slab;
  readonly #indexes: number[] = [];
  #slots: SlotColumns | undefined;
  #endMs = 0;

  constructor(frame: SeriesFrame, dimensions: SummarySeries["dimensions"], slab: Slab) {
    this.#frame = frame;
    this.#slab = slab;
    this.#dimensions = dimensions;
  }

  add(index: number): void {
    const frame = this.#frame;
    this.#indexes.push(index);
    this.#endMs = Math.max(this.#endMs, frame.series[index]!.endMs);
    if (frame.kind === "values") {
      const { values } = frame.series[index]!;
      const into = (this.#slots ??= emptyColumns(values.length, this.#slab));
      for (let i = 0; i < values.length; i++) addValue(into, i, values[i]!);
      return;
    }
    const { slots } = frame.series[index]!;
    const into = (this.#slots ??= emptyColumns(slots.count.length, this.#slab));
    for (let i = 0; i < slots.count.length; i++) mergeSlot(into, i, slots, i);
  }

  finish(): SummarySeries {
    return {
      dimensions: this.#dimensions,
      slots: this.#slots ?? emptyColumns(0),
      endMs: this.#endMs,
      members: (turns) => this.#members(turns),
    };
  }

  /** The series that were merged in the first place. */
  async #members(turns: Turns): Promise<readonly Float64Array[]> {
    const frame = this.#frame;
    const all: Float64Array[] = [];
    for (const index of this.#indexes) {
      const members = frame.kind === "summaries" ? frame.series[index]!.members : undefined;
      if (members === undefined) all.push(pointsOf(frame, index));
      else for (const member of await members(turns)) all.push(member);
      if (turns.isOver(lengthOf(frame))) await turns.giveWay();
    }
    return all;
  }
}

function addValue(into: SlotColumns, at: number, value: number): void {
  if (Number.isNaN(value)) return;
  into.count[at]! += 1;
  into.sum[at]! += value;
  if (value < into.min[at]!) into.min[at] = value;
  if (value > into.max[at]!) into.max[at] = value;
}

/** `names` and `parents` of what was read before. */
export async function augment(
  frame: SeriesFrame,
  operation: Augmenting,
  evaluation: Evaluation,
): Promise<SeriesFrame> {
  const { turns } = evaluation;
  const dimensionsAfter = regroupBy(operation, evaluation);
  const after = <S extends SeriesFrame["series"][number]>(one: S): S => ({
    ...one,
    dimensions: dimensionsAfter(one.dimensions) ?? one.dimensions,
    dimensionsId: undefined,
  });
  if (frame.kind === "values")
    return { ...frame, series: await turns.map(frame.series, REGROUP_STEPS, after) };
  return { ...frame, series: await turns.map(frame.series, REGROUP_STEPS, after) };
}
