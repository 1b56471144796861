import { digitsOf, entityIdOf, ID_ATTEMPTS_MAX } from "./entity-id.ts";
import {
  type Edge,
  type EdgeEnd,
  EntityRecord,
  LIST_ELEMENT_MAX_AGE_MS,
  MovedRecord,
} from "./entity-record.ts";
import { EntityTable } from "./entity-table.ts";
import { mergeEdges } from "./extract.ts";
import type {
  Entity,
  EntityObservation,
  RelationObservation,
  Relationship,
  TopologyUpdate,
} from "./graph.ts";
import { isCalled } from "./line-entity.ts";
import { PropertyLinks } from "./property-links.ts";
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

const DEFAULT_GRAPH_LIMITS: GraphLimits = Object.freeze({
  entitiesPerTypeMax: 2_000_000,
  relationsMax: 4_000_000,
  retentionMs: 35 * 24 * 60 * 60 * 1_000,
});

/** An update that was taken in: as long as nothing was removed since, it need not be again. */
interface Applied {
  readonly sighting: Sighting;
  readonly relations: Iterable<RelationObservation>;
  readonly epoch: number;
  /** What the limits left out; it is left out, and counted, in every poll. */
  readonly refused: Refused | undefined;
}

interface Refused {
  /** One for each entity. */
  readonly types: readonly string[];
  readonly relations: number;
}

/**
 * What is known of entities and their relationships, in memory: takes updates in any order, keeps each entity's
 * first and last sight, and stays within its limits. Times come with the updates and calls.
 */
export class EntityGraph {
  readonly #limits: GraphLimits;
  readonly #entities = new EntityTable();
  readonly #countByType = new Map<string, number>();
  readonly #refusedByType = new Map<string, number>();
  /** By the entities of an update: the polls of a task mostly say the same. */
  readonly #applied = new WeakMap<readonly EntityObservation[], Applied>();
  /** Goes on when something was removed: then there may be room, or something to be made anew. */
  #epoch = 0;
  #edgeCount = 0;
  #endNumber = 0;
  #refusedRelations = 0;
  #latestMs = 0;
  readonly #links: PropertyLinks;
  /** The pass of `expire` under way. */
  #expiring: Generator<undefined, undefined> | undefined;

  constructor(limits: Partial<GraphLimits> = {}) {
    this.#limits = { ...DEFAULT_GRAPH_LIMITS, ...limits };
    const entities = {
      countOf: (type: string) => this.#countByType.get(type) ?? 0,
      all: () => this.#entities[Symbol.iterator](),
      entity: (id: string) => this.entity(id),
    };
    this.#links = new PropertyLinks(entities, this.#limits.relationsMax);
  }

