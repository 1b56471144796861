import { entityIdOf, ID_ATTEMPTS_MAX } from "./entity-id.ts";
import { EntityRecord } from "./entity-record.ts";
import { relationKey } from "./extract.ts";
import type {
  Entity,
  EntityObservation,
  RelationObservation,
  Relationship,
  TopologyUpdate,
} from "./graph.ts";
import { linkByProperties } from "./property-links.ts";
import type { PropertyRelation } from "./rules.ts";

export interface GraphLimits {
  /** Entities of one type; further ones are refused and counted, known ones go on. */
  readonly entitiesPerTypeMax: number;
  /** Edges of all types together; further ones are refused and counted. */
  readonly relationsMax: number;
  /** Entities and edges that no line has shown for so long are removed. */
  readonly retentionMs: number;
}

export const DEFAULT_GRAPH_LIMITS: GraphLimits = Object.freeze({
  entitiesPerTypeMax: 100_000,
  relationsMax: 1_000_000,
  retentionMs: 35 * 24 * 60 * 60 * 1_000,
});

interface Edge {
  readonly relation: RelationObservation;
  firstSeenMs: number;
  lastSeenMs: number;
}

/**
 * What is known of entities and their relationships, in memory: takes updates in any order, keeps each entity's
 * first and last sight, and stays within its limits. Times come with the updates and calls.
 */
export class EntityGraph {
  readonly #limits: GraphLimits;
  readonly #entities = new Map<string, EntityRecord>();
  readonly #countByType = new Map<string, number>();
  readonly #refusedByType = new Map<string, number>();
  /** By the entity they come from: few each, and no text is held to name an edge. */
  readonly #edges = new Map<string, Edge[]>();
  #edgeCount = 0;
  #propertyEdges = new Map<string, Edge>();
  #refusedRelations = 0;
  #latestMs = 0;
  #linksOutdated = false;

  constructor(limits: Partial<GraphLimits> = {}) {
    this.#limits = { ...DEFAULT_GRAPH_LIMITS, ...limits };
  }

  /** Merges what lines said. An edge needs both its entities here. */
  apply({ seenAtMs, entities, relations }: TopologyUpdate): void {
    this.#latestMs = Math.max(this.#latestMs, seenAtMs);
    const moved = new Map<string, string>();
    for (const observation of entities) {
      const id = this.#idFor(observation);
      if (id === undefined) continue;
      if (id !== observation.id) moved.set(observation.id, id);
      this.#observe(id, observation, seenAtMs);
    }
    for (const relation of relations) {
      const { type, fromId, toId } = relation;
      // The relation itself is kept: it is the object that the cache of tuples holds anyway.
      if (moved.size === 0) this.#relate(relation, seenAtMs);
      else
        this.#relate({ type, fromId: moved.get(fromId) ?? fromId, toId: moved.get(toId) ?? toId }, seenAtMs);
    }
  }

