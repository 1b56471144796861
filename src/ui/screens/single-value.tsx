import type { ScreenChart } from "../../api/contract/index.ts";
import { Sparkline } from "../parts/sparkline.tsx";
import { figureOf, formatValue } from "../words/units.ts";
import classes from "./screens.module.css";
import { type DrawnChart, folded, thresholdAt, trendOf } from "./series.ts";

export interface SingleValueProps {
  readonly chart: ScreenChart;
  readonly drawn: DrawnChart;
  readonly unit: string;
}

const OTHERS_MAX = 4;

/** How something is now, large; and how it went, small. */
export function SingleValue({ chart, drawn, unit }: SingleValueProps) {
  const [first, ...others] = drawn.series;
  if (first === undefined) return <p className={classes["nothing"]}>Nothing measured in this time</p>;
  const { title, fold, sparkline, trend, thresholds } = chart;
  const own = first.unit ?? unit;
  const value = folded(first.values, fold);
  const { text, unit: shown } = figureOf(value, own);
  const reached = thresholdAt(value, thresholds);
  return (
    <div className={classes["single"]}>
      <span className={classes["figure"]}>
        {text}
        {shown === "" ? null : <span className={classes["unit"]}> {shown}</span>}
      </span>
      {reached === undefined ? null : (
        <span className={classes["threshold"]}>
          <span
            className={classes["swatch"]}
            style={{ background: reached.color ?? "var(--series-8)" }}
            aria-hidden
          />
          At or above {formatValue(reached.from, own)}
        </span>
      )}
      {trend ? <Trend grown={trendOf(first.values)} unit={own} /> : null}
      {others.slice(0, OTHERS_MAX).map((one) => (
        <span key={one.key} className={classes["also"]}>
          {one.label}: {formatValue(folded(one.values, fold), one.unit ?? unit)}
        </span>
      ))}
      {sparkline && first.values.length > 2 ? (
        <Sparkline
          values={first.values}
          width={220}
          height={40}
          label={`${title}, latest ${formatValue(value, own)}`}
        />
      ) : null}
    </div>
  );
}

function Trend({ grown, unit }: { readonly grown: number | null; readonly unit: string }) {
  if (grown === null) return null;
  const text =
    grown === 0 ? "Unchanged" : `${grown > 0 ? "▲ +" : "▼ −"}${formatValue(Math.abs(grown), unit)}`;
  return <span className={classes["also"]}>{text} in this time</span>;
}
