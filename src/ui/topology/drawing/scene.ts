import type { Tone } from "../../words/status.ts";
import { isCarrier, type Kind } from "../kind.ts";
import type { Point } from "../layers.ts";
import type { MapEdge, MapModel, MapNode } from "../map-model.ts";
import type { Bounds } from "./view.ts";

// The map with places: what is drawn, hit and fitted.

export interface SceneNode {
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  readonly tone: Tone | undefined;
  readonly isRound: boolean;
  /** Across, at a zoom of 1. */
  readonly size: number;
  /** Change while somebody drags it. */
  x: number;
  y: number;
}

export interface SceneEdge {
  readonly id: string;
  readonly from: SceneNode;
  readonly to: SceneNode;
  readonly width: number;
  readonly fromPort: string;
  readonly toPort: string;
  /** A part of something, or a link that was seen a while ago, has lines of its own. */
  readonly stroke: "whole" | "part" | "past";
}

export interface Scene {
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
  readonly nodeById: ReadonlyMap<string, SceneNode>;
  readonly edgeById: ReadonlyMap<string, SceneEdge>;
  readonly edgesOf: ReadonlyMap<string, readonly SceneEdge[]>;
}

const SIZE = { carrier: 50, other: 38 } as const;
const PART_RELATIONS: ReadonlySet<string> = new Set(["runsOn", "isPartOf", "isChildOf"]);
const CABLES_WIDTH_MAX = 4;

/** @param points  what has none is left out, with its links */
export function sceneOf(
  { nodes, edges }: Pick<MapModel, "nodes" | "edges">,
  points: ReadonlyMap<string, Point>,
): Scene {
  const drawn = nodes.flatMap((node) => {
    const point = points.get(node.id);
    return point === undefined ? [] : [sceneNode(node, point)];
  });
  const nodeById = new Map(drawn.map((node) => [node.id, node]));
  const lines = edges.flatMap((edge) => {
    const [from, to] = [nodeById.get(edge.from), nodeById.get(edge.to)];
    return from === undefined || to === undefined || from === to ? [] : [sceneEdge(edge, from, to)];
  });
  return {
    nodes: drawn,
    edges: lines,
    nodeById,
    edgeById: new Map(lines.map((edge) => [edge.id, edge])),
    edgesOf: edgesByNode(lines),
  };
}

const sceneNode = ({ id, name, kind, tone }: MapNode, { x, y }: Point): SceneNode => ({
  id,
  name,
  kind,
  tone,
  isRound: !isCarrier(kind),
  size: isCarrier(kind) ? SIZE.carrier : SIZE.other,
  x,
  y,
});

function sceneEdge(
  { id, relation, fromPorts, toPorts, lastSeen }: MapEdge,
  from: SceneNode,
  to: SceneNode,
): SceneEdge {
  const cables = Math.max(1, fromPorts?.length ?? 0, toPorts?.length ?? 0);
  return {
    id,
    from,
    to,
    width: Math.min(CABLES_WIDTH_MAX, 0.5 + cables),
    fromPort: portLabel(fromPorts),
    toPort: portLabel(toPorts),
    stroke: lastSeen !== undefined ? "past" : PART_RELATIONS.has(relation) ? "part" : "whole",
  };
}

/** `Gi1/0/1`, of a trunk `Gi1/0/1 +1`: there is no room for more. */
function portLabel(ports: MapEdge["fromPorts"] = []): string {
  const [first] = ports;
  if (first === undefined) return "";
  return ports.length === 1 ? first.name : `${first.name} +${ports.length - 1}`;
}

function edgesByNode(edges: readonly SceneEdge[]): ReadonlyMap<string, readonly SceneEdge[]> {
  const byNode = new Map<string, SceneEdge[]>();
  for (const edge of edges)
    for (const { id } of [edge.from, edge.to]) {
      const known = byNode.get(id);
      if (known === undefined) byNode.set(id, [edge]);
      else known.push(edge);
    }
  return byNode;
}

export const EMPTY_SCENE: Scene = sceneOf({ nodes: [], edges: [] }, new Map());

/** Of a node it and what it is linked with, of an edge both ends; empty when it is not on the map. */
export function around(id: string | undefined, { nodeById, edgeById, edgesOf }: Scene): ReadonlySet<string> {
  if (id === undefined) return NOTHING;
  const edge = edgeById.get(id);
  if (edge !== undefined) return new Set([id, edge.from.id, edge.to.id]);
  if (!nodeById.has(id)) return NOTHING;
  return new Set([id, ...(edgesOf.get(id) ?? []).flatMap((one) => [one.id, one.from.id, one.to.id])]);
}

const NOTHING: ReadonlySet<string> = new Set();

/** Beside a node and below it, for its name. */
const NAME_ROOM = { across: 60, below: 22 } as const;

/** Of these nodes, with room for their names. */
export function boundsOf(nodes: Iterable<SceneNode>): Bounds | undefined {
  let bounds: Bounds | undefined;
  for (const { x, y, size } of nodes) {
    const { left, top, right, bottom } = bounds ?? { left: x, top: y, right: x, bottom: y };
    bounds = {
      left: Math.min(left, x - NAME_ROOM.across),
      top: Math.min(top, y - size / 2),
      right: Math.max(right, x + NAME_ROOM.across),
      bottom: Math.max(bottom, y + size / 2 + NAME_ROOM.below),
    };
  }
  return bounds;
}
