import { Skeleton, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Event } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import { useLiveRefresh } from "../api/live.ts";
import { Notice } from "../parts/notice.tsx";
import { useQueryState } from "../parts/query-state.ts";
import { useRange } from "../parts/range-picker.tsx";
import { ToneBadge } from "../parts/status-badge.tsx";
import { When } from "../parts/when.tsx";
import type { TimeRange } from "../words/time.ts";
import { EVENT_KINDS, EVENT_TONES, shownEvents } from "./event-rows.ts";
import { refreshOf } from "./use-device.ts";

const EVENTS_MAX = 500;

/** What happened to the device in the time shown; what happens now comes in at once. */
export default function EventsTab({ deviceId }: { readonly deviceId: string }) {
  const [range] = useRange();
  const [read, change] = useQueryState();
  const text = read("events") ?? "";
  const { data, error } = useDeviceEvents(deviceId, range);
  if (error !== null && data === undefined) return <Notice failure={error} />;
  if (data === undefined) return <Skeleton height={300} />;
  const shown = shownEvents(data.events, text);
  return (
    <Stack gap="sm">
      <TextInput
        aria-label="Filter events"
        placeholder="Text, kind"
        leftSection={<IconSearch size={15} />}
        value={text}
        onChange={(event) => change({ events: event.currentTarget.value })}
        w={{ base: "100%", xs: 260 }}
      />
      {shown.length === 0 ? (
        <Text c="dimmed">
          {data.events.length === 0
            ? "Nothing happened in this time. A longer one shows what was before."
            : "No event has these words"}
        </Text>
      ) : (
        <Events events={shown} />
      )}
      {data.events.length >= EVENTS_MAX ? (
        <Text size="xs" c="dimmed">
          The latest {EVENTS_MAX}; a shorter time shows those before.
        </Text>
      ) : null}
    </Stack>
  );
}

function useDeviceEvents(deviceId: string, range: TimeRange) {
  const client = useQueryClient();
  const queryKey = ["device-events", deviceId, range.from, range.to];
  useLiveRefresh(
    (event) => event.type === "event" && event.event.device === deviceId,
    () => client.invalidateQueries({ queryKey }),
  );
  return useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      get<{ readonly events: readonly Event[] }>("/api/snmpgate/events", {
        query: { device: deviceId, limit: EVENTS_MAX, ...range },
        signal,
      }),
    refetchInterval: refreshOf(range),
    placeholderData: keepPreviousData,
  });
}

function Events({ events }: { readonly events: readonly Event[] }) {
  return (
    <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label="Events">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={110}>When</Table.Th>
            <Table.Th w={110}>Kind</Table.Th>
            <Table.Th>What</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event, i) => (
            <Table.Tr key={`${event.timestamp} ${event.kind} ${i}`}>
              <Table.Td>
                <When at={event.timestamp} />
              </Table.Td>
              <Table.Td>
                <ToneBadge tone={EVENT_TONES[event.severity]}>
                  {EVENT_KINDS[event.kind] ?? event.kind}
                </ToneBadge>
              </Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>{event.title}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
