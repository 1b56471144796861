import type { MappingRule, TextTransformation } from "../manifest/index.ts";
import { relationKey } from "./extract.ts";
import type { Entity, RelationObservation } from "./graph.ts";
import type { PropertyRelation } from "./rules.ts";

/** Built-in hosts call the addresses of an entity so; mapping rules may use either name. */
const SAME_PROPERTY: ReadonlyMap<string, string> = new Map([
  ["ipAddress", "dt.ip_addresses"],
  ["dt.ip_addresses", "ipAddress"],
]);

export interface PropertyLinks {
  readonly relations: readonly RelationObservation[];
  /** Edges beyond `max`, left out. */
  readonly refused: number;
}

/**
 * The edges between entities whose properties agree (spec of topology §1.4): all mapping rules of a relation must
 * match, lists match on any common element, an entity is never related to itself. A type without entities is no
 * error: there are no edges.
 * @param max  bound on the edges of all relations together: a value that all share would join everything
 */
export function linkByProperties(
  relations: readonly PropertyRelation[],
  entities: readonly Entity[],
  max: number,
): PropertyLinks {
  const byType = entitiesByType(entities);
  const links = new Map<string, RelationObservation>();
  let refused = 0;
  for (const { type, fromType, toType, mappingRules } of relations) {
    const [first, ...others] = mappingRules;
    const sources = byType.get(fromType) ?? [];
    const targets = byType.get(toType) ?? [];
    if (first === undefined || sources.length === 0 || targets.length === 0) continue;
    const byValue = targetsByValue(targets, first);
    for (const source of sources) {
      const candidates = new Set(sourceValues(source, first).flatMap((value) => byValue.get(value) ?? []));
      for (const target of candidates) {
        if (target.id === source.id || !others.every((rule) => agree(source, target, rule))) continue;
        if (links.size >= max) refused += 1;
        else {
          const link = { type, fromId: source.id, toId: target.id };
          links.set(relationKey(link), link);
        }
      }
    }
  }
  return { relations: [...links.values()], refused };
}

function entitiesByType(entities: readonly Entity[]): ReadonlyMap<string, readonly Entity[]> {
  const byType = new Map<string, Entity[]>();
  for (const entity of entities) {
    const type = entity.type.toLowerCase();
    const same = byType.get(type);
    if (same === undefined) byType.set(type, [entity]);
    else same.push(entity);
  }
  return byType;
}

function targetsByValue(targets: readonly Entity[], rule: MappingRule): Map<string, Entity[]> {
  const byValue = new Map<string, Entity[]>();
  for (const target of targets) {
    for (const value of targetValues(target, rule)) {
      const same = byValue.get(value);
      if (same === undefined) byValue.set(value, [target]);
      else same.push(target);
    }
  }
  return byValue;
}

function agree(source: Entity, target: Entity, rule: MappingRule): boolean {
  const values = new Set(sourceValues(source, rule));
  return targetValues(target, rule).some((value) => values.has(value));
}

const sourceValues = (entity: Entity, rule: MappingRule): string[] =>
  propertyOf(entity, rule.sourceProperty).map((value) => transformed(value, rule.sourceTransformation));
const targetValues = (entity: Entity, rule: MappingRule): string[] =>
  propertyOf(entity, rule.destinationProperty).map((value) =>
    transformed(value, rule.destinationTransformation),
  );

function propertyOf({ attributes }: Entity, name: string): readonly string[] {
  const value = attributes.get(name) ?? attributes.get(SAME_PROPERTY.get(name) ?? name);
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

function transformed(text: string, transformation: TextTransformation): string {
  switch (transformation) {
    case "Leave text as-is":
      return text;
    case "To upper case":
      return text.toUpperCase();
    case "To lower case":
      return text.toLowerCase();
    default:
      return transformation satisfies never;
  }
}
