import { formatValue } from "../words/units.ts";

// What a chart of series over time needs to know before it draws.

export interface ChartSeries {
  readonly key: string;
  readonly label: string;
  /** One for each timestamp; null where nothing was measured. */
  readonly values: readonly (number | null)[];
  readonly kind?: "line" | "area" | "column" | undefined;
  /** A CSS colour; default: the next of the palette. */
  readonly color?: string | undefined;
  /** As manifests have it, `BitPerSecond`; default: that of the chart. */
  readonly unit?: string | undefined;
  /** Drawn downwards, as outgoing traffic below incoming. */
  readonly mirrored?: boolean | undefined;
}

export const PALETTE_SIZE = 8;
export const seriesColor = (series: ChartSeries, i: number): string =>
  series.color ?? `var(--series-${(i % PALETTE_SIZE) + 1})`;

/** Values as they are drawn: mirrored ones negative, stacked ones on top of those before. */
export function drawnValues(series: readonly ChartSeries[], stacked: boolean): (number | null)[][] {
  const sums: number[] = [];
  return series.map(({ values, mirrored }) =>
    values.map((value, i) => {
      if (value === null) return null;
      if (mirrored === true) return -value;
      if (!stacked) return value;
      sums[i] = (sums[i] ?? 0) + value;
      return sums[i];
    }),
  );
}

/** The last value that was measured. */
export function latestOf(values: readonly (number | null)[] | undefined): number | null {
  return values?.findLast((value) => value !== null) ?? null;
}

/**
 * What the axis of time spans. The slot of right now ends after right now: it is seen, too.
 * @param range  milliseconds since the epoch; undefined: what was measured
 * @param from  first time that was measured, in seconds; `to` the last
 */
export const shownSpan = (
  range: readonly [fromMs: number, toMs: number] | undefined,
  from: number,
  to: number,
): [number, number] =>
  range === undefined ? [from, to] : [range[0] / 1_000, Math.max(range[1] / 1_000, to)];

/** What the chart says to who cannot see it. */
export function chartLabel(title: string, series: readonly ChartSeries[], unit: string): string {
  if (series.length === 0) return `${title}: nothing measured`;
  const told = series
    .slice(0, 5)
    .map((one) => `${one.label} ${formatValue(latestOf(one.values), one.unit ?? unit)}`);
  const more = series.length > told.length ? ` and ${series.length - told.length} more` : "";
  return `${title}, latest: ${told.join(", ")}${more}`;
}

/**
 * The stretch of the value axis, with a little air: from zero unless it begins elsewhere, and never without a value.
 * Flat lines get some air, too.
 */
export function valueRange(
  low: number | null,
  high: number | null,
  { min = 0, max }: { readonly min?: number | undefined; readonly max?: number | undefined },
): [number, number] {
  const top = Math.max(min, high ?? min);
  const bottom = Math.min(min, low ?? min);
  const air = (top - bottom) * 0.08;
  if (top === bottom) return [min, max !== undefined && max > min ? max : min + 1];
  return [
    bottom < min ? bottom - air : min,
    max === undefined ? (top > min ? top + air : top) : Math.max(max, top),
  ];
}
