import { availableParallelism } from "node:os";
import { type Clock, createLogger, type Logger, programVersion } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import type { Delivery } from "../ingest/index.ts";
import { loadActivations, orFinding } from "./activations.ts";
import { lockDataDir } from "./data-dir.ts";
import { type Finding, formatFinding, rejectErrors } from "./extensions.ts";
import type { Host } from "./host.ts";
import { localPart, type Part } from "./part.ts";
import { Service } from "./service.ts";
import { readServiceConfig } from "./service-file.ts";
import type { ShardEvents, TaskName } from "./shard.ts";
import { hashOf, plansOf, rulesOf, shardOptions, taskNames } from "./shard-setup.ts";
import { ShardThread } from "./shard-thread.ts";
import { openDelivery } from "./sinks.ts";

/**
 * Reads everything the service file names, checks it as a whole and joins the stages. Sends nothing yet.
 * @throws {AppError} with all findings at once
 */
export async function createService(
  configPath: string,
  host: Host,
): Promise<{ readonly service: Service; readonly logger: Logger }> {
  const { config, findings } = await readServiceConfig(configPath);
  const logger = createLogger(config.logLevel);
  const loaded = await loadActivations(config);
  findings.push(...loaded.findings);
  const deliveries = await openDeliveries(config, configPath, host, logger, findings);
  rejectErrors("The configuration", findings);
  for (const finding of findings) logger.warn({ code: finding.code }, formatFinding(finding));
  const lock = await lockDataDir(config.dataDir);
  const { activations } = loaded;
  const { clock } = host;
  const plans = plansOf(activations, config.intervalMs);
  const rules = rulesOf(activations);
  const threads = threadsFor(
    plans.reduce((sum, { devices }) => sum + devices.length, 0),
    config.snmp.workers,
  );
  const service = new Service({
    devices: plans.flatMap(({ configurationId, devices }) =>
      devices.map(({ id }) => ({ configurationId, deviceId: id })),
    ),
    parts:
      threads === 0
        ? (events) => [localPart(shardOptions(config, activations, { plans, rules, clock, logger }), events)]
        : threadParts(configPath, threads, taskNames(plans), { clock, logger }),
    rules,
    deliveries,
    clock,
    logger,
    onStopped: () => lock.release(),
  });
  const extensions = [
    ...new Set(activations.map(({ extension: { manifest } }) => `${manifest.name} ${manifest.version}`)),
  ];
  const sinks = config.sinks.map(({ name, type }) => `${name} (${type})`);
  logger.info(
    { version: programVersion(), config: configPath, extensions, sinks, dataDir: config.dataDir },
    "snmpgate starts",
  );
  return { service, logger };
}

async function openDeliveries(
  config: ServiceConfig,
  path: string,
  host: Host,
  logger: Logger,
  findings: Finding[],
): Promise<Delivery[]> {
  const opened = config.sinks.map((sink) =>
    orFinding(findings, path, () => openDelivery(sink, host, logger)),
  );
  return (await Promise.all(opened)).filter((delivery) => delivery !== undefined);
}

/** One core polls some thousands of devices a minute beside all else it does. */
const DEVICES_PER_THREAD = 2_000;

/** @param wanted  as configured. @returns 0 to poll in the main thread */
function threadsFor(devices: number, wanted: number | undefined, cores = availableParallelism()): number {
  if (wanted !== undefined) return wanted;
  return devices <= DEVICES_PER_THREAD ? 0 : Math.min(cores, Math.ceil(devices / DEVICES_PER_THREAD));
}

function threadParts(
  config: string,
  count: number,
  tasks: readonly TaskName[],
  host: { readonly clock: Clock; readonly logger: Logger },
) {
  const tasksHash = hashOf(tasks);
  return (events: ShardEvents): Part[] =>
    Array.from(
      { length: count },
      (_, number) => new ShardThread({ order: { config, number, count, tasksHash }, tasks, ...host }, events),
    );
}
