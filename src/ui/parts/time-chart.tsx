import "uplot/dist/uPlot.min.css";
import { useComputedColorScheme } from "@mantine/core";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import uPlot from "uplot";
import { clockTime, shortTime } from "../words/time.ts";
import { formatValue } from "../words/units.ts";
import classes from "./time-chart.module.css";
import {
  type ChartSeries,
  chartLabel,
  drawnValues,
  latestOf,
  seriesColor,
  tickText,
} from "./time-chart-data.ts";

export interface TimeChartProps {
  readonly title: string;
  /** Milliseconds since the epoch, ascending; the end of each slot. */
  readonly timestamps: readonly number[];
  readonly series: readonly ChartSeries[];
  /** As manifests have it: `Percent`, `BitPerSecond`. */
  readonly unit?: string | undefined;
  readonly height?: number;
  readonly stacked?: boolean | undefined;
  /** Fixed upper end of the value axis, as 100 for percent. */
  readonly max?: number | undefined;
  /** Charts with the same key show the same cursor. */
  readonly syncKey?: string | undefined;
  /** A stretch was drawn with the mouse; milliseconds since the epoch. */
  readonly onZoom?: ((fromMs: number, toMs: number) => void) | undefined;
  /** The whole range, also where nothing was measured. */
  readonly range?: readonly [fromMs: number, toMs: number] | undefined;
  readonly hideLegend?: boolean | undefined;
  readonly emptyText?: string | undefined;
}

/** Series over time, with a cursor that other charts share and a legend with values. */
export const TimeChart = memo(function TimeChart(props: TimeChartProps) {
  const {
    title,
    series,
    timestamps,
    unit = "",
    height = 180,
    emptyText = "Nothing measured in this time",
  } = props;
  const scheme = useComputedColorScheme("light");
  const host = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<number | undefined>();
  const isEmpty = series.every(({ values }) => values.every((value) => value === null));
  const latest = useRef(props);
  latest.current = props;
  const shape = shapeOf(props);
  const data = useMemo(() => plotData(props), [timestamps, series, props.stacked]); // oxlint-disable-line react-hooks/exhaustive-deps
  const plot = useRef<uPlot | undefined>(undefined);

  useEffect(() => {
    const element = host.current;
    if (element === null || isEmpty) return undefined;
    const made = new uPlot(plotOptions(latest, element, setCursor), plotData(latest.current), element);
    plot.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: latest.current.height ?? 180 }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [shape, scheme, isEmpty]); // made anew only when its series are others

  useEffect(() => {
    plot.current?.setData(data);
  }, [data]);

  return (
    <figure className={classes["chart"]}>
      <div
        ref={host}
        role="img"
        aria-label={chartLabel(title, series, unit)}
        className={classes["plot"]}
        style={{ height }}
      >
        {isEmpty ? <span className={classes["empty"]}>{emptyText}</span> : null}
      </div>
      {props.hideLegend === true ? null : (
        <Legend
          series={series}
          unit={unit}
          at={cursor}
          time={cursor === undefined ? undefined : timestamps[cursor]}
        />
      )}
    </figure>
  );
});

/** What a plot is made for; values may change without another one. */
const shapeOf = ({ series, unit, stacked, max, height, syncKey }: TimeChartProps): string =>
  JSON.stringify([
    unit,
    stacked,
    max,
    height,
    syncKey,
    series.map(({ key, label, kind, color, mirrored }) => [key, label, kind, color, mirrored]),
  ]);

function plotData({ timestamps, series, stacked }: TimeChartProps): uPlot.AlignedData {
  return [timestamps.map((ms) => ms / 1_000), ...drawnValues(series, stacked === true)] as uPlot.AlignedData;
}

interface Latest {
  readonly current: TimeChartProps;
}

