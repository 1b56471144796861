import type { Clock, Logger } from "../base/index.ts";

const SAID_EVERY_MS = 60_000;

interface Topic {
  /** Monotonic. */
  silentUntilMs: number;
  repeats: number;
}

/** Says each thing once a minute with how often it was: what others send must not fill the log. */
export class QuietLog {
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** By code, of which there are few. */
  readonly #topics = new Map<string, Topic>();

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  warn(code: string, fields: object, message: string): void {
    const nowMs = this.#clock.monotonicMs();
    const topic = this.#topics.get(code) ?? { silentUntilMs: nowMs, repeats: 0 };
    this.#topics.set(code, topic);
    if (nowMs < topic.silentUntilMs) {
      topic.repeats += 1;
      return;
    }
    const repeats = topic.repeats === 0 ? {} : { repeatsSinceLast: topic.repeats };
    this.#logger.warn({ code, ...fields, ...repeats }, message);
    topic.silentUntilMs = nowMs + SAID_EVERY_MS;
    topic.repeats = 0;
  }
}
