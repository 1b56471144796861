import type { Entity, PropertyRelation, RelationObservation } from "../../src/topology/index.ts";
import { sourceValues, targetValues } from "../../src/topology/property-values.ts";

/** The edges between equal properties by comparing each entity with each other: slow, and plain to see. */
export function linksOf(
  relations: readonly PropertyRelation[],
  entities: readonly Entity[],
): RelationObservation[] {
  const links = new Map<string, RelationObservation>();
  for (const { type, fromType, toType, mappingRules } of relations) {
    for (const source of entities) {
      for (const target of entities) {
        if (source.id === target.id) continue;
        if (source.type.toLowerCase() !== fromType || target.type.toLowerCase() !== toType) continue;
        const agree = mappingRules.every((rule) => {
          const values = sourceValues(source, rule);
          return targetValues(target, rule).some((value) => values.includes(value));
        });
        const link = { type, fromId: source.id, toId: target.id };
        if (agree) links.set(JSON.stringify(link), link);
      }
    }
  }
  return [...links.values()];
}