  /** Merges what lines said. An edge needs both its entities here. */
  apply(update: TopologyUpdate): void {
    const { seenAtMs, entities, relations } = update;
    this.#latestMs = Math.max(this.#latestMs, seenAtMs);
    const before = this.#applied.get(entities);
    if (before !== undefined && before.relations === relations && before.epoch === this.#epoch) {
      const { sighting } = before;
      const isBack = this.#latestMs - sighting.atMs > LIST_ELEMENT_MAX_AGE_MS;
      if (seenAtMs > sighting.atMs) sighting.atMs = seenAtMs;
      if (seenAtMs < sighting.sinceMs) sighting.sinceMs = seenAtMs;
      if (before.refused !== undefined) this.#countRefused(before.refused);
      if (isBack) this.#showAgain(entities);
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
    return Array.from(this.#entities, (record) => record.view(this.#latestMs));
  }

  entity(id: string): Entity | undefined {
    return this.#entities.get(id)?.view(this.#latestMs);
  }

  /** Edges of lines and of properties, each once. */
  relationships(): Relationship[] {
    return mergeEdges(this.#allEdges());
  }

  /** Observations of new entities refused since the start, by type: the type is at its limit. */
  refusedByType(): ReadonlyMap<string, number> {
    return this.#refusedByType;
  }

  get refusedRelations(): number {
    return this.#refusedRelations + this.#links.refused;
  }

  /** Whether there are entities that were not looked at for edges between equal properties. */
  get linksOutdated(): boolean {
    return this.#links.outdated;
  }

  /**
   * Finds the edges between equal properties of what is new or changed; those that are no longer true are gone.
   * @param entitiesMax  so many are looked at; while links stay outdated there are more of them
   */
  linkByProperties(
    relations: readonly PropertyRelation[],
    atMs: number,
    entitiesMax: number = Number.POSITIVE_INFINITY,
  ): void {
    this.#links.update(relations, atMs, entitiesMax);
  }

  /**
   * Removes what was not seen within the retention, and list elements older than a day. Call it now and then, and
   * again until it is through: it goes on where it was, with the time at which it began.
   * @param entitiesMax  so many are looked at; the pass looks at each twice
   * @returns whether the pass is through
   */
  expire(atMs: number, entitiesMax: number = Number.POSITIVE_INFINITY): boolean {
    this.#latestMs = Math.max(this.#latestMs, atMs);
    this.#expiring ??= this.#expiry(atMs);
    for (let looked = 0; looked < entitiesMax; looked++) {
      if (this.#expiring.next().done !== true) continue;
      this.#expiring = undefined;
      return true;
    }
    return false;
  }

  /** One entity a step; then all once more, for the edges to those that have gone. */
  *#expiry(atMs: number): Generator<undefined, undefined> {
    const seenBeforeMs = atMs - this.#limits.retentionMs;
    for (const record of this.#entities) {
      if (record.lastSeenMs < seenBeforeMs) this.#remove(record);
      else this.#age(record, atMs);
      yield;
    }
    const isOver = ({ end, sightings }: Edge): boolean =>
      latestMs(sightings) < seenBeforeMs || !this.#entities.has(end.toId);
    for (const record of this.#entities) {
      const dropped = record.dropEdges(isOver);
      this.#edgeCount -= dropped;
      if (dropped > 0) this.#epoch += 1;
      yield;
    }
    if (this.#links.linkedAtMs < seenBeforeMs) this.#links.clear();
    else this.#links.fillUp();
  }

  #age(record: EntityRecord, atMs: number): void {
    if (!record.changesByTime(this.#latestMs)) return;
    record.expireElements(atMs);
    if (this.#links.concerns(record.type.toLowerCase())) this.#links.changed(record.id);
  }

  /** What had grown too old to be shown has been seen again. */
  #showAgain(observations: readonly EntityObservation[]): void {
    for (const observation of observations) {
      if (!this.#links.concerns(observation.type.toLowerCase())) continue;
      const id = this.#idFor(observation.id, observation);
      if (id !== undefined) this.#links.changed(id);
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
      const saidId = observation.id;
      const id = this.#idFor(saidId, observation);
      if (id === undefined) continue;
      if (id !== saidId) moved.set(saidId, id);
      if (!this.#observe(id, observation, sighting)) refusedTypes.push(observation.type.toLowerCase());
    }
    let end: EdgeEnd | undefined;
    for (const { type, fromId, toId: saidId } of relations) {
      const toId = moved.get(saidId) ?? saidId;
      if (end?.type !== type || end.toId !== toId) end = { type, toId, number: ++this.#endNumber };
      if (!this.#relate(moved.get(fromId) ?? fromId, end, sighting)) refusedRelations += 1;
    }
    if (refusedTypes.length === 0 && refusedRelations === 0) return undefined;
    return { types: refusedTypes, relations: refusedRelations };
  }

  #countRefused({ types, relations }: Refused): void {
    for (const type of types) this.#refusedByType.set(type, (this.#refusedByType.get(type) ?? 0) + 1);
    this.#refusedRelations += relations;
  }

  *#allEdges(): Generator<Relationship, undefined> {
    const sources = [...this.#entities].filter(({ edges }) => edges.length > 0);
    const numberOf = ({ edges }: EntityRecord): number => edges[0]?.end.number ?? 0;
    for (const { id: fromId, edges } of sources.toSorted((a, b) => numberOf(a) - numberOf(b))) {
      for (const { end, since, sightings } of edges) {
        const { type, toId } = end;
        // While a pass of `expire` is under way an edge may lead to what has gone.
        if (!this.#entities.has(toId)) continue;
        yield { type, fromId, toId, firstSeenMs: since.sinceMs, lastSeenMs: latestMs(sightings) };
      }
    }
    const lastSeenMs = this.#links.linkedAtMs;
    for (const { relation, firstSeenMs } of this.#links.links())
      yield { ...relation, firstSeenMs, lastSeenMs };
  }

  /** The id of the entity: its own, or the next run of the hash when another entity has that one. */
  #idFor(id: string, observation: EntityObservation): string | undefined {
    const usual = this.#entities.get(id);
    if (usual === undefined || usual.holds(observation)) return id;
    const { type, renderedId } = observation;
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
    const type = observation.type.toLowerCase();
    if (record === undefined) {
      const count = this.#countByType.get(type) ?? 0;
      if (count >= this.#limits.entitiesPerTypeMax) return false;
      this.#countByType.set(type, count + 1);
      const isMoved = !isCalled(observation, id, digitsOf(id));
      this.#entities.add(
        isMoved ? new MovedRecord(id, observation, sighting) : new EntityRecord(observation, sighting),
      );
      if (this.#links.concerns(type)) this.#links.changed(id);
      return true;
    }
    const wasOld = record.changesByTime(this.#latestMs);
    const isNews = record.add(observation, sighting);
    if (!this.#links.concerns(type)) return true;
    if (isNews || wasOld || record.changesByTime(this.#latestMs)) this.#links.changed(id);
    return true;
  }

  /** @returns false when it is new and there is no room for it */
  #relate(fromId: string, end: EdgeEnd, sighting: Sighting): boolean {
    const from = this.#entities.get(fromId);
    if (from === undefined || !this.#entities.has(end.toId)) return true;
    const edge = from.edges.find((one) => one.end.toId === end.toId && one.end.type === end.type);
    if (edge !== undefined) from.confirmEdge(edge, sighting);
    else if (this.#edgeCount >= this.#limits.relationsMax) return false;
    else {
      from.addEdge(end, sighting);
      this.#edgeCount += 1;
    }
    return true;
  }

  #remove(record: EntityRecord): void {
    this.#edgeCount -= record.edges.length;
    this.#entities.delete(record);
    this.#links.removed(record.id);
    this.#epoch += 1;
    const type = record.type.toLowerCase();
    this.#countByType.set(type, (this.#countByType.get(type) ?? 1) - 1);
  }
}
