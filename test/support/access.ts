import {
  Passwords,
  type Role,
  type StoredUser,
  type UserDirectory,
  withChanged,
  withoutUser,
  withUser,
} from "../../src/access/index.ts";
import { Secret } from "../../src/base/index.ts";

/** What the users of these tests log in with; hashed once, for each hash takes a tenth of a second. */
export const PASSWORD = "correct horse battery";
const record = new Passwords().hash(new Secret(PASSWORD));

/** A user whose password is `PASSWORD`. */
export async function userNamed(name: string, role: Role = "viewer"): Promise<StoredUser> {
  return { name, role, password: await record, createdAt: "2025-10-09T08:53:20.000Z" };
}

/** Users in memory, under the rules of those in the file. */
export class MemoryUsers implements UserDirectory {
  users: readonly StoredUser[];

  constructor(...users: readonly StoredUser[]) {
    this.users = users;
  }

  list() {
    return Promise.resolve(this.users);
  }

  find(name: string) {
    return Promise.resolve(this.users.find((user) => user.name === name));
  }

  async add(user: StoredUser) {
    this.users = withUser(await this.list(), user);
  }

  async change(name: string, change: Partial<StoredUser>) {
    this.users = withChanged(await this.list(), name, change);
    return (await this.find(name))!;
  }

  async remove(name: string) {
    const gone = await this.find(name);
    this.users = withoutUser(this.users, name);
    return gone!;
  }
}
