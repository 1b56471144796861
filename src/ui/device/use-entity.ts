import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { entityQuery } from "../entities/entity-query.ts";

/** The entity that stands for a device; there is none before its first lines, or when its manifest makes none. */
export const useEntity = (entityId: string | undefined) =>
  useQuery({
    ...entityQuery(entityId ?? ""),
    enabled: entityId !== undefined,
    placeholderData: keepPreviousData,
  });
