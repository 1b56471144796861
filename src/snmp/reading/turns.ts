/** Lets one read at a time through, in the order of arrival. */
export class Turns {
  #busy = false;
  #waiting: (() => void)[] | undefined;

  /** Runs `task` alone. Rejects with the signal's reason when it aborts before its turn. */
  async run<T>(task: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    await this.#turn(signal);
    try {
      return await task();
    } finally {
      const next = this.#waiting?.shift();
      if (next === undefined) this.#busy = false;
      else next();
    }
  }

  async #turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (!this.#busy) {
      this.#busy = true;
      return;
    }
    const waiting = (this.#waiting ??= []);
    await new Promise<void>((resolve, reject) => {
      const onAbort = () => {
        waiting.splice(waiting.indexOf(go), 1);
        reject(signal?.reason as Error);
      };
      const go = () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      waiting.push(go);
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }
}
