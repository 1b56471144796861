import { Group, Stack, Text, Title } from "@mantine/core";
import type { DeviceInterface, DeviceInterfaces } from "../../api/contract/index.ts";
import { useRange } from "../parts/range-picker.tsx";
import { TimeChart } from "../parts/time-chart.tsx";
import type { ChartSeries } from "../parts/time-chart-data.ts";
import { formatBits } from "../words/units.ts";
import { highestOf, meanOf, percentile } from "./percentile.ts";

const SYNC = "port";

/** What went through a port and what went wrong, under one cursor. */
export function PortCharts({
  data,
  port,
}: {
  readonly data: DeviceInterfaces;
  readonly port: DeviceInterface;
}) {
  const traffic = seriesOf([
    ["in", "In", port.inBps, false, "area"],
    ["out", "Out", port.outBps, true, "area"],
  ]);
  const faults = seriesOf([
    ["inErrors", "Errors in", port.inErrors, false, "line"],
    ["outErrors", "Errors out", port.outErrors, false, "line"],
    ["inDiscards", "Discards in", port.inDiscards, false, "line"],
    ["outDiscards", "Discards out", port.outDiscards, false, "line"],
  ]);
  const packets = seriesOf(
    Object.entries(port.packets ?? {}).map(([kind, values]) => [
      kind,
      PACKET_WORDS[kind] ?? kind,
      values,
      kind.startsWith("out-"),
      "line",
    ]),
  );
  return (
    <Stack gap="md">
      <Panel title="Traffic" unit="BitPerSecond" data={data} series={traffic} />
      <TrafficFigures port={port} />
      <Panel title="Errors and discards per minute" unit="PerMinute" data={data} series={faults} />
      {packets.length === 0 ? null : (
        <Panel title="Packets per second" unit="PerSecond" data={data} series={packets} />
      )}
    </Stack>
  );
}

const PACKET_WORDS: Readonly<Record<string, string>> = {
  "in-unicast": "Unicast in",
  "in-multicast": "Multicast in",
  "in-broadcast": "Broadcast in",
  "out-unicast": "Unicast out",
  "out-multicast": "Multicast out",
  "out-broadcast": "Broadcast out",
};

type Wish = readonly [
  key: string,
  label: string,
  values: readonly (number | null)[] | undefined,
  mirrored: boolean,
  kind: "line" | "area",
];

const seriesOf = (wishes: readonly Wish[]): readonly ChartSeries[] =>
  wishes.flatMap(([key, label, values, mirrored, kind]) =>
    values === undefined ? [] : [{ key, label, values, mirrored, kind }],
  );

interface PanelProps {
  readonly title: string;
  readonly unit: string;
  readonly data: DeviceInterfaces;
  readonly series: readonly ChartSeries[];
}

function Panel({ title, unit, data, series }: PanelProps) {
  const [, setRange] = useRange();
  return (
    <div>
      <Title order={3} mb={4}>
        {title}
      </Title>
      <TimeChart
        title={title}
        timestamps={data.timestamps}
        series={series}
        unit={unit}
        height={160}
        syncKey={SYNC}
        onZoom={(fromMs, toMs) => setRange({ from: String(fromMs), to: String(toMs) })}
        emptyText={series.length === 0 ? "Not collected by this configuration" : undefined}
      />
    </div>
  );
}

/** What a carrier would bill, beside what is usual. */
function TrafficFigures({ port }: { readonly port: DeviceInterface }) {
  const figures = (
    [
      ["In", port.inBps],
      ["Out", port.outBps],
    ] as const
  ).flatMap(([label, values]) => (values === undefined ? [] : [{ label, values }]));
  return (
    <Group gap="0 24px">
      {figures.map(({ label, values }) => (
        <Text key={label} size="xs" c="dimmed">
          {label}: mean {formatBits(meanOf(values))}, 95th percentile{" "}
          <Text span size="xs" c="var(--mantine-color-text)" fw={600}>
            {formatBits(percentile(values, 95))}
          </Text>
          , highest {formatBits(highestOf(values))}
        </Text>
      ))}
    </Group>
  );
}
