import { AppError, type Clock, type Logger, withRemedy } from "../../base/index.ts";
import type { EntitySource, StoredEntity, Tag } from "../../query/index.ts";
import {
  compileTopology,
  EntityGraph,
  type EntityRecord,
  type GraphLimits,
  type Relationship,
  type TopologyRules,
} from "../../topology/index.ts";
import type { Binding, BoundLine, LineBinder } from "../binding.ts";
import type { KeyValue } from "../key-value.ts";
import { type CustomDevice, observationsOf } from "./custom-device.ts";
import { type EntityChange, EntityHistory } from "./entity-history.ts";
import { EntityJournal } from "./entity-journal.ts";
import { ShapeRows } from "./entity-rows.ts";
import { EntityTags } from "./entity-tags.ts";
import { LineBindings } from "./line-bindings.ts";
import { loadEntities } from "./load-entities.ts";
import { StoredView, type Surroundings } from "./stored-view.ts";

/** Entities looked at in one `tend`: a look at all of a million would hold everything else up for seconds. */
const TENDED_AT_ONCE = 5_000;
const EXPIRE_EVERY_MS = 5 * 60_000;
/** Writes of one `flush`; what is left waits for the next. */
const WRITES_PER_FLUSH_MAX = 5;

export interface EntityStoreOptions {
  readonly kv: KeyValue;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits?: Partial<GraphLimits> | undefined;
}

export interface EntityStats {
  readonly entities: number;
  readonly relationships: number;
  /** New entities and edges refused since the start: their limit was reached. */
  readonly refusedEntities: number;
  readonly refusedRelationships: number;
  /** Rows and changes that are not on disk yet. */
  readonly pending: number;
  /** Changes lost for the history since the start. */
  readonly droppedChanges: number;
  readonly fault: string | undefined;
}

/** Why entities are not on disk; undefined when they are. */
export interface StoreFault {
  readonly code: string;
  readonly message: string;
  readonly remedy: string | undefined;
  readonly sinceMs: number;
}

/**
 * The entities of the service: bound to lines, asked by selectors, kept on disk. All is in memory; the disk is written
 * by `flush` and read by `open`. When the disk takes nothing the entities go on in memory, and are written once it
 * does again.
 */
export class EntityStore implements LineBinder, EntitySource {
  readonly #options: EntityStoreOptions;
  readonly #shapes = new ShapeRows();
  readonly #tags = new EntityTags();
  readonly #health = new Map<string, boolean>();
  readonly #history: EntityHistory;
  readonly #journal: EntityJournal;
  readonly #graph: EntityGraph;
  readonly #bindings: LineBindings;
  readonly #surroundings: Surroundings;
  readonly #warned = new Set<string>();
  #rules: TopologyRules = compileTopology([]);
  #generation = 0;
  #expireAtMs = 0;
  #flushing: Promise<void> | undefined;
  #fault: StoreFault | undefined;

