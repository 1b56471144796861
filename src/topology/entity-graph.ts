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
import { latestMs, type Sighting } from "./sighting.ts";

export interface GraphLimits {
  /** Entities of one type; further ones are refused and counted, known ones go on. */
  readonly entitiesPerTypeMax: number;
  /** Edges of all types together; further ones are refused and counted. */
  readonly relationsMax: number;
  /** Entities and edges that no line has shown for so long are removed. */
  readonly retentionMs: number;
}

export const DEFAULT_GRAPH_LIMITS: GraphLimits = Object.freeze({
  entitiesPerTypeMax: 2_000_000,
  relationsMax: 4_000_000,
  retentionMs: 35 * 24 * 60 * 60 * 1_000,
});

/** An update that was taken in: as long as nothing was removed since, it need not be again. */
interface Applied {
  readonly sighting: Sighting;
  readonly relations: readonly RelationObservation[];
  readonly epoch: number;
  /** What the limits left out; it is left out, and counted, in every poll. */
  readonly refused: Refused | undefined;
}

interface Refused {
  /** One for each entity. */
  readonly types: readonly string[];
  readonly relations: number;
}

interface PropertyEdge {
  readonly relation: RelationObservation;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
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
  /** By the entities of an update: the polls of a task mostly say the same. */
  readonly #applied = new WeakMap<readonly EntityObservation[], Applied>();
  /** Goes on when something was removed: then there may be room, or something to be made anew. */
  #epoch = 0;
  #edgeCount = 0;
  #edgeNumber = 0;
  #propertyEdges = new Map<string, PropertyEdge>();
  #refusedRelations = 0;
  #latestMs = 0;
  #linksOutdated = false;

  constructor(limits: Partial<GraphLimits> = {}) {
    this.#limits = { ...DEFAULT_GRAPH_LIMITS, ...limits };
  }

