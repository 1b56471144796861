import { join } from "node:path";
import type { Api, Snapshot } from "../api/index.ts";
import { type Clock, createLogger, type Logger, programVersion } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import type { LineBatch, Outlet } from "../ingest/index.ts";
import { Store, type StoreFigures } from "../store/index.ts";
import { orFinding } from "./activations.ts";
import { apiPorts } from "./api-ports.ts";
import { type ConfigurationSource, openConfiguration } from "./configuration-source.ts";
import { type DataDirLock, lockIfWritable } from "./data-dir.ts";
import { type Finding, formatFinding, rejectErrors } from "./extensions.ts";
import { Forwarder } from "./forwarder.ts";
import { openFront } from "./front.ts";
import type { Host } from "./host.ts";
import { Inbound } from "./inbound.ts";
import { configurationEvents } from "./live/configuration-events.ts";
import { ManifestsInForce } from "./live/in-force.ts";
import { ConfigurationWatch } from "./live/watch.ts";
import { LiveEvents } from "./live-events.ts";
import { MetricInfos } from "./metric-infos.ts";
import { openAccess } from "./open-access.ts";
import { openOutlet } from "./outlet.ts";
import { pollingParts } from "./polling.ts";
import { prometheusNames } from "./prometheus-names.ts";
import { selfFigures } from "./self-figures.ts";
import { selfLinesJob } from "./self-lines.ts";
import { Service } from "./service.ts";
import { readServiceConfig } from "./service-file.ts";
import { polledOf } from "./shard-setup.ts";
import { storeTarget } from "./signal-targets.ts";
import { type OpenedSink, openSink, type SinkSurroundings } from "./sinks.ts";
import { statusTeller } from "./status-events.ts";
import { watchThread } from "./thread-figures.ts";
import { Warnings } from "./warnings.ts";

/** Below the data directory. */
const STORE_FOLDER = "store";

/** A service that is ready to start. */
export interface CreatedService {
  readonly service: Service;
  readonly logger: Logger;
  /** Where it listens; undefined when it does not. */
  readonly url: string | undefined;
  /** What the store holds. */
  readonly storeFigures: () => StoreFigures;
}

/**
 * Reads everything the service file names, checks it as a whole and joins the stages. Takes data in from now on where
 * it listens; polls and sends nothing yet.
 * @throws {AppError} with all findings at once
 */
export async function createService(configPath: string, host: Host): Promise<CreatedService> {
  const files = await readFiles(configPath, host);
  const disk = await openDisk(files, host);
  try {
    const { service, listen } = joinStages(files, disk, host);
    const front = await listen();
    files.logger.info({ ...shownStart(files), listen: front?.url }, "snmpgate starts");
    return { service, logger: files.logger, url: front?.url, storeFigures: () => disk.store.figures() };
  } catch (error) {
    await disk.outlet.stop();
    await disk.store.close();
    await disk.lock.release();
    throw error;
  }
}

/** What the service file names, checked. */
interface Files {
  readonly path: string;
  readonly config: ServiceConfig;
  readonly logger: Logger;
  readonly source: ConfigurationSource;
  readonly inForce: ManifestsInForce;
  readonly infos: MetricInfos;
  readonly opened: readonly OpenedSink[];
}

