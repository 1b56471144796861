import {
  isStoredUser,
  type StoredUser,
  type UserChange,
  type UserDirectory,
  withChanged,
  withoutUser,
  withUser,
} from "../access/index.ts";
import type { Clock, Logger } from "../base/index.ts";
import { FIRST_USER, forgetFirstPassword } from "./first-user.ts";
import type { StateFolder } from "./state-folder.ts";
import { changeList, type ListFile, readList, WatchedList } from "./state-list.ts";

/** In the data directory: users with scrypt records of their passwords, readable by the owner alone. */
export const USERS_FILE = "users.json";

const USERS: ListFile<StoredUser> = {
  file: USERS_FILE,
  key: "users",
  max: 1_000,
  isItem: isStoredUser,
  code: "app.users",
  what: "users",
  command: "snmpgate user",
};

type Change = (users: readonly StoredUser[]) => readonly StoredUser[];

/** How the records are read and changed: once, or watched. */
interface Records {
  items(): Promise<readonly StoredUser[]>;
  change(change: Change): Promise<void>;
}

/** The users as the file has them now, for the command line. */
export function openUserFile(folder: StateFolder): UserDirectory {
  return directoryOf(folder, {
    items: () => readList(folder, USERS),
    change: (change) => changeList(folder, USERS, change),
  });
}

/** The users as a running service sees and changes them. */
export function watchUserFile(
  folder: StateFolder,
  options: { readonly clock: Clock; readonly logger: Logger },
): UserDirectory {
  return directoryOf(folder, new WatchedList(folder, USERS, options));
}

function directoryOf(folder: StateFolder, records: Records): UserDirectory {
  const named = async (name: string): Promise<StoredUser | undefined> =>
    (await records.items()).find((user) => user.name === name);
  /** The password of the first start is worth nothing once it is another. */
  const changed = async (name: string, { password }: UserChange): Promise<void> => {
    if (name === FIRST_USER && password !== undefined) await forgetFirstPassword(folder);
  };
  return {
    list: () => records.items(),
    find: named,
    add: (user) => records.change((users) => withUser(users, user)),
    change: async (name, change) => {
      await records.change((users) => withChanged(users, name, change));
      await changed(name, change);
      return (await named(name))!;
    },
    remove: async (name) => {
      let gone: StoredUser | undefined;
      await records.change((users) => {
        gone = users.find((user) => user.name === name);
        return withoutUser(users, name);
      });
      if (name === FIRST_USER) await forgetFirstPassword(folder);
      return gone!;
    },
  };
}
