import type { EntityGraph, RelationObservation } from "../../topology/index.ts";
import type { KeyEntry, KeyValue } from "../key-value.ts";
import { entityRow, parsed, rangeOf, type ShapeRows, stateOfRow, textOfKey } from "./entity-rows.ts";
import type { EntityTags } from "./entity-tags.ts";

interface Parts {
  readonly graph: EntityGraph;
  readonly shapes: ShapeRows;
  readonly tags: EntityTags;
}

/** Reads all entities, their tags and the ages of edges between properties. @returns rows that could not be read */
export async function loadEntities(kv: KeyValue, parts: Parts): Promise<number> {
  let damaged = 0;
  for await (const page of kv.pages(rangeOf("entities"))) {
    for (const entry of page) if (!restoreRow(entry, parts)) damaged += 1;
  }
  for await (const page of kv.pages(rangeOf("tags"))) {
    for (const [key, value] of page) parts.tags.restore(textOfKey(key), value);
  }
  for await (const page of kv.pages(rangeOf("edges"))) for (const entry of page) restoreLink(entry, parts);
  return damaged;
}

/** Shapes come before the entities that have them. @returns false when it cannot be read */
function restoreRow([key, value]: KeyEntry, { graph, shapes }: Parts): boolean {
  const row = entityRow(key, value);
  if (row === undefined) return false;
  try {
    if (row.kind === "shape") shapes.restore(row.number, row.shape);
    else graph.restore(stateOfRow(row.id, row.row, shapes));
    return true;
  } catch {
    return false; // JSON of another form than ours
  }
}

function restoreLink([key, value]: KeyEntry, { graph }: Parts): void {
  const [type, fromId, toId] = textOfKey(key).split(" ");
  const firstSeenMs = parsed(value);
  if (typeof firstSeenMs !== "number" || type === undefined || fromId === undefined || toId === undefined)
    return;
  graph.rememberLink({ type: type as RelationObservation["type"], fromId, toId }, firstSeenMs);
}
