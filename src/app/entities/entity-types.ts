import type { EntityTypeJson } from "../../api/index.ts";
import { RELATION_NAMES, type RelationshipSpec, type TopologySpec } from "../../manifest/index.ts";
import { dimensionKeyOf } from "../../topology/index.ts";

const LIST_PROPERTIES: ReadonlySet<string> = new Set(["dt.ip_addresses", "dt.dns_names", "dt.listen_ports"]);

/**
 * A type as all extensions together declare it (spec 4 §5.2); of a type that none declares, what can be said.
 * @param name  as first written
 */
export function entityTypeJson(
  name: string,
  specs: readonly TopologySpec[],
  entityLimitExceeded: boolean,
): EntityTypeJson {
  const key = name.toLowerCase();
  const declared = specs.flatMap(({ types }) => types).filter((type) => type.name.toLowerCase() === key);
  const relations = specs.flatMap(({ relationships }) => relationships).filter(({ enabled }) => enabled);
  const properties = new Map([["detectedName", "Detected name"]]);
  for (const { key: id, displayName } of declared.flatMap(({ rules }) =>
    rules.flatMap((rule) => rule.attributes),
  )) {
    // Of several rules for one attribute the first that names it; blank is the key (spec 4 §1.2).
    const shown = displayName === undefined || displayName.trim() === "" ? id : displayName;
    if ((properties.get(id) ?? id) === id) properties.set(id, shown);
  }
  const ends = (own: "fromType" | "toType", other: "fromType" | "toType") =>
    [...endsOf(relations, key, own, other)].map(([id, types]) => [id, [...types]] as const);
  return {
    type: name,
    displayName: declared.find(({ displayName }) => displayName !== "")?.displayName ?? name,
    dimensionKey: dimensionKeyOf(name),
    entityLimitExceeded,
    properties: [...properties].map(([id, displayName]) => ({
      id,
      type: LIST_PROPERTIES.has(id) ? "List" : "String",
      displayName,
    })),
    fromRelationships: ends("fromType", "toType").map(([id, toTypes]) => ({ id, toTypes })),
    toRelationships: ends("toType", "fromType").map(([id, fromTypes]) => ({ id, fromTypes })),
    tags: "List",
    managementZones: "List",
  };
}

function endsOf(
  relations: readonly RelationshipSpec[],
  key: string,
  own: "fromType" | "toType",
  other: "fromType" | "toType",
): ReadonlyMap<string, ReadonlySet<string>> {
  const ends = new Map<string, Set<string>>();
  for (const relation of relations) {
    if (relation[own].toLowerCase() !== key) continue;
    const id = RELATION_NAMES[relation.typeOfRelation];
    const types = ends.get(id);
    if (types === undefined) ends.set(id, new Set([relation[other]]));
    else types.add(relation[other]);
  }
  return ends;
}
