import type { FleetDevice, TopologyMap } from "../../../src/api/contract/index.ts";
import { type MapModel, mapModel } from "../../../src/ui/topology/map-model.ts";

// A small network as the service tells of it.

export const aNode = (id: string, more: Partial<TopologyMap["nodes"][number]> = {}) => ({
  id,
  name: id,
  type: "network:device",
  lastSeen: 1_760_000_000_000,
  ...more,
});

export const aRow = (entityId: string, more: Partial<FleetDevice> = {}): FleetDevice => ({
  id: `${entityId}:161`,
  configurationId: "c1",
  extension: "custom:switch",
  name: entityId,
  code: "OK",
  message: "",
  lines: 1,
  skipped: 0,
  entityId,
  ...more,
});

const TYPES = [
  { type: "network:device", displayName: "Network device", count: 2, isShown: true },
  { type: "network_switch:neighbour", displayName: "Network neighbour", count: 2, isShown: true },
];

export const aMap = (nodes: TopologyMap["nodes"], edges: TopologyMap["edges"] = []): TopologyMap => ({
  nodes,
  edges,
  types: TYPES,
});

export const aModel = (
  nodes: TopologyMap["nodes"],
  edges: TopologyMap["edges"] = [],
  rows: readonly FleetDevice[] = [],
): MapModel => mapModel(aMap(nodes, edges), new Map(rows.map((row) => [row.entityId ?? "", row])));
