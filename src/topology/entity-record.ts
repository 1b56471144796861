import type { Entity, EntityObservation, RelationObservation } from "./graph.ts";
import { isSameEntity, observedBy } from "./line-entity.ts";
import { confirmed, isLive, latestMs, type Sighting, type Sightings } from "./sighting.ts";

/** Attributes that collect a value from every line: a device has many addresses and ports. */
export const LIST_ATTRIBUTES: ReadonlySet<string> = new Set([
  "dt.ip_addresses",
  "dt.dns_names",
  "dt.listen_ports",
]);
/** An element that no line has confirmed for so long is dropped. */
export const LIST_ELEMENT_MAX_AGE_MS = 24 * 60 * 60 * 1_000;
/** Observations kept of one entity; beyond it the oldest go. A load balancer has one per address it owns. */
export const OBSERVATIONS_PER_ENTITY_MAX = 5_000;

interface Seen {
  readonly observation: EntityObservation;
  readonly sightings: Sightings;
}

/** An edge from an entity. */
export interface Edge {
  readonly relation: RelationObservation;
  readonly since: Sighting;
  readonly sightings: Sightings;
}

/**
 * One entity as the sum of what lines said, with the edges from it. It keeps the observations themselves, each with
 * its sightings, and drops one when all it says has been said anew by others and nobody says it any more. Most
 * entities have one, and it is the object that the basis of the task holds anyway: nothing is copied.
 *
 * Of a text the latest observation stands; of equally late ones the lexicographically greater, in whatever order
 * they came.
 */
export class EntityRecord {
  readonly id: string;
  /** The how manieth of all entities it was to get an edge: edges are told in this order. */
  edgeNumber = 0;
  #since: Sighting;
  #observation: EntityObservation;
  #sightings: Sightings;
  /** Observations beside the one above; hardly ever any. */
  #others: readonly Seen[] | undefined;
  /** The usual edge is one, seen as the entity itself is: then the relation alone says all. */
  #edges: RelationObservation | readonly Edge[] | undefined;

  constructor(id: string, observation: EntityObservation, sighting: Sighting) {
    this.id = id;
    this.#since = sighting;
    this.#observation = observation;
    this.#sightings = sighting;
    this.#others = undefined;
    this.#edges = undefined;
  }

  get type(): string {
    return this.#observation.type;
  }

  get renderedId(): string {
    return this.#observation.renderedId;
  }

