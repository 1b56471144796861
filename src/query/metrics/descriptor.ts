import { type MetricMetadata, metricKeysOf } from "../../manifest/index.ts";
import type { EntitySource, MetricSource, StoredMetric } from "../sources.ts";
import type { MetricCatalogue } from "./catalogue.ts";
import { ENTITY_PREFIX } from "./entity-dimensions.ts";

/** What clients read about a metric (spec 3 §5). */
export interface MetricDescriptor {
  readonly metricId: string;
  readonly displayName: string;
  readonly description: string;
  readonly unit: string;
  readonly created: number | undefined;
  readonly lastWritten: number | undefined;
  readonly aggregationTypes: readonly string[];
  readonly defaultAggregation: { readonly type: string };
  readonly dimensionDefinitions: readonly DimensionDefinition[];
  readonly transformations: readonly string[];
  readonly entityType: readonly string[];
  readonly tags: readonly string[];
  readonly metricValueType: { readonly type: string };
  readonly scalar: boolean;
}

export interface DimensionDefinition {
  readonly key: string;
  readonly name: string;
  readonly displayName: string;
  readonly index: number;
  readonly type: "ENTITY" | "STRING";
}

/** The words about a metric that has no metadata in a manifest. */
export type ToldOf = (
  key: string,
) => Partial<Record<"displayName" | "description" | "unit", string | undefined>> | undefined;

export interface DescriptorSources {
  readonly metrics: MetricSource;
  readonly entities: EntitySource;
  readonly catalogue: MetricCatalogue;
  readonly told: ToldOf;
}

const TRANSFORMATIONS: readonly string[] = [
  "default",
  "delta",
  "filter",
  "fold",
  "last",
  "lastReal",
  "limit",
  "merge",
  "names",
  "parents",
  "rate",
  "setUnit",
  "sort",
  "splitBy",
  "timeshift",
  "toUnit",
];

const AGGREGATIONS: Readonly<Record<"gauge" | "count", readonly string[]>> = {
  gauge: ["auto", "avg", "count", "max", "min", "sum"],
  count: ["auto", "value"],
};

/** @returns undefined for a key that neither the store nor a manifest knows */
export function describeMetric(key: string, sources: DescriptorSources): MetricDescriptor | undefined {
  const { metrics, catalogue, told } = sources;
  const stored = metrics.metric(key);
  const metadata = catalogue.metadata(stored?.key ?? key);
  if (stored === undefined && metadata === undefined) return undefined;
  const metricId = stored?.key ?? metadata?.key ?? key;
  const words = metadata ?? told(metricId);
  const type = stored?.type ?? (/^func:|\.count$/.test(metricId) ? "count" : "gauge");
  const measured = stored ?? measuredBy(metricId, sources);
  const dimensionKeys = measured === undefined ? [] : metrics.dimensionKeys(measured);
  return {
    metricId,
    displayName: words?.displayName ?? metricId,
    description: words?.description ?? "",
    unit: words?.unit ?? "Unspecified",
    created: stored?.firstWrittenMs,
    lastWritten: stored?.lastWrittenMs,
    aggregationTypes: AGGREGATIONS[type],
    defaultAggregation: { type: type === "count" ? "value" : "avg" },
    dimensionDefinitions: dimensionKeys.map((name, index) => definitionOf(name, index, metadata)),
    transformations: TRANSFORMATIONS,
    entityType: entityTypesOf(dimensionKeys, metadata, sources.entities),
    tags: metadata?.tags ?? [],
    metricValueType: { type: "unknown" },
    scalar: false,
  };
}

/** The dimensions of a calculated metric are those of the first metric that it is made of. */
function measuredBy(
  key: string,
  sources: DescriptorSources,
  within: readonly string[] = [],
): StoredMetric | undefined {
  const selector = sources.catalogue.calculated(key);
  if (selector === undefined) return sources.metrics.metric(key);
  const [first] = metricKeysOf(selector);
  if (first === undefined || within.includes(first)) return undefined;
  return measuredBy(first, sources, [...within, key]);
}

function definitionOf(key: string, index: number, metadata: MetricMetadata | undefined): DimensionDefinition {
  const displayName = metadata?.dimensions.find((dimension) => dimension.key === key)?.displayName ?? key;
  return {
    key,
    name: displayName,
    displayName,
    index,
    type: key.startsWith(ENTITY_PREFIX) ? "ENTITY" : "STRING",
  };
}

function entityTypesOf(
  dimensionKeys: readonly string[],
  metadata: MetricMetadata | undefined,
  entities: EntitySource,
): readonly string[] {
  const declared = metadata?.sourceEntityType === undefined ? [] : [metadata.sourceEntityType];
  const written = new Map([...entities.types()].map((type) => [type.toLowerCase(), type]));
  const seen = dimensionKeys.flatMap((key) => {
    const type = key.startsWith(ENTITY_PREFIX) ? key.slice(ENTITY_PREFIX.length) : undefined;
    return type === undefined ? [] : [written.get(type) ?? type];
  });
  return [...new Set([...declared, ...seen])];
}
