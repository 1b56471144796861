import { Skeleton } from "@mantine/core";
import { useMemo, useState } from "react";
import type { ScreenChart, ScreenMetric } from "../../api/contract/index.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Notice } from "../parts/notice.tsx";
import { Sparkline } from "../parts/sparkline.tsx";
import type { Sort } from "../parts/table-sort.ts";
import type { TimeRange } from "../words/time.ts";
import { formatValue } from "../words/units.ts";
import { dimensionColumns, type MetricRow, metricRows } from "./metric-rows.ts";
import { useSeries } from "./screen-queries.ts";
import classes from "./screens.module.css";
import { folded } from "./series.ts";
import { useInView } from "./use-in-view.ts";

export interface MetricTableProps {
  readonly title: string;
  readonly charts: readonly ScreenChart[];
  readonly rows: number;
  readonly range: TimeRange;
}

const ROW_HEIGHT = 34;

/** A row for each tuple of dimensions, a column for each metric. */
export function MetricTable({ title, charts, rows, range }: MetricTableProps) {
  const { ref, seen, inView } = useInView<HTMLDivElement>();
  const [sort, setSort] = useState<Sort>({ key: "", descending: false });
  const metrics = useMemo(() => charts.flatMap((chart) => chart.metrics), [charts]);
  const entitySelector = charts[0]?.entitySelector ?? "";
  const { data, error, refetch } = useSeries({ metrics, entitySelector, range }, { seen, inView });
  const found = useMemo(() => (data === undefined ? [] : metricRows(data, metrics)), [data, metrics]);
  const columns = useMemo(() => columnsOf(found, metrics), [found, metrics]);
  const fault = charts.find((chart) => chart.fault !== undefined)?.fault;
  return (
    <div ref={ref}>
      {fault === undefined ? null : <Notice tone="warning">{fault}</Notice>}
      {error !== null && data === undefined ? (
        <Notice failure={error} onRetry={() => void refetch()} />
      ) : null}
      {data === undefined && error === null ? <Skeleton h={ROW_HEIGHT * 4} animate={seen} /> : null}
      {data === undefined ? null : (
        <div className={classes["list"]}>
          <DataTable<MetricRow>
            label={`${title}, rows`}
            rows={found}
            columns={columns}
            rowKey={keyOf}
            sort={sort}
            onSort={setSort}
            rowHeight={ROW_HEIGHT}
            maxHeight={`${(Math.min(Math.max(rows, 5), 15) + 1) * ROW_HEIGHT}px`}
            empty="Nothing measured in this time"
          />
        </div>
      )}
    </div>
  );
}

const keyOf = ({ key }: MetricRow): string => key;

function columnsOf(
  rows: readonly MetricRow[],
  metrics: readonly ScreenMetric[],
): readonly Column<MetricRow>[] {
  const dimensions = dimensionColumns(rows).map(
    (key): Column<MetricRow> => ({
      key,
      header: key.replace(/^dt\.entity\.(.+)\.name$/, "$1"),
      sortValue: (row) => row.dimensions[key],
      render: (row) => <span title={row.dimensions[key]}>{row.dimensions[key]}</span>,
    }),
  );
  const measured = metrics.map(
    (metric, i): Column<MetricRow> => ({
      key: metric.selector,
      header: metric.label,
      width: "200px",
      align: "right",
      sortValue: ({ values }) => folded(values[i] ?? [], "last"),
      render: ({ values }) => <Measured values={values[i] ?? []} metric={metric} />,
    }),
  );
  return [...dimensions, ...measured];
}

function Measured({
  values,
  metric,
}: {
  readonly values: readonly (number | null)[];
  readonly metric: ScreenMetric;
}) {
  const text = formatValue(folded(values, "last"), metric.unit);
  return (
    <span className={classes["cellLine"]}>
      <Sparkline values={values} width={84} height={17} label={`${metric.label}, now ${text}`} />
      <span className="num">{text}</span>
    </span>
  );
}
