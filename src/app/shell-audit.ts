import { userInfo } from "node:os";
import type { AuditDetail } from "../access/index.ts";
import { silentLogger, systemClock } from "../base/index.ts";
import { AuditFile } from "./audit-file.ts";
import type { StateFolder } from "./state-folder.ts";

/** Writes to the audit log what a command changed. Who has a shell here owns the file anyway, so it never fails. */
export type ShellAudit = (
  action: string,
  object: string,
  details?: Readonly<Record<string, AuditDetail>>,
) => Promise<void>;

export function openShellAudit(folder: StateFolder): ShellAudit {
  const file = new AuditFile(folder, { clock: systemClock, logger: silentLogger, rotates: false });
  return async (action, object, details) => {
    file.record({ who: `cli:${account()}`, address: "local", action, object, details });
    await file.written();
  };
}

/** In a container the process may run as a number without a name. */
function account(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
