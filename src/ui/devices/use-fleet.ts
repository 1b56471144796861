import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Fleet } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import { useLive, useLiveRefresh } from "../api/live.ts";
import { leftUntilAsked, patchData } from "../api/pace.ts";
import { now } from "../app/now.ts";
import { type FleetState, mergeFleet, patchFleet } from "./fleet-state.ts";

const KEY = ["fleet"] as const;
const REFRESH_MS = { least: 5_000, most: 15_000 } as const;

/** All devices at a glance; once they are known, what changed since. */
export const fleetQuery = (client: QueryClient) =>
  queryOptions({
    queryKey: KEY,
    queryFn: async ({ signal }): Promise<FleetState> => {
      const before = client.getQueryData<FleetState>(KEY);
      const answer = await get<Fleet>("/api/snmpgate/fleet", { query: { since: before?.at }, signal });
      // What came meanwhile by the live line is newer than `before`, and none of it may be lost.
      return mergeFleet(client.getQueryData<FleetState>(KEY), answer);
    },
    structuralSharing: false,
  });

/** What changed is asked for every few seconds, a change of status comes at once. */
export function useFleet() {
  const client = useQueryClient();
  const query = useQuery({
    ...fleetQuery(client),
    refetchInterval: ({ state }) => leftUntilAsked(state, refreshMs(state.data), now()),
  });
  useLive((event) => {
    if (event.type === "device")
      patchData<FleetState>(client, KEY, (state) => patchFleet(state, event.device));
  });
  useLiveRefresh(
    ({ type }) => type === "configuration",
    () => client.invalidateQueries({ queryKey: KEY }),
  );
  return query;
}

/** Where polls come every few seconds there is something new as often. */
function refreshMs(state: FleetState | undefined): number {
  let shortest: number = REFRESH_MS.most;
  for (const { intervalMs } of state?.rows ?? []) shortest = Math.min(shortest, intervalMs ?? shortest);
  return Math.max(REFRESH_MS.least, shortest);
}
