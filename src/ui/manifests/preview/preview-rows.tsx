import { Badge, Group, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { Preview } from "../../../api/contract/index.ts";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import type { Sort } from "../../parts/table-sort.ts";
import { counted } from "../../words/counted.ts";
import { formatCount, formatSpan } from "../../words/units.ts";
import { missingCount, missingOf } from "./missing-of.ts";
import classes from "./preview.module.css";
import { PreviewMissing } from "./preview-missing.tsx";
import { shortKeys } from "./short-keys.ts";

type Table = Preview["tables"][number];

const titleOf = ({ group, subgroup }: Table): string => (subgroup === "" ? group : subgroup);
const keyOf = (table: Table, i: number): string => `${i} ${table.group} ${table.subgroup}`;

export interface PreviewRowsProps {
  readonly tables: readonly Table[];
  readonly missing: Preview["missing"];
  /** Shows where a metric or dimension stands in the text. */
  readonly onShow: (key: string) => void;
}

/** The rows that became lines: a table for each subgroup, one of them open; and what delivers nothing there. */
export function PreviewRows({ tables, missing, onShow }: PreviewRowsProps) {
  const [chosen, setChosen] = useState<string>();
  const first = tables.findIndex(({ totalRows }) => totalRows > 0);
  const open = chosen ?? (first < 0 ? "" : keyOf(tables[first]!, first));
  if (tables.length === 0) return <Text c="dimmed">Nothing is collected.</Text>;
  return (
    <div className={classes["tables"]}>
      {tables.map((table, i) => {
        const key = keyOf(table, i);
        return (
          <Subgroup
            key={key}
            table={table}
            missing={missingOf(missing, table)}
            onShow={onShow}
            open={open === key}
            onToggle={() => setChosen(open === key ? "" : key)}
          />
        );
      })}
    </div>
  );
}

function Subgroup({
  table,
  missing,
  onShow,
  open,
  onToggle,
}: Omit<PreviewRowsProps, "tables"> & {
  readonly table: Table;
  readonly open: boolean;
  readonly onToggle: () => void;
}) {
  const Chevron = open ? IconChevronDown : IconChevronRight;
  const { totalRows, rows, note, featureSets, group, intervalMs } = table;
  const without = missingCount(missing, table);
  return (
    <section>
      <UnstyledButton className={classes["subgroup"]} onClick={onToggle} aria-expanded={open}>
        <Chevron size={15} aria-hidden className={classes["chevron"]} />
        <Text span size="sm" fw={600} truncate>
          {titleOf(table)}
        </Text>
        <Group gap={4} wrap="nowrap" className={classes["badges"]}>
          {featureSets
            .filter((name) => name !== "")
            .slice(0, 1)
            .map((name) => (
              <Badge key={name} color="gray" className={classes["set"]}>
                {name}
              </Badge>
            ))}
          {without === "" ? null : (
            <Badge color="orange" style={{ flex: "none" }}>
              {without}
            </Badge>
          )}
          <Badge color={totalRows === 0 ? "yellow" : "cyan"} style={{ flex: "none" }}>
            {totalRows === 0 ? "no rows" : counted(totalRows, "row")}
          </Badge>
        </Group>
      </UnstyledButton>
      {open ? (
        <div className={classes["opened"]}>
          <Text size="xs" c="dimmed" mb={4}>
            Group {group}, every {formatSpan(intervalMs)}
          </Text>
          <PreviewMissing missing={missing} onShow={onShow} />
          {note === undefined ? <RowTable table={table} /> : <Text size="sm">{note}</Text>}
          {rows.length < totalRows ? (
            <Text size="xs" c="dimmed" mt={4}>
              The first {formatCount(rows.length)} of {formatCount(totalRows)} rows.
            </Text>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

interface NumberedRow {
  readonly number: number;
  readonly cells: readonly string[];
}

const rowKey = ({ number }: NumberedRow): string => String(number);
/** Digits, beyond what a double tells apart. */
const sortable = (text: string): string | number => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);

function RowTable({ table }: { readonly table: Table }) {
  const [sort, setSort] = useState<Sort>({ key: "", descending: false });
  const columns = useMemo(() => columnsOf(table.columns), [table.columns]);
  const rows = useMemo(() => table.rows.map((cells, number) => ({ number, cells })), [table.rows]);
  return (
    <div className={classes["wide"]}>
      <DataTable
        label={`Rows of ${titleOf(table)}`}
        rows={rows}
        columns={columns}
        rowKey={rowKey}
        sort={sort}
        onSort={setSort}
        rowHeight={26}
        maxHeight="360px"
      />
    </div>
  );
}

function columnsOf(columns: Table["columns"]): readonly Column<NumberedRow>[] {
  const metrics = columns.filter(({ kind }) => kind !== "dimension").map(({ key }) => key);
  const short = new Map(shortKeys(metrics).map((name, i) => [metrics[i]!, name]));
  return columns.map(({ key, kind }, i) => ({
    key: `${i}`,
    header: kind === "count" ? `${short.get(key)} +` : (short.get(key) ?? key),
    about:
      kind === "dimension"
        ? `Dimension ${key}`
        : `${key} (${kind === "count" ? "count: what it grew by in a second" : "gauge"})`,
    width: kind === "dimension" ? "140px" : "110px",
    align: kind === "dimension" ? undefined : "right",
    sortValue: ({ cells }) => sortable(cells[i] ?? ""),
    render: ({ cells }) => <span title={cells[i]}>{cells[i]}</span>,
  }));
}
