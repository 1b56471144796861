import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Entity, MetricData, ScreenCardOf, ScreenMetric } from "../../api/contract/index.ts";
import type { TimeRange } from "../words/time.ts";
import { rowChunks } from "./row-chunks.ts";
import { askSeries, refetchEvery } from "./screen-queries.ts";
import { folded } from "./series.ts";

/** By entity id, for each metric of the list, what was measured. */
type RowValues = ReadonlyMap<string, readonly (readonly (number | null)[])[]>;

export interface RowSeries {
  /** Metrics that are asked for, of all charts. */
  readonly metrics: readonly ScreenMetric[];
  /** For one row; asks for it and its neighbours when it is drawn. */
  readonly useRow: (id: string) => readonly (readonly (number | null)[])[] | undefined;
  /** The latest values of a row added up; undefined in lists too long to know all rows. */
  readonly latest: ((id: string, metrics: readonly ScreenMetric[]) => number | undefined) | undefined;
}

const POINTS = "30";
/** Of longer lists only the rows in sight are asked for. */
const WHOLE_UP_TO = 400;

/** The series of a list's charts: for short lists of all rows, so that it can be ordered by them. */
export function useRowSeries(
  card: ScreenCardOf<"entities">,
  rows: readonly Entity[],
  range: TimeRange,
  inView: boolean,
): RowSeries {
  const metrics = useMemo(
    () =>
      card.charts.flatMap((chart) => chart.metrics.filter(({ rowSelector }) => rowSelector !== undefined)),
    [card.charts],
  );
  const ids = rows.map(({ entityId }) => entityId).join(" ");
  const chunks = useMemo(() => rowChunks(ids === "" ? [] : ids.split(" ")), [ids]);
  const { type } = card;
  const isWhole = rows.length <= WHOLE_UP_TO;
  const optionsOf = useMemo(
    () => (index: number) => chunkQuery(chunks.chunks[index] ?? [], { type, metrics, range, inView }),
    [chunks, type, metrics, range.from, range.to, inView], // oxlint-disable-line react-hooks/exhaustive-deps
  );
  const whole = useQueries({
    queries: isWhole && metrics.length > 0 ? chunks.chunks.map((_, index) => optionsOf(index)) : [],
    combine: mergedValues,
  });
  return useMemo(
    () => ({
      metrics,
      useRow: (id) => useQuery(optionsOf(chunks.indexOf(id) ?? 0)).data?.get(id),
      latest: isWhole ? (id, some) => latestOf(whole.get(id), metrics, some) : undefined,
    }),
    [metrics, optionsOf, chunks, isWhole, whole],
  );
}

const mergedValues = (results: readonly { readonly data: RowValues | undefined }[]): RowValues =>
  new Map(results.flatMap(({ data }) => [...(data ?? [])]));

function chunkQuery(
  ids: readonly string[],
  {
    type,
    metrics,
    range,
    inView,
  }: {
    readonly type: string | undefined;
    readonly metrics: readonly ScreenMetric[];
    readonly range: TimeRange;
    readonly inView: boolean;
  },
) {
  const byRow = metrics.map((metric) => ({ ...metric, selector: metric.rowSelector ?? metric.selector }));
  return {
    queryKey: ["row-series", ids, byRow.map(({ selector }) => selector), range],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<RowValues> => {
      const entitySelector = `type("${type ?? ""}"),entityId(${ids.join(",")})`;
      return valuesByRow(
        await askSeries({ metrics: byRow, entitySelector, range, resolution: POINTS }, signal),
      );
    },
    enabled: ids.length > 0 && metrics.length > 0 && type !== undefined,
    refetchInterval: refetchEvery(range, inView),
    placeholderData: keepPreviousData,
  };
}

function valuesByRow(results: MetricData["result"]): RowValues {
  const rows = new Map<string, (readonly (number | null)[])[]>();
  for (const [i, { data }] of results.entries()) {
    for (const { dimensions, values } of data) {
      const id = dimensions[0] ?? "";
      const row = rows.get(id) ?? Array.from(results, () => []);
      row[i] = values;
      rows.set(id, row);
    }
  }
  return rows;
}

function latestOf(
  row: readonly (readonly (number | null)[])[] | undefined,
  all: readonly ScreenMetric[],
  some: readonly ScreenMetric[],
): number | undefined {
  const known = some.flatMap((metric) => folded(row?.[all.indexOf(metric)] ?? [], "last") ?? []);
  return known.length === 0 ? undefined : known.reduce((a, b) => a + b, 0);
}
