import type { WantedExtension } from "../../config/index.ts";
import type { InstalledExtension } from "./extension-shelf.ts";

type Wanted = Pick<WantedExtension, "extension" | "version">;

/**
 * The extension that a configuration is for: by name and version, or by as much of it as makes it clear.
 * @returns a text where there is none: what is wrong and what to do
 */
export function chooseExtension(
  installed: readonly InstalledExtension[],
  { extension, version }: Wanted,
): InstalledExtension | string {
  const candidates =
    extension === undefined ? installed : installed.filter(({ manifest }) => manifest.name === extension);
  const exact = candidates.filter(({ manifest }) => manifest.version === version);
  if (exact.length === 1) return exact[0]!;
  // Of one alone the loader can say what is wrong with the version.
  if (exact.length === 0 && candidates.length === 1) return candidates[0]!;
  return problemOf({ extension, version }, candidates, installed);
}

function problemOf(
  { extension, version }: Wanted,
  candidates: readonly InstalledExtension[],
  installed: readonly InstalledExtension[],
): string {
  if (extension !== undefined && candidates.length === 0) {
    return `the extension ${extension} is not installed (installed: ${namesOf(installed)}). Install it, or correct the name`;
  }
  if (extension !== undefined) {
    const versions = candidates.map(({ manifest }) => manifest.version).join(", ");
    return `version ${String(version)} of ${extension} is not installed. Write one of ${versions}, or install it`;
  }
  return `it is not clear which extension this configuration is for (installed: ${namesOf(installed)}). Write "extension": "<name>" beside scope, or in the service configuration { path: …, extension: <name> }`;
}

const namesOf = (installed: readonly InstalledExtension[]): string =>
  installed.map(({ manifest }) => `${manifest.name} ${manifest.version}`).join(", ") || "none";
