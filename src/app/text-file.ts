import { readFile } from "node:fs/promises";
import { AppError, messageOf } from "../base/index.ts";

/**
 * Reads a text that a person named.
 * @param what  for the message: "the monitoring configuration"
 * @param where  who named it, for the remedy
 * @throws {AppError} `app.unreadable`
 */
export async function readText(
  path: string,
  what: string,
  where: "command line" | "file" = "file",
): Promise<string> {
  return readFile(path, "utf8").catch((cause: unknown) => {
    const relative = where === "file" ? "the folder of the file that names it" : "the working directory";
    throw new AppError("app.unreadable", `${what} cannot be read: ${messageOf(cause)}.`, {
      remedy: `Check the path; a relative one counts from ${relative}.`,
      cause,
    });
  });
}
