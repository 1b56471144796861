import { ALL_FEATURE_SETS } from "../../config/index.ts";
import type { MetricType } from "../../manifest/index.ts";
import { type CellRef, compilePlan, type PollPlan, type SubgroupPlan } from "../../plan/index.ts";
import type { Oid } from "../../smi/index.ts";
import type { InstalledExtension } from "../live/extension-shelf.ts";

/** What an extension asks for, told by feature sets. */
export interface WantedExtension {
  readonly name: string;
  readonly version: string;
  readonly sets: readonly WantedSet[];
}

export interface WantedSet {
  /** Empty for what is always collected. */
  readonly name: string;
  readonly metrics: readonly WantedMetric[];
}

export interface WantedMetric {
  readonly key: string;
  /** What must be there for it to give lines; undefined: a constant without a table, which always does. */
  readonly ref: CellRef | undefined;
  readonly intervalMs: number;
  readonly type: MetricType;
  /** One line for each row. */
  readonly table: boolean;
  /** Of the manifest. */
  readonly subgroup: string;
}

/** The feature sets of an extension, sorted by name, as a device with all of them would be polled. */
export function wantedSets({ manifest, catalogue }: InstalledExtension): WantedExtension {
  const vars = new Map(manifest.vars.map(({ id, defaultValue }) => [id, defaultValue ?? ""]));
  const plan = compilePlan(
    manifest,
    {
      id: "onboarding",
      groupName: "",
      version: manifest.version,
      description: "",
      enabled: true,
      featureSets: [ALL_FEATURE_SETS],
      vars,
      devices: [],
      traps: undefined,
    },
    { catalogue },
  );
  return { name: manifest.name, version: manifest.version, sets: setsOf(plan) };
}

function setsOf({ groups }: PollPlan): readonly WantedSet[] {
  const bySet = new Map<string, WantedMetric[]>();
  for (const { intervalMs, subgroups } of groups) {
    for (const subgroup of subgroups) {
      for (const { key, type, featureSet, source } of subgroup.metrics) {
        const ref = source.kind === "const" ? rowsOf(subgroup) : source;
        const metrics = bySet.get(featureSet) ?? [];
        metrics.push({ key, ref, intervalMs, type, table: subgroup.table, subgroup: subgroup.name });
        bySet.set(featureSet, metrics);
      }
    }
  }
  return [...bySet]
    .map(([name, metrics]) => ({ name, metrics }))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** A constant has a line for each row, and the dimensions make the rows. */
function rowsOf({ table, dimensions }: SubgroupPlan): CellRef | undefined {
  if (!table) return undefined;
  return dimensions.flatMap(({ source }) => (source.kind === "column" ? source : []))[0];
}

/** All that is asked for, each OID once. */
export function refsOf(extensions: readonly WantedExtension[]): {
  readonly scalars: readonly Oid[];
  readonly columns: readonly Oid[];
} {
  const refs = extensions.flatMap(({ sets }) =>
    sets.flatMap(({ metrics }) => metrics.flatMap(({ ref }) => ref ?? [])),
  );
  const of = (kind: CellRef["kind"]) => [
    ...new Set(refs.flatMap((ref) => (ref.kind === kind ? ref.oid : []))),
  ];
  return { scalars: of("scalar"), columns: of("column") };
}