  get lastSeenMs(): number {
    const own = latestMs(this.#sightings);
    return this.#others?.reduce((latest, { sightings }) => Math.max(latest, latestMs(sightings)), own) ?? own;
  }

  get edges(): readonly Edge[] {
    const edges = this.#edges;
    if (edges === undefined) return NO_EDGES;
    if (!("type" in edges)) return edges;
    return [{ relation: edges, since: this.#since, sightings: this.#sightings }];
  }

  /** Whether this very observation is among those kept. */
  holds(observation: EntityObservation): boolean {
    return (
      this.#observation === observation ||
      this.#others?.some((seen) => seen.observation === observation) === true
    );
  }

  /** Takes an observation in. @returns whether it says something that was not among the known ones */
  add(observation: EntityObservation, sighting: Sighting): boolean {
    const { edges } = this;
    if (sighting.sinceMs < this.#since.sinceMs) this.#since = sighting;
    const all = this.#allSeen();
    let at = all.findIndex((seen) => seen.observation === observation);
    if (at < 0) at = all.findIndex((seen) => isSameEntity(seen.observation, observation));
    const known = all[at];
    if (known === undefined) all.push({ observation, sightings: sighting });
    else all[at] = { observation, sightings: confirmed(known.sightings, sighting) };
    this.#keep(all);
    if (known === undefined) this.#forgetOutdated(sighting.atMs);
    this.#keepEdges(edges);
    return known === undefined;
  }

  addEdge(relation: RelationObservation, sighting: Sighting): void {
    this.#keepEdges([...this.edges, { relation, since: sighting, sightings: sighting }]);
  }

  /** @param edge  one of `edges` */
  confirmEdge(edge: Edge, sighting: Sighting): void {
    const since = sighting.sinceMs < edge.since.sinceMs ? sighting : edge.since;
    const seen = { relation: edge.relation, since, sightings: confirmed(edge.sightings, sighting) };
    this.#keepEdges(this.edges.map((one) => (one.relation === edge.relation ? seen : one)));
  }

  /** @returns how many there were */
  dropEdges(isOver: (edge: Edge) => boolean): number {
    const { edges } = this;
    const standing = edges.filter((edge) => !isOver(edge));
    if (standing.length < edges.length) this.#keepEdges(standing);
    return edges.length - standing.length;
  }

  /** Drops list elements that were not confirmed within 24 h before `atMs`, and what nobody says any more. */
  expireElements(atMs: number): void {
    if (this.#others === undefined) return;
    const outdated = ({ sightings }: Seen): boolean =>
      !isLive(sightings) || atMs - latestMs(sightings) > LIST_ELEMENT_MAX_AGE_MS;
    if (!this.#allSeen().some(outdated)) return;
    const { edges } = this;
    this.#forgetOutdated(atMs);
    this.#keepEdges(edges);
  }

  view(atMs: number): Entity {
    const { name, icon, attributes } = merge(this.#allSeen(), atMs);
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
      firstSeenMs: this.#since.sinceMs,
      lastSeenMs: this.lastSeenMs,
    };
  }

  #allSeen(): Seen[] {
    return [{ observation: this.#observation, sightings: this.#sightings }, ...(this.#others ?? [])];
  }

  #keep([first, ...others]: readonly Seen[]): void {
    if (first === undefined) return;
    this.#observation = first.observation;
    this.#sightings = first.sightings;
    this.#others = others.length === 0 ? undefined : others;
  }

  #keepEdges(edges: readonly Edge[]): void {
    const [only] = edges;
    const isUsual = edges.length === 1 && only?.since === this.#since && only.sightings === this.#sightings;
    this.#edges = isUsual ? only.relation : edges.length === 0 ? undefined : edges;
  }

  #forgetOutdated(atMs: number): void {
    const all = this.#allSeen();
    const { name, icon, attributes } = merge(all, atMs);
    const standing = new Set<Seen>();
    for (const value of [name, icon, ...attributes.values()]) {
      if (value instanceof Map) for (const { seen } of value.values()) standing.add(seen);
      else if (value !== undefined) standing.add(value.seen);
    }
    const { lastSeenMs } = this;
    const kept = all.filter(
      (seen) => standing.has(seen) || isLive(seen.sightings) || latestMs(seen.sightings) === lastSeenMs,
    );
    if (kept.length > OBSERVATIONS_PER_ENTITY_MAX) {
      kept.sort((a, b) => latestMs(a.sightings) - latestMs(b.sightings));
      kept.splice(0, kept.length - OBSERVATIONS_PER_ENTITY_MAX);
    }
    this.#keep(kept);
  }
}

const NO_EDGES: readonly Edge[] = Object.freeze([]);

/** What stands, and which observation it stands by. List elements older than 24 h do not. */
function merge(all: readonly Seen[], atMs: number): Merged {
  const merged: Merged = { name: undefined, icon: undefined, attributes: new Map() };
  for (const seen of all) {
    const seenAtMs = latestMs(seen.sightings);
    const { name, icon, attributes } = observedBy(seen.observation);
    if (name !== "") merged.name = later(merged.name, { text: name, seen, seenAtMs });
    if (icon !== undefined) merged.icon = later(merged.icon, { text: icon, seen, seenAtMs });
    for (const [key, text] of attributes) {
      const known = merged.attributes.get(key);
      if (!LIST_ATTRIBUTES.has(key)) {
        const standing = later(known instanceof Map ? undefined : known, { text, seen, seenAtMs });
        merged.attributes.set(key, standing);
      } else if (atMs - seenAtMs <= LIST_ELEMENT_MAX_AGE_MS) {
        const elements = known instanceof Map ? known : new Map<string, Standing>();
        const standing = elements.get(text);
        if (standing === undefined || standing.seenAtMs < seenAtMs) {
          elements.set(text, { text, seen, seenAtMs });
        }
        merged.attributes.set(key, elements);
      }
    }
  }
  return merged;
}

interface Standing {
  readonly text: string;
  readonly seen: Seen;
  readonly seenAtMs: number;
}

interface Merged {
  name: Standing | undefined;
  icon: Standing | undefined;
  readonly attributes: Map<string, Standing | Map<string, Standing>>;
}

function later(known: Standing | undefined, other: Standing): Standing {
  if (known === undefined || other.seenAtMs > known.seenAtMs) return other;
  if (other.seenAtMs < known.seenAtMs) return known;
  return other.text > known.text ? other : known;
}
