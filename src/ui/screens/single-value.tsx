import { Sparkline } from "../parts/sparkline.tsx";
import { figureOf, formatValue } from "../words/units.ts";
import classes from "./screens.module.css";
import { type DrawnChart, type Fold, folded } from "./series.ts";

export interface SingleValueProps {
  readonly title: string;
  readonly drawn: DrawnChart;
  readonly unit: string;
  readonly fold: Fold;
  readonly sparkline: boolean;
}

/** How something is now, large; and how it went, small. */
export function SingleValue({ title, drawn, unit, fold, sparkline }: SingleValueProps) {
  const [first, ...others] = drawn.series;
  if (first === undefined) return <p className={classes["nothing"]}>Nothing measured in this time</p>;
  const value = folded(first.values, fold);
  const { text, unit: shown } = figureOf(value, first.unit ?? unit);
  return (
    <div className={classes["single"]}>
      <span className={classes["figure"]}>
        {text}
        {shown === "" ? null : <span className={classes["unit"]}> {shown}</span>}
      </span>
      {others.slice(0, 4).map((one) => (
        <span key={one.key} className={classes["also"]}>
          {one.label}: {formatValue(folded(one.values, fold), one.unit ?? unit)}
        </span>
      ))}
      {sparkline && first.values.length > 2 ? (
        <Sparkline
          values={first.values}
          width={220}
          height={40}
          label={`${title}, latest ${formatValue(value, first.unit ?? unit)}`}
        />
      ) : null}
    </div>
  );
}
