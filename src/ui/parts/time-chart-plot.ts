import uPlot from "uplot";
import type { TimeChartProps } from "./time-chart.tsx";
import { type ChartSeries, drawnValues, seriesColor, shownSpan, valueRange } from "./time-chart-data.ts";
import { timeTickSpace, timeTicks } from "./time-ticks.ts";
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
  const { series, unit = "", height = 180, syncKey, min, max, stacked } = latest.current;
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
      y: { range: (_, low, high) => valueRange(low, high, { min, max }) },
    },
    axes: [
      {
        ...common,
        space: (_, __, from, to) => timeTickSpace(to - from),
        size: 24,
        values: (_, ticks) => timeTicks(ticks),
      },
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
  const [from, to] = [left, left + width].map((at) => Math.round(self.posToVal(at, "x") * 1_000));
  self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  // Charts that share the cursor are drawn in together; only the one with the mouse has an event.
  if (self.cursor.event instanceof MouseEvent) onZoom(from!, to!);
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
