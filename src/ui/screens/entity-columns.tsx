import { Anchor } from "@mantine/core";
import { Link } from "wouter";
import type { Entity, ScreenCardOf, ScreenChart, ScreenColumn } from "../../api/contract/index.ts";
import { entityPath } from "../app/paths.ts";
import type { Column } from "../parts/data-table.tsx";
import { Sparkline } from "../parts/sparkline.tsx";
import { When } from "../parts/when.tsx";
import { formatValue } from "../words/units.ts";
import { columnWidth, isFigures } from "./column-width.ts";
import { propertyText, sortableProperty } from "./property-value.ts";
import { RelatedCell } from "./related-cell.tsx";
import type { RowSeries } from "./row-series.ts";
import classes from "./screens.module.css";
import { folded } from "./series.ts";
import { commonAffixes, shortName } from "./short-names.ts";

export interface EntityColumns {
  readonly columns: readonly Column<Entity>[];
  /** Pixels; a narrower table is scrolled. */
  readonly width: number;
}

const CHART_PX = 150;
const SEEN_PX = 92;
const RELATION_PX = 160;

/** The columns of an entity list: its name, what the manifest wants to see, and when it was last seen. */
export function entityColumns(
  card: ScreenCardOf<"entities">,
  rows: readonly Entity[],
  series: RowSeries,
): EntityColumns {
  // Those beyond open above the table; without that place all are columns.
  const shown = card.chartsAbove ? card.charts.slice(0, card.visible) : card.charts;
  const charts = shown.filter(({ metrics }) => metrics.some((metric) => series.metrics.includes(metric)));
  const affixes = commonAffixes(rows.map(({ displayName }) => displayName));
  const shortOf = ({ displayName }: Entity): string => shortName(displayName, affixes);
  const measured = [
    ...card.columns.map((column) => attributeOrRelation(column, rows)),
    ...charts.map((chart) => ({ column: chartColumn(chart, series), width: CHART_PX })),
    { column: LAST_SEEN, width: SEEN_PX },
  ];
  const nameWidth = columnWidth("Name", rows.map(shortOf));
  return {
    // The name takes what the others leave.
    columns: [
      nameColumn(shortOf),
      ...measured.map(({ column, width }) => ({ ...column, width: `${width}px` })),
    ],
    width: measured.reduce((sum, { width }) => sum + width, nameWidth),
  };
}

const nameColumn = (shortOf: (row: Entity) => string): Column<Entity> => ({
  key: "name",
  header: "Name",
  sortValue: ({ displayName }) => displayName,
  render: (row) => (
    <Anchor component={Link} href={entityPath(row.entityId)} size="sm" title={row.displayName}>
      {shortOf(row)}
    </Anchor>
  ),
});

const LAST_SEEN: Column<Entity> = {
  key: "seen",
  header: "Last seen",
  align: "right",
  sortValue: ({ lastSeenTms }) => lastSeenTms,
  render: ({ lastSeenTms }) => <When at={lastSeenTms} />,
};

interface Measured {
  readonly column: Column<Entity>;
  /** Pixels. */
  readonly width: number;
}

function attributeOrRelation(column: ScreenColumn, rows: readonly Entity[]): Measured {
  const { key, title, kind } = column;
  if (kind === "relation") return { column: relationColumn(column), width: RELATION_PX };
  const textOf = ({ properties }: Entity): string => propertyText(properties?.[key], column.unit);
  const texts = rows.map(textOf);
  return {
    column: {
      key,
      header: title,
      align: isFigures(texts) ? "right" : undefined,
      sortValue: ({ properties }) => sortableProperty(properties?.[key]),
      render: (row) => <span title={String(row.properties?.[key] ?? "")}>{textOf(row)}</span>,
    },
    width: columnWidth(title, texts),
  };
}

const relationColumn = ({ key, title, template, amount, fallback }: ScreenColumn): Column<Entity> => ({
  key,
  header: title,
  render: (row) => (
    <RelatedCell row={row} template={template ?? ""} amount={amount === true} fallback={fallback} />
  ),
});

function chartColumn(chart: ScreenChart, series: RowSeries): Column<Entity> {
  const { latest } = series;
  return {
    key: `chart ${chart.key}`,
    header: chart.title,
    about: chart.metrics.map(({ label }) => label).join(" and "),
    sortValue: latest === undefined ? undefined : ({ entityId }) => latest(entityId, chart.metrics),
    render: ({ entityId }) => <ChartCell id={entityId} chart={chart} series={series} />,
  };
}

const LINES_MAX = 2;

function ChartCell({
  id,
  chart,
  series,
}: {
  readonly id: string;
  readonly chart: ScreenChart;
  readonly series: RowSeries;
}) {
  const row = series.useRow(id);
  return (
    <span className={classes["cell"]}>
      {chart.metrics.slice(0, LINES_MAX).map((metric, i) => {
        const values = row?.[series.metrics.indexOf(metric)] ?? [];
        const value = formatValue(folded(values, "last"), metric.unit);
        return (
          <span key={metric.selector} className={classes["cellLine"]} title={`${metric.label}: ${value}`}>
            <Sparkline
              values={values}
              width={44}
              height={17}
              color={`var(--series-${i + 1})`}
              label={`${metric.label}, now ${value}`}
            />
            <span className="num">{value}</span>
          </span>
        );
      })}
    </span>
  );
}
