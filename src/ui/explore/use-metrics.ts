import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import type { EntityType, MetricData, MetricDescriptor } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import { byNaturalOrder } from "../words/natural-order.ts";
import type { TimeRange } from "../words/time.ts";
import { QUERY_PATH, type SeriesQuestion } from "./api-call.ts";
import { emptyQuery, selectorOf } from "./selector.ts";

// What the page asks the service.

/** As many as come in one answer; whoever types finds the others. */
export const METRICS_MAX = 500;

export interface MetricList {
  readonly totalCount: number;
  readonly metrics: readonly MetricDescriptor[];
}

/** Metrics whose key, name or description holds the text. */
export const useMetricList = (text: string) =>
  useQuery({
    queryKey: ["metrics", text],
    queryFn: ({ signal }) =>
      get<MetricList>("/api/v2/metrics", {
        query: { text: text === "" ? undefined : text, fields: "+unit,+lastWritten", pageSize: METRICS_MAX },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

/** What a metric says of itself; the same answer for all who ask on the page. */
export const metricQuery = (key: string | undefined) => ({
  queryKey: ["metric", key],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
    get<MetricDescriptor>(`/api/v2/metrics/${encodeURIComponent(key ?? "")}`, { signal }),
  enabled: key !== undefined,
  staleTime: 60_000,
});

export const useMetric = (key: string | undefined) => useQuery(metricQuery(key));
export const useMetricsOf = (keys: readonly (string | undefined)[]) =>
  useQueries({ queries: keys.map(metricQuery) });

export const useEntityTypes = () =>
  useQuery({
    queryKey: ["entityTypes", "all"],
    queryFn: ({ signal }) =>
      get<{ types: readonly EntityType[] }>("/api/v2/entityTypes", { query: { pageSize: 500 }, signal }),
    staleTime: 60_000,
  });

/** Asked for again as long as the range ends now: so often new slots come. */
const AGAIN_MS = 15_000;

/** @param questions  undefined where nothing is to be asked yet */
export const useSeries = (questions: readonly (SeriesQuestion | undefined)[]) =>
  useQueries({
    queries: questions.map((question) => ({
      queryKey: ["series", question],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        get<MetricData>(QUERY_PATH, { query: { ...question }, signal }),
      enabled: question !== undefined,
      placeholderData: keepPreviousData,
      refetchInterval: question?.to === "now" ? AGAIN_MS : (false as const),
    })),
  });

const VALUES_MAX = 500;

/** The values that a dimension of a metric had in a time. */
export const useDimensionValues = (metric: string, dimension: string | undefined, { from, to }: TimeRange) =>
  useQuery({
    queryKey: ["dimensionValues", metric, dimension, from, to],
    queryFn: async ({ signal }) => {
      const metricSelector = selectorOf({
        ...emptyQuery(metric),
        split: [dimension ?? ""],
        limit: VALUES_MAX,
      });
      const query = { metricSelector, from, to, resolution: "Inf" };
      const { result } = await get<MetricData>(QUERY_PATH, { query, signal });
      const values = result.flatMap(({ data }) =>
        data.map(({ dimensionMap }) => dimensionMap[dimension ?? ""] ?? ""),
      );
      return [...new Set(values)].filter((value) => value !== "").toSorted(byNaturalOrder);
    },
    enabled: dimension !== undefined,
    staleTime: 60_000,
  });
