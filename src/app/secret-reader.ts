import { AppError, Secret } from "../base/index.ts";
import type { SecretReader } from "../config/index.ts";
import { CredentialFiles, type NamedCredentials } from "./credential-files.ts";
import { type Environment, findSecretBox, type KeyPlaces } from "./secret-keys.ts";
import { clearTextAlone, type ReadSecret, secretValues } from "./secret-values.ts";

const UNSEEN = new Secret("not read by this command");

/**
 * What monitoring configurations get their secrets from. Made anew for each load: keys, files and variables are
 * read once for it, so that all of a load agree and the next one sees what changed.
 * @param config  undefined: of a command without a service, which knows no named credentials
 * @param credentials  those of a running service; default: what `configDir/credentials` holds now
 * @returns never rejects for a key: what needs it says why it cannot be read
 */
export async function secretReader(
  config: KeyPlaces | undefined,
  env: Environment,
  credentials?: NamedCredentials,
): Promise<SecretReader> {
  const read = await secretReading(config, env);
  return withNames(read, credentials ?? (await credentialsOf(config, read)));
}

/** The part without names: text, variables, files. */
export async function secretReading(config: KeyPlaces | undefined, env: Environment): Promise<ReadSecret> {
  const box = await findSecretBox(config, env).catch((error: unknown) => {
    if (error instanceof AppError) return error;
    throw error;
  });
  return secretValues(box, env);
}

/** For what comes over the network and is used at once: clear text and names, no files, no variables. */
export function apiSecretReader(credentials: NamedCredentials): SecretReader {
  return withNames(clearTextAlone, credentials);
}

function withNames(read: ReadSecret, credentials: NamedCredentials): SecretReader {
  return {
    read,
    credential: (name) => credentials.credential(name),
    credentialNames: credentials.credentialNames,
  };
}

async function credentialsOf(config: KeyPlaces | undefined, read: ReadSecret): Promise<NamedCredentials> {
  if (config === undefined) return OF_NO_SERVICE;
  if (config.configDir === undefined) return NO_CREDENTIALS;
  const files = new CredentialFiles({ configDir: config.configDir });
  await files.look(read);
  return files;
}

export const NO_CREDENTIALS: NamedCredentials = { credential: () => undefined, credentialNames: [] };

const OF_NO_SERVICE: NamedCredentials = {
  credential: () => ({
    problem: "names a credential of a service, which this command does not know",
    remedy: "Write type and secrets instead",
  }),
  credentialNames: [],
};

/** For commands that ask no device: a secret that only the service can read is no fault of the file. */
export const secretsUnseen: SecretReader = {
  read: () => ({ secret: UNSEEN }),
  credential: () => ({ credentials: { version: "2c", community: UNSEEN } }),
  credentialNames: [],
};
