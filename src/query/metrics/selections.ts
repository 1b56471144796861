import type { EntitySelector, SeriesCondition, Transformation } from "../../manifest/index.ts";
import type { SelectIds } from "./conditions.ts";

/** The ids of the entities that a selector finds; it may take its time. */
export type FindIds = (selector: EntitySelector) => ReadonlySet<string> | Promise<ReadonlySet<string>>;

/** What the entity selectors of one query find. Each is asked once, before a filter needs it. */
export class Selections {
  readonly #find: FindIds;
  readonly #found = new Map<EntitySelector, ReadonlySet<string>>();

  constructor(find: FindIds) {
    this.#find = find;
  }

  async prepare(transformations: readonly Transformation[]): Promise<void> {
    for (const one of transformations) {
      if (one.op !== "filter") continue;
      for (const selector of one.conditions.flatMap(selectorsOf)) {
        if (!this.#found.has(selector)) this.#found.set(selector, await this.#find(selector));
      }
    }
  }

  /** Of a selector that was prepared. */
  readonly idsOf: SelectIds = (selector) => {
    const ids = this.#found.get(selector);
    if (ids === undefined) throw new Error("an entity selector is used before it was asked");
    return ids;
  };
}

function selectorsOf(condition: SeriesCondition): readonly EntitySelector[] {
  if (condition.op === "in") return [condition.selector];
  if (condition.op === "not") return selectorsOf(condition.part);
  if (condition.op === "and" || condition.op === "or") return condition.parts.flatMap(selectorsOf);
  return [];
}
