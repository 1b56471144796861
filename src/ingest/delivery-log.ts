import type { Clock, Logger } from "../base/index.ts";
import type { QueueBounds } from "./line-queue.ts";
import type { RejectedLine } from "./sink.ts";

/** After a first entry, news of the same kind are gathered for this long. */
const SUMMARY_EVERY_MS = 60_000;
/** A lasting outage is told again this often. */
const REMIND_EVERY_MS = 600_000;
/** Server warnings remembered, so that each is told once. */
const MAX_WARNINGS_KEPT = 1_000;
const MAX_REASONS_SHOWN = 10;

/** Lines given up, by reason. */
export const DROP_REASONS = [
  /** The queue was full, or memory while the disk took nothing: the oldest lines made room. */
  "queueFull",
  /** Older than the sink takes. */
  "tooOld",
  /** One line alone is larger than the other side takes. */
  "tooLarge",
  /** The other side will never take this batch. */
  "undeliverable",
  /** The queue on disk was damaged. */
  "damaged",
  /** Still queued at the end, or enqueued after it. */
  "stopped",
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

export interface FailureNews {
  readonly kind: string;
  readonly reason: string;
  readonly remedy: string | undefined;
  readonly queued: number;
  /** Until the next try; undefined when it follows at once. */
  readonly waitMs: number | undefined;
}

/** Tells a delivery's news without flooding: the first at once, then summaries; outages by start, kind and end. */
export class DeliveryLog {
  readonly #sink: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #drops = new Map<DropReason, number>();
  #dropsToldAtMs: number | undefined;
  #rejectedCount = 0;
  #rejectedToldAtMs: number | undefined;
  #outage: { kind: string; sinceMs: number; toldAtMs: number } | undefined;
  readonly #warnings = new Set<string>();
  #halfFull: { readonly toldAtMs: number; emptied: boolean } | undefined;

  constructor(sink: string, clock: Clock, logger: Logger) {
    this.#sink = sink;
    this.#clock = clock;
    this.#logger = logger;
  }

  dropped(reason: DropReason, lines: number): void {
    if (lines === 0) return;
    this.#drops.set(reason, (this.#drops.get(reason) ?? 0) + lines);
    if (this.#isDue(this.#dropsToldAtMs)) this.flush();
  }

  /** Tells drops that were gathered and not told yet. */
  flush(): void {
    if (this.#drops.size === 0) return;
    const dropped = Object.fromEntries(this.#drops);
    this.#logger.warn(
      { sink: this.#sink, dropped },
      "lines were dropped; the counts are since the last notice",
    );
    this.#drops.clear();
    this.#dropsToldAtMs = this.#clock.monotonicMs();
  }

  rejected(
    rejected: readonly RejectedLine[],
    count: number,
    textOf: (index: number) => string | undefined,
  ): void {
    if (count === 0) return;
    this.#rejectedCount += count;
    if (!this.#isDue(this.#rejectedToldAtMs)) return;
    const examples = rejected
      .slice(0, MAX_REASONS_SHOWN)
      .map(({ index, reason }) => ({ reason, line: textOf(index)?.slice(0, 300) }));
    const fields = { sink: this.#sink, rejected: this.#rejectedCount, examples };
    this.#logger.warn(fields, "the other side called lines invalid; they are not sent again");
    this.#rejectedCount = 0;
    this.#rejectedToldAtMs = this.#clock.monotonicMs();
  }

  warnings(texts: readonly string[]): void {
    for (const warning of texts) {
      if (this.#warnings.has(warning) || this.#warnings.size >= MAX_WARNINGS_KEPT) continue;
      this.#warnings.add(warning);
      this.#logger.warn({ sink: this.#sink, warning }, "the other side took the lines with a warning");
    }
  }

  /** A batch failed. Told when an outage begins, changes its kind, or lasts. */
  failed({ kind, reason, remedy, queued, waitMs }: FailureNews): void {
    const nowMs = this.#clock.monotonicMs();
    const wait = waitMs === undefined ? {} : { waitMs: Math.round(waitMs) };
    const fields = { sink: this.#sink, kind, reason, remedy, queued, ...wait };
    const outage = this.#outage;
    if (outage?.kind === kind && nowMs - outage.toldAtMs < REMIND_EVERY_MS) {
      this.#logger.debug(fields, "delivery failed again");
      return;
    }
    this.#outage = { kind, sinceMs: outage?.sinceMs ?? nowMs, toldAtMs: nowMs };
    this.#logger.warn(fields, "delivery failed");
  }

  /** A batch went through. */
  succeeded(queued: number): void {
    if (this.#outage === undefined) return;
    const outageMs = this.#clock.monotonicMs() - this.#outage.sinceMs;
    this.#outage = undefined;
    this.#logger.info({ sink: this.#sink, outageMs, queued }, "delivery works again");
    this.flush();
  }

  /** Told once, before the first line is lost; again only for a queue that was empty since, and not every minute. */
  halfFull(queued: number, queuedBytes: number, { maxLines, maxBytes }: QueueBounds): void {
    const nowMs = this.#clock.monotonicMs();
    const told = this.#halfFull;
    if (told !== undefined && (!told.emptied || nowMs - told.toldAtMs < REMIND_EVERY_MS)) return;
    this.#halfFull = { toldAtMs: nowMs, emptied: false };
    const remedy =
      "If the sink is away, mend it; if it only is slow, poll less often or collect fewer feature sets.";
    this.#logger.warn(
      { sink: this.#sink, queued, maxLines, queuedBytes, maxBytes, remedy },
      "the queue is half full; when it is full, the oldest lines are dropped",
    );
  }

  /** Nothing waits any more. */
  emptied(): void {
    if (this.#halfFull !== undefined) this.#halfFull.emptied = true;
  }

  #isDue(toldAtMs: number | undefined): boolean {
    return toldAtMs === undefined || this.#clock.monotonicMs() - toldAtMs >= SUMMARY_EVERY_MS;
  }
}
