import { AppError, Secret } from "../base/index.ts";
import type { SecretReader, ServiceConfig } from "../config/index.ts";
import type { Activation } from "./activation.ts";
import { readOnce } from "./configuration-source.ts";
import type { Finding } from "./extensions.ts";
import { unreadableFile } from "./live/finding.ts";

export type { Activation } from "./activation.ts";

/** The devices matter and not how they are spoken to: for commands beside the service, which may not know its keys. */
export async function activationsWithoutSecrets(config: ServiceConfig): Promise<readonly Activation[]> {
  const live = await readOnce(config, () => Promise.resolve({ reader: PLACEHOLDERS, findings: [] }));
  return live.current().activations;
}

const PLACEHOLDERS: SecretReader = {
  read: () => ({ secret: new Secret("placeholder") }),
  credential: () => ({ credentials: { version: "2c", community: new Secret("placeholder") } }),
  credentialNames: [],
};

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
