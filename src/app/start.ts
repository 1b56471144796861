import { readFile } from "node:fs/promises";
import { AppError, type Clock, createLogger, type Logger, messageOf, type Random } from "../base/index.ts";
import {
  CONFIGURATIONS_MAX,
  loadMonitoringConfigurations,
  loadServiceConfig,
  type MonitoringConfiguration,
  requestedVersions,
  type ServiceConfig,
  type SinkConfig,
} from "../config/index.ts";
import {
  createDelivery,
  createDynatraceSink,
  createLinesSink,
  type Delivery,
  type Sink,
} from "../ingest/index.ts";
import type { Manifest } from "../manifest/index.ts";
import { compilePlan, type PollPlan } from "../plan/index.ts";
import { createNetSnmpOpener, type OpenSnmpClient } from "../snmp/index.ts";
import { compileTopology } from "../topology/index.ts";
import {
  type Finding,
  formatFinding,
  type LoadedExtension,
  loadExtension,
  loadUserMibs,
  rejectErrors,
} from "./extensions.ts";
import { createNameService } from "./names.ts";
import { resolveSecret } from "./secrets.ts";
import { Service } from "./service.ts";

/** The SNMP implementation the program works with. */
export function openSnmp(clock: Clock): OpenSnmpClient {
  return createNetSnmpOpener({ clock });
}

/** What the host gives: the only things the composition takes from outside its files. */
export interface Host {
  readonly clock: Clock;
  readonly random: Random;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: NodeJS.WritableStream;
}

/** An extension and one configuration for it, both without errors. */
export interface Activation {
  readonly extension: LoadedExtension & { readonly manifest: Manifest };
  readonly configuration: MonitoringConfiguration;
}

/**
 * Reads everything the service file names, checks it as a whole and joins the stages. Sends nothing yet.
 * @throws {AppError} with all findings at once
 */
export async function createService(
  configPath: string,
  host: Host,
): Promise<{ readonly service: Service; readonly logger: Logger; readonly config: ServiceConfig }> {
  const config = await readServiceConfig(configPath);
  const logger = createLogger(config.logLevel);
  const { activations, findings } = await loadActivations(config);
  rejectErrors("The configuration", findings);
  for (const finding of findings) logger.warn({ code: finding.code }, formatFinding(finding));
  const plans = plansOf(activations, config.intervalMs);
  const deliveries = await Promise.all(config.sinks.map((sink) => openDelivery(sink, host, logger)));
  const service = new Service({
    plans,
    rules: compileTopology([...new Set(activations.map(({ extension }) => extension.manifest.topology))]),
    deliveries,
    names: createNameService(host.clock),
    open: openSnmp(host.clock),
    clock: host.clock,
    logger,
  });
  return { service, logger, config };
}

async function readServiceConfig(path: string): Promise<ServiceConfig> {
  const loaded = loadServiceConfig(await readText(path, "the service configuration"), { file: path });
  const findings = loaded.diagnostics.map((diagnostic) => ({ ...diagnostic, file: path }));
  rejectErrors("The service configuration", findings);
  return loaded.value!;
}

/** Loads every extension and every monitoring configuration the service file names. */
export async function loadActivations(
  config: ServiceConfig,
): Promise<{ readonly activations: readonly Activation[]; readonly findings: readonly Finding[] }> {
  const userMibs = await loadUserMibs(config.mibDirs);
  const findings: Finding[] = [...userMibs.findings];
  const extensions = await Promise.all(config.extensions.map((path) => loadExtension(path, userMibs)));
  for (const extension of extensions) findings.push(...extension.findings);
  const usable = extensions.flatMap((extension) =>
    extension.manifest === undefined ? [] : [{ ...extension, manifest: extension.manifest }],
  );
  const activations: Activation[] = [];
  for (const entry of config.monitoringConfigurations) {
    const text = await readText(entry.path, "the monitoring configuration");
    const extension = extensionFor(entry, text, usable);
    const loaded = loadMonitoringConfigurations(text, {
      manifest: extension.manifest,
      idPrefix: entry.path,
      file: entry.path,
    });
    findings.push(...loaded.diagnostics.map((diagnostic) => ({ ...diagnostic, file: entry.path })));
    for (const configuration of loaded.value ?? []) {
      if (configuration.enabled) activations.push({ extension, configuration });
    }
  }
  return { activations, findings: [...findings, ...tooManyConfigurations(activations, config)] };
}

