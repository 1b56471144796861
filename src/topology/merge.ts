import type { HeldEntity } from "./held-entity.ts";
import { forget, isLive, latestMs, type Sightings } from "./sighting.ts";

/** Attributes that collect a value from every line: a device has many addresses and ports. */
const LIST_ATTRIBUTES: ReadonlySet<string> = new Set(["dt.ip_addresses", "dt.dns_names", "dt.listen_ports"]);
/** An element that no line has confirmed for so long, while others of the entity came, is dropped. */
export const LIST_ELEMENT_MAX_AGE_MS = 24 * 60 * 60 * 1_000;
/** Observations kept of one entity; beyond it the oldest go. A load balancer has one per address it owns. */
const OBSERVATIONS_PER_ENTITY_MAX = 5_000;
/** Of these, such that lines say again and again and others have said anew: two extensions that differ in a name. */
const OVERRULED_KEPT_MAX = 8;
/** Overruled for so long, an observation is dropped; it comes back when it is said again. */
const OVERRULED_KEPT_MS = 60 * 60 * 1_000;

export interface Seen {
  readonly observation: HeldEntity;
  readonly sightings: Sightings;
}

export interface Standing {
  readonly text: string;
  readonly seen: Seen;
  readonly seenAtMs: number;
}

export interface Merged {
  name: Standing | undefined;
  icon: Standing | undefined;
  readonly attributes: Map<string, Standing | Map<string, Standing>>;
}

export const lastSeenOf = (all: readonly Seen[]): number => {
  let latest = Number.NEGATIVE_INFINITY;
  for (const { sightings } of all) latest = Math.max(latest, latestMs(sightings));
  return latest;
};

/** What stands of several observations, and by which of them it does. */
export function merge(all: readonly Seen[]): Merged {
  const merged: Merged = { name: undefined, icon: undefined, attributes: new Map() };
  const outdatedMs = lastSeenOf(all) - LIST_ELEMENT_MAX_AGE_MS;
  for (const seen of all) {
    const seenAtMs = latestMs(seen.sightings);
    const { name, icon, attributes } = seen.observation;
    if (name !== "") merged.name = later(merged.name, { text: name, seen, seenAtMs });
    if (icon !== undefined) merged.icon = later(merged.icon, { text: icon, seen, seenAtMs });
    for (const [key, text] of attributes.entries()) {
      const known = merged.attributes.get(key);
      if (!LIST_ATTRIBUTES.has(key)) {
        const standing = later(known instanceof Map ? undefined : known, { text, seen, seenAtMs });
        merged.attributes.set(key, standing);
      } else if (seenAtMs >= outdatedMs) {
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

/** Those of which something stands, that somebody said lately still, or that are the latest; the others are let go. */
export function standingOf(all: readonly Seen[]): readonly Seen[] {
  const standing = standsBy(all);
  const lastSeenMs = lastSeenOf(all);
  const isOverruled = (seen: Seen): boolean => !standing.has(seen) && latestMs(seen.sightings) !== lastSeenMs;
  const isKept = ({ sightings }: Seen): boolean =>
    isLive(sightings) && latestMs(sightings) >= lastSeenMs - OVERRULED_KEPT_MS;
  const overruled = new Set(
    all
      .filter((seen) => isOverruled(seen) && isKept(seen))
      .toSorted(byTime)
      .slice(-OVERRULED_KEPT_MAX),
  );
  const kept = all.filter((seen) => !isOverruled(seen) || overruled.has(seen));
  const bounded =
    kept.length <= OBSERVATIONS_PER_ENTITY_MAX
      ? kept
      : kept.toSorted(byTime).slice(-OBSERVATIONS_PER_ENTITY_MAX);
  if (bounded.length < all.length) {
    const stays = new Set(bounded);
    for (const seen of all) if (!stays.has(seen)) forget(seen.sightings);
  }
  return bounded;
}

const byTime = (left: Seen, right: Seen): number => latestMs(left.sightings) - latestMs(right.sightings);

function standsBy(all: readonly Seen[]): ReadonlySet<Seen> {
  const { name, icon, attributes } = merge(all);
  const standing = new Set<Seen>();
  for (const value of [name, icon, ...attributes.values()]) {
    if (value instanceof Map) for (const { seen } of value.values()) standing.add(seen);
    else if (value !== undefined) standing.add(value.seen);
  }
  return standing;
}

/** Whether two of them differ in a text: then the times decide what stands. */
export function isDisputed(all: readonly Seen[]): boolean {
  const said = new Map<string, string>();
  const differs = (key: string, text: string | undefined): boolean => {
    if (text === undefined || text === "") return false;
    const before = said.get(key);
    if (before === undefined) said.set(key, text);
    return before !== undefined && before !== text;
  };
  for (const { observation } of all) {
    const { name, icon, attributes } = observation;
    if (differs("name", name) || differs("icon", icon)) return true;
    for (const [key, text] of attributes.entries()) {
      if (!LIST_ATTRIBUTES.has(key) && differs(`.${key}`, text)) return true;
    }
  }
  return false;
}

function later(known: Standing | undefined, other: Standing): Standing {
  if (known === undefined || other.seenAtMs > known.seenAtMs) return other;
  if (other.seenAtMs < known.seenAtMs) return known;
  return other.text > known.text ? other : known;
}
