import type { EntityObservation, RelationObservation } from "./graph.ts";

type End = Pick<RelationObservation, "type" | "toId">;

/** A relation from an entity that is held anyway. */
export interface EntityRelation extends End {
  readonly from: EntityObservation;
}

/**
 * The relations of a task, in order, as ends and the entities from which they are reached: nearly all are of
 * interfaces to the one device, and a service holds a list for each of its devices. A relation is made when it is
 * looked at.
 */
export class RelationList implements Iterable<RelationObservation> {
  /** An end, the entities from which it is reached, the next end … */
  readonly #flat: readonly (End | EntityObservation)[];

  constructor(relations: Iterable<EntityRelation>) {
    const flat: (End | EntityObservation)[] = [];
    let end: End | undefined;
    for (const { type, from, toId } of relations) {
      if (end?.type !== type || end.toId !== toId) {
        end = { type, toId };
        flat.push(end);
      }
      flat.push(from);
    }
    this.#flat = flat.slice(); // without the room to grow in that an array keeps
  }

  *[Symbol.iterator](): Generator<RelationObservation, undefined> {
    let end: End | undefined;
    for (const each of this.#flat) {
      if ("toId" in each) end = each;
      else if (end !== undefined) yield { type: end.type, fromId: each.id, toId: end.toId };
    }
  }
}
