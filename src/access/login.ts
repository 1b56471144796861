import type { Secret } from "../base/index.ts";
import type { Lockout } from "./lockout.ts";
import type { Passwords } from "./passwords.ts";
import type { StoredUser, UserDirectory } from "./users.ts";

export type LoginOutcome =
  | { readonly kind: "accepted"; readonly user: StoredUser }
  /**
   * Unknown, disabled or the wrong password: who asks does not learn which.
   * `isKnown` is for our own books: an unknown name may be a password in the wrong field, and is kept nowhere.
   */
  | { readonly kind: "refused"; readonly isKnown: boolean }
  | { readonly kind: "locked"; readonly waitMs: number };

/**
 * Checks name and password. A user that does not exist takes as long as a wrong password.
 * @param address  whose failures count as well; undefined when it tells nothing of who calls
 * @throws {AppError} `access.busy`
 */
export async function checkLogin(
  parts: { readonly users: UserDirectory; readonly passwords: Passwords; readonly lockout: Lockout },
  { name, password, address }: { name: string; password: Secret; address: string | undefined },
): Promise<LoginOutcome> {
  const { users, passwords, lockout } = parts;
  const nameKey = `user ${name}`;
  const addressKeys = address === undefined ? [] : [`address ${address}`];
  const keys = [nameKey, ...addressKeys];
  const waitMs = lockout.waitMs(keys);
  if (waitMs > 0) return { kind: "locked", waitMs };
  lockout.failed(keys);
  const user = await users.find(name);
  const isRight = await passwords.matches(password, user?.password);
  if (user === undefined || !isRight || user.disabled === true) {
    return { kind: "refused", isKnown: user !== undefined };
  }
  lockout.forget(nameKey);
  // Not forgotten for the address: who knows one password could guess at others between two logins.
  lockout.forgive(addressKeys);
  return { kind: "accepted", user };
}
