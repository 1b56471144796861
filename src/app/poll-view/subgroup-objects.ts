import type { DimensionSource, MetricPlan, SubgroupPlan } from "../../plan/index.ts";
import type { Oid } from "../../smi/index.ts";

/** The objects that a source is read from. */
export function objectsOf(source: DimensionSource | MetricPlan["source"]): readonly Oid[] {
  switch (source.kind) {
    case "scalar":
    case "column":
      return [source.oid];
    case "networkFormat":
      return source.formatter.kind === "const" ? [source.data.oid] : [source.formatter.oid, source.data.oid];
    case "inetAddress":
      return [source.type.oid, source.address.oid];
    case "const":
    case "device":
      return [];
    default:
      return source satisfies never;
  }
}

/** All objects of a subgroup, each once, those of its metrics first. */
export function objectsOfSubgroup({ metrics, dimensions }: SubgroupPlan): Oid[] {
  return [...new Set([...metrics, ...dimensions].flatMap(({ source }) => objectsOf(source)))];
}