  /** Merges what lines said. An edge needs both its entities here. */
  apply(update: TopologyUpdate): void {
    const { seenAtMs, entities, relations } = update;
    this.#latestMs = Math.max(this.#latestMs, seenAtMs);
    const before = this.#applied.get(entities);
    if (before !== undefined && before.relations === relations && before.epoch === this.#epoch) {
      const { sighting } = before;
      if (seenAtMs > sighting.atMs) sighting.atMs = seenAtMs;
      if (seenAtMs < sighting.sinceMs) sighting.sinceMs = seenAtMs;
      if (before.refused !== undefined) this.#countRefused(before.refused);
      return;
    }
    this.#end(update.replaces);
    if (before !== undefined) before.sighting.live = false; // goes on in the new one
    const sighting = { sinceMs: seenAtMs, atMs: seenAtMs, live: update.basis !== undefined };
    const refused = this.#take(update, sighting);
    if (refused !== undefined) this.#countRefused(refused);
    // An empty list is that of any silent device.
    if (sighting.live && entities.length > 0) {
      this.#applied.set(entities, { sighting, relations, epoch: this.#epoch, refused });
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
    for (const { relation, firstSeenMs, lastSeenMs } of this.#allEdges()) {
      const key = relationKey(relation);
      const other = merged.get(key);
      merged.set(key, {
        ...relation,
        firstSeenMs: Math.min(firstSeenMs, other?.firstSeenMs ?? firstSeenMs),
        lastSeenMs: Math.max(lastSeenMs, other?.lastSeenMs ?? lastSeenMs),
      });
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
    const links = linkByProperties(relations, this.#linkable(relations), this.#limits.relationsMax);
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
    const stands = ({ fromId, toId }: RelationObservation, lastSeenMs: number): boolean =>
      lastSeenMs >= seenBeforeMs && this.#entities.has(fromId) && this.#entities.has(toId);
    for (const record of this.#entities.values()) {
      const dropped = record.dropEdges((edge) => !stands(edge.relation, latestMs(edge.sightings)));
      this.#edgeCount -= dropped;
      if (dropped > 0) this.#epoch += 1;
    }
    for (const [key, { relation, lastSeenMs }] of this.#propertyEdges) {
      if (!stands(relation, lastSeenMs)) this.#propertyEdges.delete(key);
    }
  }

  /** What a source said before and does not say any more may be dropped once others say it anew. */
  #end(replaced: readonly EntityObservation[] | undefined): void {
    const before = replaced === undefined ? undefined : this.#applied.get(replaced);
    if (before !== undefined) before.sighting.live = false;
  }

  #take({ entities, relations }: TopologyUpdate, sighting: Sighting): Refused | undefined {
    const moved = new Map<string, string>();
    const refusedTypes: string[] = [];
    let refusedRelations = 0;
    for (const observation of entities) {
      const id = this.#idFor(observation);
      if (id === undefined) continue;
      if (id !== observation.id) moved.set(observation.id, id);
      if (!this.#observe(id, observation, sighting)) refusedTypes.push(observation.type.toLowerCase());
    }
    for (const relation of relations) {
      const { type, fromId, toId } = relation;
      // The relation itself is kept: it is the object that the basis of the task holds anyway.
      const meant =
        moved.size === 0
          ? relation
          : { type, fromId: moved.get(fromId) ?? fromId, toId: moved.get(toId) ?? toId };
      if (!this.#relate(meant, sighting)) refusedRelations += 1;
    }
    if (refusedTypes.length === 0 && refusedRelations === 0) return undefined;
    return { types: refusedTypes, relations: refusedRelations };
  }

  #countRefused({ types, relations }: Refused): void {
    for (const type of types) this.#refusedByType.set(type, (this.#refusedByType.get(type) ?? 0) + 1);
    this.#refusedRelations += relations;
  }

  *#allEdges(): Generator<PropertyEdge, undefined> {
    const sources = [...this.#entities.values()].filter(({ edges }) => edges.length > 0);
    for (const { edges } of sources.toSorted((a, b) => a.edgeNumber - b.edgeNumber)) {
      for (const { relation, since, sightings } of edges) {
        yield { relation, firstSeenMs: since.sinceMs, lastSeenMs: latestMs(sightings) };
      }
    }
    yield* this.#propertyEdges.values();
  }

  /** The entities that a property could link: of relations whose both ends exist. */
  #linkable(relations: readonly PropertyRelation[]): Entity[] {
    const count = (type: string): number => this.#countByType.get(type) ?? 0;
    const types = new Set(
      relations
        .filter(({ fromType, toType }) => count(fromType) > 0 && count(toType) > 0)
        .flatMap(({ fromType, toType }) => [fromType, toType]),
    );
    if (types.size === 0) return [];
    return [...this.#entities.values()]
      .filter(({ type }) => types.has(type.toLowerCase()))
      .map((record) => record.view(this.#latestMs));
  }

  /** The id of the entity: its own, or the next run of the hash when another entity has that one. */
  #idFor(observation: EntityObservation): string | undefined {
    const { id, type } = observation;
    const usual = this.#entities.get(id);
    if (usual === undefined || usual.holds(observation)) return id;
    const { renderedId } = observation;
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

  /** @returns false when it is new and there is no room for it */
  #observe(id: string, observation: EntityObservation, sighting: Sighting): boolean {
    const record = this.#entities.get(id);
    if (record !== undefined) {
      if (record.add(observation, sighting)) this.#linksOutdated = true;
      return true;
    }
    const type = observation.type.toLowerCase();
    const count = this.#countByType.get(type) ?? 0;
    if (count >= this.#limits.entitiesPerTypeMax) return false;
    this.#countByType.set(type, count + 1);
    this.#entities.set(id, new EntityRecord(id, observation, sighting));
    this.#linksOutdated = true;
    return true;
  }

  /** @returns false when it is new and there is no room for it */
  #relate(relation: RelationObservation, sighting: Sighting): boolean {
    const { type, fromId, toId } = relation;
    const from = this.#entities.get(fromId);
    if (from === undefined || !this.#entities.has(toId)) return true;
    const edge = from.edges.find((one) => one.relation.toId === toId && one.relation.type === type);
    if (edge !== undefined) from.confirmEdge(edge, sighting);
    else if (this.#edgeCount >= this.#limits.relationsMax) return false;
    else {
      if (from.edges.length === 0) from.edgeNumber = ++this.#edgeNumber;
      from.addEdge(relation, sighting);
      this.#edgeCount += 1;
    }
    return true;
  }

  #remove(id: string, record: EntityRecord): void {
    this.#edgeCount -= record.edges.length;
    this.#entities.delete(id);
    this.#epoch += 1;
    const type = record.type.toLowerCase();
    this.#countByType.set(type, (this.#countByType.get(type) ?? 1) - 1);
  }
}
