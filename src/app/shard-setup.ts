import { join } from "node:path";
import { AppError, type Clock, createLogger, hashRatio } from "../base/index.ts";
import type { ServiceConfig, SnmpSettings } from "../config/index.ts";
import { wantedRows } from "../mapping/index.ts";
import { compilePlan, type PollPlan } from "../plan/index.ts";
import { LastPolls } from "../prometheus/index.ts";
import { builtinCatalogue, layerCatalogues, type ObjectCatalogue } from "../smi/index.ts";
import { createSnmpOpener, type EngineOptions, type OpenSnmpClient, type SnmpHost } from "../snmp/index.ts";
import { compileTopology, type TopologyRules } from "../topology/index.ts";
import { type Activation, loadActivations } from "./activations.ts";
import { deviceKey } from "./device-session.ts";
import { createNoticeLog } from "./engine-notices.ts";
import { bucketOf } from "./learned-file.ts";
import { LearnedStore } from "./learned-store.ts";
import { MetricInfos } from "./metric-infos.ts";
import { createNameService } from "./names.ts";
import { PacketLogs } from "./packet-log.ts";
import { PACKET_LOG_FOLDER } from "./packet-log-orders.ts";
import { prometheusNames } from "./prometheus-names.ts";
import { readServiceConfig } from "./service-file.ts";
import { nameOf, type ShardOptions, type TaskName } from "./shard.ts";
import type { ShardOrder } from "./shard-messages.ts";
import { stateFolder } from "./state-folder.ts";

/** Below the data directory. */
const LEARNED_FOLDER = "learned";

/** The SNMP implementation the program works with. */
export function openSnmp(clock: Clock, more: Partial<SnmpHost> = {}): OpenSnmpClient {
  return createSnmpOpener({ clock, ...more });
}

/** Datagrams that the kernel threw away, counted by the engine. */
export interface KernelDropCount {
  total: number;
}

/** All that polling these devices takes. */
export function shardOptions(
  config: ServiceConfig,
  activations: readonly Activation[],
  {
    plans,
    rules,
    clock,
    logger,
    kernelDrops,
    allPlans,
  }: Pick<ShardOptions, "plans" | "rules" | "clock" | "logger"> & {
    readonly kernelDrops: KernelDropCount;
    /** Also of the devices that are polled elsewhere. */
    readonly allPlans: readonly PollPlan[];
  },
): ShardOptions {
  const tell = createNoticeLog(logger, clock);
  const folder = (name: string) => stateFolder(join(config.dataDir, name));
  const learned = new LearnedStore({ folder: folder(LEARNED_FOLDER), clock, logger });
  const devices = new Set(plans.flatMap((plan) => plan.devices.map(({ id }) => id)));
  const packetLogs = new PacketLogs({
    folder: folder(PACKET_LOG_FOLDER),
    clock,
    logger,
    catalogue: layeredCatalogue(activations),
    isOurs: (device) => devices.has(device),
  });
  return {
    plans,
    rules,
    names: createNameService(clock),
    open: openSnmp(clock, {
      engine: engineOf(config.snmp),
      onNotice: (notice) => {
        if (notice.kind === "kernel-drops") kernelDrops.total += notice.datagrams;
        tell(notice);
      },
      traceOf: packetLogs.traceOf,
    }),
    labelRefreshMs: config.snmp.labelRefreshMs,
    wantedRows,
    lastPolls: config.scrape
      ? new LastPolls(prometheusNames(allPlans, logger), new MetricInfos(activations).of)
      : undefined,
    learned,
    background: [learned, packetLogs],
    clock,
    logger,
  };
}

/**
 * What a polling thread needs, read from the files anew.
 * @throws {AppError} `app.files-changed` when they are not what the main thread has read
 */
export async function loadShard(
  { config: path, number, count, tasksHash }: ShardOrder,
  clock: Clock,
): Promise<{
  readonly options: ShardOptions;
  readonly numberOf: (taskId: string) => number;
  readonly kernelDrops: KernelDropCount;
}> {
  const { config } = await readServiceConfig(path);
  const { activations } = await loadActivations(config);
  const all = plansOf(activations, config.intervalMs);
  const tasks = taskNames(all);
  if (hashOf(tasks) !== tasksHash) {
    throw new AppError("app.files-changed", "the configuration files changed while the service started.", {
      remedy: "Start it again.",
    });
  }
  const plans = all.map((plan) => partOf(plan, number, count));
  const ours = new Set(taskNames(plans).map(({ taskId }) => taskId));
  const numbers = new Map(tasks.flatMap(({ taskId }, i) => (ours.has(taskId) ? [[taskId, i] as const] : [])));
  const logger = createLogger(config.logLevel);
  const kernelDrops = { total: 0 };
  const rules = rulesOf(activations);
  return {
    options: shardOptions(config, activations, { plans, rules, clock, logger, kernelDrops, allPlans: all }),
    numberOf: (taskId) => numbers.get(taskId)!,
    kernelDrops,
  };
}

/** Of all extensions together. */
export const rulesOf = (activations: readonly Activation[]): TopologyRules =>
  compileTopology([...new Set(activations.map(({ extension }) => extension.manifest.topology))]);

export function plansOf(activations: readonly Activation[], intervalMs: number | undefined): PollPlan[] {
  return activations.map(({ extension, configuration }) =>
    compilePlan(extension.manifest, configuration, { catalogue: extension.catalogue, intervalMs }),
  );
}

/** All tasks in the order in which threads count them. */
export const taskNames = (plans: readonly PollPlan[]): TaskName[] =>
  plans.flatMap(({ tasks }) => tasks.map(nameOf));

export const hashOf = (tasks: readonly TaskName[]): number =>
  hashRatio(tasks.map(({ taskId }) => taskId).join("\n"));

/**
 * The devices of one of so many shards: by a hash of their name, so that a device stays where it is over restarts. The
 * files of learned devices belong to one shard each, hence their number.
 */
function partOf(plan: PollPlan, number: number, count: number): PollPlan {
  const isOurs = (id: string): boolean => bucketOf(deviceKey(plan.configurationId, id)) % count === number;
  return {
    ...plan,
    devices: plan.devices.filter(({ id }) => isOurs(id)),
    tasks: plan.tasks.filter(({ device }) => isOurs(device.id)),
  };
}

/** Names for packet logs: of all extensions, and the built-in ones. */
function layeredCatalogue(activations: readonly Activation[]): ObjectCatalogue {
  const catalogues = new Set(activations.map(({ extension }) => extension.catalogue));
  return [...catalogues].reduceRight((below, above) => layerCatalogues(above, below), builtinCatalogue);
}

/** Settings that were left out have the engine's defaults. */
function engineOf(settings: SnmpSettings): Partial<EngineOptions> {
  const { bindAddress4, bindAddress6, receiveBufferBytes, inFlightMax, busyShareRatio, minGapMs } = settings;
  const given = { bindAddress4, bindAddress6, receiveBufferBytes, inFlightMax, busyShareRatio, minGapMs };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
