import type { GraphView, MapEdge, MapEntity } from "./graph-view.ts";
import { isPartRelation } from "./relations.ts";

/** Entities that are one thing, by SAME_AS. */
export interface Thing {
  /** Of the member that speaks for all. */
  readonly id: string;
  /** In no order but the first, which is the one that speaks. */
  readonly members: readonly MapEntity[];
  readonly isShown: boolean;
}

/** Members of one thing; more are left to stand alone. */
const MEMBERS_MAX = 50;

/**
 * Joins what SAME_AS says is one: the neighbour that a switch sees, and the switch that is polled. Where one entity
 * is said to be the same as several of another type, as neighbours with a maker's default name are, nobody knows which,
 * and it stays by itself.
 */
export class SameThings {
  readonly #view: GraphView;
  readonly #isShown: (type: string) => boolean;
  readonly #alike: (id: string) => Iterable<string>;
  readonly #things = new Map<string, Thing>();

  /** @param alike  others that are the same although no SAME_AS says so, either way */
  constructor(
    view: GraphView,
    isShown: (type: string) => boolean,
    alike: (id: string) => Iterable<string> = () => [],
  ) {
    this.#view = view;
    this.#isShown = isShown;
    this.#alike = alike;
  }

  /** @returns undefined for an unknown id */
  of(id: string): Thing | undefined {
    const known = this.#things.get(id);
    if (known !== undefined) return known;
    const first = this.#view.entity(id);
    if (first === undefined) return undefined;
    const members = this.#membersFrom(first).toSorted((a, b) => this.#compare(a, b));
    const thing = { id: members[0]!.id, members, isShown: this.#isShown(members[0]!.type) };
    for (const member of members) this.#things.set(member.id, thing);
    return thing;
  }

  #membersFrom(first: MapEntity): MapEntity[] {
    const members = new Map([[first.id, first]]);
    let hasWhole = this.#hasParts(first.id);
    for (const { id } of members.values()) {
      for (const other of this.#sameAs(id)) {
        const entity = this.#view.entity(other);
        if (entity === undefined || members.has(other) || this.#things.has(other)) continue;
        // Two that have parts are two devices, whatever somebody in between is called.
        const isWhole = this.#hasParts(other);
        if ((isWhole && hasWhole) || members.size >= MEMBERS_MAX) continue;
        hasWhole ||= isWhole;
        members.set(other, entity);
      }
    }
    return [...members.values()];
  }

  *#sameAs(id: string): Generator<string, undefined> {
    const own = this.#unambiguous(id);
    for (const { toId } of own) yield toId;
    for (const other of this.#alike(id))
      if (own.length === 0 || this.#unambiguous(other).length === 0) yield other;
    for (const edge of this.#view.edges(id, "to")) {
      if (edge.type !== "SAME_AS") continue;
      if (this.#unambiguous(edge.fromId).some(({ toId }) => toId === id)) yield edge.fromId;
    }
  }

  #unambiguous(id: string): readonly MapEdge[] {
    const same = [...this.#view.edges(id, "from")].filter(({ type }) => type === "SAME_AS");
    if (same.length < 2) return same;
    const typeOf = ({ toId }: MapEdge) => this.#view.entity(toId)?.type;
    return same.filter((edge) => same.every((other) => other === edge || typeOf(other) !== typeOf(edge)));
  }

  /** What is shown speaks before what is not, then what has parts, then what others are said to be the same as. */
  #compare(a: MapEntity, b: MapEntity): number {
    return this.#rank(a) - this.#rank(b) || (a.id < b.id ? -1 : 1);
  }

  #rank({ id, type }: MapEntity): number {
    const isClaim = this.#unambiguous(id).length > 0;
    return (this.#isShown(type) ? 0 : 4) + (this.#hasParts(id) ? 0 : 2) + (isClaim ? 1 : 0);
  }

  #hasParts(id: string): boolean {
    for (const { type } of this.#view.edges(id, "to")) if (isPartRelation(type)) return true;
    return false;
  }
}
