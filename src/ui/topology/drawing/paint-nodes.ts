import { type Brush, DIM } from "./frame.ts";
import type { SceneNode } from "./scene.ts";
import type { Bounds } from "./view.ts";

/** Of the ring around what is selected, at a zoom of 1. */
const RING = { width: 3, gap: 3, ratioMin: 0.6 } as const;
/** What matters is seen from afar. */
const SIZE_MIN_PX = { selected: 14, trouble: 7, lit: 7, other: 3 } as const;

/** @param isLit  those that stand out, or else the others */
export function paintNodes(brush: Brush, isLit: boolean): void {
  const { context, marks, scene, inSight } = brush;
  const isDim = marks.isDim && !isLit;
  for (const node of scene.nodes) {
    if (marks.lit.has(node.id) !== isLit || !isInSight(node, inSight)) continue;
    const size = sizeOf(brush, node);
    if (isDim) hideBehind(brush, node, size);
    if (node.id === marks.selected) paintRing(brush, node, size);
    context.globalAlpha = isDim ? DIM : 1;
    paintNode(brush, node, size);
    context.globalAlpha = 1;
  }
}

/** In CSS pixels. */
function sizeOf({ view, marks }: Brush, { id, size, tone }: SceneNode): number {
  const isTrouble = tone === "error" || tone === "warning";
  const kind =
    id === marks.selected ? "selected" : isTrouble ? "trouble" : marks.lit.has(id) ? "lit" : "other";
  return Math.max(SIZE_MIN_PX[kind], size * view.zoom);
}

function paintNode({ context, view, pixelRatio, sprites }: Brush, node: SceneNode, size: number): void {
  const sprite = sprites.of(node, Math.round(size * pixelRatio));
  const side = sprite.width / pixelRatio;
  // On whole pixels it is copied as it is, sharp and fast.
  const at = (middle: number): number => Math.round((middle - side / 2) * pixelRatio) / pixelRatio;
  context.drawImage(sprite, at(node.x * view.zoom + view.x), at(node.y * view.zoom + view.y), side, side);
}

/** Lines end at a node, also where it is nearly transparent. */
function hideBehind(brush: Brush, node: SceneNode, size: number): void {
  trace(brush, node, size / 2);
  brush.context.fillStyle = brush.ink.halo;
  brush.context.fill();
}

function paintRing(brush: Brush, node: SceneNode, size: number): void {
  const ratio = Math.min(1, Math.max(RING.ratioMin, brush.view.zoom));
  trace(brush, node, size / 2 + (RING.gap + RING.width / 2) * ratio);
  brush.context.lineWidth = RING.width * ratio;
  brush.context.strokeStyle = brush.ink.lit;
  brush.context.stroke();
}

function trace({ context, view }: Brush, { x, y, isRound }: SceneNode, half: number): void {
  context.beginPath();
  const [left, top] = [x * view.zoom + view.x - half, y * view.zoom + view.y - half];
  context.roundRect(left, top, 2 * half, 2 * half, isRound ? half : half * 0.25);
}

const isInSight = ({ x, y }: SceneNode, { left, top, right, bottom }: Bounds): boolean =>
  x > left && x < right && y > top && y < bottom;
