import { Button, Skeleton, Text } from "@mantine/core";
import type { ScreenCardOf } from "../../api/contract/index.ts";
import type { TimeRange } from "../words/time.ts";
import { CardFrame } from "./card-frame.tsx";
import { ChartBox } from "./chart-box.tsx";
import { useChartSeries } from "./screen-queries.ts";
import classes from "./screens.module.css";
import { drawnCharts } from "./series.ts";
import { useCardState } from "./use-card-state.ts";
import { useInView } from "./use-in-view.ts";

export interface ChartsCardProps {
  readonly card: ScreenCardOf<"charts">;
  readonly range: TimeRange;
  readonly onZoom: (fromMs: number, toMs: number) => void;
  readonly syncKey: string;
}

/**
 * A group of charts: as many as the manifest wants to see at once, and the rest when asked for. Those of which nothing
 * was measured are only named: a manifest is made for many devices, and not all of them have all of it.
 */
export function ChartsCard({ card, range, onZoom, syncKey }: ChartsCardProps) {
  const { ref, seen, inView } = useInView<HTMLDivElement>();
  const [open, setOpen] = useCardState("all", card.key);
  const charts = open === "" ? card.charts.slice(0, card.visible) : card.charts;
  const answers = useChartSeries(charts, range, { seen, inView });
  const more = card.charts.length - card.visible;
  const isWaiting = answers.some(({ isPending, data }) => isPending && data === undefined);
  const { drawn, empty } = drawnCharts(charts, answers);
  return (
    <CardFrame
      title={card.title}
      actions={
        more <= 0 ? null : (
          <Button variant="subtle" size="compact-xs" onClick={() => setOpen(open === "" ? "1" : "")}>
            {open === "" ? `Show ${more} more` : "Show fewer"}
          </Button>
        )
      }
    >
      <div ref={ref}>
        <div className={classes["charts"]} data-count={isWaiting ? charts.length : drawn.length}>
          {isWaiting
            ? charts.map(({ key }) => <Skeleton key={key} className={classes["waiting"]} animate={seen} />)
            : drawn.map((one) => (
                <ChartBox key={one.chart.key} {...one} range={range} onZoom={onZoom} syncKey={syncKey} />
              ))}
        </div>
        {isWaiting || empty.length === 0 ? null : (
          <Text size="sm" c="dimmed" mt={drawn.length === 0 ? 0 : 4}>
            Nothing measured in this time: {empty.map(({ title }) => title).join(", ")}
          </Text>
        )}
      </div>
    </CardFrame>
  );
}
