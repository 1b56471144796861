import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { DevicePoll, MetricExplanation } from "../../api/contract/index.ts";
import { get, post } from "../api/client.ts";
import { deviceUrl } from "../api/paths.ts";

const REFRESH_MS = 5_000;

const pathOf = (deviceId: string): string => `${deviceUrl(deviceId)}/poll`;

/** How polling a device goes, while somebody looks. */
export const usePoll = (deviceId: string) =>
  useQuery({
    queryKey: ["device-poll", deviceId],
    queryFn: ({ signal }) => get<DevicePoll>(pathOf(deviceId), { signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

/** Has the device polled once more for one metric. */
export const explainMetric = (
  deviceId: string,
  metric: string,
  configurationId: string,
): Promise<MetricExplanation> =>
  post<MetricExplanation>(`${pathOf(deviceId)}/explain`, { metric, configurationId });
