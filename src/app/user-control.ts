import { knownUser, Passwords, type Role, type StoredUser } from "../access/index.ts";
import { type Secret, systemClock } from "../base/index.ts";
import { readServiceConfig } from "./service-file.ts";
import { openShellAudit } from "./shell-audit.ts";
import { stateFolder } from "./state-folder.ts";
import { openUserFile } from "./user-file.ts";

/** The users of a service, as the command line manages them; the service may run or not. */
export interface UserControl {
  list(): Promise<readonly StoredUser[]>;
  /** @throws {AppError} `access.user-unknown`: to be told before a password is asked for */
  demand(name: string): Promise<void>;
  add(name: string, role: Role, password: Secret): Promise<void>;
  setPassword(name: string, password: Secret): Promise<void>;
  setRole(name: string, role: Role): Promise<void>;
  remove(name: string): Promise<void>;
}

/** @throws {AppError} when the service configuration has errors */
export async function openUsers(configPath: string): Promise<UserControl> {
  const { config } = await readServiceConfig(configPath);
  const folder = stateFolder(config.dataDir);
  const users = openUserFile(folder);
  const passwords = new Passwords();
  const audit = openShellAudit(folder);
  return {
    list: () => users.list(),
    demand: async (name) => void knownUser(await users.list(), name),
    add: async (name, role, password) => {
      const createdAt = new Date(systemClock.wallMs()).toISOString();
      await users.add({ name, role, password: await passwords.hash(password), createdAt });
      await audit("user.create", name, { role });
    },
    setPassword: async (name, password) => {
      await users.change(name, { password: await passwords.hash(password) });
      await audit("user.password", name);
    },
    setRole: async (name, role) => {
      await users.change(name, { role });
      await audit("user.role", name, { role });
    },
    remove: async (name) => {
      await users.remove(name);
      await audit("user.delete", name);
    },
  };
}
