import { Skeleton, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ServiceStatus } from "../../api/contract/index.ts";
import { statusQuery } from "../app/status-query.ts";
import { Notice } from "../parts/notice.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { ToneBadge } from "../parts/status-badge.tsx";
import { When } from "../parts/when.tsx";
import { AttentionList } from "./attention-list.tsx";
import { PollingCard } from "./polling-card.tsx";
import { SinksCard } from "./sinks-card.tsx";
import { StatusCards } from "./status-cards.tsx";
import { StatusEvents } from "./status-events.tsx";
import { attentionOf, headlineOf } from "./status-words.ts";

const REFRESH_MS = 5_000;

/** How the service itself is: what needs somebody first, then each part of it. */
export default function StatusPage() {
  const { data, error, refetch } = useQuery({
    ...statusQuery,
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
  return (
    <Stack gap="md">
      <Heading status={data} />
      {error === null ? null : (
        <Notice
          failure={error}
          title={data === undefined ? "The status cannot be told now" : "What you see may be out of date"}
          onRetry={() => void refetch()}
        />
      )}
      {data === undefined ? (
        error === null ? (
          <Skeleton height={520} aria-label="Asking the service" />
        ) : null
      ) : (
        <>
          <AttentionList items={attentionOf(data)} />
          <PollingCard polling={data.polling} devices={data.devices} />
          <SinksCard sinks={data.sinks} />
          <StatusCards status={data} />
        </>
      )}
      <StatusEvents />
    </Stack>
  );
}

function Heading({ status }: { readonly status: ServiceStatus | undefined }) {
  const headline = status && headlineOf(status);
  return (
    <PageHeader
      title="Status"
      beside={headline === undefined ? null : <ToneBadge tone={headline.tone}>{headline.text}</ToneBadge>}
      about={
        status === undefined ? (
          <Text span size="sm">
            Asking the service
          </Text>
        ) : (
          <>
            snmpgate {status.version}, started <When at={status.startedAt} />
          </>
        )
      }
    />
  );
}
