import type { Tone } from "../../words/status.ts";
import { kindPath, signPath } from "../map-images.ts";
import { NODE_COLORS, type NodeColors, type Scheme } from "../map-style.ts";
import type { SceneNode } from "./scene.ts";

// Nodes as small pictures, each drawn once a size: thousands of them are then copied in a frame.

export type Look = Pick<SceneNode, "kind" | "tone" | "isRound">;

/** Around the shape, as a share of its size: the sign stands over its edge. */
const MARGIN = 0.14;
const KEPT_MAX = 500;
/** Smaller than that, in pixels of the screen, there is no drawing inside. */
const ICON_FROM_PX = 13;

export class Sprites {
  readonly #colors: Readonly<Record<Tone | "none", NodeColors>>;
  readonly #kept = new Map<string, ImageBitmap>();

  constructor(scheme: Scheme) {
    this.#colors = NODE_COLORS[scheme];
  }

  /**
   * @param px  across, in pixels of the screen
   * @returns a square picture with the shape in its middle
   */
  of(look: Look, px: number): ImageBitmap {
    const key = `${look.kind} ${look.tone ?? ""} ${px}`;
    let sprite = this.#kept.get(key);
    if (sprite === undefined) {
      if (this.#kept.size >= KEPT_MAX) this.clear();
      sprite = picture(look, px, this.#colors[look.tone ?? "none"]);
      this.#kept.set(key, sprite);
    }
    return sprite;
  }

  clear(): void {
    for (const sprite of this.#kept.values()) sprite.close();
    this.#kept.clear();
  }
}

function picture(look: Look, px: number, colors: NodeColors): ImageBitmap {
  const side = Math.ceil(px * (1 + 2 * MARGIN)) + 2;
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext("2d")!;
  context.translate(side / 2, side / 2);
  drawShape(context, look, px, colors);
  if (px >= ICON_FROM_PX) {
    drawIcon(context, look, px, colors);
    drawSign(context, look, px, colors);
  }
  return canvas.transferToImageBitmap();
}

type Context = OffscreenCanvasRenderingContext2D;

function drawShape(context: Context, { tone, isRound }: Look, px: number, { fill, line }: NodeColors): void {
  const width = Math.max(1, px * 0.03);
  const half = px / 2 - width / 2;
  context.beginPath();
  if (isRound) context.arc(0, 0, half, 0, 2 * Math.PI);
  else context.roundRect(-half, -half, 2 * half, 2 * half, px * 0.12);
  // What is small says its trouble by colour alone; the list beside the map says it in words.
  const isTrouble = tone === "error" || tone === "warning";
  context.fillStyle = px < ICON_FROM_PX && isTrouble ? line : fill;
  context.fill();
  context.lineWidth = width;
  context.strokeStyle = line;
  if (tone === undefined && px >= ICON_FROM_PX) context.setLineDash([px * 0.1, px * 0.05]);
  context.stroke();
  context.setLineDash([]);
}

function drawIcon(context: Context, { kind, isRound }: Look, px: number, { line }: NodeColors): void {
  const scale = (px * (isRound ? 0.6 : 0.74)) / 24;
  context.save();
  context.scale(scale, scale);
  context.translate(-12, -12);
  context.lineWidth = 1.7;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = line;
  context.stroke(new Path2D(kindPath(kind)));
  context.restore();
}

function drawSign(context: Context, { tone, isRound }: Look, px: number, { fill, line }: NodeColors): void {
  const path = signPath(tone);
  if (path === "") return;
  const at = px * (isRound ? 0.34 : 0.42);
  context.save();
  context.translate(at, at);
  context.scale(px / 50, px / 50);
  context.beginPath();
  context.arc(0, 0, 9, 0, 2 * Math.PI);
  context.fillStyle = line;
  context.fill();
  context.scale(1.7, 1.7);
  context.lineWidth = 1.5;
  context.lineCap = "round";
  context.strokeStyle = fill;
  context.stroke(new Path2D(path));
  context.restore();
}
