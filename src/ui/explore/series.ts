import type { MetricData } from "../../api/contract/index.ts";
import { wholeSlots } from "../parts/whole-slots.ts";
import { isEntityDimension } from "./selector.ts";

// What came back of the queries, as rows: each a series with its name, its figures and its values.

export interface SeriesRow {
  readonly key: string;
  /** Name of the query: A, B. */
  readonly query: string;
  readonly label: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly timestamps: readonly number[];
  readonly values: readonly (number | null)[];
  readonly min: number | null;
  readonly avg: number | null;
  readonly max: number | null;
  readonly latest: number | null;
}

export interface QueryAnswer {
  readonly query: string;
  /** Of the metric, for a series without dimensions. */
  readonly title: string;
  readonly unit: string;
  readonly data: MetricData;
}

export interface RowOptions {
  /** Whether the name of the query belongs into the labels. */
  readonly named: boolean;
  /** Slots that end later are still being filled. */
  readonly nowMs: number;
}

export function rowsOf(answers: readonly QueryAnswer[], { named, nowMs }: RowOptions): SeriesRow[] {
  return answers.flatMap(({ query, title, unit, data }) =>
    data.result.flatMap(({ metricId, data: list }) =>
      list.map(({ dimensionMap, timestamps, values: measured }): SeriesRow => {
        const values = wholeSlots(measured, timestamps, { unit, nowMs });
        const told = labelOf(dimensionMap) || (data.result.length > 1 ? metricId : title);
        return {
          key: `${query} ${metricId} ${JSON.stringify(dimensionMap)}`,
          query,
          label: named ? `${query} ${told}` : told,
          dimensions: dimensionMap,
          unit,
          timestamps,
          values,
          ...figuresOf(values),
        };
      }),
    ),
  );
}

/** The values of the dimensions; an entity's name stands for its id. */
export function labelOf(dimensions: Readonly<Record<string, string>>): string {
  return Object.entries(dimensions)
    .filter(([key]) => !(isEntityDimension(key) && `${key}.name` in dimensions))
    .map(([, value]) => (value === "" ? "–" : value))
    .join(" · ");
}

type Figures = Pick<SeriesRow, "min" | "avg" | "max" | "latest">;

/** Over what was measured. */
export function figuresOf(values: readonly (number | null)[]): Figures {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { min: null, avg: null, max: null, latest: null };
  return {
    min: known.reduce((one, other) => Math.min(one, other)),
    max: known.reduce((one, other) => Math.max(one, other)),
    avg: known.reduce((sum, value) => sum + value, 0) / known.length,
    latest: known.at(-1)!,
  };
}

/** Series with one unit, which share a chart. */
export interface UnitGroup {
  readonly unit: string;
  readonly rows: readonly SeriesRow[];
}

export function byUnit(rows: readonly SeriesRow[]): UnitGroup[] {
  const groups = new Map<string, SeriesRow[]>();
  for (const row of rows) {
    const group = groups.get(row.unit);
    if (group === undefined) groups.set(row.unit, [row]);
    else group.push(row);
  }
  return [...groups].map(([unit, list]) => ({ unit, rows: list }));
}

/** Rows on one common axis of time; null where a row has no value at a time that another has. */
export function aligned(rows: readonly SeriesRow[]): {
  readonly timestamps: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
} {
  const first = rows[0]?.timestamps ?? [];
  if (rows.every(({ timestamps }) => sameTimes(timestamps, first))) {
    return { timestamps: first, values: rows.map(({ values }) => values) };
  }
  const timestamps = [...new Set(rows.flatMap((row) => row.timestamps))].toSorted((a, b) => a - b);
  const values = rows.map((row) => {
    const at = new Map(row.timestamps.map((time, i) => [time, row.values[i] ?? null]));
    return timestamps.map((time) => at.get(time) ?? null);
  });
  return { timestamps, values };
}

const sameTimes = (one: readonly number[], other: readonly number[]): boolean =>
  one === other || (one.length === other.length && one.every((time, i) => time === other[i]));
