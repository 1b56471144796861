import { Group, Text } from "@mantine/core";
import type { DevicePoll } from "../../api/contract/index.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Meter } from "../parts/meter.tsx";
import { useQueryState } from "../parts/query-state.ts";
import { ToneBadge } from "../parts/status-badge.tsx";
import { parseSort, sortText } from "../parts/table-sort.ts";
import { formatCount } from "../words/units.ts";
import classes from "./poll-tables.module.css";

type Table = DevicePoll["tables"][number];

/** No share of one table is a worry by itself. */
const NEVER = 101;

const COLUMNS: readonly Column<Table>[] = [
  {
    key: "subgroup",
    header: "Table",
    width: "22%",
    sortValue: ({ subgroup }) => subgroup,
    render: ({ group, subgroup, featureSets }) => (
      <span
        title={`group ${group}${featureSets.length === 0 ? "" : `, feature set ${featureSets.join(", ")}`}`}
      >
        {subgroup}
      </span>
    ),
  },
  {
    key: "source",
    header: "Read from",
    width: "22%",
    sortValue: ({ source }) => source,
    render: ({ source }) => <span title={source}>{source}</span>,
  },
  {
    key: "rows",
    header: "Rows",
    width: "80px",
    align: "right",
    about: "When it was last read whole",
    sortValue: ({ rows }) => rows,
    render: ({ rows }) => formatCount(rows),
  },
  {
    key: "columns",
    header: "Columns",
    width: "175px",
    align: "right",
    about:
      "How many there are, of those how many are kept from poll to poll, and how many the device does not have",
    sortValue: ({ columns }) => columns,
    render: ({ columns, keptColumns, absentColumns }) => columnWords(columns, keptColumns, absentColumns),
  },
  {
    key: "share",
    header: "Share",
    width: "120px",
    about: "Of the octets of a round",
    sortValue: ({ sharePercent }) => sharePercent,
    render: ({ sharePercent }) => (
      <Meter percent={sharePercent} label="Share of the octets of a round" warnAt={NEVER} errorAt={NEVER} />
    ),
  },
  {
    key: "rtt",
    header: "Round trip",
    width: "95px",
    align: "right",
    about: "Smoothed, of the requests that begin with it",
    sortValue: ({ rttMs }) => rttMs,
    render: ({ rttMs }) => (rttMs === undefined ? "–" : `${rttMs} ms`),
  },
  {
    key: "state",
    header: "Last poll",
    sortValue: (table) => stateOf(table).label,
    render: (table) => <State table={table} />,
  },
];

const DEFAULT_SORT = { key: "share", descending: true };

/** What each table is, what it costs and whether it came whole. */
export function PollTables({ tables }: { readonly tables: readonly Table[] }) {
  const [read, change] = useQueryState();
  const sort = parseSort(read("tables"), DEFAULT_SORT);
  return (
    <div className={classes["wide"]}>
      <DataTable
        label="Tables"
        rows={tables}
        columns={COLUMNS}
        rowKey={({ group, subgroup }) => `${group}\n${subgroup}`}
        sort={sort}
        onSort={(next) => change({ tables: sortText(next) })}
        maxHeight="420px"
        empty="Not polled yet"
      />
    </div>
  );
}

function columnWords(columns: number, kept: number, absent: number): string {
  const parts = [kept > 0 ? `${kept} kept` : "", absent > 0 ? `${absent} absent` : ""].filter(
    (one) => one !== "",
  );
  return parts.length === 0 ? String(columns) : `${columns} (${parts.join(", ")})`;
}

function stateOf({ complete, rows, columns, absentColumns }: Table) {
  if (!complete && rows === undefined) return { tone: "error", label: "No data" } as const;
  if (!complete) return { tone: "warning", label: "Incomplete" } as const;
  if (columns > 0 && absentColumns === columns) return { tone: "pending", label: "Not there" } as const;
  return { tone: "ok", label: "Whole" } as const;
}

function State({ table }: { readonly table: Table }) {
  const { tone, label } = stateOf(table);
  const { cause, remedy } = table;
  return (
    <Group gap={6} wrap="nowrap" title={[cause, remedy].filter((one) => one !== undefined).join(" ")}>
      <ToneBadge tone={tone} className={classes["state"] ?? ""}>
        {label}
      </ToneBadge>
      {cause === undefined ? null : (
        <Text size="xs" truncate>
          {cause}
        </Text>
      )}
    </Group>
  );
}
