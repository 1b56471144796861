import type { DeviceChart, MetricData } from "../../api/contract/index.ts";
import { type ChartSeries, latestOf } from "../parts/time-chart-data.ts";

// From the answer to a query to what a chart draws.

/** All series of a chart are asked for at once. */
export const chartSelector = ({ series }: DeviceChart): string =>
  series.map(({ selector }) => selector).join(",");

/** @returns series that all have the timestamps of the first */
export function chartSeries(
  chart: DeviceChart,
  { result }: MetricData,
): { readonly timestamps: readonly number[]; readonly series: readonly ChartSeries[] } {
  const all = result.flatMap(({ data }, i) => data.map((one) => ({ one, wish: chart.series[i] })));
  const isLonely = all.length === 1;
  const series = all.map(({ one, wish }, i): ChartSeries => {
    const named = one.dimensions.filter((text) => text !== "").join(" ");
    const label = named === "" || isLonely ? (wish?.label ?? chart.title) : named;
    // Figures such as an index say little by themselves.
    const words = /^\d+$/.test(label) ? `${wish?.label ?? chart.title} ${label}` : label;
    return { key: `${i} ${words}`, label: words, values: one.values, mirrored: wish?.mirrored };
  });
  return { timestamps: all[0]?.one.timestamps ?? [], series };
}

/** The highest of the latest values: what a header says in one figure. */
export function highestLatest(series: readonly ChartSeries[]): number | undefined {
  const latest = series.flatMap(({ values }) => latestOf(values) ?? []);
  return latest.length === 0 ? undefined : Math.max(...latest);
}

/** Charts whose title or metric holds all words. */
export function filteredCharts(charts: readonly DeviceChart[], text: string): readonly DeviceChart[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return charts.filter(({ title, key, group, description }) => {
    const all = [title, key, group, description].join(" ").toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** In the order in which groups first come. */
export function chartGroups(
  charts: readonly DeviceChart[],
): readonly (readonly [group: string, charts: readonly DeviceChart[]])[] {
  const groups = new Map<string, DeviceChart[]>();
  for (const chart of charts) {
    const own = groups.get(chart.group);
    if (own === undefined) groups.set(chart.group, [chart]);
    else own.push(chart);
  }
  return [...groups];
}
