import { matchesCondition } from "../manifest/index.ts";
import type { Dimensions } from "../mapping/index.ts";
import { Attributes } from "./attributes.ts";
import { entityIdOf } from "./entity-id.ts";
import type { EntityObservation, RelationObservation, Relationship } from "./graph.ts";
import { observe } from "./observe.ts";
import type { LineRelation, LineSources, TopologyRules } from "./rules.ts";

/** One line, as the rules see it. */
export type TopologyRecord =
  | {
      readonly source: "Metrics";
      /** The key as sent and as stored: a condition may name either. */
      readonly keys: readonly [sent: string, stored: string];
      readonly dimensions: Dimensions;
    }
  | { readonly source: "Logs"; readonly attributes: ReadonlyMap<string, string> };

/** What one line says. */
export interface Extraction {
  readonly entities: readonly EntityObservation[];
  readonly relations: readonly RelationObservation[];
}

interface Remembered {
  readonly type: string;
  readonly role: string;
  readonly id: string;
}

/**
 * The entities and relations of one line (spec of topology §1): per type and role the first applicable rule, of that
 * rule alone name, icon and attributes; then the relations whose two entities are both on the line.
 * Two roles that give the same entity give one observation with the attributes of both.
 */
export function extractTopology(rules: TopologyRules, record: TopologyRecord): Extraction {
  const dims =
    record.source === "Metrics"
      ? new Map(record.dimensions.map(([key, value]) => [key, value]))
      : record.attributes;
  const lookup = (key: string): string | undefined => dims.get(key);
  const applies = (sources: LineSources): boolean =>
    record.source === "Logs"
      ? sources.logs
      : sources.metrics.some((condition) => matchesCondition(condition, ...record.keys));
  const entities = new Map<string, EntityObservation>();
  const remembered: Remembered[] = [];
  for (const { name: type, roles } of rules.types) {
    for (const { role, rules: lineRules } of roles) {
      for (const rule of lineRules) {
        const observed = applies(rule.sources) ? observe(type, rule.rule, lookup) : undefined;
        if (observed === undefined) continue;
        const id = entityIdOf(type, observed.renderedId);
        const earlier = entities.get(id);
        const observation = { id, ...observed };
        entities.set(id, earlier === undefined ? observation : united(earlier, observation));
        remembered.push({ type: type.toLowerCase(), role, id });
        break;
      }
    }
  }
  return {
    entities: [...entities.values()],
    relations: relationsOf(
      rules.relations.filter(({ sources }) => applies(sources)),
      remembered,
    ),
  };
}

/** Both say something at the same time: where they differ the lexicographically greater text stands, in any order. */
function united(left: EntityObservation, right: EntityObservation): EntityObservation {
  const attributes = new Map(left.attributes);
  for (const [key, value] of right.attributes) attributes.set(key, greater(attributes.get(key), value));
  const icon = right.icon === undefined ? left.icon : greater(left.icon, right.icon);
  return { ...left, name: greater(left.name, right.name), icon, attributes: new Attributes(attributes) };
}

const greater = (left: string | undefined, right: string): string =>
  left !== undefined && left > right ? left : right;

function relationsOf(
  relations: readonly LineRelation[],
  remembered: readonly Remembered[],
): RelationObservation[] {
  const idOf = (type: string, role: string | undefined): string | undefined =>
    remembered.find((one) => one.type === type && (role === undefined || one.role === role))?.id;
  const observations = new Map<string, RelationObservation>();
  for (const { type, fromType, fromRole, toType, toRole } of relations) {
    const fromId = idOf(fromType, fromRole);
    const toId = idOf(toType, toRole);
    if (fromId === undefined || toId === undefined || fromId === toId) continue;
    const observation = { type, fromId, toId };
    observations.set(relationKey(observation), observation);
  }
  return [...observations.values()];
}

/** Each edge once, from its first sight to its last; otherwise as the latest in the order tells of it. */
export function mergeEdges(edges: Iterable<Relationship>): Relationship[] {
  const merged = new Map<string, Relationship>();
  for (const edge of edges) {
    const key = relationKey(edge);
    const other = merged.get(key) ?? edge;
    merged.set(key, {
      ...edge,
      firstSeenMs: Math.min(edge.firstSeenMs, other.firstSeenMs),
      lastSeenMs: Math.max(edge.lastSeenMs, other.lastSeenMs),
    });
  }
  return [...merged.values()];
}

/** What makes an edge this one and no other. */
export function relationKey({ type, fromId, toId }: RelationObservation): string {
  return `${type} ${fromId} ${toId}`;
}
