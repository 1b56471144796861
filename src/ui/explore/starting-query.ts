import type { MetricDescriptor } from "../../api/contract/index.ts";
import { type BuiltQuery, emptyQuery, isEntityDimension } from "./selector.ts";

/** What names a device in lines, best first. */
const DEVICE_DIMENSIONS = ["sys.name", "device.name", "device"];
const START_LIMIT = 20;

/** A query worth a look for who only chose a metric: what was measured where it was highest. */
export function startingQuery(metric: MetricDescriptor): BuiltQuery {
  const keys = (metric.dimensionDefinitions ?? []).map(({ key }) => key);
  const device = DEVICE_DIMENSIONS.find((key) => keys.includes(key));
  const part = keys
    .filter(isEntityDimension)
    .find((key) => key === `dt.entity.${metric.entityType?.[0]}` && !isDevice(key));
  return {
    ...emptyQuery(metric.metricId),
    split: [device, part].filter((key) => key !== undefined),
    aggregation: aggregationsOf(metric)[0],
    order: "descending",
    limit: START_LIMIT,
  };
}

const isDevice = (key: string): boolean => /[:_]device$/.test(key);

/** Those a metric has, the one it is usually summed up by first. */
export function aggregationsOf({
  aggregationTypes = [],
  defaultAggregation,
}: MetricDescriptor): readonly string[] {
  const usual = defaultAggregation?.type ?? "auto";
  return [usual, ...aggregationTypes.filter((type) => type !== usual && type !== "auto")];
}
