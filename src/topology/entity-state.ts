import type { RelationType } from "../manifest/index.ts";
import { digitsOf } from "./entity-id.ts";
import type { EntityRecord } from "./entity-record.ts";
import { HeldEntity, type Shapes } from "./held-entity.ts";
import { latestMs, listOf } from "./sighting.ts";

/** An entity as it is written down: what its record holds, in plain values. */
export interface EntityState {
  readonly observations: readonly StoredObservation[];
  readonly edges: readonly StoredEdge[];
}

export interface StoredObservation {
  readonly id: string;
  readonly shape: ShapeState;
  /** All texts of the observation, as `HeldEntity` has them. */
  readonly text: string;
  readonly sinceMs: number;
  readonly atMs: number;
}

export interface ShapeState {
  readonly type: string;
  readonly hasIcon: boolean;
  readonly attributeKeys: readonly string[];
}

export interface StoredEdge {
  readonly type: RelationType;
  readonly toId: string;
  /** Undefined: whenever the entity's first observation was. */
  readonly seen?: { readonly sinceMs: number; readonly atMs: number } | undefined;
}

/** What is held of the entity as it is now. */
export function stateOf(record: EntityRecord): EntityState {
  const [first, ...others] = record.seen();
  const { firstSeenMs, id } = record;
  const observations = first === undefined ? [] : [first, ...others];
  return {
    observations: observations.map(({ observation, sightings }, i) => ({
      id,
      shape: observation.shape,
      text: observation.text,
      // What showed it first may be forgotten by now; the entity is not younger for that.
      sinceMs: i === 0 ? firstSeenMs : sinceOf(sightings),
      atMs: latestMs(sightings),
    })),
    edges: record.edges.map(({ end, since, sightings }) => ({
      type: end.type,
      toId: end.toId,
      seen:
        sightings === first?.sightings && since.sinceMs === firstSeenMs
          ? undefined
          : { sinceMs: since.sinceMs, atMs: latestMs(sightings) },
    })),
  };
}

const sinceOf = (sightings: Parameters<typeof latestMs>[0]): number =>
  Math.min(...listOf(sightings).map(({ sinceMs }) => sinceMs));

export const entityOf = (
  { id, shape, text }: Pick<StoredObservation, "id" | "shape" | "text">,
  shapes: Shapes,
): HeldEntity => new HeldEntity(digitsOf(id), shapes.from(shape), text);
