import type { DimensionSource, GroupPlan, PollPlan } from "../../plan/index.ts";
import {
  builtinCatalogue,
  type ObjectMeaning,
  type ObjectRole,
  type ObjectSyntax,
  objectMeaning,
} from "../../smi/index.ts";

/** A dimension of a subgroup, and what the object behind it is good for. */
export interface DimensionPlace {
  readonly key: string;
  readonly meaning: ObjectMeaning | undefined;
  /** One value per row; otherwise one for the whole device. */
  readonly perRow: boolean;
}

/** A metric as a configuration collects it: where its lines come from and what the object behind it is good for. */
export interface MetricPlace {
  /** As it is stored. */
  readonly key: string;
  readonly type: "gauge" | "count";
  readonly meaning: ObjectMeaning | undefined;
  /** A constant such as 1 says nothing by itself: what counts are the dimensions of its lines. */
  readonly isConstant: boolean;
  /** What the catalogue knows of showing it: the words of a state. */
  readonly syntax: ObjectSyntax | undefined;
  readonly group: string;
  readonly subgroup: string;
  readonly table: boolean;
  readonly intervalMs: number;
  readonly dimensions: readonly DimensionPlace[];
}

const known = new WeakMap<readonly GroupPlan[], readonly MetricPlace[]>();

/** The metrics of a plan, in its order; worked out once. */
export function metricPlaces({ groups }: Pick<PollPlan, "groups">): readonly MetricPlace[] {
  let places = known.get(groups);
  if (places === undefined) {
    places = groups.flatMap(placesOf);
    known.set(groups, places);
  }
  return places;
}

function placesOf({ group, intervalMs, subgroups }: GroupPlan): MetricPlace[] {
  return subgroups.flatMap(({ name: subgroup, table, dimensions, metrics }) => {
    const shared = {
      group,
      subgroup,
      table,
      intervalMs,
      dimensions: dimensions.map(({ key, source }) => dimensionPlace(key, source)),
    };
    return metrics.map(({ storedKey, type, source }) => {
      const cell = source.kind === "const" ? undefined : source;
      const meaning = cell && objectMeaning(cell.oid);
      return {
        ...shared,
        key: storedKey,
        type,
        meaning,
        syntax: cell && (cell.syntax ?? builtinCatalogue.syntaxOf(cell.oid)),
        isConstant: cell === undefined,
      };
    });
  });
}

function dimensionPlace(key: string, source: DimensionSource): DimensionPlace {
  switch (source.kind) {
    case "scalar":
    case "column":
      return { key, meaning: objectMeaning(source.oid), perRow: source.kind === "column" };
    case "networkFormat":
      return { key, meaning: objectMeaning(source.data.oid), perRow: source.data.kind === "column" };
    case "inetAddress":
      return { key, meaning: undefined, perRow: source.address.kind === "column" };
    case "const":
    case "device":
      return { key, meaning: undefined, perRow: false };
    default:
      return source satisfies never;
  }
}

/** The key of the dimension with this role; of several the one that tells most. */
export function dimensionWith({ dimensions }: MetricPlace, role: ObjectRole): string | undefined {
  let best: DimensionPlace | undefined;
  for (const one of dimensions) {
    if (one.meaning?.role !== role) continue;
    if (best === undefined || one.meaning.rank > best.meaning!.rank) best = one;
  }
  return best?.key;
}

/** Whether the manifest puts something else in the place of a dimension that every line has by itself. */
export const declares = ({ dimensions }: MetricPlace, key: string): boolean =>
  dimensions.some((one) => one.key === key);
