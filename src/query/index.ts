export { type LifeWindow, matchesEntity, selectEntities } from "./entities/select-entities.ts";
export { selectorValue, shownEntity, shownList, withEntityConditions } from "./entity-conditions.ts";
export { MetricCatalogue } from "./metrics/catalogue.ts";
export { describeMetric, type MetricDescriptor } from "./metrics/descriptor.ts";
export { type KeyTest, keyTest } from "./metrics/key-patterns.ts";
export { type QueriedMetric, type QueriedSeries, queryMetrics, unparsed } from "./metrics/query-metrics.ts";
export { POINTS_PER_TUPLE_MAX, parseResolution, type Resolution } from "./resolution.ts";
export type {
  DimensionCondition,
  EntitySource,
  Grid,
  MetricSource,
  SlotColumns,
  StoredEntity,
  StoredMetric,
  Tag,
  Tuple,
} from "./sources.ts";
export { parseTime } from "./time.ts";
