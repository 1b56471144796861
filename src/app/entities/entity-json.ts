import type { EntityJson, EntityReference, TagJson } from "../../api/index.ts";
import { RELATION_NAMES } from "../../manifest/index.ts";
import type { EntitySource, StoredEntity, Tag } from "../../query/index.ts";
import type { Relationship } from "../../topology/index.ts";
import type { EntityFields } from "./entity-fields.ts";

/** An edge is alive while it is confirmed within three intervals of its sources; five minutes where none is known. */
export const EDGE_ALIVE_MS = 3 * 5 * 60_000;
/** Devices made by the API are in their groups until they are made otherwise: no line confirms it. */
const GROUP_TYPE = "CUSTOM_DEVICE_GROUP";

/** An entity as the API shows it (spec 4 §5.1). @param atMs  relationships are those of this time, UTC */
export function entityJson(
  entity: StoredEntity,
  fields: EntityFields,
  source: EntitySource,
  atMs: number,
): EntityJson {
  const relations = (side: "from" | "to"): EntityJson["fromRelationships"] =>
    fields.shows(`${side}Relationships`) ? relationsOf(entity, side, fields, source, atMs) : undefined;
  return {
    entityId: entity.id,
    displayName: entity.name,
    type: entity.type,
    firstSeenTms: fields.shows("firstSeenTms") ? entity.firstSeenMs : undefined,
    lastSeenTms: fields.shows("lastSeenTms") ? entity.lastSeenMs : undefined,
    properties: fields.shows("properties") ? propertiesOf(entity, fields) : undefined,
    tags: fields.shows("tags") ? entity.tags.map(tagJson) : undefined,
    managementZones: fields.shows("managementZones") ? [] : undefined,
    icon: fields.shows("icon") && entity.icon !== undefined ? { primaryIconType: entity.icon } : undefined,
    fromRelationships: relations("from"),
    toRelationships: relations("to"),
  };
}

function propertiesOf(
  { attributes, name }: StoredEntity,
  fields: EntityFields,
): Record<string, string | readonly string[]> {
  const shown = [["detectedName", name] as const, ...attributes].filter(([key]) => fields.showsProperty(key));
  return Object.fromEntries(shown);
}

function relationsOf(
  { id }: StoredEntity,
  side: "from" | "to",
  fields: EntityFields,
  source: EntitySource,
  atMs: number,
): Record<string, readonly EntityReference[]> {
  const byName = new Map<string, EntityReference[]>();
  for (const edge of source.edges(id, side)) {
    if (!fields.showsRelation(`${side}Relationships`, edge.type)) continue;
    const other = source.entity(side === "from" ? edge.toId : edge.fromId);
    if (other === undefined || !isCurrent(edge, atMs, source)) continue;
    const name = RELATION_NAMES[edge.type];
    const references = byName.get(name);
    const reference = { id: other.id, type: other.type };
    if (references === undefined) byName.set(name, [reference]);
    else references.push(reference);
  }
  return Object.fromEntries(byName);
}

/** Whether the edge is not past at the time (spec 4 §3). */
export function isCurrent(
  { toId, firstSeenMs, lastSeenMs }: Relationship,
  atMs: number,
  source: EntitySource,
): boolean {
  if (firstSeenMs > atMs) return false;
  return lastSeenMs >= atMs - EDGE_ALIVE_MS || source.entity(toId)?.type === GROUP_TYPE;
}

export function tagJson({ context, key, value }: Tag): TagJson {
  const text = value === undefined ? key : `${key}:${value}`;
  const stringRepresentation = context === "CONTEXTLESS" ? text : `[${context}]${text}`;
  return { context, key, ...(value === undefined ? {} : { value }), stringRepresentation };
}
