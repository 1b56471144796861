import { availableParallelism } from "node:os";
import type { Api, Snapshot } from "../api/index.ts";
import { type Clock, createLogger, type Logger, programVersion } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import { loadActivations, orFinding } from "./activations.ts";
import { lockIfWritable } from "./data-dir.ts";
import { type Finding, formatFinding, rejectErrors } from "./extensions.ts";
import { Forwarder } from "./forwarder.ts";
import { openFront } from "./front.ts";
import type { Host } from "./host.ts";
import { Inbound } from "./inbound.ts";
import { InboundTopology } from "./inbound-topology.ts";
import { MetricInfos } from "./metric-infos.ts";
import { openOutlet } from "./outlet.ts";
import { localPart, type Part } from "./part.ts";
import { prometheusNames } from "./prometheus-names.ts";
import { selfFigures } from "./self-figures.ts";
import { selfLinesJob } from "./self-lines.ts";
import { Service } from "./service.ts";
import { readServiceConfig } from "./service-file.ts";
import type { ShardEvents, TaskName } from "./shard.ts";
import { hashOf, plansOf, rulesOf, shardOptions, taskNames } from "./shard-setup.ts";
import { ShardThread } from "./shard-thread.ts";
import { type OpenedSink, openSink, type SinkSurroundings } from "./sinks.ts";
import { watchThread } from "./thread-figures.ts";

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
  const { activations } = loaded;
  const { clock } = host;
  const plans = plansOf(activations, config.intervalMs);
  const infos = new MetricInfos(activations);
  const opened = await openSinks(config, configPath, host, findings, {
    infoOf: infos.of,
    names: () => prometheusNames(plans, logger),
  });
  rejectErrors("The configuration", findings);
  for (const finding of findings) logger.warn({ code: finding.code }, formatFinding(finding));
  const lock = await lockIfWritable(config.dataDir, logger);
  const rules = rulesOf(activations);
  const outlet = await openOutlet(
    config,
    opened.map(({ sink }) => sink),
    host,
    logger,
  );
  const topology = new InboundTopology(rules);
  const forwarder = new Forwarder(opened.flatMap(({ targets }) => targets));
  const inbound = new Inbound({ outlet, topology, infos, forwarder, settings: config.ingest, clock });
  const kernelDrops = { total: 0 };
  const threads = threadsFor(
    plans.reduce((sum, { devices }) => sum + devices.length, 0),
    config.snmp.workers,
  );
  const polling =
    threads === 0
      ? (events: ShardEvents): Part[] => [
          localPart(
            shardOptions(config, activations, { plans, allPlans: plans, rules, clock, logger, kernelDrops }),
            events,
          ),
        ]
      : threadParts(configPath, threads, taskNames(plans), { clock, logger });
  const { listen } = config;
  let front: Api | undefined;
  const figuresOf = (self: Service): (() => Snapshot) => {
    const main = watchThread(() => kernelDrops.total);
    return () => selfFigures({ service: self, inbound: inbound.figures, main: main(), clock, process });
  };
  const service = new Service({
    devices: plans.flatMap(({ configurationId, devices }) =>
      devices.map(({ id }) => ({ configurationId, deviceId: id })),
    ),
    // What is sent to us has entities of its own; without an address nothing is.
    parts: (events) => (listen === undefined ? polling(events) : [...polling(events), topology]),
    rules,
    outlet,
    clock,
    logger,
    jobs: (self) => (config.selfMonitoring ? [selfLinesJob(figuresOf(self), { outlet, clock })] : []),
    onStopping: async () => await front?.close(),
    onStopped: () => lock.release(),
  });
  try {
    front =
      listen &&
      (await openFront({
        config: { ...config, listen },
        service,
        inbound,
        figures: figuresOf(service),
        clock,
        logger,
      }));
  } catch (error) {
    await outlet.stop();
    await lock.release();
    throw error;
  }
  const extensions = [
    ...new Set(activations.map(({ extension: { manifest } }) => `${manifest.name} ${manifest.version}`)),
  ];
  const sinks = config.sinks.map(({ name, type }) => `${name} (${type})`);
  const { dataDir } = config;
  logger.info(
    { version: programVersion(), config: configPath, extensions, sinks, dataDir, listen: front?.url },
    "snmpgate starts",
  );
  return { service, logger };
}

async function openSinks(
  config: ServiceConfig,
  path: string,
  host: Host,
  findings: Finding[],
  surroundings: SinkSurroundings,
): Promise<OpenedSink[]> {
  const opened = config.sinks.map((sink) =>
    orFinding(findings, path, () => openSink(sink, host, surroundings)),
  );
  return (await Promise.all(opened)).filter((sink) => sink !== undefined);
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
