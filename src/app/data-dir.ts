import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError, messageOf } from "../base/index.ts";

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
