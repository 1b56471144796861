import { type Column, DataTable } from "../parts/data-table.tsx";
import { useQueryState } from "../parts/query-state.ts";
import { Sparkline } from "../parts/sparkline.tsx";
import { parseSort, type Sort, sortText } from "../parts/table-sort.ts";
import { formatValue } from "../words/units.ts";
import classes from "./results.module.css";
import type { SeriesRow } from "./series.ts";

const USUAL_SORT: Sort = { key: "avg", descending: true };

/** Each series with its figures over the whole time. */
export function SeriesTable({
  rows,
  emptyText,
}: {
  readonly rows: readonly SeriesRow[];
  readonly emptyText: string;
}) {
  const [read, change] = useQueryState();
  const onSort = (sort: Sort): void => change({ sort: sortText(sort) });
  return (
    <div className={classes["table"]}>
      <DataTable
        label="Series"
        rows={rows}
        columns={COLUMNS}
        rowKey={({ key }) => key}
        sort={parseSort(read("sort"), USUAL_SORT)}
        onSort={onSort}
        maxHeight="520px"
        empty={emptyText}
      />
    </div>
  );
}

const figure = (key: "min" | "avg" | "max" | "latest", header: string): Column<SeriesRow> => ({
  key,
  header,
  width: "110px",
  align: "right",
  sortValue: (row) => row[key],
  render: (row) => formatValue(row[key], row.unit),
});

const COLUMNS: readonly Column<SeriesRow>[] = [
  {
    key: "label",
    header: "Series",
    sortValue: ({ label }) => label,
    render: ({ label, dimensions }) => (
      <span
        title={Object.entries(dimensions)
          .map(([key, value]) => `${key}: ${value}`)
          .join("\n")}
      >
        {label}
      </span>
    ),
  },
  {
    key: "trend",
    header: "Trend",
    width: "120px",
    render: ({ label, values }) => <Sparkline values={values} label={`Trend of ${label}`} />,
  },
  figure("latest", "Latest"),
  figure("avg", "Average"),
  figure("min", "Lowest"),
  figure("max", "Highest"),
];
