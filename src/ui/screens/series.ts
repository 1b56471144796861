import type { MetricData, ScreenChart, ScreenMetric } from "../../api/contract/index.ts";
import type { ChartSeries } from "../parts/time-chart-data.ts";
import { enumWord } from "./property-value.ts";
import { commonAffixes, shortName } from "./short-names.ts";

// Answers of metric queries as charts draw them.

export interface DrawnChart {
  /** Milliseconds since the epoch, ascending. */
  readonly timestamps: readonly number[];
  readonly series: readonly ChartSeries[];
}

type Series = MetricData["result"][number]["data"][number];

const PALETTE_SIZE = 8;

/**
 * The series of a chart's metrics, on one axis of time. Those without any value are left out.
 * @param metrics  in the order they were asked for
 * @param paletteStart  which of the eight colours is the first
 */
export function drawnChart(
  results: MetricData["result"],
  metrics: readonly ScreenMetric[],
  paletteStart = 0,
): DrawnChart {
  const found = metrics.flatMap((metric, i) =>
    (results[i]?.data ?? []).filter(hasValue).map((series) => ({ metric, series })),
  );
  const timestamps = [...new Set(found.flatMap(({ series }) => series.timestamps))].toSorted((a, b) => a - b);
  const labels = seriesLabels(
    found.map(({ metric, series: one }) => ({ metric: metric.label, split: splitLabel(one.dimensionMap) })),
  );
  const series = found.map(({ metric, series: one }, i): ChartSeries => {
    return {
      key: `${metric.selector} ${one.dimensions.join("\u0000")}`,
      label: labels[i]!,
      values: onAxis(one, timestamps),
      kind: metric.kind,
      color: `var(--series-${((paletteStart + i) % PALETTE_SIZE) + 1})`,
      unit: metric.unit,
    };
  });
  return { timestamps, series };
}

/** A longer name of a metric is cut in a legend, where often only its end would tell it from the next. */
const LONG = 24;

/**
 * What series are called beside each other: by what tells them apart, without the words that all have in common.
 * `Interface incoming traffic (total)` of `Port 1 @ sw1` among others → `1: incoming`
 */
export function seriesLabels(
  all: readonly { readonly metric: string; readonly split: string }[],
): readonly string[] {
  const metrics = [...new Set(all.map(({ metric }) => metric))];
  const isLong = metrics.some((name) => name.length > LONG);
  const ofMetrics = isLong ? commonAffixes(metrics) : undefined;
  const ofSplits = commonAffixes([...new Set(all.flatMap(({ split }) => (split === "" ? [] : [split])))]);
  return all.map(({ metric, split }) => {
    const name = ofMetrics === undefined ? metric : shortName(metric, ofMetrics);
    if (split === "") return name;
    const short = shortName(split, ofSplits);
    return metrics.length === 1 ? short : `${short}: ${name}`;
  });
}

const hasValue = ({ values }: Series): boolean => values.some((value) => value !== null);

/** What tells a series from others: ids of entities mean nothing to people, their names do. */
export function splitLabel(dimensions: Readonly<Record<string, string>>): string {
  return Object.entries(dimensions)
    .filter(([key]) => !key.startsWith("dt.entity.") || key.endsWith(".name"))
    .map(([, value]) => enumWord(value))
    .filter((value) => value !== "")
    .join(" · ");
}

function onAxis({ timestamps, values }: Series, axis: readonly number[]): (number | null)[] {
  if (timestamps.length === axis.length) return [...values];
  const at = new Map(timestamps.map((timestamp, i) => [timestamp, values[i] ?? null]));
  return axis.map((timestamp) => at.get(timestamp) ?? null);
}

