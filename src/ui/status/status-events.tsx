import { Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback, useMediaQuery } from "@mantine/hooks";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Event } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import { useLiveRefresh } from "../api/live.ts";
import { DataTable } from "../parts/data-table.tsx";
import { Notice } from "../parts/notice.tsx";
import { useQueryState } from "../parts/query-state.ts";
import { type Keyed, NARROW_COLUMNS, WIDE_COLUMNS } from "./event-columns.tsx";
import classes from "./status.module.css";

const KINDS = [
  { value: "", label: "All kinds" },
  { value: "status", label: "Devices" },
  { value: "config", label: "Configuration" },
  { value: "log", label: "Logs" },
  { value: "limit", label: "Limits" },
];
const SHOWN = 200;
const REFRESH_MS = 30_000;
const TYPED_AFTER_MS = 250;

const NEWEST_FIRST = { key: "at", descending: true };

/** What happened of late, by kind and text. */
export function StatusEvents() {
  const [read, change] = useQueryState();
  const kind = read("kind") ?? "";
  const text = read("text") ?? "";
  const [sort, setSort] = useState(NEWEST_FIRST);
  const isNarrow = useMediaQuery("(max-width: 48em)") ?? false;
  const { data, error, refetch } = useEvents(kind, text);
  return (
    <section className={classes["card"]} aria-label="Events">
      <Group justify="space-between" align="flex-end" mb="xs" gap="xs">
        <h2 className={classes["title"]}>Events of the last day</h2>
        <Group gap="xs">
          <Select
            aria-label="Kind of event"
            data={KINDS}
            value={kind}
            onChange={(value) => change({ kind: value ?? "" })}
            allowDeselect={false}
            w={150}
          />
          <Search text={text} onChange={(value) => change({ text: value })} />
        </Group>
      </Group>
      {error === null ? null : <Notice failure={error} title="No events" onRetry={() => void refetch()} />}
      <div className={isNarrow ? undefined : classes["wide"]}>
        <DataTable
          label="Events"
          rows={data ?? NONE}
          columns={isNarrow ? NARROW_COLUMNS : WIDE_COLUMNS}
          measured={isNarrow}
          rowKey={({ key }) => key}
          sort={sort}
          onSort={setSort}
          maxHeight="380px"
          empty={
            data === undefined
              ? "Loading"
              : kind === "" && text === ""
                ? "Nothing happened"
                : "Nothing fits the filter"
          }
        />
      </div>
    </section>
  );
}

const NONE: readonly Keyed[] = [];

function useEvents(kind: string, text: string) {
  const client = useQueryClient();
  useLiveRefresh(
    ({ type }) => type === "event",
    () => client.invalidateQueries({ queryKey: ["events", "status"] }),
  );
  return useQuery({
    queryKey: ["events", "status", kind, text],
    queryFn: async ({ signal }) => {
      const query = { from: "now-1d", limit: SHOWN, kind: kind || undefined, text: text || undefined };
      const { events } = await get<{ readonly events: readonly Event[] }>("/api/snmpgate/events", {
        query,
        signal,
      });
      return events.map((event, i) => ({
        key: `${event.timestamp} ${events.length - i} ${event.title}`,
        event,
      }));
    },
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}

/** Typed at once, asked for when the typing pauses. */
function Search({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  const tell = useDebouncedCallback(onChange, TYPED_AFTER_MS);
  return (
    <TextInput
      aria-label="Text in events"
      placeholder="Filter by text"
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        tell(value);
      }}
      w={200}
    />
  );
}
