import type { EntityChangeJson } from "../../api/index.ts";
import type { Clock } from "../../base/index.ts";
import { RELATION_NAMES, RELATION_TYPES } from "../../manifest/index.ts";
import type { LifeWindow } from "../../query/index.ts";
import type { EntityChange, EntityStore } from "../../store/index.ts";
import { EDGE_ALIVE_MS, isCurrent } from "./entity-json.ts";

/**
 * What changed of an entity, latest first; undefined when there is none. Values and tags are written down as they
 * change; its beginning and its edges are told by themselves.
 */
export async function entityChanges(
  { store, clock }: { readonly store: EntityStore; readonly clock: Clock },
  id: string,
  { fromMs, toMs }: LifeWindow,
  limit: number,
): Promise<readonly EntityChangeJson[] | undefined> {
  const entity = store.entity(id);
  if (entity === undefined) return undefined;
  const created: EntityChange = { atMs: entity.firstSeenMs, kind: "created", after: entity.renderedId };
  const changes = [created, ...edgeChanges(store, id, clock.wallMs()), ...(await store.changes(id))];
  return changes
    .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
    .toSorted((a, b) => b.atMs - a.atMs)
    .slice(0, limit)
    .map(changeJson);
}

function edgeChanges(store: EntityStore, id: string, nowMs: number): readonly EntityChange[] {
  return (["from", "to"] as const).flatMap((side) =>
    store.edges(id, side).flatMap((edge): EntityChange[] => {
      const other = side === "from" ? edge.toId : edge.fromId;
      const added = {
        atMs: edge.firstSeenMs,
        kind: "relationship-added",
        what: edge.type,
        after: other,
      } as const;
      if (isCurrent(edge, nowMs, store)) return [added];
      const atMs = edge.lastSeenMs + EDGE_ALIVE_MS;
      return [added, { atMs, kind: "relationship-removed", what: edge.type, before: other }];
    }),
  );
}

function changeJson({ atMs, kind, what, before, after }: EntityChange): EntityChangeJson {
  const relation = RELATION_TYPES.find((type) => type === what && kind.startsWith("relationship-"));
  return {
    timestamp: atMs,
    kind,
    what: relation === undefined ? what : RELATION_NAMES[relation],
    before,
    after,
  };
}
