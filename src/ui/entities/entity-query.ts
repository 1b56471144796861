import { queryOptions } from "@tanstack/react-query";
import type { Entity } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";

/** One entity with everything that is known of it; the same answer serves all who ask. */
export const entityQuery = (entityId: string) =>
  queryOptions({
    queryKey: ["entity", entityId],
    queryFn: ({ signal }) => get<Entity>(`/api/v2/entities/${encodeURIComponent(entityId)}`, { signal }),
    refetchInterval: 30_000,
  });
