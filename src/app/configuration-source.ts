import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Logger } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import { CredentialFiles } from "./credential-files.ts";
import type { Host } from "./host.ts";
import { LiveConfiguration } from "./live/live-configuration.ts";
import { liveSecrets } from "./live/live-secrets.ts";
import { findSecretBox } from "./secret-keys.ts";
import { stateFolder } from "./state-folder.ts";

const LAST_GOOD_CREDENTIALS = "last-good-credentials";

/** What is to be polled, from files: manifests, configurations, credentials. */
export interface ConfigurationSource {
  readonly live: LiveConfiguration;
  /** Undefined without `configDir`. */
  readonly credentials: CredentialFiles | undefined;
}

/**
 * Reads all of it once.
 * @throws {AppError} when the key of the secrets is not usable
 */
export async function openConfiguration(
  config: ServiceConfig,
  { env, clock }: Host,
  logger: Logger,
): Promise<ConfigurationSource> {
  await findSecretBox(config, env);
  const { configDir, dataDir } = config;
  const lastGood = stateFolder(join(dataDir, LAST_GOOD_CREDENTIALS));
  const credentials = configDir === undefined ? undefined : new CredentialFiles({ configDir, lastGood });
  const live = await LiveConfiguration.open({
    config,
    clock,
    logger,
    secrets: liveSecrets(config, env, credentials),
    cores: availableParallelism(),
  });
  return { live, credentials };
}
