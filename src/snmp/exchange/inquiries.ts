import type { ChannelEvents } from "../transport/channel.ts";
import type { Inquiry } from "./inquiry.ts";

/** The questions to one device that are in progress: one or a few while it is read, none nearly all of the time. */
export class Inquiries implements ChannelEvents {
  /** Never changed: who goes through it may end or begin some of them. */
  #all: readonly Inquiry[] = NONE;

  add(inquiry: Inquiry): void {
    this.#all = this.#all.length === 0 ? [inquiry] : [...this.#all, inquiry];
  }

  delete(inquiry: Inquiry): void {
    if (this.#all.length === 1 && this.#all[0] === inquiry) this.#all = NONE;
    else this.#all = this.#all.filter((other) => other !== inquiry);
  }

  onNoise(bytes: number): void {
    for (const inquiry of this.#all) inquiry.noise(bytes);
  }

  onUnreachable(cause: NodeJS.ErrnoException): void {
    for (const inquiry of this.#all) inquiry.unreachable(cause);
  }

  abort(reason: () => unknown): void {
    for (const inquiry of this.#all) inquiry.abort(reason());
  }
}

const NONE: readonly Inquiry[] = Object.freeze([]);
