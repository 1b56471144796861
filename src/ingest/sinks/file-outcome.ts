import { messageOf } from "../../base/index.ts";
import type { Outcome } from "../sink.ts";
import { refusedOutcome } from "./http-answer.ts";

/** What a failure of the file system means for a batch: who may not write needs a person, all else may pass. */
export function fileOutcome(path: string, error: unknown): Outcome {
  const code = (error as NodeJS.ErrnoException).code ?? "unknown";
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return {
        kind: "retry",
        reason: `No space left to write ${path} (${code}). Free space there, or move the file to another disk.`,
        afterMs: undefined,
      };
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return refusedOutcome(
        `Writing ${path} is not permitted (${code}).`,
        "Give the service's user write access to it, and to its folder, where files are renamed when they are full.",
      );
    case "EISDIR":
    case "ENOTDIR":
    case "EEXIST":
      return refusedOutcome(`${path} cannot be a file (${code}).`, "Name a file whose folder is a folder.");
    default:
      return { kind: "retry", reason: `Writing ${path} failed: ${withoutPath(error)}.`, afterMs: undefined };
  }
}

/** Node's texts end in the call and its path, and the path is said already: "EIO: i/o error, open '/x'". */
const withoutPath = (error: unknown): string =>
  messageOf(error).replace(/, \w+(?: '.*?'(?: -> '.*')?)?$/s, "");
