import type { GraphListener } from "./entity-change.ts";
import { relationKey } from "./extract.ts";
import type { Entity, RelationObservation } from "./graph.ts";
import { type PartnerChange, type Partners, RelationIndex } from "./relation-index.ts";
import type { PropertyRelation } from "./rules.ts";

/** The entities as the links look at them. */
export interface LinkedEntities {
  /** How many there are of a type, which is in lower case. */
  countOf(type: string): number;
  /** All, of any type; may be gone on with while entities come and go. */
  all(): Iterator<Pick<Entity, "id" | "type">>;
  /** As it is now. */
  entity(id: string): Entity | undefined;
}

/** An edge with its first sight. */
type Found = Pick<Link, "relation" | "firstSeenMs">;

interface Link {
  readonly relation: RelationObservation;
  readonly firstSeenMs: number;
  /** By which of the relations: several may say the same. */
  by: readonly RelationIndex[];
}

/**
 * The edges between entities whose properties agree, kept true without going through all: only entities that are new
 * or said something are looked at, and only those of a relation whose both types exist. Of the others nothing is
 * held. A type without entities is no error: there are no edges.
 */
export class PropertyLinks {
  readonly #entities: LinkedEntities;
  /** Bound on the edges of all relations together: a value that all share would join everything. */
  readonly #max: number;
  readonly #listener: Pick<GraphListener, "linked" | "unlinked">;
  #relations: readonly PropertyRelation[] = [];
  #indexes: readonly RelationIndex[] = [];
  /** Types of the relations above, in lower case. */
  #types: ReadonlySet<string> = new Set();
  readonly #changed = new Set<string>();
  /** Goes through all when a relation has both its types for the first time. */
  #scan: Iterator<Pick<Entity, "id" | "type">> | undefined;
  /** The scan looks for edges that were refused. */
  #fillsUp = false;
  readonly #links = new Map<string, Link>();
  /** Edges of before a restart or of other rules: found again, they are as old as they were. */
  readonly #remembered = new Map<string, Found>();
  #linkedAtMs = 0;
  #refused = 0;
  /** Edges were refused since all were looked at: there may be more to link than what changes. */
  #lacking = false;

  constructor(entities: LinkedEntities, max: number, listener: Pick<GraphListener, "linked" | "unlinked">) {
    this.#entities = entities;
    this.#max = max;
    this.#listener = listener;
  }

  get size(): number {
    return this.#links.size;
  }

  /** Edges refused since the start: there was no room. */
  get refused(): number {
    return this.#refused;
  }

  /** Whether there is something to look at. */
  get outdated(): boolean {
    return this.#changed.size > 0 || this.#scan !== undefined;
  }

  get linkedAtMs(): number {
    return this.#linkedAtMs;
  }

  /** Each edge with its first sight. All were seen when links were last brought up to date. */
  links(): Iterable<Found> {
    return this.#links.values();
  }

  /** Edges that begin or end at the entity. */
  of(id: string, side: "from" | "to"): readonly Found[] {
    const found = new Map<string, Found>();
    for (const index of this.#indexes) {
      const { type } = index.relation;
      const { sources, targets } = index.partnersOf(id);
      for (const other of side === "from" ? targets : sources) {
        const key = relationKey(
          side === "from" ? { type, fromId: id, toId: other } : { type, fromId: other, toId: id },
        );
        const link = this.#links.get(key);
        if (link !== undefined) found.set(key, link);
      }
    }
    return [...found.values()];
  }

  remember(relation: RelationObservation, firstSeenMs: number): void {
    this.#remembered.set(relationKey(relation), { relation, firstSeenMs });
  }

  /** Whether entities of the type, which is in lower case, can have links as things are. */
  concerns(type: string): boolean {
    return this.#types.has(type);
  }

  /** The entity may be another than it was; it is of a type that is concerned. */
  changed(id: string): void {
    this.#changed.add(id);
  }

