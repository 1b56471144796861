import type { CredentialFiles } from "../credential-files.ts";
import type { Environment, KeyPlaces } from "../secret-keys.ts";
import { secretReader, secretReading } from "../secret-reader.ts";
import type { LiveOptions } from "./live-configuration.ts";

/** Reads keys, variables and the files of named credentials anew whenever configurations are read. */
export function liveSecrets(
  config: KeyPlaces,
  env: Environment,
  credentials: CredentialFiles | undefined,
): LiveOptions["secrets"] {
  return async () => {
    await credentials?.look(await secretReading(config, env));
    return {
      reader: await secretReader(config, env, credentials),
      findings: credentials?.findings ?? [],
    };
  };
}
