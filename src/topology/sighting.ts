import type { EdgeEnd } from "./edge-ends.ts";
import type { EntityRecord } from "./entity-record.ts";
import type { HeldEntity } from "./held-entity.ts";

/** When something was seen: one object for all that was said together. */
export interface Sighting {
  sinceMs: number;
  atMs: number;
  /**
   * The record on which all hangs that was said: then to say it again moves `atMs` alone. Undefined for what is said
   * once, and when the record has dropped a part: then all must be said anew.
   */
  heldBy: EntityRecord | undefined;
}

/**
 * What lines say of one entity, again and again: the entity as they show it and the edges from it. All lines that
 * show it so share one.
 */
export class Statement implements Sighting {
  sinceMs = Number.POSITIVE_INFINITY;
  atMs = Number.NEGATIVE_INFINITY;
  heldBy: EntityRecord | undefined = undefined;
  readonly entity: HeldEntity;
  readonly ends: readonly EdgeEnd[];

  constructor(entity: HeldEntity, ends: readonly EdgeEnd[]) {
    this.entity = entity;
    this.ends = ends;
  }
}

/** Mostly one: few things are shown by several sources. */
export type Sightings = Sighting | readonly Sighting[];

export const latestMs = (sightings: Sightings): number =>
  "atMs" in sightings ? sightings.atMs : Math.max(...sightings.map(({ atMs }) => atMs));

export const listOf = (sightings: Sightings): readonly Sighting[] =>
  "atMs" in sightings ? [sightings] : sightings;

export const isLive = (sightings: Sightings): boolean =>
  "atMs" in sightings ? sightings.heldBy !== undefined : sightings.some(({ heldBy }) => heldBy !== undefined);

/** Nothing hangs on these any more: who says it again says it anew. */
export function forget(sightings: Sightings): void {
  for (const sighting of listOf(sightings)) sighting.heldBy = undefined;
}

/** Sources that show one thing; with more the earliest are forgotten, and come back when they say it again. */
const SIGHTINGS_MAX = 8;

/** Adds a sighting; of those before it stay the live ones and what was later. */
export function confirmed(known: Sightings, now: Sighting): Sightings {
  if (known === now) return now;
  const kept = listOf(known).filter(
    (one) => one !== now && (one.heldBy !== undefined || one.atMs > now.atMs),
  );
  if (kept.length === 0) return now;
  const all = [...kept, now];
  forget(all.slice(0, -SIGHTINGS_MAX));
  return all.slice(-SIGHTINGS_MAX);
}
