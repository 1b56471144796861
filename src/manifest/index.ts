export type { Diagnostic, Loaded, Severity } from "../source/index.ts";
export {
  type EntityCriterion,
  type EntitySelector,
  parseEntitySelector,
  RELATION_NAMES,
  type TagMatcher,
} from "./entity-selector.ts";
export {
  escapeArgument,
  FILTER_NESTING_MAX,
  type Filter,
  type FilterParse,
  matchesFilter,
  type ParseFailure,
  parseActivationFilter,
  parseFilter,
} from "./filter.ts";
export { type ManifestSchema, manifestSchema } from "./format/json-schema.ts";
export { normaliseDimensionKey, normaliseMetricKey, storedMetricKey } from "./keys.ts";
export { type LoadOptions, loadManifest } from "./load.ts";
export * from "./manifest.ts";
export type {
  Aggregation,
  MetricExpression,
  MetricSelector,
  SeriesCondition,
  SortDirection,
  SortKey,
  Span,
  Transformation,
} from "./metric-ast.ts";
export { metricKeysOf, parseMetricSelector } from "./metric-selector.ts";
export { similarName } from "./object-name.ts";
export {
  type Condition,
  matchesCondition,
  type Pattern,
  parseCondition,
  parsePattern,
  placeholdersOf,
  type RenderedPattern,
  renderPattern,
} from "./pattern.ts";
export { matchesVarPattern } from "./vars.ts";
