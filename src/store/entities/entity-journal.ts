import {
  type EntityGraph,
  type EntityRecord,
  type GraphListener,
  type RelationObservation,
  stateOf,
  type ValueChange,
} from "../../topology/index.ts";
import type { KeyChange, KeyValue } from "../key-value.ts";
import type { EntityHistory } from "./entity-history.ts";
import { contentKey, contentValue, jsonOf, keyOf, linkKey, type ShapeRows } from "./entity-rows.ts";
import type { EntityTags } from "./entity-tags.ts";

/** Rows of one write: some 500 kB, and a few milliseconds to make. */
const BATCH_MAX = 2_000;
/** Last sights are written so often, spread over as many calls of `sweep` as there are seconds. */
const SWEEP_EVERY_MS = 5 * 60_000;
const SWEEP_CALLS = SWEEP_EVERY_MS / 1_000;
/** Lines are as late as this. */
const LATE_MS = 2 * 60_000;

interface Parts {
  readonly kv: KeyValue;
  readonly shapes: ShapeRows;
  readonly tags: EntityTags;
  readonly history: EntityHistory;
}

/**
 * What of the graph differs from the disk. It holds what changed, not how: a row is made when it is written, so a disk
 * that takes nothing costs no more memory than the entities themselves.
 */
export class EntityJournal implements GraphListener {
  readonly #parts: Parts;
  readonly #changed = new Set<EntityRecord>();
  readonly #seen = new Set<EntityRecord>();
  readonly #removed = new Set<string>();
  readonly #links = new Map<string, { readonly relation: RelationObservation; readonly sinceMs?: number }>();
  #sweep: Iterator<EntityRecord> | undefined;
  #sweptSinceMs = Number.NEGATIVE_INFINITY;
  #sweepStartedAtMs = Number.NEGATIVE_INFINITY;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Rows that wait to be written. */
  get pending(): number {
    const rows = this.#changed.size + this.#seen.size + this.#removed.size + this.#links.size;
    return rows + this.#parts.tags.unwritten;
  }

  changed(record: EntityRecord): void {
    this.#changed.add(record);
    // Come again before its removal was written: then what it is now takes the place of what it was.
    if (this.#removed.size > 0) this.#removed.delete(record.id);
  }

  valueChanged(record: EntityRecord, change: ValueChange): void {
    this.#parts.history.add(record.id, { atMs: record.lastSeenMs, ...change });
  }

  removed(id: string): void {
    this.#removed.add(id);
    this.#parts.tags.removed(id);
    this.#parts.history.removed(id);
  }

  linked(relation: RelationObservation, sinceMs: number): void {
    this.#links.set(nameOf(relation), { relation, sinceMs });
  }

  /** Lines' edges stay for the history; of these nothing would be left. */
  unlinked(relation: RelationObservation, sinceMs: number, lastSeenMs: number): void {
    this.#links.set(nameOf(relation), { relation });
    const { type: what, fromId, toId } = relation;
    for (const [id, after] of [
      [fromId, toId],
      [toId, fromId],
    ] as const) {
      this.#parts.history.add(id, { atMs: sinceMs, kind: "relationship-added", what, after });
      this.#parts.history.add(id, { atMs: lastSeenMs, kind: "relationship-removed", what, before: after });
    }
  }

  /** Looks at some entities for a later last sight than was written. */
  sweep(graph: EntityGraph, nowMs: number): void {
    if (this.#sweep === undefined) {
      const sinceMs = nowMs - this.#sweepStartedAtMs;
      if (sinceMs >= 0 && sinceMs < SWEEP_EVERY_MS) return;
      this.#sweep = graph.records()[Symbol.iterator]();
      this.#sweepStartedAtMs = nowMs;
    }
    for (let left = Math.ceil(graph.size / SWEEP_CALLS); left > 0; left--) {
      const next = this.#sweep.next();
      if (next.done === true) {
        this.#sweep = undefined;
        this.#sweptSinceMs = this.#sweepStartedAtMs;
        return;
      }
      if (next.value.lastSeenMs >= this.#sweptSinceMs - LATE_MS) this.#seen.add(next.value);
    }
  }

  /** All that were seen since the sweep before, for the end. */
  sweepAll(graph: EntityGraph): void {
    for (const record of graph.records()) {
      if (record.lastSeenMs >= this.#sweptSinceMs - LATE_MS) this.#seen.add(record);
    }
  }

  /**
   * Writes a bounded number of rows, all or none.
   * @returns whether there are more
   * @throws {AppError} as `KeyValue.write`; what was to be written waits on
   */
  async write(graph: EntityGraph): Promise<boolean> {
    const { kv, shapes, tags } = this.#parts;
    const removed = take(this.#removed, BATCH_MAX);
    const changed = take(this.#changed, BATCH_MAX);
    const seen = take(this.#seen, BATCH_MAX);
    const links = take(this.#links, BATCH_MAX);
    const tagged = tags.take(BATCH_MAX);
    const isThere = (record: EntityRecord): boolean => graph.record(record.id) === record;
    const changes = [
      ...removed.flatMap(removalOf),
      ...changed.filter(isThere).map((record) => contentOf(record, shapes)),
      ...seen.filter(isThere).map((record) => contentOf(record, shapes)),
      ...links.map(([, { relation, sinceMs }]) => ({
        key: linkKey(relation),
        value: sinceMs === undefined ? undefined : jsonOf(sinceMs),
      })),
      ...tagged.changes,
    ];
    if (changes.length === 0) return false;
    try {
      await kv.write([...shapes.unwritten(), ...changes], { sync: true });
    } catch (error) {
      for (const id of removed) this.#removed.add(id);
      for (const record of changed) this.#changed.add(record);
      for (const record of seen) this.#seen.add(record);
      for (const [name, link] of links) if (!this.#links.has(name)) this.#links.set(name, link);
      tags.unwrite(tagged.ids);
      throw error;
    }
    shapes.written();
    return this.pending > 0;
  }
}

const nameOf = ({ type, fromId, toId }: RelationObservation): string => `${type} ${fromId} ${toId}`;

const contentOf = (record: EntityRecord, shapes: ShapeRows): KeyChange => ({
  key: contentKey(record.id),
  value: contentValue(stateOf(record), shapes),
});

/** In a write the later of two changes of one key holds: an entity that came anew is written after its removal. */
const removalOf = (id: string): KeyChange[] => [{ key: contentKey(id) }, { key: keyOf("history", id) }];

/** Takes some out, the earliest first. */
function take<T>(from: Set<T>, max: number): T[];
function take<K, V>(from: Map<K, V>, max: number): [K, V][];
function take<T>(from: Set<T> | Map<T, unknown>, max: number): unknown[] {
  const taken: unknown[] = [];
  for (const each of from) {
    if (taken.length >= max) break;
    taken.push(each);
  }
  for (const each of taken) {
    if (from instanceof Set) from.delete(each as T);
    else from.delete((each as [T, unknown])[0]);
  }
  return taken;
}
