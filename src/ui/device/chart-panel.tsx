import { Card, Group, Skeleton, Text, Title } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { memo, useMemo, useRef } from "react";
import type { DeviceChart } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import { ToneBadge } from "../parts/status-badge.tsx";
import { TimeChart } from "../parts/time-chart.tsx";
import { type ChartSeries, latestOf } from "../parts/time-chart-data.ts";
import type { TimeRange } from "../words/time.ts";
import { chartSeries } from "./chart-series.ts";
import { stateLabel, stateTone } from "./state-words.ts";
import { useChart } from "./use-chart.ts";

const HEIGHT = 170;
/** With the legend, so that nothing moves when it comes. */
const PANEL_HEIGHT = HEIGHT + 24;

export interface ChartPanelProps {
  readonly chart: DeviceChart;
  readonly range: TimeRange;
  readonly onZoom: (fromMs: number, toMs: number) => void;
  readonly syncKey: string;
}

/** A chart with its title; asked for when it comes into sight. */
export const ChartPanel = memo(function ChartPanel({ chart, range, onZoom, syncKey }: ChartPanelProps) {
  const { ref, entry } = useIntersection({ rootMargin: "300px" });
  const seen = useRef(false);
  seen.current ||= entry?.isIntersecting === true;
  const { data, error } = useChart(chart, range, seen.current);
  const drawn = useMemo(() => data && chartSeries(chart, data), [chart, data]);
  return (
    <Card ref={ref} p="xs">
      <Title order={3} fz="sm" title={[chart.description, chart.key].filter(Boolean).join("\n")} mb={4}>
        {chart.title}
      </Title>
      {error !== null && drawn === undefined ? <Notice failure={error} /> : null}
      {drawn === undefined ? (
        error === null ? (
          <Skeleton height={PANEL_HEIGHT} />
        ) : null
      ) : chart.states === undefined ? (
        <TimeChart
          title={chart.title}
          timestamps={drawn.timestamps}
          series={drawn.series}
          unit={chart.unit}
          height={HEIGHT}
          syncKey={syncKey}
          onZoom={onZoom}
          wholeSlotsOnly
          intervalMs={chart.intervalMs}
          max={chart.unit === "Percent" ? 100 : undefined}
        />
      ) : (
        <States series={drawn.series} states={chart.states} />
      )}
    </Card>
  );
});

/** States are read in words: a line at 5 says nothing. */
function States({
  series,
  states,
}: {
  readonly series: readonly ChartSeries[];
  readonly states: Readonly<Record<string, string>>;
}) {
  const latest = series.map(({ key, label, values }) => {
    const number = latestOf(values);
    const word = number === null ? "unknown" : (states[String(Math.round(number))] ?? String(number));
    return { key, label, word };
  });
  return (
    <div style={{ minHeight: PANEL_HEIGHT }}>
      {latest.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing measured in this time
        </Text>
      ) : null}
      {latest.map(({ key, label, word }) => (
        <Group key={key} justify="space-between" gap="xs" py={3} wrap="nowrap">
          <Text size="sm" truncate>
            {label}
          </Text>
          <ToneBadge tone={stateTone(word)} style={{ flex: "none" }}>
            {stateLabel(word)}
          </ToneBadge>
        </Group>
      ))}
    </div>
  );
}
