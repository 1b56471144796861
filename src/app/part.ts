import type { Entity, Relationship } from "../topology/index.ts";
import { Shard, type ShardEvents, type ShardOptions } from "./shard.ts";

/** Entities and their relationships, as they are now. */
export interface Topology {
  readonly entities: readonly Entity[];
  readonly relationships: readonly Relationship[];
}

/** Some of the devices, polled in this thread or in one of their own. */
export interface Part {
  /** Returns at once. */
  start(): void;
  topology(): Promise<Topology>;
  /** Resolves when nothing more will be told. */
  stop(): Promise<void>;
}

/** Polls in this thread. */
export function localPart(options: ShardOptions, events: ShardEvents): Part {
  const shard = new Shard(options, events);
  return {
    start: () => shard.start(),
    topology: () =>
      Promise.resolve({ entities: shard.graph.entities(), relationships: shard.graph.relationships() }),
    stop: () => shard.stop(),
  };
}
