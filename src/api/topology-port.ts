// A map of entities: what stands in the network, and what is connected with what.

export interface TopologyPort {
  /** @throws {ApiError} 400 for an unknown type, 404 for an unknown focus */
  map(query: TopologyQuery): Promise<TopologyMapJson>;
}

export interface TopologyQuery {
  /** Entity types; undefined: those that are no parts of others. */
  readonly types?: readonly string[] | undefined;
  /** Entity id: only what is at most `depth` links away. */
  readonly focus?: string | undefined;
  readonly depth: number;
  /** Only what has this in its name or a property, and what that is linked with. */
  readonly text?: string | undefined;
}

export interface TopologyMapJson {
  readonly nodes: readonly TopologyNodeJson[];
  readonly edges: readonly TopologyEdgeJson[];
  /** All there are, shown or not, by name. */
  readonly types: readonly TopologyTypeJson[];
  /** Why this is not all. */
  readonly truncated?: string | undefined;
}

export interface TopologyNodeJson {
  /** Entity id. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Ids of all entities that are this one thing, when there are several. */
  readonly ids?: readonly string[] | undefined;
  /** IP addresses, MAC addresses and host names. */
  readonly addresses?: readonly string[] | undefined;
  /** What it is in the network: a layer, a kind, or its LLDP capabilities. */
  readonly role?: string | undefined;
  /** Its model, platform or description. */
  readonly detail?: string | undefined;
  /** Epoch milliseconds. */
  readonly lastSeen: number;
}

export interface TopologyEdgeJson {
  readonly from: string;
  readonly to: string;
  /** `calls`, `runsOn`, … */
  readonly relation: string;
  /** At the end of `from`, sorted; of a trunk several. Where both have several, which belong together is not known. */
  readonly fromPorts?: readonly TopologyPortJson[] | undefined;
  readonly toPorts?: readonly TopologyPortJson[] | undefined;
  /** Names of what lies between and is not shown. */
  readonly via?: readonly string[] | undefined;
  /** Epoch milliseconds of the last sight, when that was a while ago. */
  readonly lastSeen?: number | undefined;
}

export interface TopologyPortJson {
  readonly name: string;
  /** Id of the interface, when it is known. */
  readonly entityId?: string | undefined;
}

export interface TopologyTypeJson {
  readonly type: string;
  readonly displayName: string;
  readonly count: number;
  readonly isShown: boolean;
}
