import type { ConfigurationSummary } from "../../api/contract/index.ts";

/** Who uses a credential. */
export interface CredentialUse {
  readonly extension: string;
  readonly objectId: string;
  readonly description: string;
  readonly devices: number;
}
export type CredentialUses = ReadonlyMap<string, readonly CredentialUse[]>;

/** By the name of the credential. */
export function usesOf(configurations: readonly ConfigurationSummary[]): CredentialUses {
  const uses = new Map<string, CredentialUse[]>();
  for (const { extension, objectId, description, credentials } of configurations) {
    for (const [name, devices] of Object.entries(credentials)) {
      if (name === "") continue;
      const use = { extension, objectId, description: description || objectId, devices };
      uses.set(name, [...(uses.get(name) ?? []), use]);
    }
  }
  return uses;
}
