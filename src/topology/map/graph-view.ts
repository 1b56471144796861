import type { RelationType } from "../../manifest/index.ts";

/** What a map is made of: entities and the edges between them, as they are kept. */
export interface GraphView {
  /** @returns undefined for one that is not there any more */
  entity(id: string): MapEntity | undefined;
  /** Edges that begin (`from`) or end (`to`) at the entity and are to be shown. */
  edges(id: string, side: "from" | "to"): Iterable<MapEdge>;
}

export interface MapEntity {
  readonly id: string;
  readonly type: string;
}

export interface MapEdge {
  readonly type: RelationType;
  readonly fromId: string;
  readonly toId: string;
  readonly lastSeenMs: number;
}
