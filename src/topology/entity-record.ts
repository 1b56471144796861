import type { RelationType } from "../manifest/index.ts";
import { digitsOf, type IdDigits } from "./entity-id.ts";
import type { Entity, EntityObservation } from "./graph.ts";
import { isCalled, isSameEntity, LineEntity, observedBy } from "./line-entity.ts";
import { confirmed, isLive, latestMs, type Sighting, type Sightings } from "./sighting.ts";

/** Attributes that collect a value from every line: a device has many addresses and ports. */
const LIST_ATTRIBUTES: ReadonlySet<string> = new Set(["dt.ip_addresses", "dt.dns_names", "dt.listen_ports"]);
/** An element that no line has confirmed for so long is dropped. */
export const LIST_ELEMENT_MAX_AGE_MS = 24 * 60 * 60 * 1_000;
/** Observations kept of one entity; beyond it the oldest go. A load balancer has one per address it owns. */
const OBSERVATIONS_PER_ENTITY_MAX = 5_000;

interface Seen {
  readonly observation: EntityObservation;
  readonly sightings: Sightings;
}

/** Where an edge leads to: one object for the edges of all interfaces to their device. */
export interface EdgeEnd {
  readonly type: RelationType;
  readonly toId: string;
  /** The how manieth of all ends: edges are told in this order. */
  readonly number: number;
}

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
}

/**
 * One entity as the sum of what lines said, with the edges from it. It keeps the observations themselves, each with
 * its sightings, and drops one when all it says has been said anew by others and nobody says it any more. Most
 * entities have one, and it is the object that the basis of the task holds anyway: nothing is copied.
 *
 * Of a text the latest observation stands; of equally late ones the lexicographically greater, in whatever order
 * they came.
 *
 * There are millions: four fields are all that one of them takes, and there are no private methods, since each object
 * would carry a mark of them.
 */
export class EntityRecord {
  #since: Sighting;
  #observation: EntityObservation;
  #sightings: Sightings;
  /** The usual edge is one, seen as the entity itself is: then its end alone says all. */
  #more: EdgeEnd | More | undefined;

  constructor(observation: EntityObservation, sighting: Sighting) {
    this.#since = sighting;
    this.#observation = observation;
    this.#sightings = sighting;
    this.#more = undefined;
  }

  get id(): string {
    return this.#observation.id;
  }

  /** The digits of `id`. */
  get digits(): IdDigits {
    const observation = this.#observation;
    return observation instanceof LineEntity ? observation : digitsOf(observation.id);
  }

  isCalled(id: string, digits: IdDigits): boolean {
    return isCalled(this.#observation, id, digits);
  }

  get type(): string {
    return this.#observation.type;
  }

  get renderedId(): string {
    return this.#observation.renderedId;
  }

  get lastSeenMs(): number {
    const { others } = this;
    if (others.length === 0) return latestMs(this.#sightings);
    return lastSeenOf([this.#sightings, ...others.map(({ sightings }) => sightings)]);
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

  /** Whether it may show other attributes than before though nobody says anything new. */
  changesByTime(atMs: number): boolean {
    return this.others.length > 0 || atMs - latestMs(this.#sightings) > LIST_ELEMENT_MAX_AGE_MS;
  }

  /** Whether this very observation is among those kept. */
  holds(observation: EntityObservation): boolean {
    return this.#observation === observation || this.others.some((seen) => seen.observation === observation);
  }

  /** Takes an observation in. @returns whether it says something that was not among the known ones */
  add(observation: EntityObservation, sighting: Sighting): boolean {
    const { edges } = this;
    if (sighting.sinceMs < this.#since.sinceMs) this.#since = sighting;
    const all = this.seen();
    let at = all.findIndex((seen) => seen.observation === observation);
    if (at < 0) at = all.findIndex((seen) => isSameEntity(seen.observation, observation));
    const known = all[at];
    if (known === undefined) all.push({ observation, sightings: sighting });
    else all[at] = { observation, sightings: confirmed(known.sightings, sighting) };
    this.keep(known === undefined ? standingOf(all, sighting.atMs) : all, edges);
    return known === undefined;
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

  /** @returns how many there were */
  dropEdges(isOver: (edge: Edge) => boolean): number {
    if (this.#more === undefined) return 0;
    const { edges } = this;
    const standing = edges.filter((edge) => !isOver(edge));
    if (standing.length < edges.length) this.keep(this.seen(), standing);
    return edges.length - standing.length;
  }

  /** Drops list elements that were not confirmed within 24 h before `atMs`, and what nobody says any more. */
  expireElements(atMs: number): void {
    if (this.others.length === 0) return;
    const outdated = ({ sightings }: Seen): boolean =>
      !isLive(sightings) || atMs - latestMs(sightings) > LIST_ELEMENT_MAX_AGE_MS;
    const all = this.seen();
    if (all.some(outdated)) this.keep(standingOf(all, atMs), this.edges);
  }

  view(atMs: number): Entity {
    const { name, icon, attributes } = merge(this.seen(), atMs);
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

  /** All observations. */
  private seen(): Seen[] {
    return [{ observation: this.#observation, sightings: this.#sightings }, ...this.others];
  }

  private keep(all: readonly Seen[], edges: readonly Edge[]): void {
    const [first] = all;
    const others = all.slice(1);
    if (first === undefined) return;
    this.#observation = first.observation;
    this.#sightings = first.sightings;
    const [only] = edges;
    const isUsual = edges.length === 1 && only?.since === this.#since && only.sightings === this.#sightings;
    if (others.length > 0 || (edges.length > 0 && !isUsual)) this.#more = { others, edges };
    else this.#more = only?.end;
  }
}

/** An entity whose own id another entity has. */
export class MovedRecord extends EntityRecord {
  readonly #id: string;

  constructor(id: string, observation: EntityObservation, sighting: Sighting) {
    super(observation, sighting);
    this.#id = id;
  }

  override get id(): string {
    return this.#id;
  }

  override get digits(): IdDigits {
    return digitsOf(this.#id);
  }

  override isCalled(id: string): boolean {
    return this.#id === id;
  }
}

const NONE: readonly never[] = Object.freeze([]);

const lastSeenOf = (sightings: readonly Sightings[]): number => Math.max(...sightings.map(latestMs));

/** Those of which something stands, that somebody says still, or that are the latest. */
function standingOf(all: readonly Seen[], atMs: number): readonly Seen[] {
  const { name, icon, attributes } = merge(all, atMs);
  const standing = new Set<Seen>();
  for (const value of [name, icon, ...attributes.values()]) {
    if (value instanceof Map) for (const { seen } of value.values()) standing.add(seen);
    else if (value !== undefined) standing.add(value.seen);
  }
  const lastSeenMs = lastSeenOf(all.map(({ sightings }) => sightings));
  const kept = all.filter(
    (seen) => standing.has(seen) || isLive(seen.sightings) || latestMs(seen.sightings) === lastSeenMs,
  );
  if (kept.length <= OBSERVATIONS_PER_ENTITY_MAX) return kept;
  return kept
    .toSorted((a, b) => latestMs(a.sightings) - latestMs(b.sightings))
    .slice(kept.length - OBSERVATIONS_PER_ENTITY_MAX);
}

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
