import { AppError, Secret, silentLogger, systemClock } from "../base/index.ts";
import type { SecretReader, ServiceConfig } from "../config/index.ts";
import type { Activation } from "./activation.ts";
import { CredentialFiles } from "./credential-files.ts";
import type { Finding } from "./extensions.ts";
import { unreadableFile } from "./live/finding.ts";
import { LiveConfiguration, type LiveOptions } from "./live/live-configuration.ts";
import { liveSecrets } from "./live/live-secrets.ts";
import type { Environment } from "./secret-keys.ts";

export type { Activation } from "./activation.ts";

/**
 * Loads every extension and every monitoring configuration that the service file names and `configDir` holds, once.
 * One that cannot be read is a finding like any other, so that all that is wrong is told at once.
 */
export async function loadActivations(
  config: ServiceConfig,
  env: Environment = {},
): Promise<{ readonly activations: readonly Activation[]; readonly findings: readonly Finding[] }> {
  const { configDir } = config;
  const credentials = configDir === undefined ? undefined : new CredentialFiles({ configDir });
  const live = await once(config, liveSecrets(config, env, credentials));
  return { activations: live.current().activations, findings: live.serviceFindings };
}

/** The devices matter and not how they are spoken to: for commands beside the service, which may not know its keys. */
export async function activationsWithoutSecrets(config: ServiceConfig): Promise<readonly Activation[]> {
  const live = await once(config, () => Promise.resolve({ reader: PLACEHOLDERS, findings: [] }));
  return live.current().activations;
}

const PLACEHOLDERS: SecretReader = {
  read: () => ({ secret: new Secret("placeholder") }),
  credential: () => ({ credentials: { version: "2c", community: new Secret("placeholder") } }),
  credentialNames: [],
};

const once = (config: ServiceConfig, secrets: LiveOptions["secrets"]): Promise<LiveConfiguration> =>
  LiveConfiguration.open({
    config,
    clock: systemClock,
    logger: silentLogger,
    secrets,
    cores: Number.POSITIVE_INFINITY,
    readOnly: true,
  });

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
    findings.push(unreadableFile(file, error));
    return undefined;
  }
}