  private constructor(options: EntityStoreOptions) {
    const { kv, limits } = options;
    this.#options = options;
    this.#history = new EntityHistory(kv);
    this.#journal = new EntityJournal({
      kv,
      shapes: this.#shapes,
      tags: this.#tags,
      history: this.#history,
    });
    this.#graph = new EntityGraph(limits, this.#journal);
    this.#bindings = new LineBindings(this.#graph);
    this.#surroundings = {
      tagsOf: (id) => this.#tags.of(id),
      healthOf: (id) => this.#health.get(id),
    };
  }

  /** Reads back all that was written. Rows that cannot be read are left out, with a warning. */
  static async open(options: EntityStoreOptions): Promise<EntityStore> {
    const store = new EntityStore(options);
    const parts = { graph: store.#graph, shapes: store.#shapes, tags: store.#tags };
    const damaged = await loadEntities(options.kv, parts);
    if (damaged > 0) {
      options.logger.warn(
        { rows: damaged },
        "rows of the entity store cannot be read and were left out; lines bring their entities again",
      );
    }
    return store;
  }

  get generation(): number {
    return this.#generation;
  }

  /** Rules of other manifests: lines are bound anew, entities stay until they age out. */
  setRules(rules: TopologyRules): void {
    if (rules === this.#rules) return;
    this.#rules = rules;
    this.#generation += 1;
    this.#bindings.clear();
  }

  bind(line: BoundLine): Binding {
    return this.#bindings.bind(this.#rules, line);
  }

  /** The entities that a log record tells of (spec 4 §7). @param attributes  keys in lower case */
  bindLog(attributes: ReadonlyMap<string, string>): Binding {
    return this.#bindings.bindLog(this.#rules, attributes);
  }

  entity(id: string): StoredEntity | undefined {
    const record = this.#graph.record(id);
    return record === undefined ? undefined : this.#view(record);
  }

  *ofType(type: string): Generator<StoredEntity, undefined> {
    for (const record of this.#graph.records(type.toLowerCase())) yield this.#view(record);
  }

  /** How many entities of the type there are. */
  countOf(type: string): number {
    return this.#graph.countOf(type.toLowerCase());
  }

  *types(): Generator<string, undefined> {
    const declared = new Set<string>();
    for (const { name } of this.#rules.types) {
      declared.add(name.toLowerCase());
      yield name;
    }
    for (const key of this.#graph.typeKeys()) {
      if (declared.has(key)) continue;
      for (const { type } of this.#graph.records(key)) {
        yield type;
        break;
      }
    }
  }

  edges(id: string, side: "from" | "to"): Relationship[] {
    return this.#graph.edges(id, side);
  }

  /** All edges, each once. */
  relationships(): Relationship[] {
    return this.#graph.relationships();
  }

  /** All entities; may be gone on with while others come and go. */
  *entities(): Generator<StoredEntity, undefined> {
    for (const record of this.#graph.records()) yield this.#view(record);
  }

  /** Whether the type is at its limit, so that new entities of it are refused. */
  limitExceeded(type: string): boolean {
    const key = type.toLowerCase();
    return this.#graph.isFull(key) && (this.#graph.refusedByType().get(key) ?? 0) > 0;
  }

  /** @param healthy  undefined: nobody knows */
  setHealth(id: string, healthy: boolean | undefined): void {
    if (healthy === undefined) this.#health.delete(id);
    else this.#health.set(id, healthy);
  }

  /**
   * Makes or updates a device that no line tells of.
   * @throws {AppError} `store.entity-limit` when its type is at its limit
   */
  putCustom(device: CustomDevice): {
    readonly created: boolean;
    readonly entityId: string;
    readonly groupId: string;
  } {
    const { entityId, groupId, observations } = observationsOf(device);
    const created = this.#graph.record(entityId) === undefined;
    this.#graph.apply({
      seenAtMs: this.#options.clock.wallMs(),
      entities: observations,
      relations: [{ type: "PART_OF", fromId: entityId, toId: groupId }],
    });
    if (this.#graph.record(entityId) === undefined) {
      throw new AppError(
        "store.entity-limit",
        `no more entities of type '${device.type ?? "CUSTOM_DEVICE"}'`,
        {
          remedy: "Wait until old ones are removed, or use fewer custom devices.",
        },
      );
    }
    return { created, entityId, groupId };
  }

  /** @throws {AppError} `store.too-many-tags` */
  addTag(id: string, tag: Tag): void {
    if (this.#graph.record(id) === undefined || !this.#tags.add(id, tag)) return;
    const change = { kind: "tag", what: tag.key, after: tag.value ?? "" } as const;
    this.#history.add(id, { atMs: this.#options.clock.wallMs(), ...change });
  }

  /** @returns whether there was one */
  removeTags(id: string, isMeant: (tag: Tag) => boolean): boolean {
    const gone = this.#tags.remove(id, isMeant);
    for (const { key, value } of gone) {
      const change = { kind: "tag", what: key, before: value ?? "" } as const;
      this.#history.add(id, { atMs: this.#options.clock.wallMs(), ...change });
    }
    return gone.length > 0;
  }

  /** Changes of values, tags and past edges between properties, in their order; the rest is in entity and edges. */
  async changes(id: string): Promise<readonly EntityChange[]> {
    return await this.#history.of(id);
  }

  /** Links and removes a little at a time; to be called once a second. */
  tend(): void {
    const { clock } = this.#options;
    const nowMs = clock.wallMs();
    this.#graph.linkByProperties(this.#rules.propertyRelations, nowMs, TENDED_AT_ONCE);
    this.#journal.sweep(this.#graph, nowMs);
    this.#warnOfLimits();
    const monotonicMs = clock.monotonicMs();
    if (monotonicMs < this.#expireAtMs || !this.#graph.expire(nowMs, TENDED_AT_ONCE)) return;
    this.#expireAtMs = monotonicMs + EXPIRE_EVERY_MS;
  }

  /** Writes what changed, a bounded part of it; to be called once a second. Never throws: see `fault`. */
  async flush(): Promise<void> {
    this.#flushing ??= this.#write(WRITES_PER_FLUSH_MAX).finally(() => (this.#flushing = undefined));
    await this.#flushing;
  }

  /** Writes all there is. The `KeyValue` is its owner's to close. */
  async close(): Promise<void> {
    await this.#flushing;
    this.#journal.sweepAll(this.#graph);
    await this.#write(Number.POSITIVE_INFINITY);
  }

  get fault(): StoreFault | undefined {
    return this.#fault;
  }

  stats(): EntityStats {
    return {
      entities: this.#graph.size,
      relationships: this.#graph.edgeCount,
      refusedEntities: [...this.#graph.refusedByType().values()].reduce((sum, count) => sum + count, 0),
      refusedRelationships: this.#graph.refusedRelations,
      pending: this.#journal.pending + this.#history.pending,
      droppedChanges: this.#history.dropped,
      fault: this.#fault?.message,
    };
  }

  #view(record: EntityRecord): StoredView {
    return new StoredView(record, this.#surroundings);
  }

  async #write(writesMax: number): Promise<void> {
    try {
      for (let writes = 0; writes < writesMax; writes++) {
        const more = await this.#journal.write(this.#graph);
        // After the entities: the removal of one takes its history along.
        const moreChanges = await this.#history.write();
        if (!more && !moreChanges) break;
      }
      this.#recovered();
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    if (this.#fault !== undefined) return;
    const { clock, logger } = this.#options;
    const known = error instanceof AppError ? error : undefined;
    this.#fault = {
      code: known?.code ?? "store.failed",
      message: `entities are not written to disk: ${known?.message ?? String(error)}`,
      remedy: known?.remedy,
      sinceMs: clock.wallMs(),
    };
    const why = known === undefined ? String(error) : withRemedy(known);
    logger.error({ code: this.#fault.code }, `entities are kept in memory until the disk takes them: ${why}`);
  }

  #recovered(): void {
    if (this.#fault === undefined) return;
    this.#fault = undefined;
    this.#options.logger.info({}, "entities are written to disk again");
  }

  #warnOfLimits(): void {
    for (const type of this.#graph.refusedByType().keys()) {
      if (this.#warned.has(type)) continue;
      this.#warned.add(type);
      this.#options.logger.warn(
        { code: "store.entity-limit", type },
        "the type has as many entities as it may have: new ones are not made, their metrics go on",
      );
    }
  }
}
