import { Table } from "@mantine/core";
import { Sparkline } from "../parts/sparkline.tsx";
import type { ChartSeries } from "../parts/time-chart-data.ts";
import { formatValue } from "../words/units.ts";
import { type Fold, folded } from "./series.ts";

export interface SeriesTableProps {
  readonly title: string;
  readonly series: readonly ChartSeries[];
  readonly unit: string;
  readonly fold: Fold;
}

const ROWS_MAX = 100;

/** Series as rows, the largest first. */
export function SeriesTable({ title, series, unit, fold }: SeriesTableProps) {
  const rows = series
    .map((one) => ({ one, value: folded(one.values, fold) }))
    .toSorted((a, b) => (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY));
  return (
    <Table.ScrollContainer
      minWidth={280}
      maxHeight={360}
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
    >
      <Table aria-label={title}>
        <Table.Tbody>
          {rows.slice(0, ROWS_MAX).map(({ one, value }) => (
            <Table.Tr key={one.key}>
              <Table.Td>{one.label}</Table.Td>
              <Table.Td>
                <Sparkline values={one.values} label={`${one.label} over time`} />
              </Table.Td>
              <Table.Td className="num">{formatValue(value, one.unit ?? unit)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
