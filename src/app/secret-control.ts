import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError, type Logger, messageOf, withRemedy } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import type { SecretBox } from "../secrets/index.ts";
import { CREDENTIALS_FOLDER } from "./credential-files.ts";
import { replaceFile } from "./replace-file.ts";
import { type Environment, findSecretBox, secretBoxForWriting } from "./secret-keys.ts";
import { type ClearSecret, clearSecretsIn, encryptSecretsIn, keyIdsIn, reencryptIn } from "./secret-texts.ts";
import { readServiceConfig } from "./service-file.ts";

/** What became of one file; files without anything to do are not told of. */
export interface SecretFileReport {
  readonly path: string;
  /** Secrets that are encrypted now and were not before, or with another key. */
  readonly changed: number;
  /** Left in clear text, or with their old key. */
  readonly left: readonly ClearSecret[];
  readonly problems: readonly string[];
}

/** The secrets in the files of a service, as the command line manages them; the service may run or not. */
export interface SecretControl {
  /** @returns what stands in clear text; changes nothing */
  list(): Promise<readonly SecretFileReport[]>;
  /**
   * Encrypts in place what stands in clear text.
   * @throws {AppError} `app.other-key` when the files were encrypted with keys that are not here: whoever runs the
   * service has others than we, and could not read what we write
   */
  encrypt(): Promise<readonly SecretFileReport[]>;
  /** Encrypts with the current key what older keys encrypted. Killed half-way it is begun again; all stays readable. */
  rotate(): Promise<{
    readonly key: string;
    readonly place: string;
    readonly files: readonly SecretFileReport[];
  }>;
}

/** Kept by the service in `dataDir`: configurations as they were. */
const VERSIONS = "versions";
/** The same; whole texts inside others, which the service replaces when it reads the files again. */
const LAST_GOOD = "last-good";
const FOLDER_DEPTH_MAX = 4;
const REWRITES_MAX = 3;

/** @throws {AppError} when the service configuration has errors */
export async function openSecrets(
  configPath: string,
  env: Environment,
  logger: Logger,
): Promise<SecretControl> {
  const { config } = await readServiceConfig(configPath);
  return {
    list: async () => each(await readableFiles(config), (path) => listed(path)),
    encrypt: async () => {
      const files = await readableFiles(config);
      const box = await boxToEncrypt(config, env, { files, logger });
      return each(files, (path) => encryptFile(path, box));
    },
    rotate: async () => {
      const box = await findSecretBox(config, env);
      if (box === undefined) throw noKey();
      const files = [...(await readableFiles(config)), ...(await keptFiles(config, LAST_GOOD))];
      return {
        key: box.currentId,
        place: box.place,
        files: await each(files, (path) => rotateFile(path, box)),
      };
    },
  };
}

async function listed(path: string): Promise<SecretFileReport> {
  return { path, changed: 0, ...secretsLeft(await readFile(path, "utf8")) };
}

async function encryptFile(path: string, box: SecretBox): Promise<SecretFileReport> {
  const { before, after } = await rewrite(path, (text) => encryptSecretsIn(text, box));
  const left = secretsLeft(after);
  return { path, changed: (clearSecretsIn(before)?.length ?? 0) - left.left.length, ...left };
}

async function rotateFile(path: string, box: SecretBox): Promise<SecretFileReport> {
  let outcome = reencryptIn("", box);
  await rewrite(path, (text) => {
    outcome = reencryptIn(text, box);
    return outcome.text;
  });
  return {
    path,
    changed: outcome.changed,
    left: [],
    problems: [...new Set(outcome.problems.map(withRemedy))],
  };
}

function secretsLeft(text: string): Pick<SecretFileReport, "left" | "problems"> {
  const left = clearSecretsIn(text);
  return left === undefined
    ? { left: [], problems: ["the file has errors and is left as it is. Run snmpgate check on it"] }
    : { left, problems: [] };
}

/**
 * Replaces a file by what `change` makes of it. A service or a person may write it at the same time: what was
 * written in between is taken in and changed again.
 */
async function rewrite(
  path: string,
  change: (text: string) => string,
): Promise<{ readonly before: string; readonly after: string }> {
  for (let attempt = 0; attempt < REWRITES_MAX; attempt++) {
    const before = await readFile(path, "utf8");
    const after = change(before);
    if (after === before) return { before, after };
    if ((await readFile(path, "utf8")) !== before) continue;
    await replaceFile(path, after);
    return { before, after };
  }
  throw new AppError("app.secret-text", `${path} is changed by somebody else all the time.`, {
    remedy: "Run the command again.",
  });
}

/** A file that cannot be read or written is told of, and the others are done all the same. */
async function each(
  files: readonly string[],
  work: (path: string) => Promise<SecretFileReport>,
): Promise<readonly SecretFileReport[]> {
  const reports: SecretFileReport[] = [];
  for (const path of files) {
    reports.push(
      await work(path).catch((error: unknown): SecretFileReport => {
        const problem = error instanceof AppError ? withRemedy(error) : messageOf(error);
        return { path, changed: 0, left: [], problems: [problem] };
      }),
    );
  }
  return reports.filter(({ changed, left, problems }) => changed + left.length + problems.length > 0);
}

async function boxToEncrypt(
  config: ServiceConfig,
  env: Environment,
  { files, logger }: { readonly files: readonly string[]; readonly logger: Logger },
): Promise<SecretBox> {
  const texts = await Promise.all(files.map((path) => readFile(path, "utf8").catch(() => "")));
  const used = new Set(texts.flatMap((text) => [...keyIdsIn(text)]));
  const box = await findSecretBox(config, env);
  const missing = [...used].filter((id) => box?.ids.includes(id) !== true);
  if (missing.length === 0) return box ?? secretBoxForWriting(config, env, logger);
  const have = box === undefined ? "there is none here" : `${box.place} has ${box.ids.join(", ")}`;
  throw new AppError(
    "app.other-key",
    `the files are encrypted with key ${missing.join(", ")}, and ${have}.`,
    {
      remedy:
        "Run the command with the keys of the service: the same user and environment, or secrets: { key: { file: path } } in snmpgate.yaml.",
    },
  );
}

function noKey(): AppError {
  return new AppError("app.key-file", "there is no key, so nothing was encrypted by this service.", {
    remedy: "snmpgate secret encrypt encrypts what stands in clear text, and makes a key if none is named.",
  });
}

/** Those of `configDir`, and those that snmpgate.yaml names; each once. */
async function configurationFiles(config: ServiceConfig): Promise<readonly string[]> {
  const folders = config.configDir === undefined ? [] : [CREDENTIALS_FOLDER, "monitoring"];
  const found = await Promise.all(folders.map((name) => jsonFilesBelow(join(config.configDir!, name), 1)));
  return [...new Set([...found.flat(), ...config.monitoringConfigurations.map(({ path }) => path)])];
}

/** Those, and their earlier versions: everything in which secrets stand as values. */
async function readableFiles(config: ServiceConfig): Promise<readonly string[]> {
  return [...(await configurationFiles(config)), ...(await keptFiles(config, VERSIONS))];
}

async function keptFiles({ dataDir }: ServiceConfig, folder: string): Promise<readonly string[]> {
  return jsonFilesBelow(join(dataDir, folder), FOLDER_DEPTH_MAX);
}

async function jsonFilesBelow(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return depth > 1 ? jsonFilesBelow(path, depth - 1) : [];
      return entry.name.endsWith(".json") ? [path] : [];
    }),
  );
  return found.flat().toSorted();
}
