import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Logger, silentLogger, systemClock } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import { CredentialFiles } from "./credential-files.ts";
import type { Host } from "./host.ts";
import { LAST_GOOD_FOLDER } from "./live/last-good.ts";
import { removeLeftovers, removeStateLeftovers } from "./live/leftovers.ts";
import { LiveConfiguration, type LiveOptions } from "./live/live-configuration.ts";
import { liveSecrets } from "./live/live-secrets.ts";
import { sealing } from "./live/sealing.ts";
import { findSecretBox } from "./secret-keys.ts";
import { stateFolder } from "./state-folder.ts";

/** Below the folder of what was last good, whose secrets a rotation encrypts anew. */
const LAST_GOOD_CREDENTIALS = "credentials";

/** What is to be polled, from files: manifests, configurations, credentials. */
export interface ConfigurationSource {
  readonly live: LiveConfiguration;
  /** Undefined without `configDir`. */
  readonly credentials: CredentialFiles | undefined;
}

/**
 * Reads all of it once, and takes away what writes that were killed left.
 * @throws {AppError} when the key of the secrets is not usable
 */
export async function openConfiguration(
  config: ServiceConfig,
  { env, clock }: Host,
  logger: Logger,
): Promise<ConfigurationSource> {
  await findSecretBox(config, env);
  const { configDir, dataDir } = config;
  if (configDir !== undefined) await removeLeftovers(configDir, clock);
  await removeStateLeftovers(dataDir, clock);
  const lastGood = stateFolder(join(dataDir, LAST_GOOD_FOLDER, LAST_GOOD_CREDENTIALS));
  const credentials = configDir === undefined ? undefined : new CredentialFiles({ configDir, lastGood });
  const live = await LiveConfiguration.open({
    config,
    clock,
    logger,
    secrets: liveSecrets(config, env, credentials),
    seal: sealing(() => findSecretBox(config, env)),
    cores: availableParallelism(),
  });
  return { live, credentials };
}

/** Reads all of it once, beside a service that may run: nothing is written. */
export const readOnce = (
  config: ServiceConfig,
  secrets: LiveOptions["secrets"],
): Promise<LiveConfiguration> =>
  LiveConfiguration.open({
    config,
    clock: systemClock,
    logger: silentLogger,
    secrets,
    seal: (_, content) => Promise.resolve(content),
    cores: Number.POSITIVE_INFINITY,
    readOnly: true,
  });
