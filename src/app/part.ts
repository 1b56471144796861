import { Shard, type ShardEvents, type ShardOptions, type Topology } from "./shard.ts";

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
    topology: () => Promise.resolve(shard.topology()),
    stop: () => shard.stop(),
  };
}
