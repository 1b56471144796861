import { SimpleGrid, Text } from "@mantine/core";
import { useMemo } from "react";
import type { DevicePoll } from "../../api/contract/index.ts";
import { TimeChart } from "../parts/time-chart.tsx";
import type { ChartSeries } from "../parts/time-chart-data.ts";

const SYNC = "poll-history";
const HEIGHT = 130;

/** How the latest rounds went: how long they took, and what was lost on the way. */
export function PollHistory({ history }: { readonly history: DevicePoll["history"] }) {
  const { timestamps, duration, requests } = useMemo(() => seriesOf(history), [history]);
  const failed = history.filter(({ outcome }) => outcome === "failed").length;
  return (
    <section aria-label="Latest rounds">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <div>
          <Text size="sm" fw={600}>
            Duration of a round
          </Text>
          <TimeChart
            title="Duration of a round"
            timestamps={timestamps}
            series={duration}
            unit="MilliSecond"
            height={HEIGHT}
            syncKey={SYNC}
            emptyText="No round yet"
          />
        </div>
        <div>
          <Text size="sm" fw={600}>
            Requests of a round
            {failed > 0 ? `; ${failed} of ${history.length} rounds failed` : ""}
          </Text>
          <TimeChart
            title="Requests of a round"
            timestamps={timestamps}
            series={requests}
            unit="Count"
            height={HEIGHT}
            syncKey={SYNC}
            emptyText="No round yet"
          />
        </div>
      </SimpleGrid>
    </section>
  );
}

function seriesOf(history: DevicePoll["history"]) {
  const column = (of: (round: DevicePoll["history"][number]) => number): number[] => history.map(of);
  const duration: ChartSeries[] = [
    { key: "duration", label: "Duration", kind: "area", values: column(({ durationMs }) => durationMs) },
  ];
  const requests: ChartSeries[] = [
    { key: "requests", label: "Sent", kind: "area", values: column(({ requests: sent }) => sent) },
    {
      key: "retries",
      label: "Repeated",
      kind: "column",
      color: "var(--series-2)",
      values: column(({ retries }) => retries),
    },
    {
      key: "timeouts",
      label: "Given up",
      kind: "column",
      color: "var(--series-5)",
      values: column(({ timeouts }) => timeouts),
    },
  ];
  return { timestamps: column(({ at }) => at), duration, requests };
}
