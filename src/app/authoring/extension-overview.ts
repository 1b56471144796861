import type { ExtensionOverviewJson, ExtensionSummaryJson } from "../../api/index.ts";
import { collectedMetrics, featureSetsOf } from "../../config/index.ts";
import { compareVersions } from "../live/compare-versions.ts";
import type { InstalledExtension } from "../live/extension-shelf.ts";

/** What is installed at this moment. */
export interface InstalledExtensions {
  readonly installed: readonly InstalledExtension[];
  readonly activeVersions: ReadonlyMap<string, string>;
}

export function extensionOverviews({
  installed,
  activeVersions,
}: InstalledExtensions): readonly ExtensionOverviewJson[] {
  const names = [...new Set(installed.map(({ manifest }) => manifest.name))].toSorted();
  return names.map((name) => {
    const versions = installed.filter(({ manifest }) => manifest.name === name).map(summaryOf);
    const active = activeVersions.get(name);
    const isThere = versions.some(({ version }) => version === active);
    return {
      name,
      ...(active !== undefined && isThere ? { active } : {}),
      versions: versions.toSorted((a, b) => compareVersions(b.version, a.version)),
    };
  });
}

function summaryOf({ manifest, origin }: InstalledExtension): ExtensionSummaryJson {
  const { version, author, snmp, traps, topology, minDynatraceVersion } = manifest;
  const keys = [...collectedMetrics(manifest), ...traps.flatMap(({ metrics }) => metrics)].map(
    ({ key }) => key,
  );
  return {
    version,
    author,
    dataSources: [...(snmp.length > 0 ? ["snmp"] : []), ...(traps.length > 0 ? ["snmptraps"] : [])],
    featureSets: featureSetsOf(manifest).length,
    metrics: new Set(keys).size,
    entityTypes: topology.types.length,
    minDynatraceVersion,
    fixed: origin === "service",
  };
}
