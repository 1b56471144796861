import type { MetricMetadata, TopologySpec } from "../../manifest/index.ts";
import { dimensionKeyOf } from "../../topology/index.ts";
import type { ScreenWorld } from "./screen-world.ts";

/** Relations in which the part measures, not the whole: a device carries its ports on each of their lines. */
const TO_WHOLE: ReadonlySet<string> = new Set(["RUNS_ON", "CHILD_OF", "PART_OF"]);

/** The metrics that belong to a type (spec 4 §6), measured ones first, each list sorted. */
export function metricsOfType(type: string, world: ScreenWorld): readonly string[] {
  const parts = partsOf(type, world);
  const owners = new Map(metadataOf(world).map(({ key, sourceEntityType }) => [key, sourceEntityType]));
  const isOurs = (key: string): boolean => {
    const owner = owners.get(key);
    return owner === undefined || owner.toLowerCase() === type.toLowerCase();
  };
  const measured: string[] = [];
  for (const metric of world.metrics.metrics()) {
    const dimensions = new Set(world.metrics.dimensionKeys(metric));
    const isCarried = dimensions.has(dimensionKeyOf(type)) && !parts.some((part) => dimensions.has(part));
    if (isCarried && isOurs(metric.key)) measured.push(metric.key);
  }
  const known = new Set(measured);
  const calculated = metadataOf(world).flatMap(({ key, metricSelector }) =>
    metricSelector !== undefined && isOurs(key) && isMadeOf(world.inputsOf(key), known, world) ? [key] : [],
  );
  return [...measured.toSorted(), ...new Set(calculated.toSorted())];
}

const metadataOf = ({ manifests }: ScreenWorld): readonly MetricMetadata[] =>
  manifests.flatMap(({ metrics }) => metrics);

function isMadeOf(inputs: readonly string[], known: ReadonlySet<string>, { metrics }: ScreenWorld): boolean {
  return inputs.length > 0 && inputs.every((key) => known.has(metrics.metric(key)?.key ?? key));
}

/** The dimensions of the types whose entities are parts of those of this type. */
function partsOf(type: string, { manifests }: ScreenWorld): readonly string[] {
  const relations = manifests.flatMap(
    ({ topology }: { readonly topology: TopologySpec }) => topology.relationships,
  );
  return relations.flatMap(({ typeOfRelation, fromType, toType }) =>
    TO_WHOLE.has(typeOfRelation) && toType.toLowerCase() === type.toLowerCase() && fromType !== toType
      ? [dimensionKeyOf(fromType)]
      : [],
  );
}
