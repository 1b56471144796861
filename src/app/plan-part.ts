import type { PollPlan } from "../plan/index.ts";
import { deviceKey } from "./device-session.ts";
import { bucketOf } from "./learned-file.ts";

/** One of so many parts. */
export interface WhichPart {
  readonly number: number;
  readonly count: number;
}

/**
 * The devices of one of so many shards: by a hash of their name, so that a device stays where it is over restarts. The
 * files of learned devices belong to one shard each, hence their number.
 */
export function partOf(plan: PollPlan, { number, count }: WhichPart): PollPlan {
  const isOurs = (id: string): boolean => bucketOf(deviceKey(plan.configurationId, id)) % count === number;
  return {
    ...plan,
    devices: plan.devices.filter(({ id }) => isOurs(id)),
    tasks: plan.tasks.filter(({ device }) => isOurs(device.id)),
  };
}
