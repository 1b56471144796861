import { AppError } from "../base/index.ts";
import { loadMonitoringConfigurations, loadServiceConfig, type ServiceConfig } from "../config/index.ts";
import type { Manifest } from "../manifest/index.ts";
import { readOnce } from "./configuration-source.ts";
import { CredentialFiles } from "./credential-files.ts";
import { type Finding, loadExtension, type UserMibs, unreadable } from "./extensions.ts";
import { liveSecrets } from "./live/live-secrets.ts";
import type { Environment } from "./secret-keys.ts";
import { secretsUnseen } from "./secret-reader.ts";
import { readText } from "./text-file.ts";

/** All findings of one manifest, and of a configuration for it when given; a file that cannot be read is one. */
export async function checkManifest(
  path: string,
  userMibs: UserMibs,
  configPath?: string,
): Promise<readonly Finding[]> {
  try {
    const { manifest, findings } = await loadExtension(path, userMibs);
    if (configPath === undefined || manifest === undefined) return findings;
    return [...findings, ...(await checkConfiguration(configPath, manifest))];
  } catch (error) {
    return [asFinding("M001", path, error)];
  }
}

/** What was checked, and all there is to say of it. */
export interface ServiceCheck {
  readonly files: number;
  readonly findings: readonly Finding[];
}

/**
 * Checks everything a service would load: its file, extensions, monitoring configurations, credentials, MIB files.
 * @param env  of the service: secrets are read as it would read them
 * @returns a service file with errors is all that is told of
 */
export async function checkService(path: string, env: Environment): Promise<ServiceCheck> {
  const loaded = await loadFile(path);
  if (loaded.config === undefined) return { files: 1, findings: loaded.findings };
  const { config } = loaded;
  const { configDir } = config;
  const credentials = configDir === undefined ? undefined : new CredentialFiles({ configDir });
  const live = await readOnce(config, liveSecrets(config, env, credentials));
  return { files: 1 + live.fileCount, findings: [...loaded.findings, ...live.findings] };
}

async function loadFile(
  path: string,
): Promise<{ readonly config: ServiceConfig | undefined; readonly findings: readonly Finding[] }> {
  try {
    const text = await readText(path, "the service configuration", "command line");
    const { value: config, diagnostics } = loadServiceConfig(text, { file: path });
    return { config, findings: diagnostics.map((diagnostic) => ({ ...diagnostic, file: path })) };
  } catch (error) {
    return { config: undefined, findings: [asFinding("C001", path, error)] };
  }
}

async function checkConfiguration(path: string, manifest: Manifest): Promise<Finding[]> {
  try {
    const text = await readText(path, "the monitoring configuration", "command line");
    const { diagnostics } = loadMonitoringConfigurations(text, {
      manifest,
      idPrefix: path,
      file: path,
      secrets: secretsUnseen,
    });
    return diagnostics.map((diagnostic) => ({ ...diagnostic, file: path }));
  } catch (error) {
    return [asFinding("C001", path, error)];
  }
}

function asFinding(code: string, file: string, error: unknown): Finding {
  if (error instanceof AppError) return unreadable(code, file, error);
  throw error;
}
