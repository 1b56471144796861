import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Entity, EntityTypeCount } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import type { ChartSurroundings } from "../screens/chart-grid.tsx";
import { EntitiesCard } from "../screens/entities-card.tsx";
import { relationCard, relationGroups } from "./relation-words.ts";

/** The types there are; the same answer for all who ask. */
export function useEntityTypes() {
  return useQuery({
    queryKey: ["entity-types"],
    queryFn: ({ signal }) =>
      get<{ readonly types: readonly EntityTypeCount[] }>("/api/snmpgate/entity-types", { signal }),
    refetchInterval: 30_000,
  });
}

/** What an entity is connected with, a list for each relation and type. */
export function EntityRelations({
  entity,
  ...surroundings
}: ChartSurroundings & { readonly entity: Entity }) {
  const { data } = useEntityTypes();
  const groups = relationGroups(entity);
  if (groups.length === 0) return <Text c="dimmed">It is connected with nothing that was seen lately.</Text>;
  return (
    <Stack gap="sm">
      {groups.map((group) => {
        const typeName = data?.types.find(({ type }) => type === group.type)?.displayName ?? group.type;
        const card = relationCard(entity, group, typeName);
        return <EntitiesCard key={card.key} card={card} {...surroundings} />;
      })}
    </Stack>
  );
}
