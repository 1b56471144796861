import type { Logger } from "../base/index.ts";
import type { MappingNotes } from "../mapping/index.ts";
import type { PollTask } from "../plan/index.ts";

/**
 * Oddities of values, logged once per start, device and kind: a switch repeats them every minute (spec 1 §8.3).
 * Counts of the ordinary kind (first samples, filtered rows) are no news and stay out of the log.
 */
export class NoteLog {
  readonly #logger: Logger;
  readonly #seen = new Set<string>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  lineRejected(task: PollTask, metric: string, reason: string): void {
    this.#once(
      task,
      `rejected ${metric}`,
      { metric, reason },
      "a line is left out: it would break the line protocol",
    );
  }

  mapped(task: PollTask, notes: MappingNotes): void {
    for (const [metric, { count, example }] of notes.notANumber) {
      this.#once(
        task,
        `nan ${metric}`,
        { metric, rows: count, example },
        "values that are no number give no line",
      );
    }
    for (const [dimension, { count, type, example }] of notes.translationFailures) {
      const fields = { dimension, type, rows: count, example };
      this.#once(task, `format ${dimension}`, fields, "values cannot be formatted as their type; shown raw");
    }
    if (notes.tooManyDimensions > 0) {
      this.#once(
        task,
        "dimensions",
        { lines: notes.tooManyDimensions },
        "lines with more than 50 dimensions are left out",
      );
    }
    if (notes.duplicateLines > 0) {
      const message = "two subgroups give the same metric for the same row; one line each is kept (M108)";
      this.#once(task, "duplicates", { lines: notes.duplicateLines }, message);
    }
    if (notes.counters.resets > 0) {
      const message = "counters went back: the agent restarted or they were cleared; no delta for this poll";
      this.#logger.info(
        { device: task.device.id, group: task.group.group, counters: notes.counters.resets },
        message,
      );
    }
  }

  #once(task: PollTask, kind: string, fields: object, message: string): void {
    const key = `${task.id} ${kind}`;
    if (this.#seen.size >= SEEN_MAX || this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#logger.warn({ device: task.device.id, group: task.group.group, ...fields }, message);
  }
}

/** A fleet with more oddities than this has told enough. */
const SEEN_MAX = 10_000;
