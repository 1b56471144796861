export { EntityGraph, type GraphLimits } from "./entity-graph.ts";
export { dimensionKeyOf, entityIdOf } from "./entity-id.ts";
export { type Extraction, extractTopology, mergeEdges, type TopologyRecord } from "./extract.ts";
export type * from "./graph.ts";
export { mapTopology } from "./map-topology.ts";
export { compileTopology, type PropertyRelation, type TopologyRules } from "./rules.ts";
export { TopologyCache } from "./topology-cache.ts";