/** What became of the question for a chart. */
export interface ChartAnswer {
  readonly data: MetricData["result"] | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

export interface AnsweredChart {
  readonly chart: ScreenChart;
  readonly drawn: DrawnChart | undefined;
  readonly failure: unknown;
  readonly onRetry: () => void;
}

/** The charts that have something to show, be it a failure, and those that have not. */
export function drawnCharts(
  charts: readonly ScreenChart[],
  answers: readonly ChartAnswer[],
): { readonly drawn: readonly AnsweredChart[]; readonly empty: readonly ScreenChart[] } {
  const drawn: AnsweredChart[] = [];
  const empty: ScreenChart[] = [];
  for (const [i, chart] of charts.entries()) {
    const { data, error, refetch } = answers[i]!;
    const shown = data === undefined ? undefined : drawnOnce(data, chart);
    const failure = data === undefined && error !== null ? error : undefined;
    const isEmpty = failure === undefined && chart.fault === undefined && (shown?.series.length ?? 0) === 0;
    if (isEmpty) empty.push(chart);
    else drawn.push({ chart, drawn: shown, failure, onRetry: () => void refetch() });
  }
  return { drawn, empty };
}

/** The same answer is the same drawing, so that a chart is not drawn anew when another one is. */
const DRAWINGS = new WeakMap<
  ScreenChart,
  { readonly of: MetricData["result"]; readonly drawn: DrawnChart }
>();

function drawnOnce(data: MetricData["result"], chart: ScreenChart): DrawnChart {
  const known = DRAWINGS.get(chart);
  if (known?.of === data) return known.drawn;
  const drawn = drawnChart(data, chart.metrics, chart.paletteStart);
  DRAWINGS.set(chart, { of: data, drawn });
  return drawn;
}

export type Fold = ScreenChart["fold"];

/** One value of many; null where nothing was measured. */
export function folded(values: readonly (number | null)[], fold: Fold): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  switch (fold) {
    case "last":
      return known.at(-1)!;
    case "max":
      return known.reduce((a, b) => Math.max(a, b));
    case "min":
      return known.reduce((a, b) => Math.min(a, b));
    case "sum":
      return known.reduce((a, b) => a + b, 0);
    case "avg":
      return known.reduce((a, b) => a + b, 0) / known.length;
    case "median":
      return rankOf(known, 0.5);
    case "p10":
      return rankOf(known, 0.1);
    case "p75":
      return rankOf(known, 0.75);
    case "p90":
      return rankOf(known, 0.9);
    default:
      return fold satisfies never;
  }
}

/** The value that a share of all is below. @param share  0 to 1 */
const rankOf = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;

/** The highest threshold that a value has reached, as the manifest colours it. */
export function thresholdAt(
  value: number | null,
  thresholds: ScreenChart["thresholds"],
): ScreenChart["thresholds"][number] | undefined {
  return value === null ? undefined : thresholds.findLast(({ from }) => value >= from);
}

/** How much a value has grown from the first to the last that was measured; null where there are not two. */
export function trendOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < 2 ? null : known.at(-1)! - known[0]!;
}

/** Thresholds as flat lines among the series of a chart. */
export const thresholdLines = (
  { timestamps }: DrawnChart,
  thresholds: ScreenChart["thresholds"],
): readonly ChartSeries[] =>
  thresholds.map(({ from, color }) => ({
    key: `threshold ${from}`,
    label: "Threshold",
    values: timestamps.map(() => from),
    kind: "line",
    color: color ?? "var(--series-8)",
  }));

/**
 * The series of a chart by what is measured: percent and octets on one axis would show neither. Series without a unit go
 * with the first.
 */
export function byUnit(
  { series }: DrawnChart,
  unit: string,
): readonly { readonly unit: string; readonly series: readonly ChartSeries[] }[] {
  const groups = new Map<string, ChartSeries[]>();
  for (const one of series) {
    const own = one.unit === undefined || one.unit === "" ? unit : one.unit;
    groups.set(own, [...(groups.get(own) ?? []), one]);
  }
  return [...groups].map(([own, members]) => ({ unit: own, series: members }));
}

/** The one unit of a chart's axis: that of its first metric. */
export const chartUnit = (metrics: readonly ScreenMetric[]): string =>
  metrics.find(({ unit }) => unit !== "")?.unit ?? "";

/** Selectors as one query takes them, ten at most; and in which order its results stand. */
export function questions(metrics: readonly ScreenMetric[]): readonly (readonly ScreenMetric[])[] {
  const groups: ScreenMetric[][] = [];
  for (const metric of metrics) {
    const last = groups.at(-1);
    if (last === undefined || last.length === QUESTION_MAX) groups.push([metric]);
    else last.push(metric);
  }
  return groups;
}

const QUESTION_MAX = 10;
