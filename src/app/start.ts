import { join } from "node:path";
import { type Clock, createLogger, type Logger, programVersion } from "../base/index.ts";
import type { ServiceConfig, SnmpSettings } from "../config/index.ts";
import type { Delivery } from "../ingest/index.ts";
import { wantedRows } from "../mapping/index.ts";
import { compilePlan, type PollPlan } from "../plan/index.ts";
import { builtinCatalogue, layerCatalogues, type ObjectCatalogue } from "../smi/index.ts";
import { createSnmpOpener, type EngineOptions, type OpenSnmpClient, type SnmpHost } from "../snmp/index.ts";
import { compileTopology } from "../topology/index.ts";
import { type Activation, loadActivations, orFinding } from "./activations.ts";
import { lockDataDir } from "./data-dir.ts";
import { logNotice } from "./engine-notices.ts";
import { type Finding, formatFinding, rejectErrors } from "./extensions.ts";
import type { Host } from "./host.ts";
import { LearnedStore } from "./learned-store.ts";
import { createNameService } from "./names.ts";
import { PacketLogs } from "./packet-log.ts";
import { PACKET_LOG_FOLDER } from "./packet-log-orders.ts";
import { Service } from "./service.ts";
import { readServiceConfig } from "./service-file.ts";
import { openDelivery } from "./sinks.ts";
import { stateFolder } from "./state-folder.ts";

/** Below the data directory. */
const LEARNED_FOLDER = "learned";

/** The SNMP implementation the program works with. */
export function openSnmp(clock: Clock, more: Partial<SnmpHost> = {}): OpenSnmpClient {
  return createSnmpOpener({ clock, ...more });
}

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
  const folder = (name: string) => stateFolder(join(config.dataDir, name));
  const learned = new LearnedStore({ folder: folder(LEARNED_FOLDER), clock, logger });
  const packetLogs = new PacketLogs({
    folder: folder(PACKET_LOG_FOLDER),
    clock,
    logger,
    catalogue: layeredCatalogue(activations),
  });
  const service = new Service({
    plans: plansOf(activations, config.intervalMs),
    rules: compileTopology([...new Set(activations.map(({ extension }) => extension.manifest.topology))]),
    deliveries,
    names: createNameService(clock),
    open: openSnmp(clock, {
      engine: engineOf(config.snmp),
      onNotice: (notice) => logNotice(notice, logger),
      traceOf: packetLogs.traceOf,
    }),
    labelRefreshMs: config.snmp.labelRefreshMs,
    wantedRows,
    learned,
    background: [learned, packetLogs],
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

function plansOf(activations: readonly Activation[], intervalMs: number | undefined): PollPlan[] {
  return activations.map(({ extension, configuration }) =>
    compilePlan(extension.manifest, configuration, { catalogue: extension.catalogue, intervalMs }),
  );
}
