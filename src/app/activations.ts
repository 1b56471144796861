import { AppError, withRemedy } from "../base/index.ts";
import {
  CONFIGURATIONS_MAX,
  loadMonitoringConfigurations,
  type MonitoringConfiguration,
  requestedVersions,
  type ServiceConfig,
} from "../config/index.ts";
import type { Manifest } from "../manifest/index.ts";
import {
  type Finding,
  type LoadedExtension,
  loadExtension,
  loadUserMibs,
  type UserMibs,
} from "./extensions.ts";
import { readText } from "./text-file.ts";

/** An extension and one configuration for it, both without errors. */
export interface Activation {
  readonly extension: UsableExtension;
  readonly configuration: MonitoringConfiguration;
}

type UsableExtension = LoadedExtension & { readonly manifest: Manifest };
type ConfigurationFile = ServiceConfig["monitoringConfigurations"][number];

/**
 * Loads every extension and every monitoring configuration the service file names. One that cannot be read is a
 * finding like any other, so that all that is wrong is told at once.
 */
export async function loadActivations(
  config: ServiceConfig,
): Promise<{ readonly activations: readonly Activation[]; readonly findings: readonly Finding[] }> {
  const userMibs = await loadUserMibs(config.mibDirs);
  const findings: Finding[] = [...userMibs.findings];
  const extensions = await loadExtensions(config.extensions, userMibs, findings);
  const activations: Activation[] = [];
  for (const entry of config.monitoringConfigurations) {
    activations.push(
      ...((await orFinding(findings, entry.path, () => loadConfigurations(entry, extensions, findings))) ??
        []),
    );
  }
  return { activations, findings: [...findings, ...tooManyConfigurations(activations, config)] };
}

async function loadExtensions(
  paths: readonly string[],
  userMibs: UserMibs,
  findings: Finding[],
): Promise<UsableExtension[]> {
  const usable: UsableExtension[] = [];
  for (const path of paths) {
    const extension = await orFinding(findings, path, () => loadExtension(path, userMibs));
    if (extension === undefined) continue;
    findings.push(...extension.findings);
    if (extension.manifest !== undefined) usable.push({ ...extension, manifest: extension.manifest });
  }
  return usable;
}

async function loadConfigurations(
  entry: ConfigurationFile,
  extensions: readonly UsableExtension[],
  findings: Finding[],
): Promise<Activation[]> {
  const text = await readText(entry.path, "the monitoring configuration");
  const extension = extensionFor(entry, text, extensions);
  const { manifest } = extension;
  const loaded = loadMonitoringConfigurations(text, { manifest, idPrefix: entry.path });
  findings.push(...loaded.diagnostics.map((diagnostic) => ({ ...diagnostic, file: entry.path })));
  const enabled = (loaded.value ?? []).filter((configuration) => configuration.enabled);
  return enabled.map((configuration) => ({ extension, configuration }));
}

/** Turns what cannot be read into a finding, so that the other files are looked at, too. */
export async function orFinding<T>(
  findings: Finding[],
  file: string,
  load: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    findings.push({
      code: error.code,
      severity: "error",
      path: "",
      line: 1,
      column: 1,
      message: withRemedy(error),
      file,
    });
    return undefined;
  }
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
  entry: ConfigurationFile,
  text: string,
  extensions: readonly UsableExtension[],
): UsableExtension {
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
