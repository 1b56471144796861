import { lstat } from "node:fs/promises";
import { ApiError } from "../../api/index.ts";
import { AppError } from "../../base/index.ts";
import type { Manifest } from "../../manifest/index.ts";
import { extensionSourceOf } from "../extension-files.ts";
import { checkExtension, type LoadedExtension } from "../extensions.ts";
import { looksLikeZip } from "../zip-archive.ts";
import { violationOf } from "./api-violations.ts";
import { compareVersions } from "./compare-versions.ts";
import { EXTENSIONS_MAX, VERSIONS_MAX } from "./extension-limits.ts";
import { isError, unreadableFile } from "./finding.ts";
import type { LiveConfiguration } from "./live-configuration.ts";

/** What is sent has no name of its own. */
const nameOf = (bytes: Buffer): string => (looksLikeZip(bytes) ? "extension.zip" : "extension.yaml");

/**
 * Reads what was sent: a zip, or the text of an extension.yaml.
 * @throws {ApiError} 400 with what is wrong
 */
export async function readUpload(live: LiveConfiguration, bytes: Buffer): Promise<Manifest> {
  const { manifest, findings } = await checkUpload(live, bytes);
  const errors = findings.filter(isError);
  if (errors.length === 0 && manifest !== undefined) return manifest;
  const message = `the extension has ${errors.length === 1 ? "1 error" : `${errors.length} errors`}.`;
  const violations = errors.map((finding) => violationOf(finding));
  throw new ApiError(400, "extension.invalid", message, { violations });
}

/**
 * Looks at what was sent, a zip or a text.
 * @throws {ApiError} 400 when there is no manifest to look at
 */
export async function checkUpload(live: LiveConfiguration, bytes: Buffer): Promise<LoadedExtension> {
  try {
    const source = await extensionSourceOf(nameOf(bytes), bytes);
    return await checkExtension(source, live.userMibs);
  } catch (error) {
    if (error instanceof ApiError || !(error instanceof AppError)) throw error;
    const violations = [violationOf(unreadableFile(nameOf(bytes), error))];
    throw new ApiError(400, error.code, error.message, { remedy: error.remedy, violations, cause: error });
  }
}

/** Of those installed, newest first. */
export const versionsOf = ({ installed }: LiveConfiguration, name: string): readonly string[] =>
  installed
    .flatMap(({ manifest }) => (manifest.name === name ? [manifest.version] : []))
    .toSorted(compareVersions)
    .toReversed();

/** @throws {ApiError} 409 for what is there, 400 for one too many */
export function refuseExcess(live: LiveConfiguration, name: string, version: string): void {
  const versions = versionsOf(live, name);
  if (versions.includes(version)) {
    throw new ApiError(409, "extension.exists", `${name} ${version} is installed already.`, {
      remedy: "Raise the version in extension.yaml.",
    });
  }
  if (versions.length >= VERSIONS_MAX) {
    throw new ApiError(400, "extension.too-many", `${name} has ${versions.length} versions, and no more.`, {
      remedy: "Remove those that nobody uses.",
    });
  }
  const names = new Set(live.installed.map(({ manifest }) => manifest.name));
  if (names.has(name) || names.size < EXTENSIONS_MAX) return;
  throw new ApiError(400, "extension.too-many", `there are ${names.size} extensions, and no more.`, {
    remedy: "Remove those that nobody uses.",
  });
}

/** `custom:a` and `custom_a` have one file name, and a file that is broken is not in the list of those installed. */
export async function refuseTaken(path: string): Promise<void> {
  if ((await lstat(path).catch(() => undefined)) === undefined) return;
  throw new ApiError(409, "extension.file-taken", `${path} is there already, and holds something else.`, {
    remedy: "Remove or rename that file, or give the extension another name or version.",
  });
}
