import type { Api, Snapshot } from "../api/index.ts";
import { type Clock, type Logger, programVersion } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import type { LineBatch } from "../ingest/index.ts";
import type { PollPlan } from "../plan/index.ts";
import type { Store, StoreFigures } from "../store/index.ts";
import { DeviceEntities } from "./device-entity.ts";
import { type Disk, openDisk, roomFor, takeLines } from "./disk.ts";
import { Forwarder } from "./forwarder.ts";
import type { Host } from "./host.ts";
import { Inbound } from "./inbound.ts";
import { configurationEvents } from "./live/configuration-events.ts";
import { ConfigurationWatch } from "./live/watch.ts";
import { LiveEvents } from "./live-events.ts";
import { openApi } from "./open-api.ts";
import { pollingParts } from "./polling.ts";
import { selfFigures } from "./self-figures.ts";
import { selfLinesJob } from "./self-lines.ts";
import { Service } from "./service.ts";
import { readServiceFiles, type ServiceFiles } from "./service-files.ts";
import { polledOf } from "./shard-setup.ts";
import { storeTarget } from "./signal-targets.ts";
import { statusTeller } from "./status-events.ts";
import { watchThread } from "./thread-figures.ts";

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
  const files = await readServiceFiles(configPath, host);
  const disk = await openDisk(files, host);
  try {
    const { service, listen } = joinStages(files, disk, host);
    const front = await listen();
    const reached = { listen: front?.url, ui: front && `${front.url}/ui/` };
    files.logger.info({ ...shownStart(files), ...reached }, "snmpgate starts");
    return { service, logger: files.logger, url: front?.url, storeFigures: () => disk.store.figures() };
  } catch (error) {
    await disk.outlet.stop();
    await disk.store.close();
    await disk.lock.release();
    throw error;
  }
}

interface Joined {
  readonly service: Service;
  /** Opens the address where data comes in and the API answers; undefined without one. */
  readonly listen: () => Promise<Api | undefined>;
}

function joinStages(files: ServiceFiles, disk: Disk, host: Host): Joined {
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
  const deviceEntities = deviceEntitiesOf(files, disk, host, (id) => service.plans().get(id));
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
      entityOf: (device) => deviceEntities.of(device),
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
      front = await openApi(files, disk, {
        service,
        inbound,
        figures: figuresOf(service),
        statusFigures: figuresOf(service),
        live,
        deviceEntities,
        host,
      });
      return front;
    },
  };
}

function deviceEntitiesOf(
  { inForce }: ServiceFiles,
  { store }: Disk,
  { clock }: Host,
  planOf: (configurationId: string) => PollPlan | undefined,
): DeviceEntities {
  return new DeviceEntities({
    store: store.entities,
    planOf,
    rules: () => inForce.rules(),
    ownTypes: ({ name, version }) => {
      const own = inForce.manifests().find((one) => one.name === name && one.version === version);
      return new Set(own?.topology.types.map((type) => type.name.toLowerCase()));
    },
    clock,
  });
}

const storeTargets = ({ store: { enabled } }: ServiceConfig, store: Store) =>
  enabled ? [storeTarget(store.events, store.entities)] : [];

/** What changes in the files is polled, described and told from then on. */
function followConfiguration(
  { config, logger, infos, inForce, source }: ServiceFiles,
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

function shownStart({ path, config, source }: ServiceFiles): object {
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
