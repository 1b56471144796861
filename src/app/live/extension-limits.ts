import type { Finding } from "../extensions.ts";
import type { InstalledExtension } from "./extension-shelf.ts";
import { findingOf } from "./finding.ts";

/** Spec 2 §8. */
export const [EXTENSIONS_MAX, VERSIONS_MAX] = [250, 10] as const;

/** An extension that is one too many, or has one version too many. */
const TOO_MANY = "config.too-many-extensions";

/**
 * Those that count, in their order: as many extensions and versions of each as there may be.
 * @param beyond  is told of each of the others
 */
export function withinExtensionLimits(
  extensions: readonly InstalledExtension[],
  beyond: (extension: InstalledExtension, finding: Finding) => void,
): readonly InstalledExtension[] {
  const versions = new Map<string, number>();
  return extensions.filter((extension) => {
    const { name } = extension.manifest;
    const known = versions.get(name);
    const limit = known === undefined ? atLimit(versions.size, EXTENSIONS_MAX, "extensions") : undefined;
    const message = limit ?? atLimit(known ?? 0, VERSIONS_MAX, `versions of ${name}`);
    if (message === undefined) versions.set(name, (known ?? 0) + 1);
    else beyond(extension, tooMany(extension, message));
    return message === undefined;
  });
}

const atLimit = (count: number, max: number, what: string): string | undefined =>
  count < max ? undefined : `more than ${max} ${what}`;

function tooMany({ path, manifest: { name, version } }: InstalledExtension, limit: string): Finding {
  const message = `${limit}: ${name} ${version} is not used. Remove those that no configuration needs`;
  return findingOf(path, TOO_MANY, message, "warning");
}
