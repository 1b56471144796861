import { randomInt } from "node:crypto";
import { join } from "node:path";
import { Passwords, type UserDirectory } from "../access/index.ts";
import { AppError, type Clock, type Logger, messageOf, Secret } from "../base/index.ts";
import type { StateFolder } from "./state-folder.ts";

export const FIRST_USER = "admin";
export const FIRST_PASSWORD_FILE = "initial-admin-password";

/** Without those that look alike: the password is typed once. 24 of 54 are 138 bits. */
const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
const PASSWORD_LENGTH = 24;

/**
 * Makes the user `admin` where there is no user yet, with a password that stands in a file for the owner alone until
 * it is changed. A service that cannot keep it starts all the same: tokens work without users.
 */
export async function ensureFirstUser(
  folder: StateFolder,
  users: UserDirectory,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Promise<void> {
  try {
    if ((await users.list()).length > 0) return;
    const password = randomPassword();
    const record = await new Passwords().hash(password);
    // The password first: a user whose password nobody knows would be in the way.
    await folder.replace(FIRST_PASSWORD_FILE, `${password.reveal()}\n`);
    await users.add({
      name: FIRST_USER,
      role: "admin",
      password: record,
      createdAt: new Date(clock.wallMs()).toISOString(),
    });
    const file = join(folder.path, FIRST_PASSWORD_FILE);
    logger.warn({ code: "app.first-user", user: FIRST_USER, file }, FIRST_START);
  } catch (error) {
    const fields = { reason: messageOf(error), remedy: error instanceof AppError ? error.remedy : undefined };
    logger.warn({ code: "app.users", ...fields }, "the first user cannot be made; tokens work all the same");
  }
}

const FIRST_START =
  "there was no user yet: admin is made, and its password is in this file until it is changed (snmpgate user passwd)";

/** Rejects with what the file system says. */
export function forgetFirstPassword(folder: StateFolder): Promise<void> {
  return folder.remove(FIRST_PASSWORD_FILE);
}

function randomPassword(): Secret {
  return new Secret(
    Array.from({ length: PASSWORD_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(""),
  );
}
