import type { ScreenCardOf } from "../../api/contract/index.ts";
import type { TimeRange } from "../words/time.ts";
import { CardFrame } from "./card-frame.tsx";
import { MetricTable } from "./metric-table.tsx";

export interface MetricsCardProps {
  readonly card: ScreenCardOf<"metrics">;
  readonly range: TimeRange;
}

/** Metrics of the same dimensions as one table. */
export function MetricsCard({ card, range }: MetricsCardProps) {
  return (
    <CardFrame title={card.title}>
      <MetricTable title={card.title} charts={card.charts} rows={card.rows} range={range} />
    </CardFrame>
  );
}
