import type { LayerEdge, Point } from "./layers.ts";

// Where what is new goes while everything else stays: nobody likes a map that jumps every time a phone is plugged in.

/** More new nodes than that share of all, and it is another map. */
const NEW_RATIO_MAX = 0.3;
const DISTANCE = 90;
/** The golden angle: points around one node never fall together. */
const TURN = 2.399963;

export interface Placed {
  readonly points: ReadonlyMap<string, Point>;
  /** So much is new that a layout is due. */
  readonly needsLayout: boolean;
}

/**
 * Keeps the places of what was there, and puts new nodes beside what they are linked with.
 * @param known  places from before, or from an earlier visit
 */
export function keepPlaces(
  ids: readonly string[],
  edges: readonly LayerEdge[],
  known: ReadonlyMap<string, Point>,
): Placed {
  const points = new Map<string, Point>();
  for (const id of ids) {
    const point = known.get(id);
    if (point !== undefined) points.set(id, point);
  }
  const fresh = ids.filter((id) => !points.has(id));
  const needsLayout =
    points.size === 0 ? ids.length > 0 : fresh.length > Math.max(3, ids.length * NEW_RATIO_MAX);
  if (fresh.length > 0) placeFresh(fresh, edges, points);
  return { points, needsLayout };
}

function placeFresh(fresh: readonly string[], edges: readonly LayerEdge[], points: Map<string, Point>): void {
  const neighbours = neighboursOf(fresh, edges);
  const outside = outsideOf(points);
  fresh.forEach((id, i) => {
    const near = (neighbours.get(id) ?? []).flatMap((other) => points.get(other) ?? []);
    const center = near.length === 0 ? outside : middleOf(near);
    const distance = near.length === 1 ? DISTANCE : DISTANCE / 2;
    points.set(id, {
      x: center.x + Math.cos(i * TURN) * distance,
      y: center.y + Math.sin(i * TURN) * distance,
    });
  });
}

function neighboursOf(
  ids: readonly string[],
  edges: readonly LayerEdge[],
): ReadonlyMap<string, readonly string[]> {
  const wanted = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { from, to } of edges) {
    wanted.get(from)?.push(to);
    wanted.get(to)?.push(from);
  }
  return wanted;
}

/** Below everything, for what is linked with nothing. */
function outsideOf(points: ReadonlyMap<string, Point>): Point {
  const all = [...points.values()];
  if (all.length === 0) return { x: 0, y: 0 };
  return { x: middleOf(all).x, y: Math.max(...all.map(({ y }) => y)) + DISTANCE };
}

function middleOf(points: readonly Point[]): Point {
  const sum = points.reduce((one, { x, y }) => ({ x: one.x + x, y: one.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
