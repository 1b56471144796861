import { type EdgeEnd, EdgeEnds } from "./edge-ends.ts";
import { changesBetween, differs, type GraphListener, nobody } from "./entity-change.ts";
import { entityIdOf, ID_ATTEMPTS_MAX } from "./entity-id.ts";
import { type Edge, EntityRecord } from "./entity-record.ts";
import { type EntityState, entityOf, type StoredObservation } from "./entity-state.ts";
import { EntityTable } from "./entity-table.ts";
import { mergeEdges } from "./extract.ts";
import type {
  Entity,
  EntityObservation,
  RelationObservation,
  Relationship,
  TopologyUpdate,
} from "./graph.ts";
import { type HeldEntity, hold, isSameEntity, Shapes } from "./held-entity.ts";
import { PropertyLinks } from "./property-links.ts";
import type { PropertyRelation } from "./rules.ts";
import { latestMs, listOf, type Sighting, Statement } from "./sighting.ts";

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

/** Far more than lines are bound before the first of them is said. */
const UNSAID_MAX = 20_000;
const UNSAID_PER_ENTITY_MAX = 8;

/**
 * What is known of entities and their relationships, in memory: takes what lines say in any order, keeps each entity's
 * first and last sight, and stays within its limits. Times come with the calls; a listener hears what changed.
 */
export class EntityGraph {
  readonly #limits: GraphLimits;
  readonly #listener: GraphListener;
  readonly #shapes = new Shapes();
  readonly #ends = new EdgeEnds();
  readonly #entities = new EntityTable();
  /** By type in lower case. */
  readonly #byType = new Map<string, EntityTable>();
  readonly #refusedByType = new Map<string, number>();
  /** Statements made, but not said yet, by the id of their entity: those after them share them. */
  readonly #unsaid = new Map<string, readonly Statement[]>();
  readonly #links: PropertyLinks;
  #edgeCount = 0;
  #refusedRelations = 0;
  /** The pass of `expire` under way. */
  #expiring: Generator<undefined, undefined> | undefined;

  constructor(limits: Partial<GraphLimits> = {}, listener: GraphListener = nobody) {
    this.#limits = { ...DEFAULT_GRAPH_LIMITS, ...limits };
    this.#listener = listener;
    const entities = {
      countOf: (type: string) => this.countOf(type),
      all: () => this.#entities[Symbol.iterator](),
      entity: (id: string) => this.entity(id),
    };
    this.#links = new PropertyLinks(entities, this.#limits.relationsMax, listener);
  }

  /** Merges what lines said once. An edge needs both its entities here. */
  apply({ seenAtMs, entities, relations }: TopologyUpdate): void {
    const sighting: Sighting = { sinceMs: seenAtMs, atMs: seenAtMs, heldBy: undefined };
    const moved = new Map<string, string>();
    for (const observation of entities) {
      const held = this.#held(observation);
      if (held === undefined) continue;
      if (held.id !== observation.id) moved.set(observation.id, held.id);
      this.#observe(held.id, held.entity, sighting);
    }
    for (const { type, fromId, toId } of relations) {
      const from = this.#entities.get(moved.get(fromId) ?? fromId);
      if (from !== undefined) this.#relate(from, this.#ends.of(type, moved.get(toId) ?? toId), sighting);
    }
  }

