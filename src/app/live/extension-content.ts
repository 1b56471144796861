import { readFile, stat } from "node:fs/promises";
import { AppError, isRecord, messageOf } from "../../base/index.ts";
import { type ExtensionSource, extensionSourceOf, readExtensionSource } from "../extension-files.ts";
import { ZIP_LIMITS } from "../zip-archive.ts";
import { sha256Of } from "./element-text.ts";

/** What the file of an extension holds. */
export interface Content {
  readonly hash: string;
  readonly source: ExtensionSource | undefined;
  /** Why there is no source. */
  readonly error: AppError | undefined;
}
export async function readContent(path: string): Promise<Content> {
  try {
    return { ...(await readSource(path)), error: undefined };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { hash: `error ${error.code} ${messageOf(error)}`, source: undefined, error };
  }
}

async function readSource(
  path: string,
): Promise<{ readonly hash: string; readonly source: ExtensionSource }> {
  const info = await stat(path).catch(() => undefined);
  // What is no file of a size that can be one is refused by the reader, with a reason.
  if (info?.isFile() !== true || info.size > ZIP_LIMITS.zippedBytes) {
    const source = await readExtensionSource(path);
    return { hash: sha256Of(JSON.stringify(keptSource(source, ""))), source };
  }
  const bytes = await readFile(path).catch(() => undefined);
  const source = bytes === undefined ? await readExtensionSource(path) : await extensionSourceOf(path, bytes);
  return { hash: sha256Of(bytes ?? source.text), source };
}

/** An extension's source as JSON can say it. */
export function keptSource(source: ExtensionSource, hash: string): object {
  const { manifestLabel, text, members, mibFiles } = source;
  return {
    hash,
    manifestLabel,
    text,
    members: members && [...members].toSorted(),
    mibFiles,
    path: source.path,
  };
}

/** Our own file: what is not as we write it was written by another version, and does not count. */
export function readKept(
  kept: unknown,
): { readonly hash: string; readonly source: ExtensionSource } | undefined {
  if (!isRecord(kept)) return undefined;
  const { path, hash, manifestLabel, text, members, mibFiles } = kept;
  const areTexts = [path, hash, manifestLabel, text].every((value) => typeof value === "string");
  if (!areTexts || !Array.isArray(mibFiles)) return undefined;
  return {
    hash: hash as string,
    source: {
      path: path as string,
      manifestLabel: manifestLabel as string,
      text: text as string,
      members: Array.isArray(members) ? new Set(members as string[]) : undefined,
      mibFiles: mibFiles as ExtensionSource["mibFiles"],
      signature: { status: "unsigned" },
    },
  };
}
