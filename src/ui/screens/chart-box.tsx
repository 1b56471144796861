import { useMemo } from "react";
import type { ScreenChart } from "../../api/contract/index.ts";
import { now } from "../app/now.ts";
import { Notice } from "../parts/notice.tsx";
import { TimeChart } from "../parts/time-chart.tsx";
import { timeOf } from "../words/time.ts";
import type { ChartSurroundings } from "./chart-grid.tsx";
import { PieChart } from "./pie-chart.tsx";
import classes from "./screens.module.css";
import { byUnit, chartUnit, type DrawnChart, thresholdLines } from "./series.ts";
import { SeriesTable } from "./series-table.tsx";
import { SingleValue } from "./single-value.tsx";

export interface ChartBoxProps extends ChartSurroundings {
  readonly chart: ScreenChart;
  /** Undefined when it could not be asked for. */
  readonly drawn: DrawnChart | undefined;
  readonly failure: unknown;
  readonly onRetry: () => void;
}

/** One chart of a group, with its title. */
export function ChartBox(props: ChartBoxProps) {
  const { chart, drawn, failure, onRetry } = props;
  return (
    <section className={classes["chart"]} data-kind={chart.kind} aria-label={chart.title}>
      <h3 className={classes["chartTitle"]} title={chart.title}>
        {chart.title}
      </h3>
      {chart.fault === undefined ? null : <Notice tone="warning">{chart.fault}</Notice>}
      {failure === undefined ? null : <Notice failure={failure} onRetry={onRetry} />}
      {drawn === undefined || drawn.series.length === 0 ? null : <Drawn {...props} drawn={drawn} />}
    </section>
  );
}

function Drawn(props: ChartBoxProps & { readonly drawn: DrawnChart }) {
  const { chart, drawn } = props;
  const { title, metrics, kind, fold } = chart;
  const unit = chartUnit(metrics);
  switch (kind) {
    case "single":
      return <SingleValue chart={chart} drawn={drawn} unit={unit} />;
    case "pie":
      return <PieChart title={title} drawn={drawn} unit={unit} fold={fold} />;
    case "table":
      return <SeriesTable title={title} series={drawn.series} unit={unit} fold={fold} />;
    case "graph":
      return <Graphs {...props} unit={unit} />;
    default:
      return kind satisfies never;
  }
}

const HEIGHT_PX = 170;
const LOW_PX = 100;

/** A plot for each unit, below each other. */
function Graphs({
  chart: { title, stacked, min, max, thresholds },
  drawn,
  unit,
  range: { from, to },
  onZoom,
  syncKey,
}: ChartBoxProps & { readonly drawn: DrawnChart; readonly unit: string }) {
  const limits = useMemo(() => {
    const at = now();
    const [fromMs, toMs] = [timeOf(from, at), timeOf(to, at)];
    return fromMs === undefined || toMs === undefined ? undefined : ([fromMs, toMs] as const);
    // A relative range moves on with each answer.
  }, [from, to, drawn]); // oxlint-disable-line react-hooks/exhaustive-deps
  const plots = useMemo(() => {
    const [first, ...others] = byUnit(drawn, unit);
    if (first === undefined) return [];
    const lines = thresholdLines(drawn, thresholds);
    return [{ ...first, series: [...first.series, ...lines] }, ...others];
  }, [drawn, unit, thresholds]);
  return plots.map((plot) => (
    <TimeChart
      key={plot.unit}
      title={plots.length === 1 ? title : `${title}, ${plot.unit}`}
      timestamps={drawn.timestamps}
      series={plot.series}
      unit={plot.unit}
      stacked={stacked && thresholds.length === 0}
      height={plots.length === 1 ? HEIGHT_PX : LOW_PX}
      min={min}
      max={max}
      syncKey={syncKey}
      onZoom={onZoom}
      range={limits}
      wholeSlotsOnly
    />
  ));
}
