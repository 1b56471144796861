import { useMemo } from "react";
import type { ScreenChart } from "../../api/contract/index.ts";
import { now } from "../app/now.ts";
import { Notice } from "../parts/notice.tsx";
import { TimeChart } from "../parts/time-chart.tsx";
import { type TimeRange, timeOf } from "../words/time.ts";
import { PieChart } from "./pie-chart.tsx";
import classes from "./screens.module.css";
import { chartUnit, type DrawnChart } from "./series.ts";
import { SeriesTable } from "./series-table.tsx";
import { SingleValue } from "./single-value.tsx";

export interface ChartBoxProps {
  readonly chart: ScreenChart;
  /** Undefined when it could not be asked for. */
  readonly drawn: DrawnChart | undefined;
  readonly failure: unknown;
  readonly onRetry: () => void;
  readonly range: TimeRange;
  readonly onZoom: (fromMs: number, toMs: number) => void;
  /** Charts with the same key share their cursor. */
  readonly syncKey: string;
}

/** One chart of a group, with its title. */
export function ChartBox(props: ChartBoxProps) {
  const { chart, drawn, failure, onRetry } = props;
  return (
    <section className={classes["chart"]} aria-label={chart.title}>
      <h3 className={classes["chartTitle"]} title={chart.title}>
        {chart.title}
      </h3>
      {chart.fault === undefined ? null : <Notice tone="warning">{chart.fault}</Notice>}
      {failure === undefined ? null : <Notice failure={failure} onRetry={onRetry} />}
      {drawn === undefined || drawn.series.length === 0 ? null : <Drawn {...props} drawn={drawn} />}
    </section>
  );
}

function Drawn({ chart, drawn, range, onZoom, syncKey }: ChartBoxProps & { readonly drawn: DrawnChart }) {
  const { title, metrics, kind, fold, sparkline, stacked } = chart;
  const unit = chartUnit(metrics);
  const { from, to } = range;
  const limits = useMemo(() => {
    const at = now();
    const [fromMs, toMs] = [timeOf(from, at), timeOf(to, at)];
    return fromMs === undefined || toMs === undefined ? undefined : ([fromMs, toMs] as const);
    // A relative range moves on with each answer.
  }, [from, to, drawn]); // oxlint-disable-line react-hooks/exhaustive-deps
  switch (kind) {
    case "single":
      return <SingleValue title={title} drawn={drawn} unit={unit} fold={fold} sparkline={sparkline} />;
    case "pie":
      return <PieChart title={title} drawn={drawn} unit={unit} fold={fold} />;
    case "table":
      return <SeriesTable title={title} series={drawn.series} unit={unit} fold={fold} />;
    case "graph":
      return (
        <TimeChart
          title={title}
          timestamps={drawn.timestamps}
          series={drawn.series}
          unit={unit}
          stacked={stacked}
          height={170}
          syncKey={syncKey}
          onZoom={onZoom}
          range={limits}
        />
      );
    default:
      return kind satisfies never;
  }
}
