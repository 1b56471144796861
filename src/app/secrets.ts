import { readFile } from "node:fs/promises";
import { AppError, messageOf, Secret } from "../base/index.ts";
import type { SecretRef } from "../config/index.ts";

/**
 * Reads a secret from the environment or a file (trailing line break dropped).
 * @throws {AppError} `app.secret-missing`, naming the place and not the value
 */
export async function resolveSecret(
  ref: SecretRef,
  what: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Secret> {
  if ("env" in ref) {
    const text = env[ref.env];
    if (text !== undefined && text !== "") return new Secret(text);
    throw new AppError("app.secret-missing", `${what}: the environment variable ${ref.env} is not set.`, {
      remedy: `Export ${ref.env} for the service, or use { file: path }.`,
    });
  }
  const text = await readFile(ref.file, "utf8").catch((cause: unknown) => {
    throw new AppError("app.secret-missing", `${what}: ${ref.file} cannot be read: ${messageOf(cause)}.`, {
      remedy: "Create the file with the token in it, readable by the service's user alone (mode 600).",
      cause,
    });
  });
  const secret = text.trim();
  if (secret !== "") return new Secret(secret);
  throw new AppError("app.secret-missing", `${what}: ${ref.file} is empty.`, {
    remedy: "Put the token into it.",
  });
}
