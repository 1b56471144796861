import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Device, DeviceCharts, DeviceInterfaces } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import { useLive } from "../api/live.ts";
import { deviceUrl } from "../api/paths.ts";
import type { TimeRange } from "../words/time.ts";

/** New values come once a minute; ten seconds later at most they are seen. */
export const REFRESH_MS = 10_000;

/** A range that ends now moves on by itself. */
export const refreshOf = ({ to }: TimeRange): number | false => (to === "now" ? REFRESH_MS : false);

/** One device; what the service tells of it comes in at once. */
export function useDevice(id: string) {
  const client = useQueryClient();
  const queryKey = ["device", id];
  useLive((event) => {
    // The same address may be polled by several configurations: the others are not what is shown.
    if (event.type === "device" && event.device.id === id)
      client.setQueryData<Device>(queryKey, (shown) =>
        shown === undefined || shown.configurationId === event.device.configurationId ? event.device : shown,
      );
  });
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => get<Device>(deviceUrl(id), { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useInterfaces(id: string, range: TimeRange) {
  return useQuery({
    queryKey: ["interfaces", id, range.from, range.to],
    queryFn: ({ signal }) =>
      get<DeviceInterfaces>(`${deviceUrl(id)}/interfaces`, { query: { ...range }, signal }),
    refetchInterval: refreshOf(range),
    placeholderData: keepPreviousData,
  });
}

/** One interface, with finer steps. */
export function useInterface(id: string, key: string, range: TimeRange) {
  return useQuery({
    queryKey: ["interfaces", id, range.from, range.to, key],
    queryFn: ({ signal }) =>
      get<DeviceInterfaces>(`${deviceUrl(id)}/interfaces`, { query: { ...range, key }, signal }),
    refetchInterval: refreshOf(range),
    placeholderData: (before, query) => (query?.queryKey[4] === key ? before : undefined),
  });
}

/** What can be drawn changes with the configuration alone. */
export function useCharts(id: string) {
  return useQuery({
    queryKey: ["charts", id],
    queryFn: ({ signal }) => get<DeviceCharts>(`${deviceUrl(id)}/charts`, { signal }),
    refetchInterval: ({ state }) => (state.data?.charts.length === 0 ? REFRESH_MS : 60_000),
  });
}
