import { ApiError, type Violation } from "../../api/index.ts";
import { AppError, messageOf } from "../../base/index.ts";
import type { Finding } from "../extensions.ts";

/** @param below  what the pointers are told from; empty: the document */
export function violationOf({ code, path, message }: Finding | Omit<Finding, "file">, below = ""): Violation {
  const isBelow = below !== "" && (path === below || path.startsWith(`${below}/`));
  return {
    path: isBelow ? path.slice(below.length) : path,
    message: `${code} ${message}`,
    parameterLocation: "PAYLOAD_BODY",
    location: null,
  };
}

/** Runs what writes files, and turns errors of the system and of keys into an answer. */
export async function writing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    if (cause instanceof AppError) {
      throw new ApiError(500, cause.code, cause.message, { remedy: cause.remedy, cause });
    }
    throw new ApiError(500, "config.write", `the configuration cannot be written: ${messageOf(cause)}.`, {
      remedy: "Give the service's user write access to configDir, or room on its disk.",
      cause,
    });
  }
}

export const noConfigDir = (): ApiError =>
  new ApiError(409, "config.no-folder", "this service has no folder where the API could keep files.", {
    remedy: "Name one in snmpgate.yaml: configDir: ./config",
  });

export const notFound = (what: string): ApiError =>
  new ApiError(404, "config.unknown", `there is no ${what}.`, {});

export const changedMeanwhile = (id: string): ApiError =>
  new ApiError(412, "config.changed", `${id} changed since it was read.`, {
    remedy: "Read it again, and send the change with its new revision.",
  });
