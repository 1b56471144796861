import { compareVersions } from "../live/compare-versions.ts";
import type { InstalledExtension } from "../live/extension-shelf.ts";

/** One for each name, in the order of names: its active version, or else the newest. */
export function newestOrActive(
  installed: readonly InstalledExtension[],
  activeVersions: ReadonlyMap<string, string>,
): readonly InstalledExtension[] {
  const chosen = new Map<string, InstalledExtension>();
  const isActive = ({ manifest: { name, version } }: InstalledExtension) =>
    activeVersions.get(name) === version;
  for (const extension of installed) {
    const before = chosen.get(extension.manifest.name);
    const isBetter =
      before === undefined ||
      isActive(extension) ||
      (!isActive(before) && compareVersions(extension.manifest.version, before.manifest.version) > 0);
    if (isBetter) chosen.set(extension.manifest.name, extension);
  }
  return [...chosen.values()].toSorted((a, b) => (a.manifest.name < b.manifest.name ? -1 : 1));
}
