import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, systemClock } from "../base/index.ts";
import { withFileLock } from "./file-lock.ts";

/** A folder of files that are read and replaced whole, or appended to. Rejects with what the file system says. */
export interface StateFolder {
  readonly path: string;
  /** @returns undefined when there is no such file */
  read(name: string): Promise<string | undefined>;
  /** Either the old text stands or the new one, whatever happens in between; readable by the owner alone. */
  replace(name: string, text: string): Promise<void>;
  /**
   * Replaces a file by what `change` makes of its text, and no change by another process comes in between.
   * `change` throws to leave the file as it is. @throws {AppError} `app.locked` when another holds it for long
   */
  update(name: string, change: (before: string | undefined) => string): Promise<void>;
  /** Adds to the end; what is added may be torn by a power cut. */
  append(name: string, text: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Undefined when there is no such file. Times are wall-clock. */
  info(name: string): Promise<{ readonly changedAtMs: number; readonly bytes: number } | undefined>;
  list(): Promise<readonly string[]>;
}

/** The folder on the host's disk; made when something is first written. */
export function stateFolder(path: string, clock: Clock = systemClock): StateFolder {
  const read = (name: string): Promise<string | undefined> =>
    unlessMissing(readFile(join(path, name), "utf8"));
  const replace = async (name: string, text: string): Promise<void> => {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const temporary = join(path, `${name}.new`);
    // Synced before it takes the place of the old one: after a power cut there must be no empty file.
    await writeFile(temporary, text, { mode: 0o600, flush: true });
    await rename(temporary, join(path, name));
  };
  return {
    path,
    read,
    replace,
    update: async (name, change) => {
      await mkdir(path, { recursive: true, mode: 0o700 });
      await withFileLock(join(path, `${name}.lock`), clock, async () =>
        replace(name, change(await read(name))),
      );
    },
    append: async (name, text) => {
      await mkdir(path, { recursive: true, mode: 0o700 });
      await appendFile(join(path, name), text, { mode: 0o600 });
    },
    rename: (from, to) => rename(join(path, from), join(path, to)),
    remove: (name) => rm(join(path, name), { force: true }),
    info: async (name) => {
      const found = await unlessMissing(stat(join(path, name)));
      return found && { changedAtMs: found.mtimeMs, bytes: found.size };
    },
    list: async () => (await unlessMissing(readdir(path))) ?? [],
  };
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
