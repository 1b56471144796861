import { between, type Size, type View } from "./view.ts";

/** What is in sight now, and where it is going. Times are those of animation frames, in milliseconds. */
export class Camera {
  #view: View = { zoom: 1, x: 0, y: 0 };
  #size: Size = { width: 0, height: 0 };
  #glide: { readonly from: View; readonly to: View; readonly ms: number; startedAt?: number } | undefined;

  get view(): View {
    return this.#view;
  }

  get size(): Size {
    return this.#size;
  }

  /** Where it will be when it is still again. */
  get target(): View {
    return this.#glide?.to ?? this.#view;
  }

  set(view: View): void {
    this.#glide = undefined;
    this.#view = view;
  }

  glideTo(view: View, ms: number): void {
    if (ms === 0) return this.set(view);
    this.#glide = { from: this.#view, to: view, ms };
  }

  /** What was in the middle stays there. */
  resize(size: Size): void {
    const { zoom, x, y } = this.target;
    const [dx, dy] = [(size.width - this.#size.width) / 2, (size.height - this.#size.height) / 2];
    this.#size = size;
    this.set({ zoom, x: x + dx, y: y + dy });
  }

  /** @returns whether it is still on its way */
  advance(time: number): boolean {
    const glide = this.#glide;
    if (glide === undefined) return false;
    glide.startedAt ??= time;
    const ratio = Math.min(1, (time - glide.startedAt) / glide.ms);
    this.#view = between(glide.from, glide.to, 1 - (1 - ratio) ** 3);
    if (ratio === 1) this.#glide = undefined;
    return ratio < 1;
  }
}
