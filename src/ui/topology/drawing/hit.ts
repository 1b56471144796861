import type { Point } from "../layers.ts";
import { distanceTo, lineOf } from "./edge-line.ts";
import type { Scene, SceneEdge, SceneNode } from "./scene.ts";

/**
 * What is at a point of the map: a node, or else the edge that is nearest.
 * @param reach  how far beside it still counts, on the map
 * @returns its id
 */
export function hitAt({ nodes, edges }: Scene, at: Point, reach: number): string | undefined {
  return nodeAt(nodes, at, reach)?.id ?? edgeAt(edges, at, reach)?.id;
}

function nodeAt(nodes: readonly SceneNode[], at: Point, reach: number): SceneNode | undefined {
  let best: SceneNode | undefined;
  let nearest = reach;
  for (const node of nodes) {
    const [dx, dy] = [Math.abs(node.x - at.x), Math.abs(node.y - at.y)];
    const beside = (node.isRound ? Math.hypot(dx, dy) : Math.max(dx, dy)) - node.size / 2;
    // Of several the one drawn last is on top.
    if (beside > nearest && beside > 0) continue;
    best = node;
    nearest = Math.max(0, beside);
  }
  return best;
}

function edgeAt(edges: readonly SceneEdge[], at: Point, reach: number): SceneEdge | undefined {
  let best: SceneEdge | undefined;
  let nearest = reach;
  for (const edge of edges) {
    const beside = distanceTo(lineOf(edge), at) - edge.width / 2;
    if (beside > nearest) continue;
    best = edge;
    nearest = beside;
  }
  return best;
}
