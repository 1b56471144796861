import type { ScreenCardOf } from "../../api/contract/index.ts";
import { CardFrame } from "./card-frame.tsx";
import { ChartGrid, type ChartSurroundings, useVisibleCharts } from "./chart-grid.tsx";
import { MetricTable } from "./metric-table.tsx";
import classes from "./screens.module.css";

export interface MetricsCardProps extends ChartSurroundings {
  readonly card: ScreenCardOf<"metrics">;
}

/** Metrics of the same dimensions as one table, below their charts where the manifest wants them. */
export function MetricsCard({ card, ...surroundings }: MetricsCardProps) {
  const { charts, more } = useVisibleCharts(card.key, card.charts, card.visible);
  return (
    <CardFrame title={card.title} about={card.description} actions={card.chartsAbove ? more : null}>
      {card.chartsAbove ? (
        <div className={classes["above"]}>
          <ChartGrid charts={charts} {...surroundings} />
        </div>
      ) : null}
      <MetricTable
        title={card.title}
        charts={card.charts}
        rows={card.rows}
        range={surroundings.range}
        cardKey={card.key}
      />
    </CardFrame>
  );
}
