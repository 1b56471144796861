import type { MetricData, ScreenMetric } from "../../api/contract/index.ts";

/** A tuple of dimensions with the values of each metric. */
export interface MetricRow {
  readonly key: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** One list for each metric; empty where it has none. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** Series of several metrics side by side, by their dimensions. */
export function metricRows(
  results: MetricData["result"],
  metrics: readonly ScreenMetric[],
): readonly MetricRow[] {
  const rows = new Map<
    string,
    { dimensions: Readonly<Record<string, string>>; values: (readonly (number | null)[])[] }
  >();
  for (const [i] of metrics.entries()) {
    for (const { dimensionMap, values } of results[i]?.data ?? []) {
      const key = JSON.stringify(Object.entries(dimensionMap).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      const row = rows.get(key) ?? { dimensions: dimensionMap, values: metrics.map(() => []) };
      row.values[i] = values;
      rows.set(key, row);
    }
  }
  return [...rows].map(([key, row]) => ({ key, ...row }));
}

export interface DimensionColumn {
  readonly key: string;
  readonly title: string;
}

/**
 * The dimensions to show: ids of entities mean nothing to people, and what all rows have alike tells none from another.
 */
export function dimensionColumns(rows: readonly MetricRow[]): readonly DimensionColumn[] {
  const keys = new Set(rows.flatMap(({ dimensions }) => Object.keys(dimensions)));
  const told = [...keys].filter((key) => !key.startsWith("dt.entity.") || key.endsWith(".name"));
  const apart = told.filter((key) => new Set(rows.map(({ dimensions }) => dimensions[key])).size > 1);
  return (apart.length === 0 ? told.slice(0, 1) : apart).map((key) => ({
    key,
    title: key.replace(/^dt\.entity\.(?:.*:)?(.+)\.name$/, "$1"),
  }));
}
