import "uplot/dist/uPlot.min.css";
import { useComputedColorScheme } from "@mantine/core";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import uPlot from "uplot";
import { now } from "../app/now.ts";
import classes from "./time-chart.module.css";
import { type ChartSeries, chartLabel } from "./time-chart-data.ts";
import { Legend } from "./time-chart-legend.tsx";
import { plotData, plotOptions } from "./time-chart-plot.ts";
import { wholeSlots } from "./whole-slots.ts";

export interface TimeChartProps {
  readonly title: string;
  /** Milliseconds since the epoch, ascending; the end of each slot. */
  readonly timestamps: readonly number[];
  readonly series: readonly ChartSeries[];
  /** As manifests have it: `Percent`, `BitPerSecond`. */
  readonly unit?: string | undefined;
  readonly height?: number;
  readonly stacked?: boolean | undefined;
  /** Where the value axis begins in place of 0; what is lower is shown all the same. */
  readonly min?: number | undefined;
  /** Fixed upper end of the value axis, as 100 for percent. */
  readonly max?: number | undefined;
  /** Charts with the same key show the same cursor. */
  readonly syncKey?: string | undefined;
  /** A stretch was drawn with the mouse; milliseconds since the epoch. */
  readonly onZoom?: ((fromMs: number, toMs: number) => void) | undefined;
  /** The whole range, also where nothing was measured. */
  readonly range?: readonly [fromMs: number, toMs: number] | undefined;
  readonly hideLegend?: boolean | undefined;
  /** Without slots that are measured in part, where what they count still grows; for what queries of metrics bring. */
  readonly wholeSlotsOnly?: boolean | undefined;
  /** How often it is polled: then the slot in which a rate began is known, too. */
  readonly intervalMs?: number | undefined;
  readonly emptyText?: string | undefined;
}

/** Series over time, with a cursor that other charts share and a legend with values. */
export const TimeChart = memo(function TimeChart(given: TimeChartProps) {
  const { title, timestamps, unit = "", height = 180, emptyText = "Nothing measured in this time" } = given;
  const series = useShownSeries(given);
  const props = { ...given, series };
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

function useShownSeries({ series, timestamps, unit = "", wholeSlotsOnly, intervalMs }: TimeChartProps) {
  return useMemo(() => {
    if (wholeSlotsOnly !== true) return series;
    const nowMs = now();
    return series.map((one) => ({
      ...one,
      values: wholeSlots(one.values, timestamps, { unit: one.unit ?? unit, nowMs, intervalMs }),
    }));
  }, [series, timestamps, unit, wholeSlotsOnly, intervalMs]);
}

/** What a plot is made for; values may change without another one. */
const shapeOf = ({ series, unit, stacked, min, max, height, syncKey }: TimeChartProps): string =>
  JSON.stringify([
    unit,
    stacked,
    min,
    max,
    height,
    syncKey,
    series.map(({ key, label, kind, color, mirrored }) => [key, label, kind, color, mirrored]),
  ]);
