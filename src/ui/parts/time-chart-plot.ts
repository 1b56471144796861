import uPlot from "uplot";
import { clockTime, shortTime } from "../words/time.ts";
import type { TimeChartProps } from "./time-chart.tsx";
import { type ChartSeries, drawnValues, seriesColor, shownSpan } from "./time-chart-data.ts";
import { tickTexts, valueTicks } from "./value-ticks.ts";

// How uPlot draws a chart.

/** Times in seconds, then what is drawn of each series. */
export function plotData({ timestamps, series, stacked }: TimeChartProps): uPlot.AlignedData {
  const values = inDrawingOrder(drawnValues(series, stacked === true), stacked);
  return [timestamps.map((ms) => ms / 1_000), ...values] as uPlot.AlignedData;
}

/** A stack is drawn from the top: what is below covers the rest of those above it. */
const inDrawingOrder = <T>(list: readonly T[], stacked: boolean | undefined): readonly T[] =>
  stacked === true ? list.toReversed() : list;

/** The newest properties: a plot outlives many. */
export interface Latest {
  readonly current: TimeChartProps;
}

/** @param onCursor  told which value is under the cursor; undefined: none */
export function plotOptions(
  latest: Latest,
  element: HTMLElement,
  onCursor: (i: number | undefined) => void,
): uPlot.Options {
  const { series, unit = "", height = 180, syncKey, max, stacked } = latest.current;
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
    padding: [8, 28, 0, 0], // half of a time below the last tick stands to the right of it
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: latest.current.onZoom !== undefined, y: false, setScale: false },
      ...(syncKey === undefined ? {} : { sync: { key: syncKey, setSeries: false } }),
    },
    scales: {
      x: { time: true, range: (_, from, to) => shownSpan(latest.current.range, from, to) },
      y: { range: (_, low, high) => valueRange(low, high, max) },
    },
    axes: [
      { ...common, space: 70, size: 24, values: (_, ticks) => timeTicks(ticks) },
      {
        ...common,
        size: 74,
        splits: ({ bbox }, _, low, high) => valueTicks(low, high, unit, ticksWithin(bbox.height)),
        values: (_, ticks) => tickTexts(ticks, unit, isMirrored),
      },
    ],
    series: [
      {},
      ...inDrawingOrder(
        series.map((one, i) => seriesOptions(one, color(seriesColor(one, i)), stacked === true)),
        stacked,
      ),
    ],
    hooks: {
      setCursor: [({ cursor }) => onCursor(cursor.idx ?? undefined)],
      setSelect: [(self) => zoom(self, latest.current)],
    },
  };
}

const TICK_SPACE = 34;

/** @param height  in pixels of the screen */
const ticksWithin = (height: number): number =>
  Math.max(3, Math.floor(height / devicePixelRatio / TICK_SPACE));

function seriesOptions({ label, kind }: ChartSeries, stroke: string, stacked: boolean): uPlot.Series {
  const filled = kind === "area" || kind === "column";
  const alpha = stacked ? 1 : kind === "column" ? 0.75 : 0.18;
  return {
    label,
    stroke,
    width: kind === "column" ? 0 : 1.5,
    spanGaps: false,
    points: { show: (self, at) => isLonely(self.data[at]!) },
    ...(filled ? { fill: translucent(stroke, alpha) } : {}),
    ...(kind === "column" ? { paths: uPlot.paths.bars!({ size: [0.7, 40] }) } : {}),
  };
}

function zoom(self: uPlot, { onZoom }: TimeChartProps): void {
  const { left, width } = self.select;
  if (width < 4 || onZoom === undefined) return;
  onZoom(Math.round(self.posToVal(left, "x") * 1_000), Math.round(self.posToVal(left + width, "x") * 1_000));
  self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
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
function isLonely(values: ArrayLike<number | null | undefined>): boolean {
  return !Array.from(values).some(
    (value, i) => typeof value === "number" && typeof values[i + 1] === "number",
  );
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
