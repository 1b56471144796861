import type { Point } from "../layers.ts";

// What of the map is in sight. On the screen a point of the map is at `point × zoom + (x, y)`, in CSS pixels.

export interface View {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const ZOOM = { min: 0.05, max: 3, fitMax: 1.25, showMin: 0.55 } as const;
/** Around what is fitted in; less on a phone. */
const PADDING_MAX = 28;
const PADDING_RATIO = 0.035;

export const toScreen = ({ zoom, x, y }: View, point: Point): Point => ({
  x: point.x * zoom + x,
  y: point.y * zoom + y,
});

export const toMap = ({ zoom, x, y }: View, at: Point): Point => ({
  x: (at.x - x) / zoom,
  y: (at.y - y) / zoom,
});

export const pannedBy = (view: View, dx: number, dy: number): View => ({
  zoom: view.zoom,
  x: view.x + dx,
  y: view.y + dy,
});

/** What is under `at` stays there. */
export function zoomedAt(view: View, factor: number, at: Point): View {
  const zoom = clamp(view.zoom * factor, ZOOM.min, ZOOM.max);
  const ratio = zoom / view.zoom;
  return { zoom, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

/** The buttons of the map stand over its right edge. */
const BUTTONS_PX = 36;

/** The whole of it, in the middle of what no button covers, and not larger than is pleasant. */
export function fitted(bounds: Bounds, { width, height }: Size): View {
  const free = { width: Math.max(1, width - BUTTONS_PX), height };
  return centred(bounds, clamp(zoomToFit(bounds, free), ZOOM.min, ZOOM.fitMax), free);
}

/**
 * Something and what it is linked with, large enough to read.
 * @param one  shown by itself when `near` is too large for that
 */
export function shownAround(one: Bounds, near: Bounds, size: Size): View {
  const zoom = zoomToFit(near, size);
  const box = zoom < ZOOM.showMin ? one : near;
  return centred(box, clamp(zoom, ZOOM.showMin, ZOOM.fitMax), size);
}

/** On the way from one to the other; every point moves in a straight line. */
export function between(from: View, to: View, ratio: number): View {
  const at = (a: number, b: number): number => a + (b - a) * ratio;
  return { zoom: at(from.zoom, to.zoom), x: at(from.x, to.x), y: at(from.y, to.y) };
}

/** What of the map is in sight, and `margin` pixels around. */
export function boundsInSight(view: View, { width, height }: Size, margin: number): Bounds {
  const { x: left, y: top } = toMap(view, { x: -margin, y: -margin });
  const { x: right, y: bottom } = toMap(view, { x: width + margin, y: height + margin });
  return { left, top, right, bottom };
}

function zoomToFit({ left, top, right, bottom }: Bounds, { width, height }: Size): number {
  const padding = Math.min(PADDING_MAX, width * PADDING_RATIO);
  const across = Math.max(1, width - 2 * padding) / Math.max(1, right - left);
  return Math.min(across, Math.max(1, height - 2 * padding) / Math.max(1, bottom - top));
}

const centred = ({ left, top, right, bottom }: Bounds, zoom: number, { width, height }: Size): View => ({
  zoom,
  x: width / 2 - ((left + right) / 2) * zoom,
  y: height / 2 - ((top + bottom) / 2) * zoom,
});

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));