  /**
   * What one line says, to be said again and again by `confirm`. Statements that are made already are shared.
   * @param entities  of the line, each once
   * @param relations  between these entities
   */
  statements(
    entities: readonly EntityObservation[],
    relations: readonly RelationObservation[],
  ): readonly Statement[] {
    const helds = entities.map((observation) => this.#held(observation));
    const idOf = (saidId: string): string =>
      helds[entities.findIndex(({ id }) => id === saidId)]?.id ?? saidId;
    return helds.flatMap((held, i) => {
      if (held === undefined) return [];
      const saidId = entities[i]!.id;
      const ends = relations
        .filter(({ fromId }) => fromId === saidId)
        .map(({ type, toId }) => this.#ends.of(type, idOf(toId)));
      return [this.#statement(held.id, held.entity, ends)];
    });
  }

  /**
   * The line came, or came again.
   * @param everyMs  what was said so lately is not said again: hundreds of interfaces say the same of their device
   */
  confirm(statements: readonly Statement[], atMs: number, everyMs = 0): void {
    let isNew = false;
    for (const statement of statements) {
      const { heldBy } = statement;
      if (heldBy === undefined) isNew = true;
      else if (atMs > statement.atMs + everyMs) this.#move(heldBy, statement, atMs);
      else if (atMs < statement.sinceMs) statement.sinceMs = atMs;
    }
    if (isNew) this.#say(statements, atMs);
  }

  entities(): Entity[] {
    return Array.from(this.#entities, (record) => record.view());
  }

  entity(id: string): Entity | undefined {
    return this.#entities.get(id)?.view();
  }

  get size(): number {
    return this.#entities.size;
  }

  get edgeCount(): number {
    return this.#edgeCount + this.#links.size;
  }

  /** Keys of types, in lower case, that have or had entities. */
  typeKeys(): Iterable<string> {
    return this.#byType.keys();
  }

  /** @param typeKey  in lower case */
  countOf(typeKey: string): number {
    return this.#byType.get(typeKey)?.size ?? 0;
  }

  record(id: string): EntityRecord | undefined {
    return this.#entities.get(id);
  }

  /** May be gone on with while entities come and go. @param typeKey  in lower case; default: of all types */
  records(typeKey?: string): Iterable<EntityRecord> {
    return typeKey === undefined ? this.#entities : (this.#byType.get(typeKey) ?? []);
  }

  /** Edges of lines and of properties, each once. */
  relationships(): Relationship[] {
    return mergeEdges(this.#allEdges());
  }

  /** Edges that begin or end at the entity, each once. */
  edges(id: string, side: "from" | "to"): Relationship[] {
    const record = this.#entities.get(id);
    if (record === undefined) return [];
    const ofLines = side === "from" ? this.#edgesFrom(record) : this.#edgesTo(id);
    const lastSeenMs = this.#links.linkedAtMs;
    const linked = this.#links
      .of(id, side)
      .map(({ relation, firstSeenMs }) => ({ ...relation, firstSeenMs, lastSeenMs }));
    return linked.length === 0 ? [...ofLines] : mergeEdges([...ofLines, ...linked]);
  }

  /** Observations of new entities refused since the start, by type: the type is at its limit. */
  refusedByType(): ReadonlyMap<string, number> {
    return this.#refusedByType;
  }

  /** Whether new entities of the type are refused. @param typeKey  in lower case */
  isFull(typeKey: string): boolean {
    return this.countOf(typeKey) >= this.#limits.entitiesPerTypeMax;
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

  /** When an edge between properties, found before the restart, was first seen: for when it is found again. */
  rememberLink(relation: RelationObservation, firstSeenMs: number): void {
    this.#links.remember(relation, firstSeenMs);
  }

  /**
   * Removes what was not seen within the retention. Call it now and then, and again until it is through: it goes on
   * where it was, with the time at which it began.
   * @param entitiesMax  so many are looked at
   * @returns whether the pass is through
   */
  expire(atMs: number, entitiesMax: number = Number.POSITIVE_INFINITY): boolean {
    this.#expiring ??= this.#expiry(atMs);
    for (let looked = 0; looked < entitiesMax; looked++) {
      if (this.#expiring.next().done !== true) continue;
      this.#expiring = undefined;
      return true;
    }
    return false;
  }

  /** Removes one entity with its edges. */
  remove(id: string): void {
    const record = this.#entities.get(id);
    if (record !== undefined) this.#remove(record);
  }

  /** Takes in what `EntityState`s hold, beyond all limits: they were within them. */
  restore({ observations, edges }: EntityState): void {
    const [first, ...others] = observations.map((stored) => this.#restored(stored));
    if (first === undefined) return;
    const [only] = edges;
    // Most entities by far, and a start waits for all of them.
    if (only !== undefined && only.seen === undefined && edges.length === 1 && others.length === 0) {
      const end = this.#ends.of(only.type, only.toId);
      end.sources.add(this.#add(first.entity, first.sighting, end));
      this.#edgeCount += 1;
      return;
    }
    const record = this.#add(first.entity, first.sighting);
    for (const { entity, sighting } of others) record.add(entity, sighting);
    for (const { type, toId, seen } of edges) {
      const sighting = seen === undefined ? first.sighting : { ...seen, heldBy: undefined };
      this.#addEdge(record, this.#ends.of(type, toId), sighting);
    }
  }

  #restored({ sinceMs, atMs, ...stored }: StoredObservation): { entity: HeldEntity; sighting: Sighting } {
    return { entity: entityOf(stored, this.#shapes), sighting: { sinceMs, atMs, heldBy: undefined } };
  }

  *#expiry(atMs: number): Generator<undefined, undefined> {
    const seenBeforeMs = atMs - this.#limits.retentionMs;
    const isOver = ({ end, sightings }: Edge): boolean =>
      latestMs(sightings) < seenBeforeMs || !this.#entities.has(end.toId);
    for (const record of this.#entities) {
      if (record.lastSeenMs < seenBeforeMs) this.#remove(record);
      else this.#dropEdges(record, isOver);
      yield;
    }
    if (this.#links.linkedAtMs < seenBeforeMs) this.#links.clear();
    else this.#links.fillUp();
  }

  /** The observation as the graph holds it, under the id that it has here. */
  #held(observation: EntityObservation): { readonly id: string; readonly entity: HeldEntity } | undefined {
    const id = this.#idFor(observation);
    if (id === undefined) return undefined;
    const held = hold(observation, id, this.#shapes);
    const known = this.#entities.get(id)?.seen() ?? [];
    const same = known.find((seen) => isSameEntity(seen.observation, held));
    return { id, entity: same?.observation ?? held };
  }

  /** The id of the entity: its own, or the next run of the hash when another entity has that one. */
  #idFor({ id, type, renderedId }: EntityObservation): string | undefined {
    let candidate = id;
    for (let attempt = 1; attempt <= ID_ATTEMPTS_MAX; attempt++) {
      const known = this.#entities.get(candidate);
      const isIts = known?.renderedId === renderedId && known.typeKey === type.toLowerCase();
      if (known === undefined || isIts) return candidate;
      candidate = entityIdOf(type, renderedId, attempt);
    }
    return undefined;
  }

  #statement(id: string, entity: HeldEntity, ends: readonly EdgeEnd[]): Statement {
    const seen = this.#entities.get(id)?.seen() ?? [];
    const sightings = seen.find(({ observation }) => observation === entity)?.sightings;
    const unsaid = this.#unsaid.get(id) ?? [];
    const isSame = (one: Sighting): one is Statement =>
      one instanceof Statement &&
      isSameEntity(one.entity, entity) &&
      one.ends.length === ends.length &&
      one.ends.every((end, i) => end === ends[i]);
    const same = [...unsaid, ...(sightings === undefined ? [] : listOf(sightings))].find(isSame);
    if (same !== undefined) return same;
    const [only] = ends;
    const made = new Statement(entity, ends.length === 1 && only !== undefined ? only.alone : ends);
    if (this.#unsaid.size >= UNSAID_MAX) this.#unsaid.clear();
    this.#unsaid.set(id, [...unsaid, made].slice(-UNSAID_PER_ENTITY_MAX));
    return made;
  }

  /** What is said hangs on the record already: only times move, and what stands by them. */
  #move(record: EntityRecord, statement: Statement, atMs: number): void {
    const before = record.changesAt(atMs) ? record.view() : undefined;
    statement.atMs = atMs;
    if (before === undefined) return;
    record.settle();
    this.#tell(record, before);
  }

  /** Entities first, for edges need both theirs. */
  #say(statements: readonly Statement[], atMs: number): void {
    const said = statements.filter(({ heldBy }) => heldBy === undefined);
    for (const statement of said) {
      const { id } = statement.entity;
      this.#unsaid.delete(id);
      if (!this.#entities.has(id)) statement.sinceMs = statement.atMs = atMs;
      statement.sinceMs = Math.min(statement.sinceMs, atMs);
      statement.atMs = Math.max(statement.atMs, atMs);
      statement.heldBy = this.#observe(id, statement.entity, statement);
    }
    for (const statement of said) {
      const { heldBy } = statement;
      if (heldBy === undefined) continue;
      let isWhole = true;
      for (const { type, toId } of statement.ends) {
        if (!this.#relate(heldBy, this.#ends.of(type, toId), statement)) isWhole = false;
      }
      if (!isWhole) statement.heldBy = undefined;
    }
  }

  /** @returns undefined when it is new and there is no room for it */
  #observe(id: string, entity: HeldEntity, sighting: Sighting): EntityRecord | undefined {
    const record = this.#entities.get(id);
    if (record !== undefined) {
      const before = record.view();
      record.add(entity, sighting);
      this.#tell(record, before);
      return record;
    }
    const { typeKey } = entity.shape;
    if (!this.isFull(typeKey)) return this.#added(this.#add(entity, sighting));
    this.#refusedByType.set(typeKey, (this.#refusedByType.get(typeKey) ?? 0) + 1);
    return undefined;
  }

  #add(entity: HeldEntity, sighting: Sighting, end?: EdgeEnd): EntityRecord {
    const record = new EntityRecord(entity, sighting, end);
    this.#entities.add(record);
    let ofType = this.#byType.get(record.typeKey);
    if (ofType === undefined) this.#byType.set(record.typeKey, (ofType = new EntityTable()));
    ofType.add(record);
    return record;
  }

  #added(record: EntityRecord): EntityRecord {
    if (this.#links.concerns(record.typeKey)) this.#links.changed(record.id);
    this.#listener.changed(record);
    return record;
  }

  #tell(record: EntityRecord, before: Entity): void {
    const after = record.view();
    if (!differs(before, after)) return;
    if (this.#links.concerns(record.typeKey)) this.#links.changed(record.id);
    this.#listener.changed(record);
    for (const change of changesBetween(before, after)) this.#listener.valueChanged(record, change);
  }

  /** @returns false when it is not there afterwards: its other entity is unknown, or there is no room */
  #relate(from: EntityRecord, end: EdgeEnd, sighting: Sighting): boolean {
    if (!this.#entities.has(end.toId)) return false;
    const edge = from.edges.find((one) => one.end === end);
    if (edge !== undefined) from.confirmEdge(edge, sighting);
    else if (this.#edgeCount >= this.#limits.relationsMax) {
      this.#refusedRelations += 1;
      return false;
    } else {
      this.#addEdge(from, end, sighting);
      this.#listener.changed(from);
    }
    return true;
  }

  #addEdge(from: EntityRecord, end: EdgeEnd, sighting: Sighting): void {
    from.addEdge(end, sighting);
    end.sources.add(from);
    this.#edgeCount += 1;
  }

  #dropEdges(from: EntityRecord, isOver: (edge: Edge) => boolean): void {
    const dropped = from.dropEdges(isOver);
    if (dropped.length === 0) return;
    this.#edgeCount -= dropped.length;
    for (const { end } of dropped) end.sources.delete(from);
    this.#listener.changed(from);
  }

  #remove(record: EntityRecord): void {
    const { id, edges } = record;
    this.#edgeCount -= edges.length;
    for (const { end } of edges) end.sources.delete(record);
    for (const end of this.#ends.at(id)) {
      for (const from of end.sources) this.#dropEdges(from, (edge) => edge.end === end);
    }
    this.#ends.removed(id);
    record.leave();
    this.#entities.delete(record);
    this.#byType.get(record.typeKey)?.delete(record);
    this.#links.removed(id);
    this.#listener.removed(id);
  }

  *#allEdges(): Generator<Relationship, undefined> {
    const sources = [...this.#entities].filter(({ edges }) => edges.length > 0);
    const numberOf = ({ edges }: EntityRecord): number => edges[0]?.end.number ?? 0;
    for (const record of sources.toSorted((a, b) => numberOf(a) - numberOf(b))) {
      yield* this.#edgesFrom(record);
    }
    const lastSeenMs = this.#links.linkedAtMs;
    for (const { relation, firstSeenMs } of this.#links.links())
      yield { ...relation, firstSeenMs, lastSeenMs };
  }

  *#edgesFrom(record: EntityRecord): Generator<Relationship, undefined> {
    const { id } = record;
    for (const edge of record.edges) if (this.#entities.has(edge.end.toId)) yield relationshipOf(id, edge);
  }

  *#edgesTo(id: string): Generator<Relationship, undefined> {
    for (const end of this.#ends.at(id)) {
      for (const from of end.sources) {
        const edge = from.edges.find((one) => one.end === end);
        if (edge !== undefined) yield relationshipOf(from.id, edge);
      }
    }
  }
}

const relationshipOf = (fromId: string, { end, since, sightings }: Edge): Relationship => ({
  type: end.type,
  fromId,
  toId: end.toId,
  firstSeenMs: since.sinceMs,
  lastSeenMs: latestMs(sightings),
});
