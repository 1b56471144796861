import type { RelationType } from "../manifest/index.ts";
import type { EntityRecord } from "./entity-record.ts";

/** Where edges lead to: one object for the edges of all interfaces to their device. */
export interface EdgeEnd {
  readonly type: RelationType;
  readonly toId: string;
  /** The how manieth of all ends: edges are told in this order. */
  readonly number: number;
  /** Who has an edge to here. */
  readonly sources: Set<EntityRecord>;
  /** The end as a list, which most entities have of edges. */
  readonly alone: readonly EdgeEnd[];
}

/** The ends of all edges, each once. */
export class EdgeEnds {
  /** By the entity they are at: one or two, by type. */
  readonly #ends = new Map<string, readonly EdgeEnd[]>();
  #number = 0;

  of(type: RelationType, toId: string): EdgeEnd {
    const there = this.#ends.get(toId);
    const known = there?.find((end) => end.type === type);
    if (known !== undefined) return known;
    const alone: EdgeEnd[] = [];
    const end = { type, toId, number: ++this.#number, sources: new Set<EntityRecord>(), alone };
    alone.push(end);
    this.#ends.set(toId, there === undefined ? alone : [...there, end]);
    return end;
  }

  /** Ends at the entity. */
  at(toId: string): readonly EdgeEnd[] {
    return this.#ends.get(toId) ?? [];
  }

  /** The entity is gone. Statements may hold its ends still: whoever has an edge to one comes back by `of`. */
  removed(toId: string): void {
    this.#ends.delete(toId);
  }
}
