import type { LiveEvent } from "../api/index.ts";
import { type Logger, messageOf } from "../base/index.ts";

type Listener = (event: LiveEvent) => void;

/** Tells whoever looks at the service right now of each change. A listener that fails is our bug, and harms nobody else. */
export class LiveEvents {
  readonly #listeners = new Set<Listener>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** @returns ends it */
  subscribe(listener: Listener): () => void {
    const own: Listener = (event) => listener(event); // the same function may come twice
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  publish(event: LiveEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#logger.error(
          { err: error, reason: messageOf(error) },
          "a live listener failed; that is our bug",
        );
      }
    }
  }
}
