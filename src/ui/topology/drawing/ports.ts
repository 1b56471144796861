import type { Point } from "../layers.ts";
import { lengthOf, lineOf, type Spot, spotOn } from "./edge-line.ts";

import { shapeOf } from "./names.ts";
import { type Rect, Room } from "./room.ts";
import type { SceneEdge, SceneNode } from "./scene.ts";
import { shortened, type WidthOf } from "./text.ts";

// Names of ports, along the links, each at its end: beyond the node, and none on a name or on another.

export const PORT_PX = 10;
const GAP = 5;
/** Where one has no room it moves on along its link. */
const SLIDE = 8;
const SLIDES_MAX = 12;

export interface PlacedPort {
  readonly edge: SceneEdge;
  readonly text: string;
  /** Of its middle. */
  readonly x: number;
  readonly y: number;
  /** In radians; never upside down. */
  readonly angle: number;
}

export interface PortOptions {
  /** Text is so many times as large as on a map at a zoom of 1. */
  readonly scale: number;
  /** Of text at a size of 1. */
  readonly widthOf: WidthOf;
  readonly nodes: Iterable<SceneNode>;
  /** Where the name of a node is. */
  readonly nameOf: (node: SceneNode) => Rect | undefined;
}

/** Places on the map. Those that find no room are left out. */
export function placePorts(edges: readonly SceneEdge[], options: PortOptions): readonly PlacedPort[] {
  const room = new Room(PORT_PX * options.scale * 3);
  for (const node of options.nodes)
    for (const rect of [shapeOf(node), options.nameOf(node)]) if (rect !== undefined) room.take(rect);
  return edges.flatMap((edge) => portsOf(edge, options, room));
}

function portsOf(
  edge: SceneEdge,
  { scale, widthOf, nameOf }: PortOptions,
  room: Room,
): readonly PlacedPort[] {
  const names = [edge.fromPort, edge.toPort] as const;
  if (names.every((name) => name === "")) return [];
  const line = lineOf(edge);
  const length = lengthOf(line);
  const size = PORT_PX * scale;
  const gap = GAP * scale;
  const starts = [edge.from, edge.to].map(
    (node, i) => gap + exitOf(node, nameOf(node), directionAt(line, i === 1)),
  );
  const free = length - starts[0]! - starts[1]!;
  const shares = shareOf(free, widthOf(names[0]) * size, widthOf(names[1]) * size, 2 * gap);
  const slack = Math.max(0, free - shares[0] - shares[1]);
  return names.flatMap((name, i) => {
    const text = shortened(name, shares[i]! / size, widthOf, "start");
    if (text === "") return [];
    const width = widthOf(text) * size;
    for (let moved = 0; moved <= Math.min(slack, SLIDES_MAX * SLIDE * scale); moved += SLIDE * scale) {
      const along = starts[i]! + width / 2 + moved;
      const { x, y, angle } = spotOn(line, i === 0 ? along : length - along);
      if (room.takeAll(squaresAlong({ x, y, angle }, width, size)))
        return [{ edge, text, x, y, angle: upright(angle) }];
    }
    return [];
  });
}

/** Who needs less than half leaves the rest to the other. */
export function shareOf(free: number, from: number, to: number, gap: number): readonly [number, number] {
  const both = Math.max(0, free - (from > 0 && to > 0 ? gap : 0));
  if (from + to <= both) return [from, to];
  if (from <= both / 2) return [from, both - from];
  if (to <= both / 2) return [both - to, to];
  return [both / 2, both / 2];
}

/** From the middle of a node in a direction, how far until it and its name are left. */
function exitOf(node: SceneNode, name: Rect | undefined, { x, y }: Point): number {
  const half = node.size / 2;
  const out = node.isRound ? half : Math.min(over(half, x), over(half, y));
  if (y <= 0 || name === undefined) return out;
  const [top, bottom] = [name.y - name.halfY - node.y, name.y + name.halfY - node.y];
  if ((top / y) * Math.abs(x) > name.halfX) return out;
  return Math.max(out, Math.min(over(bottom, y), over(name.halfX, x)));
}

const over = (distance: number, direction: number): number =>
  direction === 0 ? Number.POSITIVE_INFINITY : distance / Math.abs(direction);

/** Of the line where it leaves its first point or, backwards, its last; of length 1. */
function directionAt(line: readonly Point[], isBackwards: boolean): Point {
  const [from, to] = isBackwards ? [line.at(-1)!, line.at(-2)!] : [line[0]!, line[1]!];
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

/** Text at an angle takes the place of small squares along it. */
function squaresAlong({ x, y, angle }: Spot, width: number, size: number): readonly Rect[] {
  const count = Math.max(1, Math.ceil(width / size));
  const half = size * 0.5;
  return Array.from({ length: count }, (_, i) => {
    const along = ((i + 0.5) / count - 0.5) * width;
    return { x: x + Math.cos(angle) * along, y: y + Math.sin(angle) * along, halfX: half, halfY: half };
  });
}

function upright(angle: number): number {
  if (angle > Math.PI / 2) return angle - Math.PI;
  return angle <= -Math.PI / 2 ? angle + Math.PI : angle;
}
