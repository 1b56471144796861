import type { Api, Snapshot } from "../api/index.ts";
import { type Clock, createLogger, type Logger, programVersion } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import type { PollPlan } from "../plan/index.ts";
import { type Activation, loadActivations, orFinding } from "./activations.ts";
import { type DataDirLock, lockIfWritable } from "./data-dir.ts";
import { type Finding, formatFinding, rejectErrors } from "./extensions.ts";
import { Forwarder } from "./forwarder.ts";
import { openFront } from "./front.ts";
import type { Host } from "./host.ts";
import { Inbound } from "./inbound.ts";
import { InboundTopology } from "./inbound-topology.ts";
import { MetricInfos } from "./metric-infos.ts";
import { openOutlet } from "./outlet.ts";
import { pollingParts } from "./polling.ts";
import { prometheusNames } from "./prometheus-names.ts";
import { selfFigures } from "./self-figures.ts";
import { selfLinesJob } from "./self-lines.ts";
import { Service } from "./service.ts";
import { readServiceConfig } from "./service-file.ts";
import { plansOf, rulesOf } from "./shard-setup.ts";
import { type OpenedSink, openSink, type SinkSurroundings } from "./sinks.ts";
import { watchThread } from "./thread-figures.ts";

/**
 * Reads everything the service file names, checks it as a whole and joins the stages. Takes data in from now on where
 * it listens; polls and sends nothing yet.
 * @throws {AppError} with all findings at once
 */
export async function createService(
  configPath: string,
  host: Host,
): Promise<{ readonly service: Service; readonly logger: Logger }> {
  const files = await readFiles(configPath, host);
  const { config, logger } = files;
  const lock = await lockIfWritable(config.dataDir, logger);
  const { service, listen, end } = await joinStages(files, host, lock);
  let front: Api | undefined;
  try {
    front = await listen();
  } catch (error) {
    await end();
    throw error;
  }
  logger.info({ ...shownStart(files), listen: front?.url }, "snmpgate starts");
  return { service, logger };
}

/** What the service file names, checked. */
interface Files {
  readonly path: string;
  readonly config: ServiceConfig;
  readonly logger: Logger;
  readonly activations: readonly Activation[];
  readonly plans: readonly PollPlan[];
  readonly infos: MetricInfos;
  readonly opened: readonly OpenedSink[];
}

async function readFiles(path: string, host: Host): Promise<Files> {
  const { config, findings } = await readServiceConfig(path);
  const logger = createLogger(config.logLevel);
  const loaded = await loadActivations(config);
  findings.push(...loaded.findings);
  const { activations } = loaded;
  const plans = plansOf(activations, config.intervalMs);
  const infos = new MetricInfos(activations);
  const opened = await openSinks(config, path, host, findings, {
    infoOf: infos.of,
    names: () => prometheusNames(plans, logger),
  });
  rejectErrors("The configuration", findings);
  for (const finding of findings) logger.warn({ code: finding.code }, formatFinding(finding));
  return { path, config, logger, activations, plans, infos, opened };
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

interface Joined {
  readonly service: Service;
  /** Opens the address where data comes in; undefined without one. */
  readonly listen: () => Promise<Api | undefined>;
  /** Gives up what was opened, when the service cannot be started. */
  readonly end: () => Promise<void>;
}

async function joinStages(files: Files, host: Host, lock: DataDirLock): Promise<Joined> {
  const { path, config, logger, activations, plans, infos, opened } = files;
  const { clock } = host;
  const sinks = opened.map(({ sink }) => sink);
  const outlet = await openOutlet(config, sinks, host, logger);
  const rules = rulesOf(activations);
  const topology = new InboundTopology(rules);
  const forwarder = new Forwarder(opened.flatMap(({ targets }) => targets));
  const inbound = new Inbound({ outlet, topology, infos, forwarder, settings: config.ingest, clock });
  const kernelDrops = { total: 0 };
  const common = { configPath: path, config, activations, plans, rules, clock, logger };
  const polling = pollingParts({ ...common, kernelDrops });
  const figuresOf = (service: Service) => watchService(service, inbound, kernelDrops, clock);
  let front: Api | undefined;
  const service = new Service({
    devices: plans.flatMap(({ configurationId, devices }) =>
      devices.map(({ id }) => ({ configurationId, deviceId: id })),
    ),
    // What is sent to us has entities of its own; without an address nothing is.
    parts: (events) => (config.listen === undefined ? polling(events) : [...polling(events), topology]),
    rules,
    outlet,
    clock,
    logger,
    jobs: (self) => (config.selfMonitoring ? [selfLinesJob(figuresOf(self), { outlet, clock })] : []),
    onStopping: async () => await front?.close(),
    onStopped: () => lock.release(),
  });
  return {
    service,
    listen: async () => {
      const { listen } = config;
      if (listen === undefined) return undefined;
      const figures = figuresOf(service);
      front = await openFront({ config: { ...config, listen }, service, inbound, figures, clock, logger });
      return front;
    },
    end: async () => {
      await outlet.stop();
      await lock.release();
    },
  };
}

/** @returns what the service knows of itself at each call */
function watchService(
  service: Service,
  { figures }: Inbound,
  kernelDrops: { readonly total: number },
  clock: Clock,
): () => Snapshot {
  const main = watchThread(() => kernelDrops.total);
  return () => selfFigures({ service, inbound: figures, main: main(), clock, process });
}

function shownStart({ path, config, activations }: Files): object {
  const names = activations.map(({ extension: { manifest } }) => `${manifest.name} ${manifest.version}`);
  return {
    version: programVersion(),
    config: path,
    extensions: [...new Set(names)],
    sinks: config.sinks.map(({ name, type }) => `${name} (${type})`),
    dataDir: config.dataDir,
  };
}
