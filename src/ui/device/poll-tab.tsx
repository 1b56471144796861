import { Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useCallback, useState } from "react";
import type { DevicePoll } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import { PropertyList } from "../parts/property-list.tsx";
import { ToneBadge } from "../parts/status-badge.tsx";
import { When } from "../parts/when.tsx";
import { formatCount, formatSpan } from "../words/units.ts";
import { ExplainDrawer } from "./poll-explain.tsx";
import { ExplainAny } from "./poll-explain-form.tsx";
import { PollHistory } from "./poll-history.tsx";
import { PollLearned } from "./poll-learned.tsx";
import { PollMissing } from "./poll-missing.tsx";
import { PollTables } from "./poll-tables.tsx";
import { lossWords, securityWords, summaryOf } from "./poll-words.ts";
import { usePoll } from "./use-poll.ts";

/** How polling a device goes: in words, over time, by table, what is missing and what was learned. */
export function PollTab({ deviceId }: { readonly deviceId: string }) {
  const { data, error, refetch } = usePoll(deviceId);
  const [explained, setExplained] = useState<string | undefined>();
  const close = useCallback(() => setExplained(undefined), []);
  if (data === undefined) {
    if (error === null) return <Skeleton height={480} aria-label="Asking the poller" />;
    return (
      <Notice failure={error} title="How polling goes cannot be told now" onRetry={() => void refetch()} />
    );
  }
  return (
    <Stack gap="lg">
      <Summary poll={data} />
      {error === null ? null : (
        <Notice failure={error} title="What you see may be out of date" tone="warning" />
      )}
      <PollHistory history={data.history} />
      <Section
        title="Why is a metric missing?"
        about="What was planned for this device and did not come in the last poll."
      >
        <PollMissing poll={data} onExplain={setExplained} />
        <ExplainAny onExplain={setExplained} />
      </Section>
      <Section
        title="Tables"
        about="Requests carry columns of several tables, so their cost is told as a share of the octets of a round."
      >
        <PollTables tables={data.tables} />
      </Section>
      <Section
        title="Learned of this device"
        about="Found out while polling, kept over restarts, and tried again in time."
      >
        <PollLearned learned={data.learned} />
      </Section>
      <ExplainDrawer
        deviceId={deviceId}
        configurationId={data.configurationId}
        metric={explained}
        onClose={close}
      />
    </Stack>
  );
}

function Section({
  title,
  about,
  children,
}: {
  readonly title: string;
  readonly about: string;
  readonly children: React.ReactNode;
}) {
  return (
    <section aria-label={title}>
      <Title order={2}>{title}</Title>
      <Text size="sm" c="dimmed" mb="xs">
        {about}
      </Text>
      <Stack gap="sm">{children}</Stack>
    </section>
  );
}

const TONE_LABEL = { ok: "On time", warning: "Incomplete", error: "Failing", pending: "Waiting" } as const;

function Summary({ poll }: { readonly poll: DevicePoll }) {
  const { tone, text, remedy } = summaryOf(poll);
  return (
    <section aria-label="Summary">
      <Group gap="xs" align="flex-start" wrap="nowrap" mb="sm">
        <ToneBadge tone={tone} style={{ flex: "none" }}>
          {TONE_LABEL[tone]}
        </ToneBadge>
        <div>
          <Text size="sm">{text}</Text>
          {remedy === undefined ? null : (
            <Text size="sm" c="dimmed">
              {remedy}
            </Text>
          )}
        </div>
      </Group>
      <PropertyList properties={figuresOf(poll)} />
    </section>
  );
}

function figuresOf(poll: DevicePoll) {
  const { last, rttMs, snmp, lastHour } = poll;
  return [
    { key: "last", label: "Last poll", value: <When at={last?.at} /> },
    { key: "took", label: "Took", value: last === undefined ? "–" : formatSpan(last.durationMs) },
    { key: "late", label: "Began late by", value: last === undefined ? "–" : formatSpan(last.latenessMs) },
    { key: "rtt", label: "Round trip", value: rttWords(rttMs) },
    { key: "lines", label: "Lines in the last hour", value: formatCount(lastHour.lines) },
    { key: "loss", label: "Lost in the last hour", value: lossWords(poll) },
    { key: "snmp", label: "SNMP", value: securityWords(snmp) },
    {
      key: "patience",
      label: "Patience",
      value: `${formatSpan(snmp.timeoutMs)} for each of ${1 + snmp.retries} attempts`,
    },
  ];
}

function rttWords(rttMs: DevicePoll["rttMs"]): string {
  const { last, smoothed, variation } = rttMs ?? {};
  if (smoothed === undefined) return last === undefined ? "–" : `${last} ms`;
  return variation === undefined ? `${smoothed} ms` : `${smoothed} ms ± ${variation} ms`;
}
