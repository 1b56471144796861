import type { Size } from "./view.ts";

const PIXEL_RATIO_MAX = 3;

export interface SurfaceEvents {
  /** The canvas has another size, and is empty: it is painted before anybody sees it so. */
  readonly onSize: (size: Size) => void;
  /** @param time  of the animation frame, in milliseconds */
  readonly onFrame: (time: number) => void;
}

/** The canvas: as many pixels as the screen has, and a frame when one is asked for. */
export class Surface {
  readonly context: CanvasRenderingContext2D;
  readonly #canvas: HTMLCanvasElement;
  readonly #events: SurfaceEvents;
  readonly #resizing = new ResizeObserver(() => this.measure());
  #frame: number | undefined;

  constructor(canvas: HTMLCanvasElement, events: SurfaceEvents) {
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("This browser gives no canvas to draw on");
    this.context = context;
    this.#canvas = canvas;
    this.#events = events;
    this.#resizing.observe(canvas);
  }

  /** Pixels of the screen to one of CSS. */
  get pixelRatio(): number {
    return Math.min(PIXEL_RATIO_MAX, devicePixelRatio);
  }

  measure(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    this.#canvas.width = Math.round(width * this.pixelRatio);
    this.#canvas.height = Math.round(height * this.pixelRatio);
    this.#events.onSize({ width, height });
  }

  /** Several wishes before a frame are one. */
  draw(): void {
    this.#frame ??= requestAnimationFrame((time) => {
      this.#frame = undefined;
      this.#events.onFrame(time);
    });
  }

  point(cursor: "pointer" | undefined): void {
    if (cursor === undefined) this.#canvas.style.removeProperty("cursor");
    else this.#canvas.style.setProperty("cursor", cursor);
  }

  end(): void {
    this.#resizing.disconnect();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
  }
}
