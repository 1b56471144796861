export { DEFAULT_GRAPH_LIMITS, EntityGraph, type GraphLimits } from "./entity-graph.ts";
export { dimensionKeyOf, entityIdOf } from "./entity-id.ts";
export { type Extraction, extractTopology, relationKey, type TopologyRecord } from "./extract.ts";
export type * from "./graph.ts";
export { mapTopology } from "./map-topology.ts";
export { compileTopology, type PropertyRelation, type TopologyRules } from "./rules.ts";
export { CACHED_TUPLES_MAX, TopologyCache } from "./topology-cache.ts";
