import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError, type Logger, messageOf } from "../base/index.ts";

/** One service per data directory: two would poll everything twice and deliver it twice. */
export interface DataDirLock {
  release(): Promise<void>;
}

/**
 * Creates the directory and claims it for this process; the claim of a process that is gone is taken over.
 * @throws {AppError} `app.already-running`, `app.data-dir`
 */
export async function lockDataDir(path: string): Promise<DataDirLock> {
  const file = join(path, "lock");
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await claim(file);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("app.data-dir", `the data directory ${path} cannot be used: ${messageOf(cause)}.`, {
      remedy: "Name a folder in dataDir that the service's user may write to.",
      cause,
    });
  }
  return { release: () => rm(file, { force: true }) };
}

/** The process that works with the directory; undefined when there is none. Changes nothing. */
export async function dataDirOwner(path: string): Promise<number | undefined> {
  const text = await readFile(join(path, "lock"), "utf8").catch(() => "");
  return (await isOurs(Number(text))) ? Number(text) : undefined;
}

/** A disk that is full or read-only is no reason not to poll: what is kept on it is kept in memory meanwhile. */
const isUnwritable = (error: unknown): boolean =>
  UNWRITABLE.has(String((error as NodeJS.ErrnoException | undefined)?.code));

const UNWRITABLE: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EIO"]);

/**
 * The same, but a directory that cannot be written to is only told of.
 * @throws {AppError} `app.already-running`, `app.data-dir` for what is a mistake in the configuration
 */
export async function lockIfWritable(path: string, logger: Logger): Promise<DataDirLock> {
  try {
    return await lockDataDir(path);
  } catch (error) {
    if (error instanceof AppError && isUnwritable(error.cause)) return withoutLock(path, error.cause, logger);
    throw error;
  }
}

function withoutLock(path: string, cause: unknown, logger: Logger): DataDirLock {
  const remedy = "Give the service's user write access to dataDir, or room on its disk, and start it again.";
  logger.error(
    { code: "app.data-dir", dataDir: path, reason: messageOf(cause), remedy },
    "the data directory cannot be written: the service polls all the same, and keeps in memory what it would keep there",
  );
  return { release: () => Promise.resolve() };
}

async function claim(file: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(file, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST") || attempt > 0) throw error;
    }
    const owner = Number(await readFile(file, "utf8"));
    if (await isOurs(owner)) {
      throw new AppError(
        "app.already-running",
        `another snmpgate (process ${owner}) works with this data directory.`,
        {
          remedy: `Stop it, or give each service a dataDir of its own. If none runs, remove ${file}.`,
        },
      );
    }
    await rm(file, { force: true });
  }
}

/** Whether the process lives and is one of this program: in a container the same number soon belongs to another. */
async function isOurs(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
  return command === undefined || command.includes("snmpgate");
}
