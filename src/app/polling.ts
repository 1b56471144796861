import { availableParallelism } from "node:os";
import type { Clock, Logger } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import type { PollPlan } from "../plan/index.ts";
import type { TopologyRules } from "../topology/index.ts";
import type { Activation } from "./activations.ts";
import { localPart, type Part } from "./part.ts";
import type { ShardEvents } from "./shard.ts";
import { hashOf, type KernelDropCount, shardOptions, taskNames } from "./shard-setup.ts";
import { ShardThread } from "./shard-thread.ts";

export interface PollingOptions {
  readonly configPath: string;
  readonly config: ServiceConfig;
  readonly activations: readonly Activation[];
  readonly plans: readonly PollPlan[];
  readonly rules: TopologyRules;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of what this thread polls. */
  readonly kernelDrops: KernelDropCount;
}

/** One core polls some thousands of devices a minute beside all else it does. */
const DEVICES_PER_THREAD = 2_000;

/** Who polls the devices: this thread, or threads of their own where there are many. */
export function pollingParts(options: PollingOptions): (events: ShardEvents) => Part[] {
  const { config, activations, plans } = options;
  const devices = plans.reduce((sum, plan) => sum + plan.devices.length, 0);
  const threads = threadsFor(devices, config.snmp.workers);
  if (threads > 0) return threadParts(threads, options);
  const shard = shardOptions(config, activations, { ...options, allPlans: plans });
  return (events) => [localPart(shard, events)];
}

/** @param wanted  as configured. @returns 0 to poll in the main thread */
function threadsFor(devices: number, wanted: number | undefined, cores = availableParallelism()): number {
  if (wanted !== undefined) return wanted;
  return devices <= DEVICES_PER_THREAD ? 0 : Math.min(cores, Math.ceil(devices / DEVICES_PER_THREAD));
}

function threadParts(count: number, { configPath, plans, clock, logger }: PollingOptions) {
  const tasks = taskNames(plans);
  const tasksHash = hashOf(tasks);
  return (events: ShardEvents): Part[] =>
    Array.from({ length: count }, (_, number) => {
      const order = { config: configPath, number, count, tasksHash };
      return new ShardThread({ order, tasks, clock, logger }, events);
    });
}
