import { randomUUID } from "node:crypto";
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { AppError, messageOf } from "../base/index.ts";

/** Where a recording grows until it is known to be worth keeping. */
export interface RecordingFile {
  write(text: string): Promise<void>;
  /** Puts the recording in its place, over an older one. */
  keep(): Promise<void>;
  /** Removes what was written, unless it was kept; what stood in its place stays. */
  close(): Promise<void>;
}

/**
 * Opens `path` for a new recording, which grows beside it: a walk that brings nothing costs no older recording.
 * @throws {AppError} `cli.not-writable`
 */
export async function openRecordingFile(path: string): Promise<RecordingFile> {
  const found = await stat(path).catch(() => undefined);
  // Nothing takes the place of a device or pipe such as /dev/null.
  const inPlace = found !== undefined && !found.isFile() && !found.isDirectory();
  const target = found === undefined || inPlace ? path : await realpath(path);
  const part = inPlace ? path : `${target}.${randomUUID().slice(0, 8)}.part`;
  const file = await open(part, inPlace ? "w" : "wx", 0o600).catch((cause: unknown) => {
    throw notWritable(path, cause);
  });
  let kept = inPlace;
  return {
    write: async (text) => {
      await file.writeFile(text).catch((cause: unknown) => {
        throw notWritable(path, cause);
      });
    },
    keep: async () => {
      if (kept) return;
      await rename(part, target).catch((cause: unknown) => {
        throw notWritable(path, cause);
      });
      kept = true;
    },
    close: async () => {
      await file.close();
      if (!kept) await rm(part, { force: true });
    },
  };
}

function notWritable(path: string, cause: unknown): AppError {
  return new AppError("cli.not-writable", `${path} cannot be written: ${messageOf(cause)}.`, {
    remedy: "Name a file in a folder that exists, may be written and has space.",
    cause,
  });
}
