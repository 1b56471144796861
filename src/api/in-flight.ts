import type { Clock } from "../base/index.ts";
import { throttled } from "./throttle.ts";

/** What one request holds of the common bounds. */
export interface Place {
  /** @throws {ApiError} 429 when all bodies together would take too much memory */
  hold(bytes: number): void;
  /** Gives everything back; to be called once. */
  leave(): void;
}

/** After this time something has left, unless all senders are slow ones. */
const WAIT_MS = 1_000;

/** The requests that are being read or worked on, and the memory that their bodies take. */
export class InFlight {
  readonly #clock: Clock;
  readonly #limits: { readonly requests: number; readonly bytes: number };
  #requests = 0;
  #bytes = 0;

  constructor(clock: Clock, limits: { readonly requests: number; readonly bytes: number }) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** @throws {ApiError} 429 when too many are under way */
  enter(): Place {
    if (this.#requests >= this.#limits.requests) throw this.#busy();
    this.#requests += 1;
    let held = 0;
    return {
      hold: (bytes) => {
        if (this.#bytes + bytes > this.#limits.bytes) throw this.#busy();
        this.#bytes += bytes;
        held += bytes;
      },
      leave: () => {
        this.#requests -= 1;
        this.#bytes -= held;
      },
    };
  }

  #busy() {
    const limit = this.#limits.requests;
    const message = "too many requests are under way at once";
    return throttled(this.#clock, { code: "api.busy", message, waitMs: WAIT_MS, limit });
  }
}