async function readFiles(path: string, host: Host): Promise<Files> {
  const { config, findings } = await readServiceConfig(path);
  const logger = createLogger(config.logLevel);
  const source = await openConfiguration(config, host, logger);
  const { live } = source;
  findings.push(...live.serviceFindings);
  const { activations, problems } = live.current();
  const infos = new MetricInfos(activations);
  const opened = await openSinks(config, path, host, findings, {
    infoOf: infos.of,
    names: () => prometheusNames(polledOf(activations, config.intervalMs).plans, logger),
  });
  rejectErrors("The configuration", findings);
  // What is wrong in configDir keeps nothing else from running.
  const all = new Map([...findings, ...problems].map((finding) => [formatFinding(finding), finding]));
  for (const [text, { code }] of all) logger.warn({ code }, text);
  return { path, config, logger, source, inForce: new ManifestsInForce(live), infos, opened };
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

/** What keeps state in the data directory. */
interface Disk {
  readonly lock: DataDirLock;
  readonly store: Store;
  readonly outlet: Outlet;
}

async function openDisk({ config, logger, inForce, opened }: Files, host: Host): Promise<Disk> {
  const { clock, random } = host;
  const lock = await lockIfWritable(config.dataDir, logger);
  try {
    const store = await Store.open({
      folder: join(config.dataDir, STORE_FOLDER),
      settings: config.store,
      rules: inForce.rules(),
      clock,
      random,
      logger,
    });
    const sinks = opened.map(({ sink }) => sink);
    return { lock, store, outlet: await openOutlet(config, sinks, host, logger) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Joined {
  readonly service: Service;
  /** Opens the address where data comes in and the API answers; undefined without one. */
  readonly listen: () => Promise<Api | undefined>;
}

function joinStages(files: Files, disk: Disk, host: Host): Joined {
  const { config, logger, infos, opened, source } = files;
  const { store, outlet, lock } = disk;
  const { clock } = host;
  const live = new LiveEvents(logger);
  const lines = { append: (batch: LineBatch) => takeLines(batch, disk) };
  const forwarder = new Forwarder([
    ...opened.flatMap(({ targets }) => targets),
    ...storeTargets(config, store),
  ]);
  const inbound = new Inbound({ lines, outlet, infos, forwarder, settings: config.ingest, clock });
  const kernelDrops = { total: 0 };
  const polled = polledOf(source.live.current().activations, config.intervalMs);
  const devices = polled.plans.reduce((sum, plan) => sum + plan.devices.length, 0);
  const { parts, onDevices } = pollingParts({
    config,
    devices,
    infos,
    room: () => roomFor(disk),
    clock,
    logger,
    kernelDrops,
  });
  const figuresOf = (service: Service) => watchService(service, inbound, kernelDrops, clock);
  const watch = new ConfigurationWatch(source.live, { config, clock, logger });
  let front: Api | undefined;
  const service: Service = new Service({
    polled,
    parts,
    takeLines: lines.append,
    outlet,
    topology: () => ({
      entities: [...store.entities.entities()],
      relationships: store.entities.relationships(),
    }),
    onEvent: statusTeller({
      events: store.events,
      live,
      extensionOf: (id) => service.plans().get(id)?.extension.name ?? "",
      clock,
    }),
    onDevices,
    clock,
    logger,
    jobs: (self) => {
      watch.start();
      return config.selfMonitoring ? [selfLinesJob(figuresOf(self), { outlet: lines, clock })] : [];
    },
    onStopping: async () => {
      await front?.close();
      await watch.stop();
    },
    onStopped: async () => {
      await store.close();
      await lock.release();
    },
  });
  followConfiguration(files, disk, { service, live });
  return {
    service,
    listen: async () => {
      front = await listenWith(files, disk, { service, inbound, figures: figuresOf(service), live, host });
      return front;
    },
  };
}

/** The one way of a line out of the service: to the log, from which the sinks have it, and to the store. */
function takeLines(batch: LineBatch, { outlet, store }: Disk): void {
  outlet.append(batch);
  store.append(batch);
}

/**
 * Lines on their way to a disk that works. Polls wait beyond, and ticks that are left out are named; what is on its way
 * from the polling threads by then fits into the memory of the queue.
 */
const UNWRITTEN_MAX_BYTES = 16_000_000;

/** While disk or store are behind, who polls waits. A disk that takes nothing at all is no reason to stop polling. */
function roomFor({ outlet, store }: Disk): Promise<void> | undefined {
  const { fault, unwrittenBytes } = outlet.health();
  if (fault === undefined && unwrittenBytes > UNWRITTEN_MAX_BYTES) return outlet.written();
  return store.room();
}

const storeTargets = ({ store: { enabled } }: ServiceConfig, store: Store) =>
  enabled ? [storeTarget(store.events)] : [];

/** What changes in the files is polled, described and told from then on. */
function followConfiguration(
  { config, logger, infos, inForce, source }: Files,
  { store }: Disk,
  { service, live }: { readonly service: Service; readonly live: LiveEvents },
): void {
  source.live.onChange((set, previous) => {
    infos.declare(set.activations);
    store.setRules(inForce.rules());
    service.apply(polledOf(set.activations, config.intervalMs)).catch((error: unknown) => {
      logger.error(
        { err: error },
        "a change of the configuration could not be made, for a reason that is our bug",
      );
    });
    for (const event of configurationEvents(set, previous, source.live.elements)) live.publish(event);
  });
}

interface ListenOptions {
  readonly service: Service;
  readonly inbound: Inbound;
  readonly figures: () => Snapshot;
  readonly live: LiveEvents;
  readonly host: Host;
}

async function listenWith(
  files: Files,
  { store, outlet }: Disk,
  { service, inbound, figures, live, host }: ListenOptions,
): Promise<Api | undefined> {
  const { config, logger, source, infos, inForce } = files;
  const { clock } = host;
  const { listen } = config;
  if (listen === undefined) return undefined;
  const access = await openAccess(config.dataDir, { clock, logger });
  const warnings = new Warnings(
    {
      problems: () => source.live.current().problems,
      sinks: () => outlet.sinks(),
      queue: () => outlet.health(),
      store: () => ({ figures: store.figures(), limits: store.metrics.warnings() }),
    },
    clock,
  );
  const startedAtMs = clock.wallMs();
  const common = { config, service, infos, host, logger, access };
  const ports = apiPorts({ ...common, source, inForce, store, live, warnings, startedAtMs });
  return await openFront({
    config: { ...config, listen },
    service,
    inbound,
    figures,
    ports,
    access,
    clock,
    logger,
  });
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

function shownStart({ path, config, source }: Files): object {
  const names = source.live
    .current()
    .activations.map(({ extension: { manifest } }) => `${manifest.name} ${manifest.version}`);
  return {
    version: programVersion(),
    config: path,
    extensions: [...new Set(names)],
    sinks: config.sinks.map(({ name, type }) => `${name} (${type})`),
    dataDir: config.dataDir,
  };
}
