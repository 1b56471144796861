import { Button, Group, Text } from "@mantine/core";
import type { MetricDescriptor } from "../../api/contract/index.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Notice } from "../parts/notice.tsx";
import { usePick } from "./query-card.tsx";
import { useMetricList } from "./use-metrics.ts";

/** What people look at first, where it is measured. */
const LIKELY = [
  /^traffic in\b/i,
  /^traffic out\b/i,
  /^cpu usage/i,
  /^memory usage/i,
  /utili[sz]ation/i,
  /^errors in/i,
];
const OFFERED_MAX = 6;

/** Nothing is chosen yet: a few metrics that are worth a look, one press away. */
export function FirstSteps({ onPick }: { readonly onPick: (selector: string) => void }) {
  const list = useMetricList("");
  const pick = usePick(onPick);
  const metrics = likely(list.data?.metrics ?? []);
  if (list.isError && list.data === undefined)
    return <Notice failure={list.error} onRetry={() => void list.refetch()} />;
  if (list.data?.totalCount === 0) {
    return (
      <EmptyState title="Nothing is measured yet">
        <Text size="sm">Metrics appear here seconds after the first device is polled.</Text>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Choose a metric above, or begin with one of these">
      <Group justify="center" gap="xs" mih={30}>
        {metrics.map(({ metricId, displayName }) => (
          <Button key={metricId} variant="light" title={metricId} onClick={() => void pick(metricId)}>
            {displayName ?? metricId}
          </Button>
        ))}
      </Group>
    </EmptyState>
  );
}

function likely(metrics: readonly MetricDescriptor[]): readonly MetricDescriptor[] {
  const found = LIKELY.flatMap(
    (pattern) => metrics.find(({ displayName = "" }) => pattern.test(displayName)) ?? [],
  );
  return found.length > 0 ? [...new Set(found)] : metrics.slice(0, OFFERED_MAX);
}
