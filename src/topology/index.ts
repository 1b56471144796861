export type { GraphListener, ValueChange } from "./entity-change.ts";
export { EntityGraph, type GraphLimits } from "./entity-graph.ts";
export { dimensionKeyOf, entityIdOf } from "./entity-id.ts";
export type { EntityRecord } from "./entity-record.ts";
export {
  type EntityState,
  type ShapeState,
  type StoredEdge,
  type StoredObservation,
  stateOf,
} from "./entity-state.ts";
export { type Extraction, extractTopology, mergeEdges, type TopologyRecord } from "./extract.ts";
export { Generations } from "./generations.ts";
export type * from "./graph.ts";
export type { GraphView, MapEdge, MapEntity } from "./map/graph-view.ts";
export { type LinkOptions, linksFrom, type MapLink } from "./map/links.ts";
export { isPartRelation, leadingOn, shownByDefault } from "./map/relations.ts";
export { SameThings, type Thing } from "./map/same-things.ts";
export { mapTopology } from "./map-topology.ts";
export { compileTopology, type PropertyRelation, type TopologyRules } from "./rules.ts";
export type { Statement } from "./sighting.ts";
export { hashForClass, isSameForClass, type KeyClass, TopologyCache } from "./topology-cache.ts";
