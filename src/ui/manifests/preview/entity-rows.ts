import type { Entity, Preview } from "../../../api/contract/index.ts";

export interface EntityRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly properties: readonly { readonly key: string; readonly value: string }[];
  readonly relations: readonly { readonly words: string; readonly name: string }[];
}

const WORDS: Readonly<Record<string, readonly [from: string, to: string]>> = {
  RUNS_ON: ["runs on", "runs"],
  CHILD_OF: ["child of", "parent of"],
  PART_OF: ["part of", "made of"],
  INSTANCE_OF: ["instance of", "instances"],
  CALLS: ["calls", "called by"],
  SAME_AS: ["same as", "same as"],
};

/** `runsOn` and `RUNS_ON` are the same relation. */
const wordsOf = (type: string): readonly [string, string] => {
  const known =
    WORDS[
      type
        .replace(/([a-z])([A-Z])/g, "$1_$2")
        .replace(/^is_/i, "")
        .toUpperCase()
    ];
  return known ?? [type, `${type} (to here)`];
};

/** What a preview has found, each with all that it is related to. */
export function entityRows({ entities, relationships }: Preview): readonly EntityRow[] {
  const names = new Map(entities.map(({ entityId, displayName }) => [entityId, displayName]));
  const relations = new Map<string, EntityRow["relations"][number][]>();
  const add = (id: string, words: string, other: string): void => {
    const list = relations.get(id) ?? [];
    list.push({ words, name: names.get(other) ?? other });
    relations.set(id, list);
  };
  for (const { type, from, to } of relationships) {
    const [forth, back] = wordsOf(type);
    add(from, forth, to);
    add(to, back, from);
  }
  return entities.map((entity) => ({
    id: entity.entityId,
    name: entity.displayName,
    type: entity.type,
    properties: propertiesOf(entity),
    relations: relations.get(entity.entityId) ?? [],
  }));
}

function propertiesOf({ properties = {} }: Entity): EntityRow["properties"] {
  return Object.entries(properties).map(([key, value]) => ({
    key,
    value: typeof value === "string" ? value : value.join(", "),
  }));
}
