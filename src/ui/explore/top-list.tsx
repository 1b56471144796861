import { Select, Text } from "@mantine/core";
import { useQueryState } from "../parts/query-state.ts";
import { sortedRows } from "../parts/table-sort.ts";
import { formatCount, formatValue } from "../words/units.ts";
import classes from "./results.module.css";
import type { SeriesRow, UnitGroup } from "./series.ts";

const FIGURES = [
  { value: "avg", label: "Average" },
  { value: "latest", label: "Latest" },
  { value: "max", label: "Highest" },
  { value: "min", label: "Lowest" },
] as const;
type Figure = (typeof FIGURES)[number]["value"];

const SHOWN_MAX = 50;

/** Who has most: series as bars, the longest first. */
export function TopList({
  groups,
  emptyText,
}: {
  readonly groups: readonly UnitGroup[];
  readonly emptyText: string;
}) {
  const [read, change] = useQueryState();
  const by: Figure = FIGURES.find(({ value }) => value === read("by"))?.value ?? "avg";
  const choose = (value: string | null): void => change({ by: value ?? "avg" });
  if (groups.every(({ rows }) => rows.length === 0))
    return <div className={classes["empty"]}>{emptyText}</div>;
  return (
    <div>
      <Select
        label="By"
        w={140}
        data={[...FIGURES]}
        value={by}
        allowDeselect={false}
        onChange={choose}
        mb="sm"
      />
      {groups.map((group) => (
        <Bars key={group.unit} group={group} by={by} />
      ))}
    </div>
  );
}

function Bars({ group, by }: { readonly group: UnitGroup; readonly by: Figure }) {
  const measured = group.rows.filter((row) => row[by] !== null);
  const shown = sortedRows(measured, (row) => row[by], true).slice(0, SHOWN_MAX);
  const top = Math.max(...shown.map((row) => Math.abs(row[by] ?? 0)), 0);
  return (
    <>
      <ol className={classes["bars"]}>
        {shown.map((row) => (
          <Bar key={row.key} row={row} value={row[by]} top={top} />
        ))}
      </ol>
      {measured.length > SHOWN_MAX ? (
        <Text size="xs" c="dimmed">
          The first {SHOWN_MAX} of {formatCount(measured.length)} series.
        </Text>
      ) : null}
    </>
  );
}

function Bar({
  row,
  value,
  top,
}: {
  readonly row: SeriesRow;
  readonly value: number | null;
  readonly top: number;
}) {
  const share = top === 0 ? 0 : (Math.abs(value ?? 0) / top) * 100;
  return (
    <li className={classes["bar"]}>
      <span className={classes["label"]} title={row.label}>
        {row.label}
      </span>
      <span className={classes["track"]} aria-hidden>
        <span className={classes["fill"]} style={{ width: `${share}%` }} />
      </span>
      <span className="num">{formatValue(value, row.unit)}</span>
    </li>
  );
}
