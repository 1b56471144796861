import { clockTime } from "../words/time.ts";
import { formatValue } from "../words/units.ts";
import classes from "./time-chart.module.css";
import { type ChartSeries, latestOf, seriesColor } from "./time-chart-data.ts";

export interface LegendProps {
  readonly series: readonly ChartSeries[];
  readonly unit: string;
  /** Position under the cursor. */
  readonly at: number | undefined;
  readonly time: number | undefined;
}

const LEGEND_MAX = 12;

/** Names and values of the series: under the cursor, or else the latest. */
export function Legend({ series, unit, at, time }: LegendProps) {
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
