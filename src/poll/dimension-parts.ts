import type { DimensionSource, SubgroupPlan } from "../plan/index.ts";
import type { Oid } from "../smi/index.ts";

/**
 * Whether a column may be kept from poll to poll. `label`: used as a dimension alone, and the plan says it is text or
 * an address · `by-value`: used as a dimension alone, and its values will tell · `never`: the rest.
 */
export type Keep = "label" | "by-value" | "never";

export interface DimensionPart {
  readonly oid: Oid;
  readonly keep: Keep;
  /** Says how to read another column: a number for each row, and so the cheapest to read. */
  readonly isKind: boolean;
}

/** The columns of a dimension. Numbers that say how to read an address change only with the address. */
export function partsOf(source: DimensionSource): readonly DimensionPart[] {
  switch (source.kind) {
    case "column":
      return [{ oid: source.oid, keep: keepBySyntax(source.syntax?.kind), isKind: false }];
    case "networkFormat":
      return [
        ...partsOf(source.formatter).map((part): DimensionPart => ({ ...part, keep: "label", isKind: true })),
        ...partsOf(source.data).map((part): DimensionPart => ({ ...part, keep: "label" })),
      ];
    case "inetAddress":
      return [
        ...partsOf(source.type).map((part): DimensionPart => ({ ...part, keep: "label", isKind: true })),
        ...partsOf(source.address).map((part): DimensionPart => ({ ...part, keep: "label" })),
      ];
    case "scalar":
    case "const":
    case "device":
      return [];
    default:
      return source satisfies never;
  }
}

/** Enumerations, bits and times tell a state, whatever they are made of. */
function keepBySyntax(
  kind: "enumeration" | "bits" | "physAddress" | "dateAndTime" | "inetAddress" | undefined,
): Keep {
  if (kind === undefined) return "by-value";
  return kind === "physAddress" || kind === "inetAddress" ? "label" : "never";
}

export function metricColumnsOf(subgroup: SubgroupPlan): Oid[] {
  return subgroup.metrics.flatMap(({ source }) => (source.kind === "column" ? [source.oid] : []));
}

export function columnsOf(subgroup: SubgroupPlan): Oid[] {
  return [
    ...metricColumnsOf(subgroup),
    ...subgroup.dimensions.flatMap(({ source }) => partsOf(source).map((part) => part.oid)),
  ];
}
