import type { EntityRecord } from "./entity-record.ts";
import type { Entity, RelationObservation } from "./graph.ts";

/** What an entity shows that was another before. */
export interface ValueChange {
  readonly kind: "renamed" | "attribute";
  /** The attribute's key. */
  readonly what?: string | undefined;
  readonly before: string;
  readonly after: string;
}

/** Who hears what becomes of the graph. Called in the middle of it: it takes note and does not call back. */
export interface GraphListener {
  /** New, or another name, attribute, icon or edge than before. */
  changed(record: EntityRecord): void;
  /** An attribute that shows for the first time is no change: they come with several lines. */
  valueChanged(record: EntityRecord, change: ValueChange): void;
  removed(id: string): void;
  /** An edge between equal properties. */
  linked(relation: RelationObservation, sinceMs: number): void;
  unlinked(relation: RelationObservation, sinceMs: number, lastSeenMs: number): void;
}

const nothing = (): void => {};
export const nobody: GraphListener = {
  changed: nothing,
  valueChanged: nothing,
  removed: nothing,
  linked: nothing,
  unlinked: nothing,
};

/** What differs between two looks at an entity; new attributes and icons are a difference without a value before. */
export function differs(before: Entity, after: Entity): boolean {
  if (before.name !== after.name || before.icon !== after.icon) return true;
  if (before.attributes.size !== after.attributes.size) return true;
  for (const [key, value] of after.attributes) {
    const old = before.attributes.get(key);
    if (old === undefined || textOf(old) !== textOf(value)) return true;
  }
  return false;
}

/** Values that are others now, and those that are gone. */
export function changesBetween(before: Entity, after: Entity): readonly ValueChange[] {
  const changes: ValueChange[] = [];
  // The rendered id stands in for a name that is not known yet.
  if (before.name !== after.name && before.name !== before.renderedId) {
    changes.push({ kind: "renamed", before: before.name, after: after.name });
  }
  for (const [what, old] of before.attributes) {
    const [was, is] = [textOf(old), textOf(after.attributes.get(what) ?? "")];
    if (was !== is) changes.push({ kind: "attribute", what, before: was, after: is });
  }
  return changes;
}

const textOf = (value: string | readonly string[]): string =>
  typeof value === "string" ? value : value.join(", ");
