import { bendOf } from "./edge-line.ts";
import { type Brush, type Context, DIM } from "./frame.ts";
import type { SceneEdge } from "./scene.ts";
import type { Bounds, View } from "./view.ts";

const LIT_PX = 3;
const PAST_ALPHA = 0.6;
/** At a zoom of 1. */
const DASHES = { whole: [], part: [1.5, 3], past: [6, 4] } as const;
/** Lines of one kind are drawn together; of a very long path the browser makes heavy work. */
const TOGETHER_MAX = 64;

/** @param isLit  those that stand out, or else the others */
export function paintEdges(brush: Brush, isLit: boolean): void {
  const { context, marks, scene, view, ink, inSight } = brush;
  const groups = new Map<string, SceneEdge[]>();
  for (const edge of scene.edges) {
    if (marks.lit.has(edge.id) !== isLit || !isInSight(edge, inSight)) continue;
    const key = `${edge.stroke} ${edge.width}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [edge]);
    else group.push(edge);
  }
  for (const edges of groups.values()) {
    const { stroke, width } = edges[0]!;
    context.globalAlpha = (stroke === "past" ? PAST_ALPHA : 1) * (marks.isDim && !isLit ? DIM : 1);
    context.strokeStyle = isLit ? ink.lit : ink.edge;
    context.lineWidth = isLit
      ? Math.max(1.5, LIT_PX * Math.min(1, view.zoom))
      : Math.max(0.5, width * view.zoom);
    context.setLineDash(DASHES[stroke].map((length) => length * Math.max(0.5, view.zoom)));
    for (let i = 0; i < edges.length; i += TOGETHER_MAX)
      trace(context, edges.slice(i, i + TOGETHER_MAX), view);
  }
  context.setLineDash([]);
}

function trace(context: Context, edges: readonly SceneEdge[], { zoom, x, y }: View): void {
  context.beginPath();
  for (const edge of edges) {
    const bend = bendOf(edge);
    const { from, to } = edge;
    context.moveTo(from.x * zoom + x, from.y * zoom + y);
    if (bend === undefined) context.lineTo(to.x * zoom + x, to.y * zoom + y);
    else context.quadraticCurveTo(bend.x * zoom + x, bend.y * zoom + y, to.x * zoom + x, to.y * zoom + y);
  }
  context.stroke();
}

const isInSight = ({ from, to }: SceneEdge, { left, top, right, bottom }: Bounds): boolean =>
  Math.min(from.x, to.x) < right &&
  Math.max(from.x, to.x) > left &&
  Math.min(from.y, to.y) < bottom &&
  Math.max(from.y, to.y) > top;
