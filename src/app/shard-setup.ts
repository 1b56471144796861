import { join } from "node:path";
import type { Clock, Logger } from "../base/index.ts";
import type { SnmpSettings } from "../config/index.ts";
import type { MetricInfoOf } from "../ingest/index.ts";
import { wantedRows } from "../mapping/index.ts";
import { compilePlan, type PollPlan } from "../plan/index.ts";
import { type KnownKeys, LastPolls } from "../prometheus/index.ts";
import { builtinCatalogue, type ObjectCatalogue } from "../smi/index.ts";
import { createSnmpOpener, type EngineOptions, type OpenSnmpClient, type SnmpHost } from "../snmp/index.ts";
import type { Activation } from "./activations.ts";
import { createNoticeLog } from "./engine-notices.ts";
import { LearnedStore } from "./learned-store.ts";
import { createNameService } from "./names.ts";
import { catalogueThatIs } from "./object-names.ts";
import { PacketLogs } from "./packet-log.ts";
import { PACKET_LOG_FOLDER } from "./packet-log-orders.ts";
import type { Polled } from "./plan-change.ts";
import { namesOf } from "./prometheus-names.ts";
import { Shard, type ShardOptions } from "./shard.ts";
import type { ShardEvents } from "./shard-events.ts";
import type { ShardSettings } from "./shard-messages.ts";
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

/** What is shown of what is polled; each part is left out while it is what it was. */
export interface ShardWords {
  readonly objects?: ObjectCatalogue | undefined;
  /** Further keys that Prometheus is to have names for. */
  readonly names?: readonly KnownKeys[] | undefined;
  readonly infoOf?: MetricInfoOf | undefined;
}

export interface OpenedShard {
  readonly shard: Shard;
  readonly learn: (words: ShardWords) => void;
}

interface ShardSurroundings extends Pick<ShardOptions, "clock" | "logger" | "room"> {
  readonly kernelDrops: KernelDropCount;
}

/** A shard with all that polling takes; it has no devices yet. */
export function openShard(
  settings: ShardSettings,
  surroundings: ShardSurroundings,
  events: ShardEvents,
): OpenedShard {
  const { clock, logger, room, kernelDrops } = surroundings;
  const tell = createNoticeLog(logger, clock);
  const folder = (name: string) => stateFolder(join(settings.dataDir, name));
  const learned = new LearnedStore({ folder: folder(LEARNED_FOLDER), clock, logger });
  let objects = builtinCatalogue;
  const packetLogs = new PacketLogs({
    folder: folder(PACKET_LOG_FOLDER),
    clock,
    logger,
    catalogue: catalogueThatIs(() => objects),
    isOurs: (device) => shard.polls(device),
  });
  const scraped = settings.scrape ? scrapedPolls(logger) : undefined;
  const shard = new Shard(
    {
      names: createNameService(clock),
      open: openSnmp(clock, {
        engine: engineOf(settings.snmp),
        onNotice: (notice) => {
          if (notice.kind === "kernel-drops") kernelDrops.total += notice.datagrams;
          tell(notice);
        },
        traceOf: packetLogs.traceOf,
      }),
      labelRefreshMs: settings.snmp.labelRefreshMs,
      wantedRows,
      lastPolls: scraped?.lastPolls,
      learned,
      background: [learned, packetLogs],
      clock,
      logger,
      room,
    },
    events,
  );
  return {
    shard,
    learn: (words) => {
      objects = words.objects ?? objects;
      scraped?.learn(words);
    },
  };
}

function scrapedPolls(logger: Logger) {
  let infoOf: MetricInfoOf = () => undefined;
  const names = namesOf([], logger);
  return {
    lastPolls: new LastPolls(names, (key) => infoOf(key)),
    learn: (words: ShardWords): void => {
      for (const keys of words.names ?? []) names.declare(keys);
      infoOf = words.infoOf ?? infoOf;
    },
  };
}

/** What these activations poll. */
export const polledOf = (activations: readonly Activation[], intervalMs: number | undefined): Polled => ({
  plans: plansOf(activations, intervalMs),
  catalogues: [...new Set(activations.map(({ extension }) => extension.catalogue))],
});

/** Of each configuration the plan compiled last: one file that changed is no reason to compile a thousand others. */
const compiled = new WeakMap<
  Activation["configuration"],
  {
    readonly extension: Activation["extension"];
    readonly intervalMs: number | undefined;
    readonly plan: PollPlan;
  }
>();

function plansOf(activations: readonly Activation[], intervalMs: number | undefined): PollPlan[] {
  return activations.map(({ extension, configuration }) => {
    const last = compiled.get(configuration);
    if (last?.extension === extension && last.intervalMs === intervalMs) return last.plan;
    const options = { catalogue: extension.catalogue, intervalMs };
    const plan = compilePlan(extension.manifest, configuration, options);
    compiled.set(configuration, { extension, intervalMs, plan });
    return plan;
  });
}

/** Settings that were left out have the engine's defaults. */
export function engineOf(settings: SnmpSettings): Partial<EngineOptions> {
  const { bindAddress4, bindAddress6, receiveBufferBytes, inFlightMax, busyShareRatio, minGapMs } = settings;
  const given = { bindAddress4, bindAddress6, receiveBufferBytes, inFlightMax, busyShareRatio, minGapMs };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
