import { randomUUID } from "node:crypto";
import { chmod, chown, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What stands in a file and may be replaced. */
export interface ReplaceOptions {
  /** Permissions of the new file. Default: those of the file that it replaces, 600 where there is none. */
  readonly mode?: number;
}

/**
 * Writes a text under a name: the old text stands there or the new one, whatever happens in between, and it is on
 * disk when the promise resolves. A symbolic link stays one; a file of another user stays his, as far as we may.
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  options: ReplaceOptions = {},
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const target = await realpath(path).catch(() => path);
  const before = await stat(target).catch(() => undefined);
  const mode = options.mode ?? (before === undefined ? 0o600 : before.mode & 0o777);
  // A name of its own: a command and the service may write the same file at once, and the later rename counts.
  const temporary = `${target}.${randomUUID()}.new`;
  try {
    await writeSynced(temporary, content);
    // Run by root for the service's user: he must be able to read what we leave.
    if (before !== undefined) await chown(temporary, before.uid, before.gid).catch(() => undefined);
    await chmod(temporary, mode);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(target));
}

async function writeSynced(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is on disk when its folder is; some file systems cannot, and lose no more than the rename. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(join(path, "."), "r").catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
