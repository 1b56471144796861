import type { ScreenCardOf } from "../../api/contract/index.ts";
import { CardFrame } from "./card-frame.tsx";
import { ChartGrid, type ChartSurroundings, useVisibleCharts } from "./chart-grid.tsx";

export interface ChartsCardProps extends ChartSurroundings {
  readonly card: ScreenCardOf<"charts">;
}

/** A group of charts. */
export function ChartsCard({ card, ...surroundings }: ChartsCardProps) {
  const { charts, more } = useVisibleCharts(card.key, card.charts, card.visible);
  return (
    <CardFrame title={card.title} about={card.description} actions={more}>
      <ChartGrid charts={charts} perRow={card.perRow} {...surroundings} />
    </CardFrame>
  );
}