  removed(id: string): void {
    this.#changed.delete(id);
    for (const index of this.#indexes) this.#set(index, id, undefined);
  }

  /** Nothing is linked any more; all is looked at again. */
  clear(): void {
    this.#indexes = [];
    this.#types = new Set();
    for (const { relation, firstSeenMs } of this.#links.values()) this.remember(relation, firstSeenMs);
    this.#links.clear();
    this.#changed.clear();
    this.#scan = undefined;
    this.#lacking = false;
    this.#fillsUp = false;
  }

  /** If there is room again where there was none, the next updates go through all that might be linked. */
  fillUp(): void {
    if (!this.#lacking || this.#links.size >= this.#max || this.#scan !== undefined) return;
    this.#lacking = false;
    this.#fillsUp = true;
    this.#scan = this.#entities.all();
  }

  /** @param entitiesMax  entities looked at now; the others have their turn in the next calls */
  update(relations: readonly PropertyRelation[], atMs: number, entitiesMax: number): void {
    this.#linkedAtMs = atMs;
    if (relations !== this.#relations) {
      this.clear();
      this.#relations = relations;
    }
    this.#activate();
    let left = entitiesMax;
    for (; left > 0 && this.#scan !== undefined; left--) this.#lookAtNext(this.#scan);
    for (const id of this.#changed) {
      if (--left < 0) break;
      this.#lookAt(id);
    }
  }

  /** A relation takes part as long as both its types exist. */
  #activate(): void {
    const active = this.#relations.filter(
      ({ fromType, toType }) => this.#entities.countOf(fromType) > 0 && this.#entities.countOf(toType) > 0,
    );
    const isSame =
      active.length === this.#indexes.length &&
      active.every((relation, i) => this.#indexes[i]!.relation === relation);
    if (isSame) return;
    const known = new Map(this.#indexes.map((index) => [index.relation, index]));
    this.#indexes = active.map((relation) => known.get(relation) ?? new RelationIndex(relation));
    this.#types = new Set(active.flatMap(({ fromType, toType }) => [fromType, toType]));
    this.#scan = active.every((relation) => known.has(relation)) ? this.#scan : this.#entities.all();
  }

  #lookAtNext(scan: Iterator<Pick<Entity, "id" | "type">>): void {
    const next = scan.next();
    if (next.done === true) {
      this.#scan = undefined;
      this.#fillsUp = false;
      this.#giveUpRemembered();
    } else if (this.concerns(next.value.type.toLowerCase())) this.#lookAt(next.value.id);
  }

  /** All were looked at: what was not found again is no longer true. */
  #giveUpRemembered(): void {
    for (const { relation, firstSeenMs } of this.#remembered.values()) {
      this.#listener.unlinked(relation, firstSeenMs, this.#linkedAtMs);
    }
    this.#remembered.clear();
  }

  #lookAt(id: string): void {
    this.#changed.delete(id);
    const entity = this.#entities.entity(id);
    for (const index of this.#indexes) this.#set(index, id, entity);
  }

  #set(index: RelationIndex, id: string, entity: Entity | undefined): void {
    const change = index.set(id, entity);
    if (change !== undefined) this.#relink(index, id, change);
    else if (this.#fillsUp) this.#relink(index, id, { before: NOBODY, now: index.partnersOf(id) });
  }

  #relink(index: RelationIndex, id: string, { before, now }: PartnerChange): void {
    const { type } = index.relation;
    for (const toId of before.targets) {
      if (!now.targets.has(toId)) this.#unlink(index, { type, fromId: id, toId });
    }
    for (const fromId of before.sources) {
      if (!now.sources.has(fromId)) this.#unlink(index, { type, fromId, toId: id });
    }
    for (const toId of now.targets) {
      if (!before.targets.has(toId)) this.#link(index, { type, fromId: id, toId });
    }
    for (const fromId of now.sources) {
      if (!before.sources.has(fromId)) this.#link(index, { type, fromId, toId: id });
    }
  }

  #link(index: RelationIndex, relation: RelationObservation): void {
    const key = relationKey(relation);
    const known = this.#links.get(key);
    if (known !== undefined) {
      if (!known.by.includes(index)) known.by = [...known.by, index];
    } else if (this.#links.size < this.#max) {
      const firstSeenMs = this.#remembered.get(key)?.firstSeenMs ?? this.#linkedAtMs;
      this.#remembered.delete(key);
      this.#links.set(key, { relation, firstSeenMs, by: [index] });
      this.#listener.linked(relation, firstSeenMs);
    } else {
      this.#refused += 1;
      this.#lacking = true;
    }
  }

  #unlink(index: RelationIndex, relation: RelationObservation): void {
    const key = relationKey(relation);
    const known = this.#links.get(key);
    if (known === undefined) return;
    known.by = known.by.filter((other) => other !== index);
    if (known.by.length > 0) return;
    this.#links.delete(key);
    this.#listener.unlinked(relation, known.firstSeenMs, this.#linkedAtMs);
  }
}

const NOBODY: Partners = { targets: new Set(), sources: new Set() };
