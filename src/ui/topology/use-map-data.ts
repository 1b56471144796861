import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Fleet, TopologyMap } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import { useLive } from "../api/live.ts";
import { leftUntilAsked, patchData } from "../api/pace.ts";
import { now } from "../app/now.ts";
import { type FleetHealth, healthByEntity, withAnswer, withStatus } from "./health.ts";
import { type MapModel, mapModel } from "./map-model.ts";
import { type MapQuery, topologyQuery } from "./map-query.ts";

const REFRESH_MS = 15_000;
/** Of hundreds of nodes; health comes by itself, and who is linked with whom changes seldom. */
const LARGE = { nodes: 500, refreshMs: 60_000 } as const;
const FLEET_KEY = ["topology", "health"] as const;
const NOTHING: TopologyMap = { nodes: [], edges: [], types: [] };

export interface MapData {
  readonly map: TopologyMap | undefined;
  readonly model: MapModel;
  readonly isLoading: boolean;
  /** Of another part of the network than is asked for, until that one is there. */
  readonly isOld: boolean;
  readonly failure: unknown;
  /** Why nobody knows how devices are. */
  readonly healthFailure: unknown;
  readonly retry: () => void;
}

/** The map as it is now: who is linked with whom, and how they are. */
export function useMapData(query: MapQuery): MapData {
  const asked = topologyQuery(query);
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery({
    queryKey: ["topology", "map", asked],
    queryFn: ({ signal }) => get<TopologyMap>("/api/snmpgate/topology", { query: asked, signal }),
    refetchInterval: ({ state }) =>
      (state.data?.nodes.length ?? 0) > LARGE.nodes ? LARGE.refreshMs : REFRESH_MS,
    placeholderData: keepPreviousData,
  });
  const health = useHealth();
  const model = useMemo(() => mapModel(data ?? NOTHING, health.byEntity), [data, health.byEntity]);
  return {
    map: data,
    model,
    isLoading: isPending,
    isOld: isPlaceholderData,
    failure: error ?? undefined,
    healthFailure: health.failure,
    retry: () => void refetch(),
  };
}

/** After the first time only what changed is asked for; what happens in between comes by itself. */
function useHealth(): {
  readonly byEntity: ReturnType<typeof healthByEntity> | undefined;
  readonly failure: unknown;
} {
  const client = useQueryClient();
  const { data, error } = useQuery({
    queryKey: FLEET_KEY,
    queryFn: async ({ signal }) => {
      const before = client.getQueryData<FleetHealth>(FLEET_KEY);
      const answer = await get<Fleet>("/api/snmpgate/fleet", { query: { since: before?.at }, signal });
      return withAnswer(client.getQueryData<FleetHealth>(FLEET_KEY), answer);
    },
    refetchInterval: ({ state }) => leftUntilAsked(state, REFRESH_MS, now()),
    structuralSharing: false,
  });
  useLive((event) => {
    if (event.type !== "device") return;
    patchData<FleetHealth>(client, FLEET_KEY, (before) => withStatus(before, event.device));
  });
  const byEntity = useMemo(() => data && healthByEntity(data.rows.values()), [data]);
  return { byEntity, failure: error ?? undefined };
}
