import type { Entity, EntityObservation } from "./graph.ts";

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
  atMs: number;
}

/**
 * One entity as the sum of what lines said. It keeps the observations themselves, each with the last time it was
 * made, and drops one when all it says has been said anew by others. Most entities have one or two, and they are
 * the objects that the cache of tuples holds anyway: nothing is copied.
 *
 * Of a text the latest observation stands; of equally late ones the lexicographically greater, in whatever order
 * they came.
 */
export class EntityRecord {
  readonly id: string;
  readonly type: string;
  readonly renderedId: string;
  #firstSeenMs: number;
  #lastSeenMs: number;
  #seen: Seen[];

  constructor(id: string, observation: EntityObservation, atMs: number) {
    this.id = id;
    this.type = observation.type;
    this.renderedId = observation.renderedId;
    this.#firstSeenMs = atMs;
    this.#lastSeenMs = atMs;
    this.#seen = [{ observation, atMs }];
  }

  get lastSeenMs(): number {
    return this.#lastSeenMs;
  }

  /** Takes an observation in. @returns whether it says something that was not among the known ones */
  add(observation: EntityObservation, atMs: number): boolean {
    this.#firstSeenMs = Math.min(this.#firstSeenMs, atMs);
    this.#lastSeenMs = Math.max(this.#lastSeenMs, atMs);
    const known = this.#seen.find((seen) => seen.observation === observation);
    if (known !== undefined) {
      known.atMs = Math.max(known.atMs, atMs);
      return false;
    }
    this.#seen.push({ observation, atMs });
    this.#forgetOutdated(atMs);
    return true;
  }

  /** Drops list elements that were not confirmed within 24 h before `atMs`. */
  expireElements(atMs: number): void {
    if (this.#seen.length > 1) this.#forgetOutdated(atMs);
  }

  view(atMs: number): Entity {
    const { name, icon, attributes } = this.#merge(atMs);
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
      firstSeenMs: this.#firstSeenMs,
      lastSeenMs: this.#lastSeenMs,
    };
  }

  #forgetOutdated(atMs: number): void {
    const { name, icon, attributes } = this.#merge(atMs);
    const standing = new Set<Seen>();
    for (const value of [name, icon, ...attributes.values()]) {
      if (value instanceof Map) for (const seen of value.values()) standing.add(seen);
      else if (value !== undefined) standing.add(value.seen);
    }
    this.#seen = this.#seen.filter((seen) => standing.has(seen) || seen.atMs === this.#lastSeenMs);
    if (this.#seen.length > OBSERVATIONS_PER_ENTITY_MAX) {
      this.#seen = this.#seen.toSorted((a, b) => a.atMs - b.atMs).slice(-OBSERVATIONS_PER_ENTITY_MAX);
    }
  }

  /** What stands, and which observation it stands by. List elements older than 24 h do not. */
  #merge(atMs: number): Merged {
    const merged: Merged = { name: undefined, icon: undefined, attributes: new Map() };
    for (const seen of this.#seen) {
      const { name, icon, attributes } = seen.observation;
      if (name !== "") merged.name = later(merged.name, { text: name, seen });
      if (icon !== undefined) merged.icon = later(merged.icon, { text: icon, seen });
      for (const [key, text] of attributes) {
        const known = merged.attributes.get(key);
        if (!LIST_ATTRIBUTES.has(key)) {
          merged.attributes.set(key, later(known instanceof Map ? undefined : known, { text, seen }));
        } else if (atMs - seen.atMs <= LIST_ELEMENT_MAX_AGE_MS) {
          const elements = known instanceof Map ? known : new Map<string, Seen>();
          const confirmed = elements.get(text);
          if (confirmed === undefined || confirmed.atMs < seen.atMs) elements.set(text, seen);
          merged.attributes.set(key, elements);
        }
      }
    }
    return merged;
  }
}

interface Standing {
  readonly text: string;
  readonly seen: Seen;
}

interface Merged {
  name: Standing | undefined;
  icon: Standing | undefined;
  readonly attributes: Map<string, Standing | Map<string, Seen>>;
}

function later(known: Standing | undefined, other: Standing): Standing {
  if (known === undefined || other.seen.atMs > known.seen.atMs) return other;
  if (other.seen.atMs < known.seen.atMs) return known;
  return other.text > known.text ? other : known;
}
