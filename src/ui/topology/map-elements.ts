import type { ElementDefinition } from "cytoscape";
import { isCarrier } from "./kind.ts";
import { nodeImage } from "./map-images.ts";
import type { MapEdge, MapModel, MapNode } from "./map-model.ts";
import { NODE_COLORS, type Scheme } from "./map-style.ts";

const SIZE = { carrier: 50, other: 38 } as const;
const PART_RELATIONS: ReadonlySet<string> = new Set(["runsOn", "isPartOf", "isChildOf"]);
const CABLES_WIDTH_MAX = 4;

/** The map as cytoscape takes it, without places. */
export function mapElements({ nodes, edges }: MapModel, scheme: Scheme): readonly ElementDefinition[] {
  return [...nodes.map((node) => nodeElement(node, scheme)), ...edges.map(edgeElement)];
}

function nodeElement({ id, name, kind, tone }: MapNode, scheme: Scheme): ElementDefinition {
  const colors = NODE_COLORS[scheme][tone ?? "none"];
  return {
    group: "nodes",
    data: {
      id,
      name,
      ...colors,
      size: isCarrier(kind) ? SIZE.carrier : SIZE.other,
      image: nodeImage(kind, tone, colors),
    },
    classes: [isCarrier(kind) ? "" : "round", tone === undefined ? "unpolled" : ""].join(" ").trim(),
  };
}

function edgeElement({ id, from, to, relation, fromPorts, toPorts, lastSeen }: MapEdge): ElementDefinition {
  const cables = Math.max(1, fromPorts?.length ?? 0, toPorts?.length ?? 0);
  return {
    group: "edges",
    data: {
      id,
      source: from,
      target: to,
      width: Math.min(CABLES_WIDTH_MAX, 0.5 + cables),
      fromPort: portLabel(fromPorts),
      toPort: portLabel(toPorts),
    },
    classes: [PART_RELATIONS.has(relation) ? "part" : "", lastSeen === undefined ? "" : "past"]
      .join(" ")
      .trim(),
  };
}

/** `Gi1/0/1`, of a trunk `Gi1/0/1 +1`: there is no room for more. */
function portLabel(ports: MapEdge["fromPorts"] = []): string {
  const [first] = ports;
  if (first === undefined) return "";
  return ports.length === 1 ? first.name : `${first.name} +${ports.length - 1}`;
}
