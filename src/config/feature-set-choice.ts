import type { Manifest } from "../manifest/index.ts";
import { nearest } from "../source/index.ts";
import {
  ALL_FEATURE_SETS,
  type CollectedMetric,
  collectedMetrics,
  featureSetsOf,
  isTrapEvents,
  selectsFeatureSet,
  trapMetrics,
} from "./feature-sets.ts";
import { echo, type Field, shown } from "./field.ts";
import { DUPLICATE_SERIES, NO_METRIC_LEFT, UNKNOWN_FEATURE_SET } from "./monitoring-codes.ts";
import { readList, readText, type Section } from "./read.ts";

const FEATURE_SETS_MAX = 50;
const FAMILY_SHOWN_MAX = 4;
/** Metric keys that one finding names. */
const KEYS_SHOWN_MAX = 5;

/** Reads `featureSets`: as written, unknown ones too; undefined when the list itself is wrong. */
export function readFeatureSets(value: Section, manifest: Manifest): readonly string[] | undefined {
  const field = value.optional("featureSets");
  if (field === undefined) return [];
  const remedy = `Write "${ALL_FEATURE_SETS}" for every set`;
  const fields = readList(value.report, field, { min: 0, max: FEATURE_SETS_MAX, remedy });
  if (fields === undefined) return undefined;
  const known = featureSetsOf(manifest).map(({ name }) => name);
  const names = fields.map((entry) => {
    const name = readText(value.report, entry);
    if (name !== undefined) warnOfUnknown(value, manifest, { entry, name, known });
    return name;
  });
  return names.every((name) => name !== undefined) ? names : undefined;
}

function warnOfUnknown(
  value: Section,
  manifest: Manifest,
  { entry, name, known }: { entry: Field; name: string; known: readonly string[] },
): void {
  // Events of a trap extension is a set without metrics: it switches on log records.
  const isEvents = manifest.traps.length > 0 && isTrapEvents(name);
  if (name === ALL_FEATURE_SETS || known.includes(name) || isEvents) return;
  const hint = meantSets(name, known);
  const offer = known.length === 0 ? "it has none" : known.join(", ");
  const message = `feature set ${shown(name)} is not one of ${manifest.name} (${offer}) and selects nothing${hint}`;
  value.report.warning(UNKNOWN_FEATURE_SET, entry, message, echo(entry));
}

/**
 * The sets that a name most likely means. Sets come in families, `Interfaces 32-bit` and `Interfaces 64-bit`: who
 * writes only what they begin with is told of each.
 */
function meantSets(name: string, known: readonly string[]): string {
  const begins = (set: string): boolean => set.toLowerCase().startsWith(name.trim().toLowerCase());
  const family = known.filter(begins);
  const close = nearest(name, [...known, ALL_FEATURE_SETS]);
  if (family.length === 0 || (close !== undefined && begins(close)))
    return close === undefined ? "" : `; did you mean ${shown(close)}?`;
  const more = family.length > FAMILY_SHOWN_MAX ? ", …" : "";
  return `; did you mean ${family.slice(0, FAMILY_SHOWN_MAX).map(shown).join(" or ")}${more}?`;
}

/** What is collected with the chosen sets: something at all (C007), and no series from two places (C106). */
export function checkCollected(
  value: Section,
  manifest: Manifest,
  chosen: { readonly featureSets: readonly string[]; readonly snmp: boolean; readonly traps: boolean },
): void {
  const polled = chosen.snmp
    ? collectedMetrics(manifest).filter(({ featureSet }) => selectsFeatureSet(chosen.featureSets, featureSet))
    : [];
  // Trap metrics are counted whatever is chosen.
  const counted = chosen.traps ? trapMetrics(manifest).length : 0;
  if (polled.length + counted === 0) return reportNothingLeft(value, manifest);
  reportDuplicateSeries(value, polled);
}

function reportNothingLeft(value: Section, manifest: Manifest): void {
  const known = featureSetsOf(manifest).map(
    ({ name, metrics }) => `${name} (${metrics} ${metrics === 1 ? "metric" : "metrics"})`,
  );
  const remedy =
    known.length === 0 ? "" : ` Choose at least one of ${known.join(", ")}, or "${ALL_FEATURE_SETS}"`;
  const message = `nothing of ${manifest.name} is collected with these feature sets.${remedy}`;
  value.report.error(NO_METRIC_LEFT, value.placeOf("featureSets"), message);
}

/**
 * The same key with the same dimensions from two levels that are both on gives one series two sources: only one is
 * sent. Levels that differ in dimensions keep their series apart.
 */
function reportDuplicateSeries(value: Section, metrics: readonly CollectedMetric[]): void {
  const levelsOf = new Map<
    string,
    { readonly key: string; readonly levels: Set<CollectedMetric["level"]> }
  >();
  for (const { key, tuple, level } of metrics) {
    const series = `${key}\n${tuple}`;
    const entry = levelsOf.get(series) ?? { key, levels: new Set<CollectedMetric["level"]>() };
    entry.levels.add(level);
    levelsOf.set(series, entry);
  }
  const keysByLevels = new Map<string, string[]>();
  for (const { key, levels } of levelsOf.values()) {
    if (levels.size < 2) continue;
    const names = [...levels].map(({ name }) => name).join(" and ");
    keysByLevels.set(names, [...(keysByLevels.get(names) ?? []), key]);
  }
  for (const [levels, keys] of keysByLevels) {
    const more = keys.length > KEYS_SHOWN_MAX ? ` and ${keys.length - KEYS_SHOWN_MAX} more` : "";
    const message =
      `${levels} both feed ${keys.slice(0, KEYS_SHOWN_MAX).join(", ")}${more} with the same dimensions; ` +
      "of each such pair of lines one is sent. Choose the feature set of one of them";
    value.report.warning(DUPLICATE_SERIES, value.placeOf("featureSets"), message);
  }
}
