import { FONT } from "../map-style.ts";
import { type Brush, DIM } from "./frame.ts";
import { NAME_GAP, type PlacedName } from "./names.ts";

const HALO_PX = 4;
/** Glyphs are made anew for each size: not for more sizes than the eye can tell. */
const fontPx = (px: number): number => Math.round(px * 4) / 4;

export function paintNames(brush: Brush): void {
  const { context, marks, labels, view, ink } = brush;
  const size = fontPx(labels.namePx);
  context.textAlign = "center";
  context.textBaseline = "top";
  context.fillStyle = ink.text;
  begin(brush, size);
  for (const placed of labels.names) {
    const { node, text } = placed;
    if (!isInSight(brush, placed)) continue;
    context.globalAlpha = marks.isDim && !marks.lit.has(node.id) ? DIM : 1;
    const isBold = node.id === marks.selected;
    if (isBold) context.font = `bold ${size}px ${FONT}`;
    const below = (node.size / 2 + NAME_GAP) * view.zoom;
    write(brush, text, node.x * view.zoom + view.x, node.y * view.zoom + view.y + below);
    if (isBold) context.font = `${size}px ${FONT}`;
  }
}

export function paintPorts(brush: Brush, isLit: boolean): void {
  const { context, view, pixelRatio, marks, labels, inSight } = brush;
  const size = fontPx(isLit ? labels.litPortPx : labels.portPx);
  context.textAlign = "center";
  context.textBaseline = "middle";
  begin(brush, size);
  context.globalAlpha = marks.isDim && !isLit ? DIM : 1;
  for (const { edge, text, x, y, angle } of isLit ? labels.litPorts : labels.ports) {
    if (marks.lit.has(edge.id) !== isLit) continue;
    if (x < inSight.left || x > inSight.right || y < inSight.top || y > inSight.bottom) continue;
    const [cos, sin] = [Math.cos(angle) * pixelRatio, Math.sin(angle) * pixelRatio];
    const [atX, atY] = [x * view.zoom + view.x, y * view.zoom + view.y];
    context.setTransform(cos, sin, -sin, cos, atX * pixelRatio, atY * pixelRatio);
    write(brush, text, 0, 0);
  }
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
}

function begin({ context, ink }: Brush, size: number): void {
  context.font = `${size}px ${FONT}`;
  context.lineWidth = HALO_PX;
  context.lineJoin = "round";
  context.strokeStyle = ink.halo;
  context.fillStyle = ink.text;
}

function write({ context }: Brush, text: string, x: number, y: number): void {
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

const isInSight = ({ inSight }: Brush, { node: { x, y } }: PlacedName): boolean =>
  x > inSight.left && x < inSight.right && y > inSight.top && y < inSight.bottom;
