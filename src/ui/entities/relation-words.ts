import type { Entity, ScreenCardOf } from "../../api/contract/index.ts";

// Relationships in words, and as lists.

interface Words {
  /** The entity is where the edge begins. */
  readonly from: string;
  /** The edge ends at it. */
  readonly to: string;
}

const WORDS: Readonly<Record<string, Words>> = {
  runsOn: { from: "Runs on", to: "Runs on this" },
  isChildOf: { from: "Child of", to: "Children" },
  isPartOf: { from: "Part of", to: "Parts" },
  isInstanceOf: { from: "Instance of", to: "Instances" },
  calls: { from: "Calls", to: "Called by" },
  isSameAs: { from: "Same as", to: "Same as" },
};

export const relationWords = (relation: string, side: "from" | "to"): string =>
  WORDS[relation]?.[side] ?? relation;

export interface RelationGroup {
  readonly side: "from" | "to";
  readonly relation: string;
  /** Of those at the other end. */
  readonly type: string;
  readonly count: number;
}

/** What an entity is connected with, by relation and type. */
export function relationGroups(entity: Entity): readonly RelationGroup[] {
  const groups = new Map<string, RelationGroup>();
  for (const side of ["from", "to"] as const) {
    const relationships = entity[`${side}Relationships`] ?? {};
    for (const [relation, references] of Object.entries(relationships)) {
      for (const { type } of references) {
        const key = JSON.stringify([side, relation, type]);
        const count = (groups.get(key)?.count ?? 0) + 1;
        groups.set(key, { side, relation, type, count });
      }
    }
  }
  return [...groups.values()];
}

const quoted = (text: string): string => `"${text.replaceAll(/[~"]/g, "~$&")}"`;

/** A group as a list of entities. The other end sees the edge from its own side. */
export function relationCard(
  { entityId, type: ownType }: Entity,
  { side, relation, type }: RelationGroup,
  typeName: string,
): ScreenCardOf<"entities"> {
  const other = side === "from" ? "to" : "from";
  const own = `type(${quoted(ownType)}),entityId(${quoted(entityId)})`;
  return {
    kind: "entities",
    key: `${side}-${relation}-${type}`,
    title: `${relationWords(relation, side)}: ${typeName}`,
    width: "full",
    entitySelector: `type(${quoted(type)}),${other}Relationships.${relation}(${own})`,
    type,
    rows: 10,
    columns: [],
    charts: [],
    visible: 0,
    chartsAbove: false,
  };
}
