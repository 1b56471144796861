import { Group, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AuditEntryJson } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Notice } from "../parts/notice.tsx";
import { useQueryState } from "../parts/query-state.ts";
import { RangePicker } from "../parts/range-picker.tsx";
import type { Sort } from "../parts/table-sort.ts";
import { When } from "../parts/when.tsx";
import { counted } from "../words/counted.ts";
import { formatCount } from "../words/units.ts";
import classes from "./access.module.css";
import { actionWords, detailWords, whoWords } from "./audit-words.ts";

const ENTRIES_MAX = 1_000;
const TYPING_MS = 250;

/** Who changed what, latest first. */
export function AuditTab() {
  const [read, change] = useQueryState();
  const range = { from: read("from") ?? "now-7d", to: read("to") ?? "now" };
  const [text, setText] = useState(read("text") ?? "");
  const [asked] = useDebouncedValue(text.trim(), TYPING_MS);
  const [sort, setSort] = useState<Sort>({ key: "time", descending: true });
  const query = { ...range, text: asked === "" ? undefined : asked, limit: ENTRIES_MAX };
  const log = useQuery({
    queryKey: ["audit", query],
    queryFn: ({ signal }) =>
      get<{ entries: readonly AuditEntryJson[] }>("/api/snmpgate/audit", { query, signal }),
    placeholderData: keepPreviousData,
  });
  const entries = log.data?.entries ?? [];
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <TextInput
          aria-label="Filter the audit log"
          placeholder="Name, action or address"
          leftSection={<IconSearch size={15} />}
          w={{ base: "100%", xs: 260 }}
          maxLength={200}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            change({ text: event.currentTarget.value });
          }}
        />
        <RangePicker range={range} onChange={({ from, to }) => change({ from, to })} />
        <Text size="sm" c="dimmed" role="status">
          {log.data === undefined ? "" : countText(entries.length)}
        </Text>
      </Group>
      {log.isError ? <Notice failure={log.error} onRetry={() => void log.refetch()} /> : null}
      <div className={classes["wide"]}>
        <DataTable
          label="Audit log"
          rows={entries}
          columns={COLUMNS}
          rowKey={entryKey}
          sort={sort}
          onSort={setSort}
          empty={log.isPending ? "Loading …" : "Nothing was changed in this time"}
        />
      </div>
    </Stack>
  );
}

const countText = (count: number): string =>
  count === ENTRIES_MAX ? `the latest ${formatCount(count)} entries` : counted(count, "entry", "entries");

const entryKey = ({ timestamp, who, action, object }: AuditEntryJson): string =>
  `${timestamp} ${who} ${action} ${object}`;

const COLUMNS: readonly Column<AuditEntryJson>[] = [
  {
    key: "time",
    header: "When",
    width: "120px",
    sortValue: ({ timestamp }) => timestamp,
    render: ({ timestamp }) => <When at={timestamp} />,
  },
  {
    key: "who",
    header: "Who",
    width: "150px",
    sortValue: ({ who }) => whoWords(who),
    render: ({ who }) => <span title={who}>{whoWords(who)}</span>,
  },
  {
    key: "action",
    header: "What",
    width: "190px",
    sortValue: ({ action }) => actionWords(action),
    render: ({ action }) => <span title={action}>{actionWords(action)}</span>,
  },
  {
    key: "object",
    header: "Of what",
    sortValue: ({ object }) => object,
    render: ({ object }) => <span title={object}>{object}</span>,
  },
  {
    key: "details",
    header: "Details",
    width: "22%",
    render: (entry) => <span title={detailWords(entry)}>{detailWords(entry)}</span>,
  },
  {
    key: "address",
    header: "From",
    width: "120px",
    sortValue: ({ address }) => address,
    render: ({ address }) => address,
  },
];