/** Each file was held to the limit by its loader; several files for one extension count together (C008). */
function tooManyConfigurations(activations: readonly Activation[], config: ServiceConfig): Finding[] {
  return config.extensions.flatMap((path) => {
    const own = activations.filter(({ extension }) => extension.path === path).length;
    if (own <= CONFIGURATIONS_MAX) return [];
    const message = `${own} configurations for one extension; allowed are ${CONFIGURATIONS_MAX}. Put more devices into fewer configurations`;
    return [{ code: "C008", severity: "error", path: "", line: 1, column: 1, message, file: path }];
  });
}

/** The activation JSON names a version but no extension: the service file says which, or only one can be meant. */
function extensionFor(
  entry: ServiceConfig["monitoringConfigurations"][number],
  text: string,
  extensions: readonly Activation["extension"][],
): Activation["extension"] {
  const named = extensions.filter(({ manifest }) => manifest.name === entry.extension);
  const candidates = entry.extension === undefined ? extensions : named;
  if (candidates.length === 1) return candidates[0]!;
  const versions = requestedVersions(text);
  const byVersion = candidates.filter(({ manifest }) => versions.includes(manifest.version));
  if (byVersion.length === 1) return byVersion[0]!;
  const known = extensions.map(({ manifest }) => `${manifest.name} ${manifest.version}`).join(", ") || "none";
  throw new AppError(
    "app.extension-unclear",
    entry.extension === undefined
      ? `${entry.path}: it is not clear which extension this configuration is for (loaded: ${known}).`
      : `${entry.path}: the extension ${entry.extension} is not loaded (loaded: ${known}).`,
    { remedy: `Write { path: ${entry.path}, extension: <name> } below monitoringConfigurations.` },
  );
}

function plansOf(activations: readonly Activation[], intervalMs: number | undefined): PollPlan[] {
  return activations.map(({ extension, configuration }) =>
    compilePlan(extension.manifest, configuration, { catalogue: extension.catalogue, intervalMs }),
  );
}

async function openDelivery(config: SinkConfig, host: Host, logger: Logger): Promise<Delivery> {
  const sink = await openSink(config, host);
  return createDelivery({ sink, clock: host.clock, random: host.random, logger, queue: queueOf(config) });
}

async function openSink(config: SinkConfig, host: Host): Promise<Sink> {
  switch (config.type) {
    case "lines":
      return createLinesSink({
        name: config.name,
        path: config.path === "-" ? undefined : config.path,
        stdout: host.stdout,
      });
    case "dynatrace": {
      const { name, url, token, caFile, proxy, timeoutMs, insecureSkipVerify } = config;
      return createDynatraceSink({
        name,
        ingestUrl: url,
        token: token === undefined ? undefined : await resolveSecret(token, `sink ${name}`, host.env),
        ca: caFile === undefined ? undefined : await readText(caFile, `the CA file of sink ${name}`),
        proxy,
        timeoutMs: timeoutMs ?? REQUEST_TIMEOUT_MS,
        insecureSkipVerify,
        clock: host.clock,
      });
    }
  }
}

function queueOf(config: SinkConfig): { maxLines: number; maxBytes: number } {
  const maxLines = (config.type === "dynatrace" ? config.maxQueueLines : undefined) ?? QUEUE_LINES_MAX;
  return { maxLines, maxBytes: maxLines * QUEUE_BYTES_PER_LINE };
}

/** A tenant answers in well under a second; an ActiveGate under load may take longer. */
const REQUEST_TIMEOUT_MS = 30_000;
/** About an hour of 100 switches with 20 ports; the durable queue will hold more. */
const QUEUE_LINES_MAX = 1_000_000;
/** A line of an interface with 16 dimensions has about 450 bytes (spec 6 §5). */
const QUEUE_BYTES_PER_LINE = 500;

export async function readText(path: string, what: string): Promise<string> {
  return readFile(path, "utf8").catch((cause: unknown) => {
    throw new AppError("app.unreadable", `${what} cannot be read: ${messageOf(cause)}.`, {
      remedy: "Check the path; relative paths count from the folder of the file that names them.",
      cause,
    });
  });
}
