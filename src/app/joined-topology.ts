import {
  type Entity,
  EntityGraph,
  mergeEdges,
  type PropertyRelation,
  type Relationship,
  type TopologyUpdate,
} from "../topology/index.ts";
import type { Topology } from "./shard.ts";

/**
 * What several parts know, as one: an entity that more than one of them has seen is one entity, as the latest tells of
 * it, and edges between equal properties are found over all of them.
 */
export function joinTopologies(
  topologies: readonly Topology[],
  propertyRelations: readonly PropertyRelation[],
): Topology {
  const [only] = topologies;
  if (only !== undefined && topologies.length === 1) return only;
  const entities = new Map<string, Entity>();
  for (const entity of topologies.flatMap((one) => one.entities)) {
    entities.set(entity.id, joined(entities.get(entity.id), entity));
  }
  const known = topologies.flatMap((one) => one.relationships);
  const relationships = mergeEdges([...known, ...linksBetween(entities, propertyRelations)]);
  return { entities: [...entities.values()], relationships };
}

function joined(left: Entity | undefined, right: Entity): Entity {
  if (left === undefined) return right;
  const [older, newer] = left.lastSeenMs <= right.lastSeenMs ? [left, right] : [right, left];
  const attributes = new Map(older.attributes);
  for (const [key, value] of newer.attributes) {
    const before = attributes.get(key);
    const isList = typeof value !== "string" && before !== undefined && typeof before !== "string";
    attributes.set(key, isList ? [...new Set([...before, ...value])].toSorted() : value);
  }
  return { ...newer, attributes, firstSeenMs: Math.min(older.firstSeenMs, newer.firstSeenMs) };
}

/** Edges between equal properties: as old as the younger of their entities. */
function linksBetween(
  entities: ReadonlyMap<string, Entity>,
  propertyRelations: readonly PropertyRelation[],
): Relationship[] {
  if (propertyRelations.length === 0) return [];
  const graph = new EntityGraph();
  for (const entity of entities.values()) for (const part of observationsOf(entity)) graph.apply(part);
  graph.linkByProperties(propertyRelations, 0);
  return graph.relationships().map((edge) => {
    const [from, to] = [entities.get(edge.fromId)!, entities.get(edge.toId)!];
    return {
      ...edge,
      firstSeenMs: Math.max(from.firstSeenMs, to.firstSeenMs),
      lastSeenMs: Math.min(from.lastSeenMs, to.lastSeenMs),
    };
  });
}

/** What would make the entity what it is: a line names one element of a list. */
function observationsOf({
  id,
  type,
  name,
  renderedId,
  icon,
  attributes,
  lastSeenMs,
}: Entity): TopologyUpdate[] {
  const lengths = [...attributes.values()].map((value) => (typeof value === "string" ? 1 : value.length));
  return Array.from({ length: Math.max(1, ...lengths) }, (_, row) => {
    const texts = [...attributes].flatMap(([key, value]): [string, string][] => {
      const text = typeof value === "string" ? value : value[row];
      return text === undefined ? [] : [[key, text]];
    });
    const entity = { id, type, name, renderedId, icon, attributes: new Map(texts) };
    return { seenAtMs: lastSeenMs, entities: [entity], relations: [] };
  });
}
