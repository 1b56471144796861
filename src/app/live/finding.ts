import { type AppError, withRemedy } from "../../base/index.ts";
import type { Finding } from "../extensions.ts";

/** A finding about a file as a whole. */
export function findingOf(
  file: string,
  code: string,
  message: string,
  severity: Finding["severity"] = "error",
): Finding {
  return { code, severity, path: "", line: 1, column: 1, message, file };
}

/** Of a file that cannot be read at all. */
export const unreadableFile = (file: string, error: AppError): Finding =>
  findingOf(file, error.code, withRemedy(error));

export const isError = ({ severity }: Finding): boolean => severity === "error";

/** An error, or what we say of files ourselves. */
export const isUrgent = ({ severity, code }: Finding): boolean =>
  severity === "error" || code.startsWith("config.");

export const NOT_IN_FORCE = "config.not-in-force";

/** Said before the findings of a file that are in the way of its last change. */
export function notInForce(file: string): Finding {
  const message = "the last change of this file is not in force, for it has errors; what was before it stays";
  return findingOf(file, NOT_IN_FORCE, message);
}
