import type { Access } from "../api/index.ts";
import type { Clock, Logger } from "../base/index.ts";
import { AuditFile } from "./audit-file.ts";
import { ensureFirstUser } from "./first-user.ts";
import { stateFolder } from "./state-folder.ts";
import { TokenFile } from "./token-file.ts";
import { watchUserFile } from "./user-file.ts";

/** The access of a service, whose log is to be written to its end before the process exits. */
export interface ServiceAccess extends Access {
  readonly audit: AuditFile;
}

/** Users, tokens and the audit log of a running service, in files of its data directory; makes the first user. */
export async function openAccess(
  dataDir: string,
  options: { readonly clock: Clock; readonly logger: Logger },
): Promise<ServiceAccess> {
  const folder = stateFolder(dataDir, options.clock);
  const users = watchUserFile(folder, options);
  await ensureFirstUser(folder, users, options);
  return {
    users,
    tokens: new TokenFile(folder, options),
    audit: new AuditFile(folder, { ...options, rotates: true }),
  };
}
