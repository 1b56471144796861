/**
 * When something was seen: one object for all that one update said, so that a poll in which nothing changed moves a
 * single time, not those of each entity and edge.
 */
export interface Sighting {
  sinceMs: number;
  atMs: number;
  /** Its source comes again and says the same; not live: one-off, or the source has said something else since. */
  live: boolean;
}

/** Mostly one: few things are shown by several sources. */
export type Sightings = Sighting | readonly Sighting[];

export const latestMs = (sightings: Sightings): number =>
  "atMs" in sightings ? sightings.atMs : Math.max(...sightings.map(({ atMs }) => atMs));

export const isLive = (sightings: Sightings): boolean =>
  "atMs" in sightings ? sightings.live : sightings.some(({ live }) => live);

/** Sources that show one thing; with more the earliest are forgotten, and come back when they say something new. */
const SIGHTINGS_MAX = 8;

/** Adds a sighting; of those before it stay the live ones and what was later. */
export function confirmed(known: Sightings, now: Sighting): Sightings {
  if (known === now) return now;
  const before = "atMs" in known ? [known] : known;
  const kept = before.filter((one) => one !== now && (one.live || one.atMs > now.atMs));
  return kept.length === 0 ? now : [...kept, now].slice(-SIGHTINGS_MAX);
}
