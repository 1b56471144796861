import type { INK, Scheme } from "../map-style.ts";
import type { LabelSet } from "./labels.ts";
import type { Marks } from "./marks.ts";
import type { Scene } from "./scene.ts";
import type { Sprites } from "./sprites.ts";
import type { Bounds, Size, View } from "./view.ts";

// What a frame of the map is painted from.

export interface Frame {
  readonly scene: Scene;
  readonly view: View;
  readonly size: Size;
  /** Pixels of the screen to one of CSS. */
  readonly pixelRatio: number;
  readonly scheme: Scheme;
  readonly marks: Marks;
  readonly labels: LabelSet;
  readonly sprites: Sprites;
}

export type Context = CanvasRenderingContext2D;

/** What the parts of a frame need besides. */
export interface Brush extends Frame {
  readonly context: Context;
  readonly ink: (typeof INK)[Scheme];
  readonly inSight: Bounds;
}

export const DIM = 0.18;
