import type { IssuedToken, StoredToken, TokenScope } from "../access/index.ts";
import { readServiceConfig } from "./service-file.ts";
import { openShellAudit } from "./shell-audit.ts";
import { stateFolder } from "./state-folder.ts";
import { createToken, readTokens, revokeToken } from "./token-file.ts";

/** The tokens of a service, as the command line manages them; the service may run or not. */
export interface TokenControl {
  readonly dataDir: string;
  /** Undefined: the service does not listen, and no token is of use before it does. */
  readonly listen: { readonly host: string; readonly port: number } | undefined;
  list(): Promise<readonly StoredToken[]>;
  create(name: string, scopes: readonly TokenScope[], nowMs: number): Promise<IssuedToken>;
  /** @param nameOrId  name or public part */
  revoke(nameOrId: string): Promise<StoredToken>;
}

/** @throws {AppError} when the service configuration has errors */
export async function openTokens(configPath: string): Promise<TokenControl> {
  const { config } = await readServiceConfig(configPath);
  const folder = stateFolder(config.dataDir);
  const audit = openShellAudit(folder);
  return {
    dataDir: config.dataDir,
    listen: config.listen,
    list: () => readTokens(folder),
    create: async (name, scopes, nowMs) => {
      const issued = await createToken(folder, { name, scopes, nowMs });
      await audit("token.create", issued.stored.id, { name, scopes });
      return issued;
    },
    revoke: async (nameOrId) => {
      const revoked = await revokeToken(folder, nameOrId);
      await audit("token.delete", revoked.id, { name: revoked.name });
      return revoked;
    },
  };
}
