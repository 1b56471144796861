import type { EntitySource, StoredEntity } from "../../query/index.ts";
import type { GraphView, MapEdge } from "../../topology/index.ts";
import { EDGE_ALIVE_MS } from "../entities/entity-json.ts";

/** Who was not seen for longer is not on the map. */
const LIFE_MS = 3 * 24 * 3_600_000;

/**
 * Entities and edges as a map shows them. Edges are those that were there when the entity that tells of them was seen
 * last: the links of a switch that does not answer stay where they were.
 */
export class MapView implements GraphView {
  readonly #source: EntitySource;
  readonly #nowMs: number;
  readonly #sinceMs: number;
  readonly #edges = {
    from: new Map<string, readonly MapEdge[]>(),
    to: new Map<string, readonly MapEdge[]>(),
  };

  constructor(source: EntitySource, nowMs: number) {
    this.#source = source;
    this.#nowMs = nowMs;
    this.#sinceMs = nowMs - LIFE_MS;
  }

  entity(id: string): StoredEntity | undefined {
    const entity = this.#source.entity(id);
    return entity === undefined || entity.lastSeenMs < this.#sinceMs ? undefined : entity;
  }

  *ofType(type: string): Generator<StoredEntity, undefined> {
    for (const entity of this.#source.ofType(type)) if (entity.lastSeenMs >= this.#sinceMs) yield entity;
  }

  /** Asked for several times while a map is made, and each time the store makes them anew: so they are kept. */
  edges(id: string, side: "from" | "to"): readonly MapEdge[] {
    const known = this.#edges[side].get(id);
    if (known !== undefined) return known;
    const edges: MapEdge[] = [];
    for (const edge of this.#source.edges(id, side)) if (this.#isShown(edge)) edges.push(edge);
    this.#edges[side].set(id, edges);
    return edges;
  }

  #isShown({ fromId, lastSeenMs }: MapEdge): boolean {
    if (lastSeenMs >= this.#nowMs - EDGE_ALIVE_MS) return true;
    const teller = this.#source.entity(fromId);
    return teller !== undefined && lastSeenMs >= teller.lastSeenMs - EDGE_ALIVE_MS;
  }
}
