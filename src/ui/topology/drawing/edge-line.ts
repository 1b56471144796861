import type { Point } from "../layers.ts";
import type { SceneEdge } from "./scene.ts";

// Where the line of an edge runs, from the middle of one node to the middle of the other.

/** A straight line along a rank would run through the nodes in between. */
const ARC_FROM_PX = 180;
const ARC_RATIO = 0.18;
const ARC_HEIGHT = { min: 70, max: 240 } as const;
const ARC_STEPS = 16;

/** Of an arc the point that it bends towards (a quadratic curve); undefined: the line is straight. */
export function bendOf({ from, to }: Pick<SceneEdge, "from" | "to">): Point | undefined {
  const across = Math.abs(to.x - from.x);
  if (from.y !== to.y || across <= ARC_FROM_PX) return undefined;
  const height = Math.min(ARC_HEIGHT.max, Math.max(ARC_HEIGHT.min, across * ARC_RATIO));
  return { x: (from.x + to.x) / 2, y: from.y - height };
}

/** Its points; a straight line has two. */
export function lineOf(edge: Pick<SceneEdge, "from" | "to">): readonly Point[] {
  const { from, to } = edge;
  const bend = bendOf(edge);
  if (bend === undefined) return [from, to];
  return Array.from({ length: ARC_STEPS + 1 }, (_, step) => {
    const t = step / ARC_STEPS;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return { x: a * from.x + b * bend.x + c * to.x, y: a * from.y + b * bend.y + c * to.y };
  });
}

export function lengthOf(line: readonly Point[]): number {
  let length = 0;
  for (let i = 1; i < line.length; i++) length += distance(line[i - 1]!, line[i]!);
  return length;
}

export interface Spot extends Point {
  /** Of the line there, in radians. */
  readonly angle: number;
}

/** @param along  from the first point */
export function spotOn(line: readonly Point[], along: number): Spot {
  let left = along;
  for (let i = 1; i < line.length; i++) {
    const [from, to] = [line[i - 1]!, line[i]!];
    const length = distance(from, to);
    if (left > length && i < line.length - 1) {
      left -= length;
      continue;
    }
    const ratio = length === 0 ? 0 : left / length;
    return {
      x: from.x + (to.x - from.x) * ratio,
      y: from.y + (to.y - from.y) * ratio,
      angle: Math.atan2(to.y - from.y, to.x - from.x),
    };
  }
  return { x: line[0]?.x ?? 0, y: line[0]?.y ?? 0, angle: 0 };
}

/** How far a point is from the line. */
export function distanceTo(line: readonly Point[], { x, y }: Point): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < line.length; i++) {
    const [from, to] = [line[i - 1]!, line[i]!];
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const square = dx * dx + dy * dy;
    const ratio =
      square === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / square));
    nearest = Math.min(nearest, Math.hypot(from.x + dx * ratio - x, from.y + dy * ratio - y));
  }
  return nearest;
}

const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);
