import type { FamilyText } from "../prometheus/index.ts";
import type { PlanChange } from "./plan-change.ts";
import type { PollDetails } from "./poll-view/poll-details.ts";
import type { Shard } from "./shard.ts";
import type { DeviceName } from "./shard-messages.ts";

/** How a thread is, since it was last asked. */
export interface PartFigures {
  readonly eventLoopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Share of the time that its event loop was at work. */
  readonly busyRatio: number;
  /** Datagrams that the kernel threw away, since the start. */
  readonly kernelDrops: number;
}

/** What a part has to do. */
export interface PartLoad {
  readonly devices: number;
  /** Polls of the last minute or two by how late they began, as `Lateness` counts them. */
  readonly lateness: Uint32Array;
}

/** Some of the devices, polled in this thread or in one of their own: of all plans each part takes its own devices. */
export interface Part {
  /** Begins with these plans. Returns at once. */
  start(plans: PlanChange): void;
  /** Goes on with other plans. Resolves once nothing more is told of what they no longer hold. */
  apply(change: PlanChange): Promise<void>;
  /** As last told; undefined for what has no thread of its own. */
  figures?(): PartFigures | undefined;
  /** The last polls as Prometheus has them; undefined for what polls nothing. */
  families?(): Promise<readonly FamilyText[]>;
  /** As last told; undefined before the first word. */
  load?(): PartLoad | undefined;
  /** How polling one device goes; undefined for a device of another part. Rejects never, and may be slow. */
  pollDetails?(device: DeviceName): Promise<PollDetails | undefined>;
  /** Resolves when nothing more will be told. */
  stop(): Promise<void>;
}

/** Polls in this thread. @param learn  is told of each change before it is polled */
export function localPart(shard: Shard, learn: (change: PlanChange) => void = () => undefined): Part {
  return {
    start: (change) => {
      learn(change);
      shard.start(change.plans);
    },
    apply: (change) => {
      learn(change);
      shard.apply(change);
      return Promise.resolve();
    },
    families: () => Promise.resolve(shard.families()),
    load: () => shard.load(),
    pollDetails: (device) => Promise.resolve(shard.pollDetails(device)),
    stop: () => shard.stop(),
  };
}
