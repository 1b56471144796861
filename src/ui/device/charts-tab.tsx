import { Accordion, SimpleGrid, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useCallback, useMemo } from "react";
import type { DeviceChart } from "../../api/contract/index.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Notice } from "../parts/notice.tsx";
import { useQueryState } from "../parts/query-state.ts";
import { useRange } from "../parts/range-picker.tsx";
import { ChartPanel } from "./chart-panel.tsx";
import { chartGroups, filteredCharts } from "./chart-series.ts";
import { useCharts } from "./use-device.ts";

/** All that is measured of the device: what is known by its role first, the rest by table on demand. */
export function ChartsTab({ deviceId }: { readonly deviceId: string }) {
  const { data, error } = useCharts(deviceId);
  const [read, change] = useQueryState();
  const text = read("charts") ?? "";
  const shown = useMemo(() => filteredCharts(data?.charts ?? [], text), [data, text]);
  const main = chartGroups(shown.filter(({ role }) => role !== undefined));
  const rest = chartGroups(shown.filter(({ role }) => role === undefined));
  if (error !== null && data === undefined) return <Notice failure={error} />;
  if (data === undefined) return <Skeleton height={420} />;
  if (data.charts.length === 0) return <NoCharts />;
  return (
    <Stack gap="md">
      <TextInput
        aria-label="Filter charts"
        placeholder="Title or metric"
        leftSection={<IconSearch size={15} />}
        value={text}
        onChange={(event) => change({ charts: event.currentTarget.value })}
        w={{ base: "100%", xs: 280 }}
      />
      {main.map(([group, charts]) => (
        <section key={group} aria-label={group}>
          <Title order={2} mb="xs">
            {group}
          </Title>
          <Panels charts={charts} />
        </section>
      ))}
      {rest.length === 0 ? null : (
        <section aria-label="Everything else that is collected">
          <Title order={2} mb="xs">
            Everything else that is collected
          </Title>
          {text === "" ? <Folded groups={rest} /> : <Panels charts={rest.flatMap(([, charts]) => charts)} />}
        </section>
      )}
      {shown.length === 0 ? <Text c="dimmed">No chart is called that</Text> : null}
    </Stack>
  );
}

function Panels({ charts }: { readonly charts: readonly DeviceChart[] }) {
  const [range, setRange] = useRange();
  const zoom = useCallback(
    (fromMs: number, toMs: number) => setRange({ from: String(fromMs), to: String(toMs) }),
    [setRange],
  );
  return (
    <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="sm">
      {charts.map((chart) => (
        <ChartPanel key={chart.id} chart={chart} range={range} onZoom={zoom} syncKey="device" />
      ))}
    </SimpleGrid>
  );
}

function Folded({ groups }: { readonly groups: ReturnType<typeof chartGroups> }) {
  const [read, change] = useQueryState();
  const open = (read("open") ?? "").split("|").filter((name) => name !== "");
  return (
    <Accordion
      multiple
      variant="contained"
      value={open}
      onChange={(value) => change({ open: value.join("|") })}
    >
      {groups.map(([group, charts]) => (
        <Accordion.Item key={group} value={group}>
          <Accordion.Control>
            {group}{" "}
            <Text span size="xs" c="dimmed">
              {charts.length}
            </Text>
          </Accordion.Control>
          <Accordion.Panel>{open.includes(group) ? <Panels charts={charts} /> : null}</Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function NoCharts() {
  return (
    <EmptyState title="Nothing measured yet">
      <Text size="sm">The first values are here a poll after the device answered for the first time.</Text>
    </EmptyState>
  );
}
