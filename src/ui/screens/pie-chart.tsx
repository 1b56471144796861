import { formatPercent, formatValue } from "../words/units.ts";
import { pieSlices } from "./pie-slices.ts";
import classes from "./screens.module.css";
import { type DrawnChart, type Fold, folded } from "./series.ts";

export interface PieChartProps {
  readonly title: string;
  readonly drawn: DrawnChart;
  readonly unit: string;
  readonly fold: Fold;
}

/** Shares as a ring, with each named beside it. */
export function PieChart({ title, drawn, unit, fold }: PieChartProps) {
  const slices = pieSlices(
    drawn.series.map(({ key, label, values }) => ({ key, label, value: folded(values, fold) ?? 0 })),
  );
  if (slices.length === 0) return <p className={classes["nothing"]}>Nothing measured in this time</p>;
  const total = slices.reduce((sum, { value }) => sum + value, 0);
  const said = slices.map(({ label, value }) => `${label} ${formatValue(value, unit)}`).join(", ");
  return (
    <div className={classes["pie"]}>
      <svg viewBox="-1.05 -1.05 2.1 2.1" width={132} height={132} role="img" aria-label={`${title}: ${said}`}>
        {slices.map(({ key, path, label }, i) => (
          <path key={key} d={path} fill={sliceColor(i, label)} className={classes["slice"]} />
        ))}
        <text textAnchor="middle" dominantBaseline="central" className={classes["total"]}>
          {formatValue(total, unit)}
        </text>
      </svg>
      <ul className={classes["shares"]}>
        {slices.map(({ key, label, value, share }, i) => (
          <li key={key}>
            <span className={classes["swatch"]} style={{ background: sliceColor(i, label) }} aria-hidden />
            <span className={classes["shareName"]} title={label}>
              {label}
            </span>
            <span className="num">{formatValue(value, unit)}</span>
            <span className="num">{formatPercent(Math.round(share * 100))}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What everybody knows a colour for. */
const KNOWN: Readonly<Record<string, string>> = { up: "var(--series-4)", down: "var(--series-8)" };

const sliceColor = (i: number, label: string): string =>
  KNOWN[label.toLowerCase()] ?? `var(--series-${(i % 7) + 1})`;
