import type { FamilyText } from "../prometheus/index.ts";
import type { PlanChange } from "./plan-change.ts";
import type { Shard } from "./shard.ts";

/** How a thread is, since it was last asked. */
export interface PartFigures {
  readonly eventLoopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Share of the time that its event loop was at work. */
  readonly busyRatio: number;
  /** Datagrams that the kernel threw away, since the start. */
  readonly kernelDrops: number;
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
    stop: () => shard.stop(),
  };
}
