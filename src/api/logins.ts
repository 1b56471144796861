import {
  type AuditLog,
  checkLogin,
  Lockout,
  Passwords,
  type Session,
  Sessions,
  type StoredUser,
  type TokenDirectory,
  type UserDirectory,
} from "../access/index.ts";
import type { Clock, Secret } from "../base/index.ts";
import { ApiError } from "./api-error.ts";
import { isLoopback } from "./loopback.ts";
import { networkOf } from "./network.ts";
import type { Access } from "./options.ts";
import { throttled } from "./throttle.ts";

/** All that logging in takes. */
export interface Logins {
  readonly users: UserDirectory;
  readonly tokens: TokenDirectory;
  readonly audit: AuditLog;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  /**
   * @param address  that the connection comes from
   * @throws {ApiError} 401 for a wrong name or password, 429 after too many of them
   */
  check(name: string, password: Secret, address: string): Promise<StoredUser>;
  open(user: StoredUser): { readonly cookie: Secret; readonly session: Session };
}

export function openLogins({ users, tokens, audit }: Access, { clock }: { readonly clock: Clock }): Logins {
  const [sessions, passwords, lockout] = [new Sessions(clock), new Passwords(), new Lockout(clock)];
  return {
    users,
    tokens,
    audit,
    sessions,
    passwords,
    open: (user) => sessions.open(user),
    check: async (name, password, address) => {
      // A proxy on this host calls for everybody: one who guesses would lock out all others.
      const from = isLoopback(address) ? undefined : networkOf(address);
      const login = { name, password, address: from };
      const outcome = await checkLogin({ users, passwords, lockout }, login);
      if (outcome.kind === "accepted") return outcome.user;
      if (outcome.kind === "locked") throw locked(clock, outcome.waitMs);
      // As many as the lock-out lets through: tries alone must not push older entries out of the log.
      if (outcome.isKnown)
        audit.record({ who: `user:${name}`, address, action: "session.refused", object: name });
      throw wrong();
    },
  };
}

function locked(clock: Clock, waitMs: number): ApiError {
  const message = `too many wrong passwords; the next try counts in ${Math.ceil(waitMs / 1_000)} seconds`;
  return throttled(clock, { code: "api.locked", message, waitMs, limit: 1 });
}

function wrong(): ApiError {
  return new ApiError(401, "api.login", "the name or the password is wrong, or the user is disabled", {
    remedy: "An administrator can set another one: snmpgate user passwd <name>.",
  });
}
