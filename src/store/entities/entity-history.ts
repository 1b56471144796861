import type { KeyValue } from "../key-value.ts";
import { jsonOf, keyOf, parsed } from "./entity-rows.ts";

/** What became of an entity. */
export interface EntityChange {
  readonly atMs: number;
  readonly kind: "created" | "renamed" | "attribute" | "relationship-added" | "relationship-removed" | "tag";
  /** Attribute key, relation type or tag key. */
  readonly what?: string | undefined;
  readonly before?: string | undefined;
  /** Of a relationship the other entity's id. */
  readonly after?: string | undefined;
}

/** Changes kept of one entity, the latest. */
const CHANGES_MAX = 100;
const CHANGES_MAX_AGE_MS = 35 * 24 * 60 * 60 * 1_000;
/** What goes to and fro is told once in this time: two sources may differ in a name for good. */
const REPEATED_MS = 60 * 60 * 1_000;
/** Changes that wait for the disk, of all entities; beyond it new ones are lost and counted. */
const PENDING_MAX = 100_000;
/** Entities whose changes are written at once. */
const BATCH_MAX = 1_000;

/** The changes of entities on disk: one row each, so that they go with their entity. */
export class EntityHistory {
  readonly #kv: KeyValue;
  readonly #pending = new Map<string, readonly EntityChange[]>();
  #pendingCount = 0;
  #dropped = 0;

  constructor(kv: KeyValue) {
    this.#kv = kv;
  }

  get pending(): number {
    return this.#pendingCount;
  }

  /** Changes lost since the start: the disk took none. */
  get dropped(): number {
    return this.#dropped;
  }

  add(id: string, change: EntityChange): void {
    const before = this.#pending.get(id) ?? [];
    const after = withChange(before, change);
    if (after === before) return;
    if (this.#pendingCount >= PENDING_MAX) {
      this.#dropped += 1;
      return;
    }
    this.#pending.set(id, after);
    this.#pendingCount += after.length - before.length;
  }

  removed(id: string): void {
    this.#pendingCount -= this.#pending.get(id)?.length ?? 0;
    this.#pending.delete(id);
  }

  /** In their order. */
  async of(id: string): Promise<readonly EntityChange[]> {
    const stored = changesOf(await this.#kv.get(keyOf("history", id)));
    return (this.#pending.get(id) ?? []).reduce(withChange, stored);
  }

  /** Writes what waits, of a bounded number of entities. @returns whether there is more */
  async write(): Promise<boolean> {
    const batch = [...this.#pending].slice(0, BATCH_MAX);
    if (batch.length === 0) return false;
    const keys = batch.map(([id]) => keyOf("history", id));
    const stored = await this.#kv.getMany(keys);
    await this.#kv.write(
      batch.map(([, changes], i) => ({
        key: keys[i]!,
        value: jsonOf(rowsOf(changes.reduce(withChange, changesOf(stored[i])))),
      })),
    );
    for (const [id, changes] of batch) this.#taken(id, changes);
    return this.#pending.size > 0;
  }

  /** What came meanwhile stays. */
  #taken(id: string, written: readonly EntityChange[]): void {
    const now = this.#pending.get(id);
    if (now === undefined) return;
    const left = now.filter((change) => !written.includes(change));
    this.#pendingCount -= now.length - left.length;
    if (left.length === 0) this.#pending.delete(id);
    else this.#pending.set(id, left);
  }
}

function withChange(changes: readonly EntityChange[], change: EntityChange): readonly EntityChange[] {
  const isSame = (other: EntityChange): boolean =>
    other.kind === change.kind &&
    other.what === change.what &&
    other.before === change.before &&
    other.after === change.after &&
    change.atMs - other.atMs < REPEATED_MS;
  if (changes.some(isSame)) return changes;
  return [...changes.filter(({ atMs }) => change.atMs - atMs <= CHANGES_MAX_AGE_MS), change].slice(
    -CHANGES_MAX,
  );
}

type Row = readonly [
  atMs: number,
  kind: EntityChange["kind"],
  what: string | null,
  before: string | null,
  after: string | null,
];

const rowsOf = (changes: readonly EntityChange[]): Row[] =>
  changes.map(({ atMs, kind, what, before, after }) => [
    atMs,
    kind,
    what ?? null,
    before ?? null,
    after ?? null,
  ]);

function changesOf(value: Uint8Array | undefined): readonly EntityChange[] {
  const rows = value === undefined ? undefined : parsed(value);
  if (!Array.isArray(rows)) return [];
  return (rows as readonly Row[]).map(([atMs, kind, what, before, after]) => ({
    atMs,
    kind,
    what: what ?? undefined,
    before: before ?? undefined,
    after: after ?? undefined,
  }));
}
