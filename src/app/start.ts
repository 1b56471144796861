import { type Clock, createLogger, type Logger, programVersion } from "../base/index.ts";
import { loadServiceConfig, type ServiceConfig } from "../config/index.ts";
import type { Delivery } from "../ingest/index.ts";
import { compilePlan, type PollPlan } from "../plan/index.ts";
import { createSnmpOpener, type OpenSnmpClient } from "../snmp/index.ts";
import { compileTopology } from "../topology/index.ts";
import { type Activation, loadActivations, orFinding } from "./activations.ts";
import { lockDataDir } from "./data-dir.ts";
import { type Finding, formatFinding, rejectErrors } from "./extensions.ts";
import type { Host } from "./host.ts";
import { createNameService } from "./names.ts";
import { Service } from "./service.ts";
import { openDelivery } from "./sinks.ts";
import { readText } from "./text-file.ts";

/** The SNMP implementation the program works with. */
export function openSnmp(clock: Clock): OpenSnmpClient {
  return createSnmpOpener({ clock });
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
  const service = new Service({
    plans: plansOf(activations, config.intervalMs),
    rules: compileTopology([...new Set(activations.map(({ extension }) => extension.manifest.topology))]),
    deliveries,
    names: createNameService(host.clock),
    open: openSnmp(host.clock),
    clock: host.clock,
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

async function readServiceConfig(
  path: string,
): Promise<{ readonly config: ServiceConfig; readonly findings: Finding[] }> {
  const text = await readText(path, "the service configuration", "command line");
  const loaded = loadServiceConfig(text, { file: path });
  const findings = loaded.diagnostics.map((diagnostic) => ({ ...diagnostic, file: path }));
  rejectErrors("The service configuration", findings);
  return { config: loaded.value!, findings };
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

function plansOf(activations: readonly Activation[], intervalMs: number | undefined): PollPlan[] {
  return activations.map(({ extension, configuration }) =>
    compilePlan(extension.manifest, configuration, { catalogue: extension.catalogue, intervalMs }),
  );
}
