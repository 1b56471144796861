import { keepPreviousData, type UseQueryResult, useQueries, useQuery } from "@tanstack/react-query";
import type {
  Entity,
  Event,
  MetricData,
  ScreenChart,
  ScreenMetric,
  Screens,
} from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import type { TimeRange } from "../words/time.ts";
import { type ChartAnswer, questions } from "./series.ts";

// What screens ask of the API.

const LIVE_EVERY_MS = 15_000;
/** What a screen shows changes with manifests and relationships, seldom. */
const SCREENS_EVERY_MS = 60_000;

/** What the page of an entity or a type shows; the same answer for all who ask on one page. */
export function useScreens(
  of: { readonly entityId: string } | { readonly type: string },
): UseQueryResult<Screens> {
  return useQuery({
    queryKey: ["screens", of],
    queryFn: ({ signal }) => get<Screens>("/api/snmpgate/screens", { query: { ...of }, signal }),
    refetchInterval: SCREENS_EVERY_MS,
    placeholderData: keepPreviousData,
  });
}

/** How often something is asked for again: only while it is looked at, and reaches up to now. */
export const refetchEvery = (range: TimeRange, inView: boolean): number | false =>
  inView && range.to === "now" ? LIVE_EVERY_MS : false;

export interface SeriesQuestion {
  readonly metrics: readonly ScreenMetric[];
  readonly entitySelector: string;
  readonly range: TimeRange;
  readonly resolution?: string | undefined;
}

/** @returns a result for each metric, in their order */
export async function askSeries(
  { metrics, entitySelector, range, resolution }: SeriesQuestion,
  signal: AbortSignal,
): Promise<MetricData["result"]> {
  const answers = await Promise.all(
    questions(metrics).map((group) =>
      get<MetricData>("/api/v2/metrics/query", {
        query: {
          metricSelector: group.map(({ selector }) => selector).join(","),
          entitySelector,
          from: range.from,
          to: range.to,
          resolution,
        },
        signal,
      }),
    ),
  );
  return answers.flatMap(({ result }) => result);
}

/** The series of the charts of a group, one answer for each, in their order. */
export function useChartSeries(
  charts: readonly ScreenChart[],
  range: TimeRange,
  { seen, inView }: { readonly seen: boolean; readonly inView: boolean },
): readonly ChartAnswer[] {
  return useQueries({
    queries: charts.map(({ metrics, entitySelector }) => ({
      queryKey: ["screen-series", metrics.map(({ selector }) => selector), entitySelector, range, undefined],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        metrics.length === 0 ? [] : askSeries({ metrics, entitySelector, range }, signal),
      enabled: seen,
      refetchInterval: refetchEvery(range, inView),
      placeholderData: keepPreviousData,
    })),
  });
}

/** The series of a table. */
export function useSeries(
  question: SeriesQuestion,
  { seen, inView }: { readonly seen: boolean; readonly inView: boolean },
) {
  const { metrics, entitySelector, range, resolution } = question;
  return useQuery({
    queryKey: ["screen-series", metrics.map(({ selector }) => selector), entitySelector, range, resolution],
    queryFn: ({ signal }) => askSeries(question, signal),
    enabled: seen && metrics.length > 0,
    refetchInterval: refetchEvery(range, inView),
    placeholderData: keepPreviousData,
  });
}

interface EntitiesPage {
  readonly totalCount: number;
  readonly nextPageKey: string | null;
  readonly entities: readonly Entity[];
}

/** More are narrowed by the filter, which then asks the service. */
export const ROWS_MAX = 8_000;
const PAGE_SIZE = 2_000;

export interface EntityRows {
  readonly totalCount: number;
  readonly entities: readonly Entity[];
}

/** All entities of a selector, page after page, up to `ROWS_MAX`. */
export async function askEntities(
  entitySelector: string,
  fields: string,
  signal: AbortSignal,
): Promise<EntityRows> {
  const entities: Entity[] = [];
  let page = await get<EntitiesPage>("/api/v2/entities", {
    query: { entitySelector, fields, sort: "name", pageSize: PAGE_SIZE },
    signal,
  });
  entities.push(...page.entities);
  while (page.nextPageKey !== null && entities.length < ROWS_MAX) {
    page = await get<EntitiesPage>("/api/v2/entities", { query: { nextPageKey: page.nextPageKey }, signal });
    entities.push(...page.entities);
  }
  return { totalCount: page.totalCount, entities };
}

/** Events of several entities, latest first. @param kind  undefined: of all kinds */
export function useEvents(
  entityIds: readonly string[],
  kind: string | undefined,
  range: TimeRange,
  { seen, inView }: { readonly seen: boolean; readonly inView: boolean },
) {
  return useQueries({
    queries: entityIds.map((entityId) => ({
      queryKey: ["entity-events", entityId, kind, range],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        get<{ readonly events: readonly Event[] }>("/api/snmpgate/events", {
          query: { entityId, kind, from: range.from, to: range.to, limit: EVENTS_MAX },
          signal,
        }),
      enabled: seen,
      refetchInterval: refetchEvery(range, inView),
      placeholderData: keepPreviousData,
    })),
    combine: (results) => ({
      isPending: results.some(({ isPending }) => isPending),
      error: results.find(({ error }) => error !== null)?.error ?? undefined,
      events: eachOnce(results.flatMap(({ data }) => data?.events ?? [])),
    }),
  });
}

/** What several of the entities tell of is told once, the latest first. */
function eachOnce(events: readonly Event[]): readonly Event[] {
  const known = new Map(
    events.map((event) => [
      JSON.stringify([event.timestamp, event.kind, event.title, event.attributes]),
      event,
    ]),
  );
  return [...known.values()].toSorted((a, b) => b.timestamp - a.timestamp);
}

const EVENTS_MAX = 200;
