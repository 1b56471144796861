import type { Point } from "../layers.ts";

// What fingers, mouse and wheel mean on the map.

export interface GestureTarget {
  /** Id of what is there. @param isCoarse  a finger does not point as well as a mouse */
  pick(at: Point, isCoarse: boolean): string | undefined;
  /** Whether that follows the pointer; else the map does. */
  canDrag(id: string, isCoarse: boolean): boolean;
  pan(dx: number, dy: number): void;
  zoom(factor: number, at: Point): void;
  drag(id: string, dx: number, dy: number): void;
  drop(id: string): void;
  tap(id: string | undefined): void;
  doubleTap(id: string | undefined, at: Point): void;
  /** Of a mouse. */
  hover(id: string | undefined, at: Point): void;
}

/** A hand is not quite still while it presses. */
const STILL_PX = { mouse: 4, coarse: 10 } as const;
const DOUBLE_TAP_MS = 350;
const DOUBLE_TAP_PX = 24;
const WHEEL_PER_PX = 0.0022;
/** A pinch on a trackpad comes as a wheel with small steps. */
const PINCH_PER_PX = 0.01;
const WHEEL_LINE_PX = 16;
const WHEEL_MAX_PX = 120;

interface Press {
  readonly id: string | undefined;
  readonly from: Point;
  isMoving: boolean;
  readonly isDrag: boolean;
}

const NOTHING = { id: undefined, isDrag: false } as const;

export class Gestures {
  readonly #element: HTMLElement;
  readonly #target: GestureTarget;
  readonly #listening = new AbortController();
  readonly #pointers = new Map<number, Point>();
  #press: Press | undefined;
  #lastTap: { readonly at: Point; readonly time: number } | undefined;

  constructor(element: HTMLElement, target: GestureTarget) {
    this.#element = element;
    this.#target = target;
    const { signal } = this.#listening;
    element.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    element.addEventListener("pointermove", (event) => this.#move(event), { signal });
    element.addEventListener("pointerup", (event) => this.#up(event), { signal });
    element.addEventListener("pointercancel", (event) => this.#cancel(event), { signal });
    element.addEventListener("pointerleave", (event) => this.#leave(event), { signal });
    element.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false });
  }

  end(): void {
    this.#listening.abort();
  }

  #at({ clientX, clientY }: MouseEvent): Point {
    const { left, top } = this.#element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const at = this.#at(event);
    this.#pointers.set(event.pointerId, at);
    this.#element.setPointerCapture(event.pointerId);
    if (this.#pointers.size > 1) return this.#letGo();
    const id = this.#target.pick(at, isCoarse(event));
    const isDrag = id !== undefined && this.#target.canDrag(id, isCoarse(event));
    this.#press = { id, from: at, isMoving: false, isDrag };
  }

  #move(event: PointerEvent): void {
    const at = this.#at(event);
    const before = this.#pointers.get(event.pointerId);
    if (before === undefined) {
      if (!isCoarse(event)) this.#target.hover(this.#target.pick(at, false), at);
      return;
    }
    if (this.#pointers.size > 1) return this.#pinch(event.pointerId, at);
    const press = this.#press;
    if (press === undefined) return;
    const reach = isCoarse(event) ? STILL_PX.coarse : STILL_PX.mouse;
    if (!press.isMoving && distance(press.from, at) < reach) return;
    if (!press.isMoving) this.#target.hover(undefined, at);
    press.isMoving = true;
    this.#pointers.set(event.pointerId, at);
    const [dx, dy] = [at.x - before.x, at.y - before.y];
    if (press.isDrag && press.id !== undefined) this.#target.drag(press.id, dx, dy);
    else this.#target.pan(dx, dy);
    this.#element.style.setProperty("cursor", "grabbing");
  }

  /** Two fingers: what is under them stays under them. */
  #pinch(pointerId: number, at: Point): void {
    const [a, b] = [...this.#pointers.values()];
    this.#pointers.set(pointerId, at);
    const [c, d] = [...this.#pointers.values()];
    if (a === undefined || b === undefined || c === undefined || d === undefined) return;
    const [before, after] = [middle(a, b), middle(c, d)];
    this.#target.pan(after.x - before.x, after.y - before.y);
    this.#target.zoom(Math.max(1, distance(c, d)) / Math.max(1, distance(a, b)), after);
  }

  #up(event: PointerEvent): void {
    const wasOne = this.#pointers.delete(event.pointerId) && this.#pointers.size === 0;
    const press = this.#press;
    this.#letGo();
    // After a pinch the finger that is left moves the map.
    if (this.#pointers.size === 1) this.#press = { ...NOTHING, from: this.#at(event), isMoving: true };
    if (!wasOne || press === undefined || press.isMoving) return;
    const last = this.#lastTap;
    const isDouble =
      last !== undefined &&
      event.timeStamp - last.time < DOUBLE_TAP_MS &&
      distance(last.at, press.from) < DOUBLE_TAP_PX;
    this.#lastTap = isDouble ? undefined : { at: press.from, time: event.timeStamp };
    if (isDouble) this.#target.doubleTap(press.id, press.from);
    else this.#target.tap(press.id);
  }

  #cancel(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    this.#letGo();
  }

  #leave(event: PointerEvent): void {
    if (this.#pointers.size === 0) this.#target.hover(undefined, this.#at(event));
  }

  /** What was dragged stays where it is. */
  #letGo(): void {
    const press = this.#press;
    this.#press = undefined;
    this.#element.style.removeProperty("cursor");
    if (press?.isMoving === true && press.isDrag && press.id !== undefined) this.#target.drop(press.id);
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const px = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL_LINE_PX : 1);
    const bounded = Math.max(-WHEEL_MAX_PX, Math.min(WHEEL_MAX_PX, px));
    this.#target.zoom(Math.exp(-bounded * (event.ctrlKey ? PINCH_PER_PX : WHEEL_PER_PX)), this.#at(event));
  }
}

const isCoarse = ({ pointerType }: PointerEvent): boolean => pointerType === "touch";
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
