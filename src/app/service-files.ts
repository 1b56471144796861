import { createLogger, type Logger } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import { orFinding } from "./activations.ts";
import { type ConfigurationSource, openConfiguration } from "./configuration-source.ts";
import { type Finding, formatFinding, rejectErrors } from "./extensions.ts";
import type { Host } from "./host.ts";
import { ManifestsInForce } from "./live/in-force.ts";
import { MetricInfos } from "./metric-infos.ts";
import { prometheusNames } from "./prometheus-names.ts";
import { readServiceConfig } from "./service-file.ts";
import { polledOf } from "./shard-setup.ts";
import { type OpenedSink, openSink, type SinkSurroundings } from "./sinks.ts";

/** What the service file names, checked. */
export interface ServiceFiles {
  readonly path: string;
  readonly config: ServiceConfig;
  readonly logger: Logger;
  readonly source: ConfigurationSource;
  readonly inForce: ManifestsInForce;
  readonly infos: MetricInfos;
  readonly opened: readonly OpenedSink[];
}

/** Reads all of it. @throws {AppError} with all findings at once */
export async function readServiceFiles(path: string, host: Host): Promise<ServiceFiles> {
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
