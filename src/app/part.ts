import type { FamilyText } from "../prometheus/index.ts";
import { Shard, type ShardEvents, type ShardOptions, type Topology } from "./shard.ts";

/** How a thread is, since it was last asked. */
export interface PartFigures {
  readonly eventLoopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Share of the time that its event loop was at work. */
  readonly busyRatio: number;
  /** Datagrams that the kernel threw away, since the start. */
  readonly kernelDrops: number;
}

/** Some of the devices, polled in this thread or in one of their own. */
export interface Part {
  /** Returns at once. */
  start(): void;
  topology(): Promise<Topology>;
  /** As last told; undefined for what has no thread of its own. */
  figures?(): PartFigures | undefined;
  /** The last polls as Prometheus has them; undefined for what polls nothing. */
  families?(): Promise<readonly FamilyText[]>;
  /** Resolves when nothing more will be told. */
  stop(): Promise<void>;
}

/** Polls in this thread. */
export function localPart(options: ShardOptions, events: ShardEvents): Part {
  const shard = new Shard(options, events);
  return {
    start: () => shard.start(),
    topology: () => Promise.resolve(shard.topology()),
    families: () => Promise.resolve(shard.families()),
    stop: () => shard.stop(),
  };
}
