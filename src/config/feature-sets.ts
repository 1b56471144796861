import type { Manifest } from "../manifest/index.ts";

/** The name that stands for every feature set of an extension. */
export const ALL_FEATURE_SETS = "all";

/** Switches on one log record per trap; the trap metrics themselves are always counted. */
const TRAP_EVENTS_FEATURE_SET = "Events";

export interface FeatureSet {
  readonly name: string;
  /** Collected metrics of the set, those of trap groups included. */
  readonly metrics: number;
}

/** One metric as the manifest collects it, with what it inherits from subgroup and group. */
export interface CollectedMetric {
  readonly key: string;
  /** Group, or group and subgroup; one object for each, since names may repeat. */
  readonly level: { readonly name: string };
  readonly featureSet: string | undefined;
  /** Own and inherited dimensions as `key`, or `key=text` for a constant: equal sets can give equal tuples. */
  readonly tuple: string;
}

/** The feature sets that a manifest names, sorted by name. */
export function featureSetsOf(manifest: Manifest): readonly FeatureSet[] {
  const counts = new Map<string, number>();
  for (const { featureSet } of [...collectedMetrics(manifest), ...trapMetrics(manifest)]) {
    if (featureSet !== undefined) counts.set(featureSet, (counts.get(featureSet) ?? 0) + 1);
  }
  return [...counts]
    .map(([name, metrics]) => ({ name, metrics }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Whether a configuration's choice includes a metric's effective feature set.
 * @param set  undefined: the metric is in no set and always collected
 */
export function selectsFeatureSet(featureSets: readonly string[], set: string | undefined): boolean {
  if (set === undefined || featureSets.includes(ALL_FEATURE_SETS) || featureSets.includes(set)) return true;
  return isTrapEvents(set) && featureSets.some(isTrapEvents);
}

/** The vendor's own texts write `Events` and `events`; only this set is compared without case. */
export function isTrapEvents(set: string): boolean {
  return set.toLowerCase() === TRAP_EVENTS_FEATURE_SET.toLowerCase();
}

/** Every metric below `snmp`; the inner featureSet wins, dimensions add up. */
export function collectedMetrics(manifest: Manifest): readonly CollectedMetric[] {
  return manifest.snmp.flatMap((group) => {
    const levels = [
      { ...group, level: { name: group.group } },
      ...group.subgroups.map((subgroup) => ({
        ...subgroup,
        level: { name: `${group.group}/${subgroup.subgroup}` },
        featureSet: subgroup.featureSet ?? group.featureSet,
        dimensions: [...group.dimensions, ...subgroup.dimensions],
      })),
    ];
    return levels.flatMap(({ level, featureSet, dimensions, metrics }) => {
      const tuple = tupleOf(dimensions);
      return metrics.map((metric) => ({
        key: metric.key,
        level,
        featureSet: metric.featureSet ?? featureSet,
        tuple,
      }));
    });
  });
}

export function trapMetrics(manifest: Manifest): readonly { featureSet: string | undefined }[] {
  return manifest.traps.flatMap((group) =>
    group.metrics.map((metric) => ({ featureSet: metric.featureSet ?? group.featureSet })),
  );
}

function tupleOf(dimensions: Manifest["snmp"][number]["dimensions"]): string {
  const byKey = new Map(
    dimensions.map(({ key, value }) => [key, value.kind === "const" ? `=${value.text}` : ""]),
  );
  return [...byKey]
    .map(([key, text]) => key + text)
    .toSorted()
    .join("\n");
}
