import { type Logger, messageOf } from "../../base/index.ts";
import { type ActiveSet, nextSet, type SetParts } from "./active-set.ts";
import { logChange } from "./log-change.ts";

export type SetListener = (set: ActiveSet, previous: ActiveSet) => void;

const NOTHING: ActiveSet = { activations: [], extensions: [], problems: [], generation: 0 };

/** What is in force, and those who are told when it is something else. */
export class PublishedSet {
  readonly #logger: Logger;
  readonly #listeners = new Set<SetListener>();
  #current = NOTHING;
  /** At the start the findings are told with those of everything else. */
  isLogged = false;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  get current(): ActiveSet {
    return this.#current;
  }

  /** @returns stops it */
  onChange(listener: SetListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(parts: SetParts): void {
    const previous = this.#current;
    const set = nextSet(previous, parts);
    if (set === previous) return;
    this.#current = set;
    if (this.isLogged) logChange(this.#logger, set, previous);
    for (const listener of this.#listeners) this.#tell(listener, set, previous);
  }

  /** A listener that fails is our bug, and keeps no change from coming into force. */
  #tell(listener: SetListener, set: ActiveSet, previous: ActiveSet): void {
    try {
      listener(set, previous);
    } catch (error) {
      this.#logger.error(
        { err: error, reason: messageOf(error) },
        "a change of the configuration was not taken in; that is our bug",
      );
    }
  }
}
