import { createHash, randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, realpath, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { AppError, type Logger, messageOf } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import { makeKey, parseKeys, SecretBox } from "../secrets/index.ts";
import { syncFolder } from "./replace-file.ts";

/** What says where the keys are that encrypt secrets at rest. */
export type KeyPlaces = Pick<ServiceConfig, "configDir" | "dataDir" | "secretsKey">;
export type Environment = Readonly<Record<string, string | undefined>>;

/** Keys in the environment: one, or several with the current one first. */
export const KEY_VARIABLE = "SNMPGATE_KEY";
/** What the credential is called in a unit: `LoadCredential=snmpgate-key:/etc/snmpgate/key`. */
const SYSTEMD_CREDENTIAL = "snmpgate-key";
const KEY_FILE_BYTES_MAX = 16_384;

/**
 * The keys, wherever they are: `secrets.key` of snmpgate.yaml, else a credential of systemd, else `SNMPGATE_KEY`,
 * else the file that an earlier start made. They are looked for anew each time, so that a rotation needs no restart.
 * @param places  undefined: of commands without a service, which have no file of their own
 * @returns undefined while there is no key
 * @throws {AppError} `secrets.key`, `app.key-file`
 */
export async function findSecretBox(
  places: KeyPlaces | undefined,
  env: Environment,
): Promise<SecretBox | undefined> {
  const named = await namedKeys(places, env);
  if (named !== undefined) return boxOf(named);
  if (places === undefined) return undefined;
  const path = defaultKeyFile(places, env);
  const text = await unlessMissing(readKeyFile(path, places));
  return text === undefined ? undefined : boxOf({ text, place: path });
}

/**
 * The keys to write with; without any, makes one in a file of the user and says where.
 * @throws {AppError} `secrets.key`, `app.key-file`
 */
export async function secretBoxForWriting(
  places: KeyPlaces,
  env: Environment,
  logger: Logger,
): Promise<SecretBox> {
  const found = await findSecretBox(places, env);
  if (found !== undefined) return found;
  const path = defaultKeyFile(places, env);
  await makeKeyFile(path, places);
  logger.warn(
    {
      code: "app.key-made",
      path,
      remedy: "Keep a copy of this file apart from the data: without it the secrets are lost.",
    },
    "a key that encrypts secrets at rest was made",
  );
  return boxOf({ text: await readKeyFile(path, places), place: path });
}

/** Outside the data, one for each service of this user. */
export function defaultKeyFile({ dataDir }: KeyPlaces, env: Environment): string {
  const home = env["HOME"] || homedir();
  const folder = env["XDG_CONFIG_HOME"] || join(home, ".config");
  const service = createHash("sha256").update(resolve(dataDir)).digest("hex").slice(0, 16);
  return join(folder, "snmpgate", `${service}.key`);
}

interface KeyText {
  readonly text: string;
  /** For messages. */
  readonly place: string;
}

const boxOf = ({ text, place }: KeyText): SecretBox => new SecretBox(parseKeys(text, place), place);

async function namedKeys(places: KeyPlaces | undefined, env: Environment): Promise<KeyText | undefined> {
  const ref = places?.secretsKey;
  if (ref !== undefined && "file" in ref) {
    return { text: await readKeyFile(ref.file, places), place: ref.file };
  }
  if (ref !== undefined) return { text: variable(env, ref.env), place: ref.env };
  const folder = env["CREDENTIALS_DIRECTORY"];
  if (folder !== undefined && folder !== "") {
    const path = join(folder, SYSTEMD_CREDENTIAL);
    // systemd keeps it from others by an access list, which the mode does not show.
    const text = await unlessMissing(readBounded(path));
    if (text !== undefined) return { text, place: path };
  }
  const text = env[KEY_VARIABLE];
  return text === undefined || text === "" ? undefined : { text, place: KEY_VARIABLE };
}

function variable(env: Environment, name: string): string {
  const text = env[name];
  if (text !== undefined && text !== "") return text;
  throw new AppError("app.key-file", `secrets.key: the environment variable ${name} is not set.`, {
    remedy: `Export ${name} for the service, or name a file: secrets: { key: { file: path } }.`,
  });
}

async function readKeyFile(path: string, places: KeyPlaces | undefined): Promise<string> {
  const info = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  await refuseInside(path, places);
  if (process.platform !== "win32" && (info.mode & 0o077) !== 0) {
    throw new AppError("app.key-file", `the key file ${path} can be read by other users.`, {
      remedy: `Run chmod 600 ${path}. If others may have read it, put a new key first and run snmpgate secret rotate.`,
    });
  }
  return readBounded(path);
}

/** A key beside what it opens would be in the same backup and the same repository. */
async function refuseInside(path: string, places: KeyPlaces | undefined): Promise<void> {
  const file = await real(path);
  for (const [name, folder] of [
    ["dataDir", places?.dataDir],
    ["configDir", places?.configDir],
  ] as const) {
    if (folder === undefined || !isInside(file, await real(folder))) continue;
    throw new AppError("app.key-file", `the key file ${path} lies in ${name}, beside what it encrypts.`, {
      remedy:
        "Keep it elsewhere and name it in snmpgate.yaml: secrets: { key: { file: /etc/snmpgate/key } }, or give it to systemd as credential snmpgate-key.",
    });
  }
}

function isInside(file: string, folder: string): boolean {
  const way = relative(folder, file);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** As far as it exists: of a file that is to be made, its folder counts. */
async function real(path: string): Promise<string> {
  const absolute = resolve(path);
  const parent = dirname(absolute);
  try {
    return await realpath(absolute);
  } catch {
    return parent === absolute ? absolute : join(await real(parent), relative(parent, absolute));
  }
}

async function readBounded(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= KEY_FILE_BYTES_MAX) return await readFile(path, "utf8");
  } catch (cause) {
    throw unreadable(path, cause);
  }
  throw unreadable(path, new Error("it is far too long for keys"));
}

async function makeKeyFile(path: string, places: KeyPlaces): Promise<void> {
  await refuseInside(path, places);
  const folder = dirname(path);
  const temporary = `${path}.${randomUUID()}.new`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(temporary, "wx", 0o600);
    await file.writeFile(`${makeKey().reveal()}\n`);
    await file.sync();
    await file.close();
    // A link fails where the name is taken: of two who make a key at once both use the first one's.
    await link(temporary, path).catch((error: unknown) => {
      if (!hasCode(error, "EEXIST")) throw error;
    });
    await rm(temporary);
    await syncFolder(folder);
  } catch (cause) {
    throw new AppError("app.key-file", `no key can be made in ${folder}: ${messageOf(cause)}.`, {
      remedy:
        "Make one with snmpgate secret key, keep it in a file with mode 600 and name it in snmpgate.yaml: secrets: { key: { file: path } }.",
      cause,
    });
  }
}

function unreadable(path: string, cause: unknown): AppError {
  return new AppError("app.key-file", `the key file ${path} cannot be read: ${messageOf(cause)}.`, {
    remedy: "Give the service's user read access to it (mode 600), or make one with snmpgate secret key.",
    cause,
  });
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError && hasCode(error.cause, "ENOENT")) return undefined;
    throw error;
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
