import { Text } from "@mantine/core";
import { memo } from "react";
import { Notice } from "../parts/notice.tsx";
import { sortedRows } from "../parts/table-sort.ts";
import { TimeChart } from "../parts/time-chart.tsx";
import { formatCount } from "../words/units.ts";
import type { ExploreState } from "./explore-address.ts";
import { aligned, byUnit, type SeriesRow, type UnitGroup } from "./series.ts";
import { SeriesTable } from "./series-table.tsx";
import { TopList } from "./top-list.tsx";

export interface ResultsProps {
  readonly rows: readonly SeriesRow[];
  readonly warnings: readonly string[];
  /** What is worth knowing, and nothing to worry about. */
  readonly notes: readonly string[];
  readonly state: Pick<ExploreState, "view" | "shape" | "stacked">;
  /** What is shown while nothing is. */
  readonly emptyText: string;
  readonly onZoom: (fromMs: number, toMs: number) => void;
}

/** More lines than that cannot be told apart; the table has them all. */
const DRAWN_MAX = 40;

/** What came back, in one of the three forms. */
export function Results({ rows, warnings, notes, state, emptyText, onZoom }: ResultsProps) {
  const { view, shape, stacked } = state;
  const groups = rows.length === 0 ? [{ unit: "", rows: [] }] : byUnit(rows);
  return (
    <>
      {warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          {warning}
        </Notice>
      ))}
      {view === "table" ? <SeriesTable rows={rows} emptyText={emptyText} /> : null}
      {view === "top" ? <TopList groups={groups} emptyText={emptyText} /> : null}
      {view === "chart"
        ? groups.map((group) => (
            <GroupChart key={group.unit} {...{ group, shape, stacked, emptyText, onZoom }} />
          ))
        : null}
      {notes.map((note) => (
        <Text key={note} size="xs" c="dimmed">
          {note}
        </Text>
      ))}
    </>
  );
}

/** Columns stand in front of each other: the lower ones must be drawn last. */
function drawnRows(rows: readonly SeriesRow[], lowestLast: boolean): readonly SeriesRow[] {
  const drawn = rows.slice(0, DRAWN_MAX);
  return lowestLast ? sortedRows(drawn, ({ avg }) => avg, true) : drawn;
}

interface GroupChartProps
  extends Pick<ExploreState, "shape" | "stacked">,
    Pick<ResultsProps, "emptyText" | "onZoom"> {
  readonly group: UnitGroup;
}

const GroupChart = memo(function GroupChart({ group, shape, stacked, emptyText, onZoom }: GroupChartProps) {
  const drawn = drawnRows(group.rows, shape === "column" && !stacked);
  const { timestamps, values } = aligned(drawn);
  const series = drawn.map(({ key, label }, i) => ({ key, label, values: values[i]!, kind: shape }));
  return (
    <div>
      <TimeChart
        title="Chart"
        {...{ timestamps, series, emptyText, onZoom }}
        unit={group.unit}
        stacked={stacked}
        height={320}
        syncKey="explore"
      />
      {group.rows.length > DRAWN_MAX ? (
        <Text size="xs" c="dimmed" mt={4}>
          The first {DRAWN_MAX} of {formatCount(group.rows.length)} series are drawn; the table has all.
        </Text>
      ) : null}
    </div>
  );
});