  entities(): Entity[] {
    return [...this.#entities.values()].map((record) => record.view(this.#latestMs));
  }

  entity(id: string): Entity | undefined {
    return this.#entities.get(id)?.view(this.#latestMs);
  }

  /** Edges of lines and of properties, each once. */
  relationships(): Relationship[] {
    const merged = new Map<string, Relationship>();
    for (const edges of [...this.#edges.values(), this.#propertyEdges.values()]) {
      for (const { relation, firstSeenMs, lastSeenMs } of edges) {
        const key = relationKey(relation);
        const other = merged.get(key);
        merged.set(key, {
          ...relation,
          firstSeenMs: Math.min(firstSeenMs, other?.firstSeenMs ?? firstSeenMs),
          lastSeenMs: Math.max(lastSeenMs, other?.lastSeenMs ?? lastSeenMs),
        });
      }
    }
    return [...merged.values()];
  }

  /** Observations of new entities refused since the start, by type: the type is at its limit. */
  refusedByType(): ReadonlyMap<string, number> {
    return this.#refusedByType;
  }

  get refusedRelations(): number {
    return this.#refusedRelations;
  }

  /** Whether an entity was created, or said something new, since properties were last linked. */
  get linksOutdated(): boolean {
    return this.#linksOutdated;
  }

  /** Finds the edges between equal properties anew; those that are no longer true are gone. */
  linkByProperties(relations: readonly PropertyRelation[], atMs: number): void {
    this.#linksOutdated = false;
    const links = linkByProperties(
      relations,
      relations.length === 0 ? [] : this.entities(),
      this.#limits.relationsMax,
    );
    this.#refusedRelations += links.refused;
    const before = this.#propertyEdges;
    this.#propertyEdges = new Map(
      links.relations.map((relation) => {
        const key = relationKey(relation);
        return [key, { relation, firstSeenMs: before.get(key)?.firstSeenMs ?? atMs, lastSeenMs: atMs }];
      }),
    );
  }

  /** Removes what was not seen within the retention, and list elements older than a day. Call it now and then. */
  expire(atMs: number): void {
    this.#latestMs = Math.max(this.#latestMs, atMs);
    const seenBeforeMs = atMs - this.#limits.retentionMs;
    for (const [id, record] of this.#entities) {
      if (record.lastSeenMs < seenBeforeMs) this.#remove(id, record);
      else record.expireElements(atMs);
    }
    const stands = ({ relation: { fromId, toId }, lastSeenMs }: Edge): boolean =>
      lastSeenMs >= seenBeforeMs && this.#entities.has(fromId) && this.#entities.has(toId);
    for (const [fromId, edges] of this.#edges) {
      const standing = edges.filter(stands);
      this.#edgeCount -= edges.length - standing.length;
      if (standing.length === 0) this.#edges.delete(fromId);
      else if (standing.length < edges.length) this.#edges.set(fromId, standing);
    }
    for (const [key, edge] of this.#propertyEdges) if (!stands(edge)) this.#propertyEdges.delete(key);
  }

  /** The id of the entity: its own, or the next run of the hash when another entity has that one. */
  #idFor({ id, type, renderedId }: EntityObservation): string | undefined {
    let candidate = id;
    for (let attempt = 1; attempt <= ID_ATTEMPTS_MAX; attempt++) {
      const known = this.#entities.get(candidate);
      const free = known === undefined;
      if (free || (known.renderedId === renderedId && known.type.toLowerCase() === type.toLowerCase())) {
        return candidate;
      }
      candidate = entityIdOf(type, renderedId, attempt);
    }
    return undefined;
  }

  #observe(id: string, observation: EntityObservation, atMs: number): void {
    const record = this.#entities.get(id);
    if (record !== undefined) {
      if (record.add(observation, atMs)) this.#linksOutdated = true;
      return;
    }
    const type = observation.type.toLowerCase();
    const count = this.#countByType.get(type) ?? 0;
    if (count >= this.#limits.entitiesPerTypeMax) {
      this.#refusedByType.set(type, (this.#refusedByType.get(type) ?? 0) + 1);
      return;
    }
    this.#countByType.set(type, count + 1);
    this.#entities.set(id, new EntityRecord(id, observation, atMs));
    this.#linksOutdated = true;
  }

  #relate(relation: RelationObservation, atMs: number): void {
    const { type, fromId, toId } = relation;
    if (!this.#entities.has(fromId) || !this.#entities.has(toId)) return;
    const edges = this.#edges.get(fromId);
    const edge = edges?.find((one) => one.relation.toId === toId && one.relation.type === type);
    if (edge !== undefined) {
      edge.firstSeenMs = Math.min(edge.firstSeenMs, atMs);
      edge.lastSeenMs = Math.max(edge.lastSeenMs, atMs);
    } else if (this.#edgeCount >= this.#limits.relationsMax) {
      this.#refusedRelations += 1;
    } else {
      const created = { relation, firstSeenMs: atMs, lastSeenMs: atMs };
      // An array made with its one element has no room to grow in, and most entities have one edge.
      if (edges === undefined) this.#edges.set(fromId, [created]);
      else edges.push(created);
      this.#edgeCount += 1;
    }
  }

  #remove(id: string, record: EntityRecord): void {
    this.#entities.delete(id);
    const type = record.type.toLowerCase();
    this.#countByType.set(type, (this.#countByType.get(type) ?? 1) - 1);
  }
}
