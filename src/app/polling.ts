import { availableParallelism } from "node:os";
import type { Clock, Logger } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import type { MetricInfos } from "./metric-infos.ts";
import { layeredCatalogue } from "./object-names.ts";
import { localPart, type Part } from "./part.ts";
import { PartWords, type PartWordsOptions } from "./part-words.ts";
import type { PlanChange } from "./plan-change.ts";
import { NameBatches } from "./prometheus-names.ts";
import type { ShardEvents } from "./shard-events.ts";
import type { ShardSettings } from "./shard-messages.ts";
import { type KernelDropCount, openShard } from "./shard-setup.ts";
import { ShardThread } from "./shard-thread.ts";

export interface PollingOptions {
  readonly config: Pick<ServiceConfig, "dataDir" | "logLevel" | "scrape" | "snmp">;
  /** At the start; the number of threads is made for them. */
  readonly devices: number;
  readonly infos: MetricInfos;
  /** Resolves when more may be polled; undefined: at once. */
  readonly room?: (() => Promise<void> | undefined) | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of what this thread polls. */
  readonly kernelDrops: KernelDropCount;
}

/** Who polls, and what to call when there are more or fewer devices than before. */
export interface Polling {
  readonly parts: (events: ShardEvents) => Part[];
  readonly onDevices: (devices: number) => void;
}

/** One core polls some thousands of devices a minute beside all else it does. */
const DEVICES_PER_THREAD = 2_000;

/** Who polls the devices: this thread, or threads of their own where there are many. */
export function pollingParts(options: PollingOptions): Polling {
  const { config, devices, infos, logger } = options;
  const threads = threadsFor(devices, config.snmp.workers);
  const words = { infos, keys: config.scrape ? new NameBatches() : undefined };
  return {
    parts: (events) =>
      threads > 0 ? threadParts(threads, options, words, events) : [mainPart(options, words, events)],
    onDevices: growthWatch(threads, config.snmp.workers, logger),
  };
}

/** @param wanted  as configured. @returns 0 to poll in the main thread */
function threadsFor(devices: number, wanted: number | undefined, cores = availableParallelism()): number {
  if (wanted !== undefined) return wanted;
  return devices <= DEVICES_PER_THREAD ? 0 : Math.min(cores, Math.ceil(devices / DEVICES_PER_THREAD));
}

function mainPart(options: PollingOptions, wordsOptions: PartWordsOptions, events: ShardEvents): Part {
  const { config, infos } = options;
  const { shard, learn } = openShard(settingsOf(config), options, events);
  const words = new PartWords(wordsOptions);
  return localPart(shard, (change: PlanChange) => {
    const { catalogues, names } = words.next(change);
    learn({ objects: catalogues && layeredCatalogue(catalogues), names, infoOf: infos.of });
  });
}

function threadParts(
  count: number,
  { config, room, clock, logger }: PollingOptions,
  words: PartWordsOptions,
  events: ShardEvents,
): Part[] {
  const common = { ...words, count, settings: settingsOf(config), room, clock, logger };
  return Array.from({ length: count }, (_, number) => new ShardThread({ ...common, number }, events));
}

/** Nothing else of the service file goes to threads. */
const settingsOf = ({ dataDir, logLevel, scrape, snmp }: ShardSettings): ShardSettings => ({
  dataDir,
  logLevel,
  scrape,
  snmp,
});

/** Devices are bound to their thread by its number, so that threads come with the next start alone. */
function growthWatch(threads: number, wanted: number | undefined, logger: Logger): (devices: number) => void {
  let said = threads;
  return (devices) => {
    const better = threadsFor(devices, wanted);
    if (better <= said) return;
    said = better;
    const fields = { devices, threads, afterRestart: better };
    logger.warn(
      fields,
      "there are more devices now than at the start: a restart would poll them in more threads",
    );
  };
}
