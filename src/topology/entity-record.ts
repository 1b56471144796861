import type { EdgeEnd } from "./edge-ends.ts";
import type { IdDigits } from "./entity-id.ts";
import type { Entity } from "./graph.ts";
import { type HeldEntity, isCalled, isSameEntity } from "./held-entity.ts";
import { isDisputed, LIST_ELEMENT_MAX_AGE_MS, lastSeenOf, merge, type Seen, standingOf } from "./merge.ts";
import { confirmed, forget, latestMs, type Sighting, type Sightings } from "./sighting.ts";

/** An edge from an entity. */
export interface Edge {
  readonly end: EdgeEnd;
  readonly since: Sighting;
  readonly sightings: Sightings;
}

/** What few entities have. */
interface More {
  /** Observations beside the one that the record has itself. */
  readonly others: readonly Seen[];
  readonly edges: readonly Edge[];
  readonly disputed: boolean;
}

/**
 * One entity as the sum of what lines said, with the edges from it. It keeps the observations themselves, each with
 * its sightings, and drops one when all it says has been said anew by others and nobody says it any more. Most
 * entities have one, and the statements that lines make hold the same object: nothing is copied.
 *
 * Of a text the latest observation stands; of equally late ones the lexicographically greater, in whatever order
 * they came. An element of a list stands until others of the entity came and it did not for 24 h: a device that is
 * silent keeps its addresses.
 *
 * There are millions: four fields are all that one of them takes, and there are no private methods, since each object
 * would carry a mark of them.
 */
export class EntityRecord {
  #since: Sighting;
  #observation: HeldEntity;
  #sightings: Sightings;
  /** The usual edge is one, seen as the entity itself is: then its end alone says all. */
  #more: EdgeEnd | More | undefined;

  /** @param end  of the usual edge, where it is known */
  constructor(observation: HeldEntity, sighting: Sighting, end?: EdgeEnd) {
    this.#since = sighting;
    this.#observation = observation;
    this.#sightings = sighting;
    this.#more = end;
  }

  get id(): string {
    return this.#observation.id;
  }

  /** The digits of `id`. */
  get digits(): IdDigits {
    return this.#observation;
  }

  isCalled(id: string, digits: IdDigits): boolean {
    return isCalled(this.#observation, id, digits);
  }

  get type(): string {
    return this.#observation.type;
  }

  /** The type in lower case. */
  get typeKey(): string {
    return this.#observation.shape.typeKey;
  }

  get renderedId(): string {
    return this.#observation.renderedId;
  }

  get firstSeenMs(): number {
    return this.#since.sinceMs;
  }

  get lastSeenMs(): number {
    const { others } = this;
    if (others.length === 0) return latestMs(this.#sightings);
    return lastSeenOf(this.seen());
  }

  get name(): string {
    const name = this.others.length === 0 ? this.#observation.name : merge(this.seen()).name?.text;
    return name === undefined || name === "" ? this.renderedId : name;
  }

  /** Observations beside the first; hardly ever any. */
  get others(): readonly Seen[] {
    const more = this.#more;
    return more === undefined || "toId" in more ? NONE : more.others;
  }

  get edges(): readonly Edge[] {
    const more = this.#more;
    if (more === undefined) return NONE;
    if (!("toId" in more)) return more.edges;
    return [{ end: more, since: this.#since, sightings: this.#sightings }];
  }

  /** All observations. */
  seen(): Seen[] {
    return [{ observation: this.#observation, sightings: this.#sightings }, ...this.others];
  }

  /** Takes an observation in. @returns whether it says something that was not among the known ones */
  add(observation: HeldEntity, sighting: Sighting): boolean {
    const { edges } = this;
    if (sighting.sinceMs < this.#since.sinceMs) this.#since = sighting;
    const all = this.seen();
    const at = all.findIndex((seen) => isSameEntity(seen.observation, observation));
    const known = all[at];
    if (known === undefined) all.push({ observation, sightings: sighting });
    else all[at] = { observation: known.observation, sightings: confirmed(known.sightings, sighting) };
    this.keep(all.length === 1 ? all : standingOf(all), edges);
    return known === undefined;
  }

  /** Whether it shows something else once one of its sightings has moved to `atMs`. */
  changesAt(atMs: number): boolean {
    const more = this.#more;
    if (more === undefined || "toId" in more || more.others.length === 0) return false;
    if (more.disputed) return true;
    const outdatedMs = atMs - LIST_ELEMENT_MAX_AGE_MS;
    if (latestMs(this.#sightings) < outdatedMs) return true;
    return more.others.some(({ sightings }) => latestMs(sightings) < outdatedMs);
  }

  /** Drops list elements that are too old, and what nobody says any more. */
  settle(): void {
    this.keep(standingOf(this.seen()), this.edges);
  }

  addEdge(end: EdgeEnd, sighting: Sighting): void {
    this.keep(this.seen(), [...this.edges, { end, since: sighting, sightings: sighting }]);
  }

  /** @param edge  one of `edges` */
  confirmEdge(edge: Edge, sighting: Sighting): void {
    const since = sighting.sinceMs < edge.since.sinceMs ? sighting : edge.since;
    const seen = { end: edge.end, since, sightings: confirmed(edge.sightings, sighting) };
    this.keep(
      this.seen(),
      this.edges.map((one) => (one.end === edge.end ? seen : one)),
    );
  }

  /** @returns those that are gone */
  dropEdges(isOver: (edge: Edge) => boolean): readonly Edge[] {
    if (this.#more === undefined) return NONE;
    const { edges } = this;
    const over = edges.filter(isOver);
    if (over.length > 0) {
      this.keep(
        this.seen(),
        edges.filter((edge) => !over.includes(edge)),
      );
    }
    for (const { sightings } of over) forget(sightings);
    return over;
  }

  /** Nothing hangs on it any more. */
  leave(): void {
    for (const { sightings } of this.seen()) forget(sightings);
    for (const { sightings } of this.edges) forget(sightings);
  }

  view(): Entity {
    const { name, icon, attributes } = merge(this.seen());
    return {
      id: this.id,
      type: this.type,
      name: name === undefined ? this.renderedId : name.text,
      renderedId: this.renderedId,
      icon: icon?.text,
      attributes: new Map(
        [...attributes].map(([key, value]) => [
          key,
          value instanceof Map ? [...value.keys()].toSorted() : value.text,
        ]),
      ),
      firstSeenMs: this.firstSeenMs,
      lastSeenMs: this.lastSeenMs,
    };
  }

  /** @param all  at least one, each said by somebody */
  private keep(all: readonly Seen[], edges: readonly Edge[]): void {
    const [first] = all;
    if (first === undefined) return;
    const others = all.slice(1);
    this.#observation = first.observation;
    this.#sightings = first.sightings;
    const [only] = edges;
    const isUsual = edges.length === 1 && only?.since === this.#since && only.sightings === this.#sightings;
    if (others.length > 0 || (edges.length > 0 && !isUsual)) {
      this.#more = { others, edges, disputed: others.length > 0 && isDisputed(all) };
    } else this.#more = only?.end;
  }
}

const NONE: readonly never[] = Object.freeze([]);
