import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { AppError, messageOf } from "../base/index.ts";
import { type LoadedRecording, loadRecording } from "../simulator/index.ts";

/** A recording with the name its agent gets: the file's name without `.snmprec`. */
export interface NamedRecording extends Pick<LoadedRecording, "recording" | "entries"> {
  readonly name: string;
  /** Lines that were odd or unusable, `file:line message`. */
  readonly warnings: readonly string[];
}

/**
 * Reads `.snmprec` files, and all of a folder's, sorted by name.
 * @throws {AppError} `app.no-recording` when a path cannot be read or a folder has none
 */
export async function readRecordings(paths: readonly string[]): Promise<NamedRecording[]> {
  const files = (await Promise.all(paths.map(recordingFiles))).flat();
  return Promise.all(
    files.map(async (file) => {
      const { recording, entries, warnings } = await loadRecording(file);
      return {
        name: basename(file, ".snmprec"),
        recording,
        entries,
        warnings: warnings.map((warning) => `${file}:${warning.line} ${warning.message}`),
      };
    }),
  );
}

async function recordingFiles(path: string): Promise<string[]> {
  const info = await stat(path).catch((cause: unknown) => {
    throw new AppError("app.no-recording", `${path} cannot be read: ${messageOf(cause)}.`, {
      remedy: "Name .snmprec files, or folders that hold some; `snmpgate record HOST -o FILE` makes one.",
      cause,
    });
  });
  if (!info.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => name.endsWith(".snmprec")).toSorted();
  if (names.length > 0) return names.map((name) => join(path, name));
  throw new AppError("app.no-recording", `${path} holds no .snmprec file.`, {
    remedy: "`snmpgate record HOST -o FILE.snmprec` makes one.",
  });
}
