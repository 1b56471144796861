import type { RelationType } from "../manifest/index.ts";

/** An entity as one line shows it: to be merged into what was known before. */
export interface EntityObservation {
  /** `CUSTOM_DEVICE-` + 16 upper-case hex digits. */
  readonly id: string;
  /** As written in the manifest, e.g. `network:device`. */
  readonly type: string;
  /** Empty when every placeholder of the name pattern was missing: keep the old name, else the rendered id. */
  readonly name: string;
  /** The text the id was hashed from. */
  readonly renderedId: string;
  readonly icon: string | undefined;
  /** Attribute key → text; list attributes (`dt.ip_addresses` …) hold one element here. */
  readonly attributes: ReadonlyMap<string, string>;
}

export interface RelationObservation {
  readonly type: RelationType;
  readonly fromId: string;
  readonly toId: string;
}

/** What one or more lines say about entities; `seenAtMs` is the time of those lines. */
export interface TopologyUpdate {
  readonly seenAtMs: number;
  readonly entities: readonly EntityObservation[];
  readonly relations: readonly RelationObservation[];
}

export interface Entity {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly renderedId: string;
  readonly icon: string | undefined;
  /** Lists for `dt.ip_addresses`, `dt.dns_names`, `dt.listen_ports`; text otherwise. */
  readonly attributes: ReadonlyMap<string, string | readonly string[]>;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
}

export interface Relationship extends RelationObservation {
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
}
