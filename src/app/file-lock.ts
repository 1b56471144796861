import { randomUUID } from "node:crypto";
import { rename, rm, stat, writeFile } from "node:fs/promises";
import { AppError, type Clock } from "../base/index.ts";

/** What is done under a lock takes milliseconds: one that is this old was left by a process that died. */
const ABANDONED_AFTER_MS = 10_000;
const ASK_EVERY_MS = 20;
const WAIT_MAX_MS = 15_000;

/**
 * Works while no other process does the same under this lock: a file that only one can create.
 * @throws {AppError} `app.locked` when it does not come free; whatever the work throws, or the file system
 */
export async function withFileLock<T>(path: string, clock: Clock, work: () => Promise<T>): Promise<T> {
  await take(path, clock);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string, clock: Clock): Promise<void> {
  const giveUpAtMs = clock.monotonicMs() + WAIT_MAX_MS;
  while (!(await create(path))) {
    if (clock.monotonicMs() >= giveUpAtMs) throw locked(path);
    if (await isAbandoned(path, clock)) await takeAway(path, clock);
    else await clock.sleepUntil(clock.monotonicMs() + ASK_EVERY_MS);
  }
}

async function create(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

async function isAbandoned(path: string, clock: Clock): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && clock.wallMs() - found.mtimeMs > ABANDONED_AFTER_MS;
}

/** Two may see the same old lock: what is moved aside turns out to be a new one then, and is put back. */
async function takeAway(path: string, clock: Clock): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(() => undefined);
  if (!(await isAbandoned(aside, clock))) await rename(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function locked(path: string): AppError {
  return new AppError("app.locked", `another process holds ${path}.`, {
    remedy: "Try again; if no other snmpgate runs, remove the file.",
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
