import { setMaxListeners } from "node:events";

/** Something in flight that a signal may end. */
export interface Abortable {
  abort(reason: unknown): void;
}

/**
 * One listener a signal, however many requests it may stop. A signal looks through all its listeners whenever one
 * is added or removed: a listener for each of ten thousand requests would cost more than the requests.
 */
export class AbortWatch {
  readonly #watched = new Map<
    AbortSignal,
    { readonly abortables: Set<Abortable>; readonly onAbort: () => void }
  >();

  /** @param signal not aborted yet */
  add(signal: AbortSignal, abortable: Abortable): void {
    const known = this.#watched.get(signal);
    if (known !== undefined) {
      known.abortables.add(abortable);
      return;
    }
    const abortables = new Set([abortable]);
    const onAbort = () => {
      this.#watched.delete(signal);
      for (const each of abortables) each.abort(signal.reason);
    };
    this.#watched.set(signal, { abortables, onAbort });
    // One signal may stop several of us, and Node takes more than ten listeners for a leak.
    setMaxListeners(0, signal);
    signal.addEventListener("abort", onAbort, { once: true });
  }

  remove(signal: AbortSignal, abortable: Abortable): void {
    const known = this.#watched.get(signal);
    if (known === undefined || !known.abortables.delete(abortable) || known.abortables.size > 0) return;
    this.#watched.delete(signal);
    signal.removeEventListener("abort", known.onAbort);
  }
}
