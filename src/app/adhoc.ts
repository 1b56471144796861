import { AppError, isRecord } from "../base/index.ts";
import {
  featureSetsOf,
  loadMonitoringConfigurations,
  type MonitoringConfiguration,
  type SecretReader,
} from "../config/index.ts";
import type { Manifest } from "../manifest/index.ts";
import { compilePlan, type PollPlan } from "../plan/index.ts";
import type { ObjectCatalogue } from "../smi/index.ts";
import { parseSource } from "../source/index.ts";
import { compileTopology, type TopologyRules } from "../topology/index.ts";
import { COMMAND_LINE, type Finding, loadExtension, loadUserMibs } from "./extensions.ts";
import { secretReader } from "./secret-reader.ts";
import { readText } from "./text-file.ts";

/** A device as the command line names it; becomes one entry of an activation JSON. */
export interface AdHocDevice {
  readonly host: string;
  readonly port: number;
  /** As in the activation JSON: `type`, `community`, `userName`, … */
  readonly authentication: Readonly<Record<string, string>>;
  /** As in the activation JSON: `timeoutSecs`, `retries`, … */
  readonly advanced: Readonly<Record<string, number | boolean>>;
}

export interface AdHocRequest {
  readonly manifest: string;
  /** Path of an activation JSON; else `devices` are polled. */
  readonly config: string | undefined;
  readonly devices: readonly AdHocDevice[];
  /** Replace those of the configuration when given. */
  readonly featureSets: readonly string[] | undefined;
  readonly vars: Readonly<Record<string, string>>;
  readonly mibDirs: readonly string[];
  /** Polls all groups at this interval. */
  readonly intervalMs: number | undefined;
  /** What secrets of the configuration are read with. Default: clear text and files alone. */
  readonly secrets?: SecretReader | undefined;
}

export interface AdHocPlan {
  readonly manifest: Manifest;
  readonly catalogue: ObjectCatalogue;
  readonly plans: readonly PollPlan[];
  readonly rules: TopologyRules;
  readonly findings: readonly Finding[];
  /** Feature sets the manifest has and no configuration chose. */
  readonly unusedFeatureSets: readonly string[];
}

/**
 * Loads a manifest and what to poll with it, for one-off commands.
 * @returns findings alone when one of them is an error
 */
export async function prepareAdHoc(
  request: AdHocRequest,
): Promise<{ readonly ready: AdHocPlan | undefined; readonly findings: readonly Finding[] }> {
  const userMibs = await loadUserMibs(request.mibDirs);
  const extension = await loadExtension(request.manifest, userMibs);
  const findings: Finding[] = [...userMibs.findings, ...extension.findings];
  const { manifest, catalogue } = extension;
  if (manifest === undefined) return { ready: undefined, findings };
  const rules = compileTopology([manifest.topology]);
  // An extension for traps alone: there is nothing to ask the devices of the command line.
  if (manifest.snmp.length === 0 && request.config === undefined) {
    return { ready: { manifest, catalogue, plans: [], rules, findings, unusedFeatureSets: [] }, findings };
  }
  const file = request.config ?? COMMAND_LINE;
  const loaded = loadMonitoringConfigurations(await configurationText(request, manifest), {
    manifest,
    idPrefix: request.config ?? "adhoc",
    ...(request.config === undefined ? {} : { file: request.config }),
    secrets: request.secrets ?? (await secretReader(undefined, {})),
  });
  findings.push(...loaded.diagnostics.map((diagnostic) => ({ ...diagnostic, file })));
  if (findings.some((finding) => finding.severity === "error")) return { ready: undefined, findings };
  const enabled = (loaded.value ?? []).filter((configuration) => configuration.enabled);
  const plans = enabled.map((configuration) =>
    compilePlan(manifest, configuration, { catalogue, intervalMs: request.intervalMs }),
  );
  const unusedFeatureSets = unused(manifest, enabled);
  return { ready: { manifest, catalogue, plans, rules, findings, unusedFeatureSets }, findings };
}

function unused(manifest: Manifest, configurations: readonly MonitoringConfiguration[]): string[] {
  const chosen = new Set(configurations.flatMap((configuration) => configuration.featureSets));
  return chosen.has("all")
    ? []
    : featureSetsOf(manifest)
        .map(({ name }) => name)
        .filter((name) => !chosen.has(name));
}

/** One way in: devices of the command line are written as an activation JSON and checked like any other. */
async function configurationText(request: AdHocRequest, manifest: Manifest): Promise<string> {
  if (request.config === undefined) {
    return JSON.stringify([
      {
        scope: "ag_group-default",
        value: {
          version: manifest.version,
          description: "command line",
          featureSets: request.featureSets ?? [],
          vars: request.vars,
          snmp: {
            devices: request.devices.map(({ host, ...device }) => ({ ip: host, ...device })),
          },
        },
      },
    ]);
  }
  const text = await readText(request.config, "the monitoring configuration", "command line");
  const overridden = request.featureSets !== undefined || Object.keys(request.vars).length > 0;
  return overridden ? override(text, request) : text;
}

function override(text: string, request: AdHocRequest): string {
  let elements: unknown;
  try {
    elements = JSON.parse(text);
  } catch (cause) {
    if (!parseSource(text).ok) return text; // the loader names the place
    const message =
      "--feature-sets and --var change a configuration in plain JSON alone, and this one is not.";
    throw new AppError("app.override-needs-json", message, {
      remedy: `Change featureSets and vars in ${request.config} instead.`,
      cause,
    });
  }
  for (const element of Array.isArray(elements) ? elements : [elements]) {
    const value: unknown = isRecord(element) ? element["value"] : undefined;
    if (!isRecord(value)) continue;
    if (request.featureSets !== undefined) value["featureSets"] = request.featureSets;
    value["vars"] = { ...(isRecord(value["vars"]) ? value["vars"] : {}), ...request.vars };
  }
  return JSON.stringify(elements, undefined, 2);
}
