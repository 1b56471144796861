import { INK } from "../map-style.ts";
import type { Brush, Context, Frame } from "./frame.ts";
import { paintEdges } from "./paint-edges.ts";
import { paintNodes } from "./paint-nodes.ts";
import { paintNames, paintPorts } from "./paint-text.ts";
import { boundsInSight } from "./view.ts";

// One frame of the map. Everything is drawn anew, so there is nothing to keep in step; what is out of sight is left out.

/** Text and lines reach over what they belong to. */
const MARGIN_PX = 160;

export function paint(context: Context, frame: Frame): void {
  const { view, size, pixelRatio, scheme } = frame;
  const brush: Brush = { ...frame, context, ink: INK[scheme], inSight: boundsInSight(view, size, MARGIN_PX) };
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  paintEdges(brush, false);
  paintPorts(brush, false);
  paintNodes(brush, false);
  paintEdges(brush, true);
  paintPorts(brush, true);
  paintNodes(brush, true);
  paintNames(brush);
  context.globalAlpha = 1;
}