function plotOptions(
  latest: Latest,
  element: HTMLElement,
  onCursor: (i: number | undefined) => void,
): uPlot.Options {
  const { series, unit = "", height = 180, syncKey, max } = latest.current;
  const style = getComputedStyle(element);
  const color = (text: string): string =>
    text.replace(/^var\((.+)\)$/, (_, name: string) => style.getPropertyValue(name));
  const ink = style.getPropertyValue("--mantine-color-dimmed");
  const grid = { stroke: style.getPropertyValue("--grid"), width: 1 };
  const isMirrored = series.some(({ mirrored }) => mirrored === true);
  const font = `11px ${style.fontFamily}`;
  const common = { stroke: ink, grid, font, ticks: { show: false } } as const;
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: latest.current.onZoom !== undefined, y: false, setScale: false },
      ...(syncKey === undefined ? {} : { sync: { key: syncKey, setSeries: false } }),
    },
    scales: {
      x: { time: true, range: (_, from, to) => rangeOf(latest.current, from, to) },
      y: { range: (_, low, high) => valueRange(low, high, max) },
    },
    axes: [
      { ...common, space: 70, size: 24, values: (_, ticks) => timeTicks(ticks) },
      {
        ...common,
        size: 74,
        space: 34,
        values: (_, ticks) => ticks.map((tick) => tickText(tick, unit, isMirrored)),
      },
    ],
    series: [
      {},
      ...series.map((one, i): uPlot.Series => {
        const stroke = color(seriesColor(one, i));
        const filled = one.kind === "area" || one.kind === "column";
        return {
          label: one.label,
          stroke,
          width: one.kind === "column" ? 0 : 1.5,
          spanGaps: false,
          points: { show: isLonely(one.values) },
          ...(filled ? { fill: translucent(stroke, one.kind === "column" ? 0.75 : 0.18) } : {}),
          ...(one.kind === "column" ? { paths: uPlot.paths.bars!({ size: [0.7, 40] }) } : {}),
        };
      }),
    ],
    hooks: {
      setCursor: [({ cursor }) => onCursor(cursor.idx ?? undefined)],
      setSelect: [(self) => zoom(self, latest.current)],
    },
  };
}

function zoom(self: uPlot, { onZoom }: TimeChartProps): void {
  const { left, width } = self.select;
  if (width < 4 || onZoom === undefined) return;
  onZoom(Math.round(self.posToVal(left, "x") * 1_000), Math.round(self.posToVal(left + width, "x") * 1_000));
  self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

function rangeOf({ range }: TimeChartProps, from: number, to: number): [number, number] {
  return range === undefined ? [from, to] : [range[0] / 1_000, range[1] / 1_000];
}

/** From zero, with a little air; flat lines get some, too. */
function valueRange(low: number | null, high: number | null, max: number | undefined): [number, number] {
  const top = Math.max(0, high ?? 0);
  const bottom = Math.min(0, low ?? 0);
  const air = (top - bottom) * 0.08;
  if (top === 0 && bottom === 0) return [0, max ?? 1];
  return [bottom < 0 ? bottom - air : 0, max === undefined ? (top > 0 ? top + air : 0) : Math.max(max, top)];
}

/** Measured only once in a while: a line would not be seen. */
function isLonely(values: readonly (number | null)[]): boolean {
  return !values.some((value, i) => value !== null && values[i + 1] !== undefined && values[i + 1] !== null);
}

function translucent(color: string, alpha: number): string {
  const hex = /^#([\da-f]{6})$/i.exec(color.trim())?.[1];
  return hex === undefined
    ? color
    : `#${hex}${Math.round(alpha * 255)
        .toString(16)
        .padStart(2, "0")}`;
}

const DAY_S = 86_400;

function timeTicks(ticks: readonly number[]): string[] {
  const span = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0);
  const isLong = span > DAY_S;
  const step = (ticks[1] ?? 0) - (ticks[0] ?? 0);
  return ticks.map((s) =>
    isLong ? shortTime(s * 1_000) : step < 60 ? clockTime(s * 1_000) : clockTime(s * 1_000).slice(0, 5),
  );
}

interface LegendProps {
  readonly series: readonly ChartSeries[];
  readonly unit: string;
  /** Position under the cursor. */
  readonly at: number | undefined;
  readonly time: number | undefined;
}

const LEGEND_MAX = 12;

function Legend({ series, unit, at, time }: LegendProps) {
  return (
    <figcaption className={classes["legend"]}>
      {series.slice(0, LEGEND_MAX).map((one, i) => (
        <span key={one.key} className={classes["entry"]}>
          <span className={classes["swatch"]} style={{ background: seriesColor(one, i) }} aria-hidden />
          <span className={classes["name"]} title={one.label}>
            {one.label}
          </span>
          <span className={classes["value"]}>
            {formatValue(at === undefined ? latestOf(one.values) : one.values[at], one.unit ?? unit)}
          </span>
        </span>
      ))}
      {series.length > LEGEND_MAX ? <span>and {series.length - LEGEND_MAX} more</span> : null}
      <span className={classes["time"]}>{time === undefined ? "latest" : clockTime(time)}</span>
    </figcaption>
  );
}
