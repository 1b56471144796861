import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Entity } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";

/** The entity that stands for a device; there is none before its first lines, or when its manifest makes none. */
export function useEntity(entityId: string | undefined) {
  return useQuery({
    queryKey: ["entity", entityId],
    queryFn: ({ signal }) =>
      get<Entity>(`/api/v2/entities/${encodeURIComponent(entityId ?? "")}`, { signal }),
    enabled: entityId !== undefined,
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });
}
