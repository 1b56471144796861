import type { Dimensions } from "../../mapping/index.ts";
import type { EntitySource } from "../sources.ts";

export const ENTITY_PREFIX = "dt.entity.";

type Added = readonly [key: string, value: string];

/** Adds dimensions to a tuple; each entity is looked up once. */
export type Augment = (dimensions: Dimensions) => Dimensions;

/**
 * `names`: before each entity its name, `dt.entity.<type>.name`. An entity that is not known any more is called by its
 * id, so that a `splitBy` on names keeps its series.
 */
export function addNames(entities: EntitySource): Augment {
  return augmented((key, id) => [[`${key}.name`, entities.entity(id)?.name ?? id]]);
}

/** The relations that lead from a part to what it is part of. */
const TO_PARENT: ReadonlySet<string> = new Set(["RUNS_ON", "CHILD_OF", "PART_OF"]);

/**
 * `parents`: before each entity those that it runs on, is a child or part of, one for each type, the latest seen. The
 * vendor lists pairs of its own types; for those of extensions the relations say it.
 */
export function addParents(entities: EntitySource): Augment {
  return augmented((_key, id) => {
    const byKey = new Map<string, { readonly id: string; readonly seenMs: number }>();
    for (const { type, toId, lastSeenMs } of entities.edges(id, "from")) {
      const parent = TO_PARENT.has(type) ? entities.entity(toId) : undefined;
      if (parent === undefined) continue;
      const key = `${ENTITY_PREFIX}${parent.type.toLowerCase()}`;
      const known = byKey.get(key);
      if (known === undefined || known.seenMs < lastSeenMs) byKey.set(key, { id: toId, seenMs: lastSeenMs });
    }
    return [...byKey].map(([key, parent]) => [key, parent.id]);
  });
}

function augmented(addedFor: (key: string, id: string) => readonly Added[]): Augment {
  const known = new Map<string, readonly Added[]>();
  return (dimensions) => {
    const taken = new Set(dimensions.map(([key]) => key));
    return dimensions.flatMap((dimension) => {
      const [key, id] = dimension;
      if (!key.startsWith(ENTITY_PREFIX)) return [dimension];
      const added = known.get(id) ?? addedFor(key, id);
      known.set(id, added);
      const fresh = added.filter(([name]) => !taken.has(name));
      for (const [name] of fresh) taken.add(name);
      return [...fresh, dimension];
    });
  };
}
