import { AppError, isRecord } from "../base/index.ts";
import type { PasswordRecord } from "./passwords.ts";
import { ROLES, type Role } from "./roles.ts";

/** A user as it is kept. */
export interface StoredUser {
  readonly name: string;
  readonly role: Role;
  readonly password: PasswordRecord;
  /** ISO 8601. */
  readonly createdAt: string;
  /** May not log in. */
  readonly disabled?: boolean | undefined;
}

export type UserChange = Partial<Pick<StoredUser, "role" | "password" | "disabled">>;

/** The users as they are managed; a change of the file from outside is seen within two seconds. */
export interface UserDirectory {
  list(): Promise<readonly StoredUser[]>;
  find(name: string): Promise<StoredUser | undefined>;
  /** @throws {AppError} `access.user-exists`, `access.too-many` */
  add(user: StoredUser): Promise<void>;
  /** @throws {AppError} `access.user-unknown`, `access.last-admin` */
  change(name: string, change: UserChange): Promise<StoredUser>;
  /** @throws {AppError} `access.user-unknown`, `access.last-admin` */
  remove(name: string): Promise<StoredUser>;
}

/** What a name may be: it stands in tables, URLs and arguments. */
export const USER_NAME = /^[A-Za-z0-9][\w.@-]{0,63}$/;

/** @throws {AppError} `access.user-exists` */
export function withUser(users: readonly StoredUser[], user: StoredUser): readonly StoredUser[] {
  if (users.every(({ name }) => name !== user.name)) return [...users, user];
  throw new AppError("access.user-exists", `there is a user named ${user.name} already.`, {
    remedy: "Choose another name, or change that user.",
  });
}

/** @throws {AppError} `access.user-unknown`, `access.last-admin` */
export function withChanged(
  users: readonly StoredUser[],
  name: string,
  change: UserChange,
): readonly StoredUser[] {
  const before = knownUser(users, name);
  return keepingAdmin(users.map((user) => (user === before ? { ...user, ...change } : user)));
}

/** @throws {AppError} `access.user-unknown`, `access.last-admin` */
export function withoutUser(users: readonly StoredUser[], name: string): readonly StoredUser[] {
  const gone = knownUser(users, name);
  return keepingAdmin(users.filter((user) => user !== gone));
}

/** Changes with everything that ends the sessions of a user; a user made anew under the same name has another one. */
export function accessStamp({ role, password }: StoredUser): string {
  return `${role} ${password.salt}`;
}

export function isStoredUser(value: unknown): value is StoredUser {
  if (!isRecord(value)) return false;
  const { name, role, createdAt, password, disabled } = value;
  return (
    typeof name === "string" &&
    USER_NAME.test(name) &&
    ROLES.some((known) => known === role) &&
    typeof createdAt === "string" &&
    (disabled === undefined || typeof disabled === "boolean") &&
    isPasswordRecord(password)
  );
}

function isPasswordRecord(value: unknown): value is PasswordRecord {
  if (!isRecord(value) || value["algorithm"] !== "scrypt") return false;
  const areNumbers = ["cost", "blockSize", "parallelization"].every((key) => Number.isInteger(value[key]));
  return areNumbers && [value["salt"], value["hash"]].every(isSomeText);
}

/** Of nothing, everything is the hash. */
function isSomeText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

/** @throws {AppError} `access.user-unknown` */
export function knownUser(users: readonly StoredUser[], name: string): StoredUser {
  const found = users.find((user) => user.name === name);
  if (found !== undefined) return found;
  // What was asked for is not repeated: it may be a password in the wrong place.
  throw new AppError("access.user-unknown", "there is no user of this name.", {
    remedy: "snmpgate user list shows them.",
  });
}

/** Without an administrator nobody could make another one. */
function keepingAdmin(users: readonly StoredUser[]): readonly StoredUser[] {
  if (users.some(({ role, disabled }) => role === "admin" && disabled !== true)) return users;
  throw new AppError("access.last-admin", "this is the last administrator who may log in.", {
    remedy: "Make another one first: snmpgate user add NAME --role admin.",
  });
}
