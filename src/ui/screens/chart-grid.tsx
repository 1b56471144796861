import { Button, Skeleton, Text } from "@mantine/core";
import type { CSSProperties, ReactNode } from "react";
import type { ScreenChart } from "../../api/contract/index.ts";
import type { TimeRange } from "../words/time.ts";
import { ChartBox } from "./chart-box.tsx";
import { useChartSeries } from "./screen-queries.ts";
import classes from "./screens.module.css";
import { drawnCharts } from "./series.ts";
import { useCardState } from "./use-card-state.ts";
import { useInView } from "./use-in-view.ts";

/** What charts of a page have in common. */
export interface ChartSurroundings {
  readonly range: TimeRange;
  readonly onZoom: (fromMs: number, toMs: number) => void;
  /** Charts with the same key share their cursor. */
  readonly syncKey: string;
}

/** As many charts as the manifest wants to see at once, and what opens the rest. @param key  of the card */
export function useVisibleCharts(
  key: string,
  charts: readonly ScreenChart[],
  visible: number,
): { readonly charts: readonly ScreenChart[]; readonly more: ReactNode } {
  const [open, setOpen] = useCardState("all", key);
  const more = charts.length - visible;
  return {
    charts: open === "" ? charts.slice(0, visible) : charts,
    more:
      more <= 0 ? null : (
        <Button variant="subtle" size="compact-xs" onClick={() => setOpen(open === "" ? "1" : "")}>
          {open === "" ? `Show ${more} more` : "Show fewer"}
        </Button>
      ),
  };
}

export interface ChartGridProps extends ChartSurroundings {
  readonly charts: readonly ScreenChart[];
  /** How many stand beside each other where there is room; undefined: as many as fit. */
  readonly perRow?: number | undefined;
}

/**
 * Charts beside each other. Those of which nothing was measured are only named: a manifest is made for many devices, and
 * not all of them have all of it.
 */
export function ChartGrid({ charts, perRow, ...surroundings }: ChartGridProps) {
  const { ref, seen, inView } = useInView<HTMLDivElement>();
  const answers = useChartSeries(charts, surroundings.range, { seen, inView });
  const isWaiting = answers.some(({ isPending, data }) => isPending && data === undefined);
  const { drawn, empty } = drawnCharts(charts, answers);
  const count = isWaiting ? charts.length : drawn.length;
  return (
    <div ref={ref}>
      <div
        className={classes["charts"]}
        data-count={count}
        data-per-row={perRow === undefined ? undefined : ""}
        style={perRow === undefined ? undefined : ({ "--per-row": Math.min(perRow, count) } as CSSProperties)}
      >
        {isWaiting
          ? charts.map(({ key, kind }) => (
              <div key={key} data-kind={kind} className={classes["chart"]}>
                <Skeleton h="100%" animate={seen} />
              </div>
            ))
          : drawn.map((one) => <ChartBox key={one.chart.key} {...one} {...surroundings} />)}
      </div>
      {isWaiting || empty.length === 0 ? null : (
        <Text size="sm" c="dimmed" mt={drawn.length === 0 ? 0 : 4}>
          Nothing measured in this time: {empty.map(({ title }) => title).join(", ")}
        </Text>
      )}
    </div>
  );
}
