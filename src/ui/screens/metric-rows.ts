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

/** The dimensions to show: ids of entities mean nothing to people. */
export const dimensionColumns = (rows: readonly MetricRow[]): readonly string[] => [
  ...new Set(
    rows.flatMap(({ dimensions }) =>
      Object.keys(dimensions).filter((key) => !key.startsWith("dt.entity.") || key.endsWith(".name")),
    ),
  ),
];
