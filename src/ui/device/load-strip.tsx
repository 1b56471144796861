import { Card, Group, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useCallback, useMemo } from "react";
import type { DeviceChart, DeviceInterfaces } from "../../api/contract/index.ts";
import { useRange } from "../parts/range-picker.tsx";
import { Sparkline } from "../parts/sparkline.tsx";
import { TimeChart } from "../parts/time-chart.tsx";
import { type ChartSeries, latestOf } from "../parts/time-chart-data.ts";
import { formatBits, formatPercent } from "../words/units.ts";
import { chartSeries, highestLatest } from "./chart-series.ts";
import { totalTraffic } from "./total-traffic.ts";
import { useChart } from "./use-chart.ts";
import { useCharts } from "./use-device.ts";

const HEIGHT = 104;
const CARD_HEIGHT = HEIGHT + 68;
const SYNC = "device";

/** CPU, memory and traffic of the device, small, above everything. */
export function LoadStrip({
  deviceId,
  answer,
  isOld,
}: {
  readonly deviceId: string;
  readonly answer: DeviceInterfaces | undefined;
  /** The device does not answer: its latest figures are from before. */
  readonly isOld: boolean;
}) {
  const { data } = useCharts(deviceId);
  const byRole = (role: string) =>
    data?.charts.find((chart) => chart.role === role && chart.group === "Load");
  const [cpu, memory] = [byRole("cpu"), byRole("memory")];
  const count = 1 + Number(cpu !== undefined) + Number(memory !== undefined);
  const isNarrow = useMediaQuery("(max-width: 48em)");
  if (data === undefined) return <Skeleton height={isNarrow ? count * LINE_HEIGHT : CARD_HEIGHT} mb="sm" />;
  // Of a device that never answered there is nothing to draw.
  if (count === 1 && answer?.interfaces.length === 0) return null;
  if (isNarrow) {
    return (
      <Stack gap={0} mb="sm">
        {cpu === undefined ? null : <LoadLine chart={cpu} isOld={isOld} />}
        {memory === undefined ? null : <LoadLine chart={memory} isOld={isOld} />}
        <TrafficLine answer={answer} isOld={isOld} />
      </Stack>
    );
  }
  return (
    <SimpleGrid cols={{ base: 1, sm: count }} spacing="sm" mb="sm">
      {cpu === undefined ? null : <LoadCard chart={cpu} isOld={isOld} />}
      {memory === undefined ? null : <LoadCard chart={memory} isOld={isOld} />}
      <TrafficCard answer={answer} isOld={isOld} />
    </SimpleGrid>
  );
}

function useZoom(): (fromMs: number, toMs: number) => void {
  const [, setRange] = useRange();
  return useCallback((fromMs, toMs) => setRange({ from: String(fromMs), to: String(toMs) }), [setRange]);
}

interface LoadProps {
  readonly chart: DeviceChart;
  readonly isOld: boolean;
}

interface TrafficProps {
  readonly answer: DeviceInterfaces | undefined;
  readonly isOld: boolean;
}

function LoadCard({ chart, isOld }: LoadProps) {
  const [range] = useRange();
  const zoom = useZoom();
  const { data } = useChart(chart, range);
  const drawn = useMemo(() => data && chartSeries(chart, data), [chart, data]);
  if (drawn === undefined) return <Skeleton height={CARD_HEIGHT} />;
  return (
    <Card p="xs" mih={CARD_HEIGHT}>
      <Headline title={chart.title} value={formatPercent(highestLatest(drawn.series))} isOld={isOld} />
      <TimeChart
        title={chart.title}
        timestamps={drawn.timestamps}
        series={drawn.series}
        unit={chart.unit}
        height={HEIGHT}
        max={100}
        syncKey={SYNC}
        onZoom={zoom}
      />
    </Card>
  );
}

function TrafficCard({ answer, isOld }: TrafficProps) {
  const zoom = useZoom();
  const series = useMemo(() => trafficSeries(answer), [answer]);
  if (answer === undefined) return <Skeleton height={CARD_HEIGHT} />;
  const [into, out] = series.map(({ values }) => latestOf(values));
  return (
    <Card p="xs" mih={CARD_HEIGHT}>
      <Headline title="Traffic" value={`${formatBits(into)} in, ${formatBits(out)} out`} isOld={isOld} />
      <TimeChart
        title="Traffic of all ports"
        timestamps={answer.timestamps}
        series={series}
        unit="BitPerSecond"
        height={HEIGHT}
        syncKey={SYNC}
        onZoom={zoom}
        emptyText="No traffic measured in this time; a new device shows it after its second poll"
      />
    </Card>
  );
}

function trafficSeries(answer: DeviceInterfaces | undefined): readonly ChartSeries[] {
  const { inBps, outBps } = totalTraffic(answer?.interfaces ?? []);
  return [
    { key: "in", label: "In", values: inBps, kind: "area" },
    { key: "out", label: "Out", values: outBps, kind: "area", mirrored: true },
  ];
}

const LINE_HEIGHT = 32;

/** Where there is little room: the same in a line each. */
function LoadLine({ chart, isOld }: LoadProps) {
  const [range] = useRange();
  const { data } = useChart(chart, range);
  const series = useMemo(() => (data === undefined ? [] : chartSeries(chart, data).series), [chart, data]);
  return (
    <SmallLine
      title={chart.title}
      values={series[0]?.values ?? []}
      max={100}
      value={formatPercent(highestLatest(series))}
      isOld={isOld}
    />
  );
}

function TrafficLine({ answer, isOld }: TrafficProps) {
  const { inBps, outBps } = useMemo(() => totalTraffic(answer?.interfaces ?? []), [answer]);
  return (
    <SmallLine
      title="Traffic"
      values={inBps}
      max={undefined}
      value={`${formatBits(latestOf(inBps))} in, ${formatBits(latestOf(outBps))} out`}
      isOld={isOld}
    />
  );
}

interface SmallLineProps {
  readonly title: string;
  readonly values: readonly (number | null)[];
  readonly max: number | undefined;
  readonly value: string;
  readonly isOld: boolean;
}

function SmallLine({ title, values, max, value, isOld }: SmallLineProps) {
  return (
    <Group h={LINE_HEIGHT} gap="xs" wrap="nowrap">
      <Text size="xs" c="dimmed" fw={600} w={64}>
        {title === "Memory in use" ? "Memory" : title}
      </Text>
      <Sparkline values={values} max={max} width={84} height={24} label={`${title}, latest ${value}`} />
      <Text size="xs" {...weightOf(isOld)} className="num" ml="auto">
        {isOld ? `before: ${value}` : value}
      </Text>
    </Group>
  );
}

const weightOf = (isOld: boolean) => (isOld ? ({ fw: 400, c: "dimmed" } as const) : ({ fw: 600 } as const));

interface HeadlineProps {
  readonly title: string;
  readonly value: string;
  readonly isOld: boolean;
}

function Headline({ title, value, isOld }: HeadlineProps) {
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap" mb={2}>
      <Text size="xs" c="dimmed" fw={600}>
        {title}
      </Text>
      <Text size="sm" {...weightOf(isOld)} className="num">
        {isOld ? `before: ${value}` : value}
      </Text>
    </Group>
  );
}
