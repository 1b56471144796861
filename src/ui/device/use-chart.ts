import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { DeviceChart, MetricData } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import type { TimeRange } from "../words/time.ts";
import { chartSelector } from "./chart-series.ts";
import { refreshOf } from "./use-device.ts";

/** The values of a chart. @param isWanted  false: not in sight yet */
export function useChart(chart: DeviceChart, range: TimeRange, isWanted = true) {
  const metricSelector = chartSelector(chart);
  return useQuery({
    queryKey: ["chart", metricSelector, range.from, range.to],
    queryFn: ({ signal }) =>
      get<MetricData>("/api/v2/metrics/query", { query: { metricSelector, ...range }, signal }),
    enabled: isWanted,
    refetchInterval: refreshOf(range),
    placeholderData: keepPreviousData,
  });
}
