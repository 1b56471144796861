import { Skeleton } from "@mantine/core";
import { type CSSProperties, useMemo } from "react";
import type { ScreenChart, ScreenMetric } from "../../api/contract/index.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Notice } from "../parts/notice.tsx";
import { Sparkline } from "../parts/sparkline.tsx";
import { parseSort, type Sort, sortText } from "../parts/table-sort.ts";
import type { TimeRange } from "../words/time.ts";
import { formatValue } from "../words/units.ts";
import { columnWidth, isFigures } from "./column-width.ts";
import { dimensionColumns, type MetricRow, metricRows } from "./metric-rows.ts";
import { enumWord } from "./property-value.ts";
import { useSeries } from "./screen-queries.ts";
import classes from "./screens.module.css";
import { folded } from "./series.ts";
import { useCardState } from "./use-card-state.ts";
import { useInView } from "./use-in-view.ts";

export interface MetricTableProps {
  readonly title: string;
  readonly charts: readonly ScreenChart[];
  readonly rows: number;
  readonly range: TimeRange;
  readonly cardKey: string;
}

const ROW_HEIGHT = 34;
const MEASURED_PX = 200;

/** A row for each tuple of dimensions, a column for each metric. */
export function MetricTable({ title, charts, rows, range, cardKey }: MetricTableProps) {
  const { ref, seen, inView } = useInView<HTMLDivElement>();
  const [order, setOrder] = useCardState("sort", cardKey);
  const metrics = useMemo(() => charts.flatMap((chart) => chart.metrics), [charts]);
  const entitySelector = charts[0]?.entitySelector ?? "";
  const { data, error, refetch } = useSeries({ metrics, entitySelector, range }, { seen, inView });
  const found = useMemo(() => (data === undefined ? [] : metricRows(data, metrics)), [data, metrics]);
  const { columns, width } = useMemo(() => columnsOf(found, metrics), [found, metrics]);
  const fault = charts.find((chart) => chart.fault !== undefined)?.fault;
  return (
    <div ref={ref}>
      {fault === undefined ? null : <Notice tone="warning">{fault}</Notice>}
      {error !== null && data === undefined ? (
        <Notice failure={error} onRetry={() => void refetch()} />
      ) : null}
      {data === undefined && error === null ? <Skeleton h={ROW_HEIGHT * 4} animate={seen} /> : null}
      {data === undefined ? null : (
        <div className={classes["list"]} style={{ "--list-width": `${width}px` } as CSSProperties}>
          <DataTable<MetricRow>
            label={`${title}, rows`}
            rows={found}
            columns={columns}
            rowKey={keyOf}
            sort={parseSort(order, usualSort(columns, metrics))}
            onSort={(next) => setOrder(sortText(next))}
            rowHeight={ROW_HEIGHT}
            maxHeight={`${(Math.min(Math.max(rows, 5), 15) + 1) * ROW_HEIGHT}px`}
            empty="Nothing measured in this time"
          />
        </div>
      )}
    </div>
  );
}

/** As the manifest sorts them, or else by the first column. */
const usualSort = (columns: readonly Column<MetricRow>[], metrics: readonly ScreenMetric[]): Sort => ({
  key: metrics[0]?.selector.includes(":sort(") === true ? "" : (columns[0]?.key ?? ""),
  descending: false,
});
const keyOf = ({ key }: MetricRow): string => key;

/** @returns columns, and how wide the table is at least; a narrower one is scrolled */
function columnsOf(
  rows: readonly MetricRow[],
  metrics: readonly ScreenMetric[],
): { readonly columns: readonly Column<MetricRow>[]; readonly width: number } {
  const dimensions = dimensionColumns(rows).map(({ key, title }) => {
    const texts = rows.map((row) => enumWord(row.dimensions[key] ?? ""));
    return { key, title, width: columnWidth(title, texts), isFigures: isFigures(texts) };
  });
  const named = dimensions.map(
    ({ key, title, width, isFigures: isRight }, i): Column<MetricRow> => ({
      key,
      header: title,
      // The last takes what the others leave.
      width: i === dimensions.length - 1 ? undefined : `${width}px`,
      align: isRight ? "right" : undefined,
      sortValue: (row) => row.dimensions[key],
      render: (row) => <span title={row.dimensions[key]}>{enumWord(row.dimensions[key] ?? "")}</span>,
    }),
  );
  const measured = metrics.map(
    (metric, i): Column<MetricRow> => ({
      key: metric.selector,
      header: metric.label,
      width: dimensions.length === 0 ? undefined : `${MEASURED_PX}px`,
      align: "right",
      sortValue: ({ values }) => folded(values[i] ?? [], "last"),
      render: ({ values }) => <Measured values={values[i] ?? []} metric={metric} />,
    }),
  );
  return {
    columns: [...named, ...measured],
    width: dimensions.reduce((sum, { width }) => sum + width, metrics.length * MEASURED_PX),
  };
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
