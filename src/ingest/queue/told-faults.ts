import { type Logger, messageOf } from "../../base/index.ts";
import { remedyOf } from "./disk-health.ts";

/** Faults of the disk that a sink meets, each told once until it is over or another reason is given. */
export class ToldFaults {
  readonly #logger: Logger;
  readonly #sink: string;
  /** Reasons, by what was told. */
  readonly #told = new Map<string, string>();

  constructor(logger: Logger, sink: string) {
    this.#logger = logger;
    this.#sink = sink;
  }

  tell(what: string, error: unknown): void {
    const reason = messageOf(error);
    if (this.#told.get(what) === reason) return;
    this.#told.set(what, reason);
    const fields = { code: "queue.disk", sink: this.#sink, reason, remedy: remedyOf(error) };
    this.#logger.error(fields, what);
  }

  over(what: string): void {
    this.#told.delete(what);
  }
}
