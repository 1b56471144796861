import { formatPercent } from "../words/units.ts";
import classes from "./meter.module.css";

export interface MeterProps {
  /** 0 to 100; undefined where nothing is known. */
  readonly percent: number | undefined;
  readonly label: string;
  /** From here on it is worth a look, and from there a worry. */
  readonly warnAt?: number;
  readonly errorAt?: number;
}

/** A share as a bar with its figure. */
export function Meter({ percent, label, warnAt = 75, errorAt = 90 }: MeterProps) {
  if (percent === undefined) return <span className={classes["none"]}>–</span>;
  const level = percent >= errorAt ? "high" : percent >= warnAt ? "raised" : "usual";
  return (
    <span className={classes["meter"]} title={`${label}: ${formatPercent(percent)}`}>
      <span className={classes["track"]} data-level={level} aria-hidden>
        <span className={classes["bar"]} style={{ width: `${Math.min(100, Math.max(0, percent))}%` }} />
      </span>
      <span className={classes["figure"]}>{formatPercent(Math.round(percent))}</span>
    </span>
  );
}
