import { type Clock, type Logger, messageOf, type Random, within } from "../base/index.ts";
import { BatchLimit } from "./batch-limit.ts";
import { DeliveryLog, DROP_REASONS, type DropReason } from "./delivery-log.ts";
import type { DeliveryQueue } from "./delivery-queue.ts";
import { type LineBatch, textOfLine } from "./line-batch.ts";
import { LineQueue, type QueueBounds } from "./line-queue.ts";
import type { Outcome, Sink } from "./sink.ts";

/** First wait after a failure; doubles with each further one. */
const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_CAP_MS = 60_000;
/** ± this share, so that many senders do not come back in step. */
const BACKOFF_JITTER_RATIO = 0.2;
/** A server that asks us to wait longer than this has a wrong clock or unit. */
const SERVER_WAIT_CAP_MS = 900_000;
const DEFAULT_LINGER_MS = 1_000;
const DEFAULT_DRAIN_MS = 10_000;
/** A queue that cannot be read, as its disk hangs, does not hold up the end longer. */
const STOP_WITHIN_MS = 5_000;
/** Why a wait ended early. Made once: the error that `abort()` makes by itself takes a stack, some 20 µs a batch. */
const WAIT_ENDED = new Error("the wait ended early");

/**
 * Bounds of a queue in memory, for who has no reason for others: about half an hour of 100 switches with 24 ports and
 * 10 metrics a minute each. The bytes are those of the lines as they are sent, and as they lie in memory.
 */
export const DEFAULT_QUEUE: QueueBounds = Object.freeze({ maxLines: 1_000_000, maxBytes: 256 * 1024 * 1024 });

export type DeliveryState = "idle" | "sending" | "backingOff" | "refused" | "stopped";

/**
 * What became of the lines of one sink, since the start. Every line enqueued is in exactly one of `queued`,
 * `delivered`, `rejected` and `dropped`.
 */
export interface DeliveryStats {
  readonly sink: string;
  readonly state: DeliveryState;
  /** Waiting or being sent. */
  readonly queued: number;
  /** UTF-8 bytes of the queued lines, with their line breaks. */
  readonly queuedBytes: number;
  /** Of the oldest queued line, UTC ms; undefined without any. */
  readonly oldestMs: number | undefined;
  readonly delivered: number;
  /** Called invalid by the other side. */
  readonly rejected: number;
  readonly dropped: Readonly<Record<DropReason, number>>;
  /** The last failure, kept after recovery; `lastDeliveredAtMs` tells which came later. */
  readonly lastError:
    | { readonly atMs: number; readonly reason: string; readonly remedy: string | undefined }
    | undefined;
  /** UTC milliseconds. */
  readonly lastDeliveredAtMs: number | undefined;
  /** How long the other side took for the latest answer; undefined before the first. */
  readonly lastSendMs: number | undefined;
}

/** The way of lines to one sink: owns queue, order, waiting and repeats. One per sink, so none slows another. */
export interface Delivery {
  readonly name: string;
  /** There may be more lines in the queue. Returns at once, whatever the sink does. */
  wake(): void;
  stats(): DeliveryStats;
  /**
   * Sends what is queued without lingering, and resolves when the queue is empty or `withinMs` (default 10 000) have
   * passed; earlier when the sink failed and its next try would come later than that. Never rejects. What is left
   * stays queued: `stats().queued` tells.
   */
  drain(withinMs?: number): Promise<void>;
  /**
   * Ends at once: gives up what is being sent and what is queued, and closes the sink. A queue in memory loses those
   * lines and counts them as `dropped.stopped`; a durable one keeps them.
   */
  stop(): Promise<void>;
}

export interface DeliveryOptions {
  readonly sink: Sink;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Where lines come from; closed with the delivery. */
  readonly queue: DeliveryQueue;
  /**
   * Smallest distance between two batches that are not full, so that lines of many devices travel together. After a
   * pause of that length a line goes out at once. Default 1 000.
   */
  readonly lingerMs?: number;
}

type Failure = Exclude<Outcome, { kind: "delivered" }>;

/** A delivery with its queue in memory. */
export interface MemoryDelivery extends Delivery {
  /** Copies the lines of a poll and returns at once, whatever the sink does. */
  enqueue(batch: LineBatch): void;
}

/** Makes a delivery. Nothing runs before the first `wake`. */
export const createDelivery = (options: DeliveryOptions): Delivery => new SinkDelivery(options);

/**
 * Makes a delivery with its queue in memory, which ends with it: for who has no disk to keep lines on.
 * @param options.queue  bounds, lines being sent included; the oldest lines make room for new ones
 */
export function createMemoryDelivery(
  options: Omit<DeliveryOptions, "queue"> & { readonly queue: QueueBounds },
): MemoryDelivery {
  const queue = new LineQueue(options.queue, options.sink.maxBatchBytes);
  const delivery = new SinkDelivery({ ...options, queue });
  return Object.assign(delivery, {
    enqueue: (batch: LineBatch) => {
      if (delivery.isStopped) return queue.onDropped("stopped", batch.lines);
      const pushedOut = queue.push(batch);
      if (pushedOut > 0) queue.onDropped("queueFull", pushedOut);
      delivery.wake();
    },
  });
}

class SinkDelivery implements Delivery {
  readonly name: string;
  readonly #options: DeliveryOptions;
  readonly #queue: DeliveryQueue;
  readonly #log: DeliveryLog;
  readonly #limit: BatchLimit;
  readonly #stopping = new AbortController();
  readonly #dropped = Object.fromEntries(DROP_REASONS.map((reason) => [reason, 0])) as Record<
    DropReason,
    number
  >;
  #state: DeliveryState = "idle";
  #delivered = 0;
  #rejected = 0;
  #lastError: DeliveryStats["lastError"];
  #lastDeliveredAtMs: number | undefined;
  #sendMs: number | undefined;
  /** Settled when nothing is under way; never rejects. */
  #pump: Promise<void> | undefined;
  /** The wait the pump is in; `wakeable` unless the server named its length. */
  #pause:
    | { readonly untilMs: number; readonly ended: AbortController; readonly wakeable: boolean }
    | undefined;
  readonly #drains = new Set<{ readonly untilMs: number; readonly ended: AbortController }>();
  #failures = 0;
  /** Monotonic, for lingering; a repeat does not linger, it has waited already. */
  #lastSentMs: number | undefined;

  constructor(options: DeliveryOptions) {
    this.name = options.sink.name;
    this.#options = options;
    this.#queue = options.queue;
    this.#queue.onDropped = (reason, lines) => this.#drop(reason, lines);
    this.#log = new DeliveryLog(options.sink.name, options.clock, options.logger);
    this.#limit = new BatchLimit(options.sink, options.clock);
  }

  get isStopped(): boolean {
    return this.#state === "stopped";
  }

  wake(): void {
    if (this.#state === "stopped") return;
    if (this.#queue.isHalfFull) this.#log.halfFull(this.#queue.lines, this.#queue.bytes, this.#queue.bounds);
    if (this.#queue.waiting === 0) return;
    this.#pump ??= this.#run();
    if (this.#state === "idle" && this.#isBatchFull()) this.#wake();
  }

  stats(): DeliveryStats {
    return {
      sink: this.name,
      state: this.#state,
      queued: this.#queue.lines,
      queuedBytes: this.#queue.bytes,
      oldestMs: this.#queue.oldestMs,
      delivered: this.#delivered,
      rejected: this.#rejected,
      dropped: { ...this.#dropped },
      lastError: this.#lastError,
      lastDeliveredAtMs: this.#lastDeliveredAtMs,
      lastSendMs: this.#sendMs,
    };
  }

  async drain(withinMs = DEFAULT_DRAIN_MS): Promise<void> {
    if (this.#pump === undefined) return;
    const { clock } = this.#options;
    const drain = { untilMs: clock.monotonicMs() + withinMs, ended: new AbortController() };
    this.#drains.add(drain);
    this.#wake();
    this.#endHopelessDrains();
    const deadline = clock.sleepUntil(drain.untilMs, drain.ended.signal).catch(() => {});
    await Promise.race([this.#pump, deadline]);
    drain.ended.abort(WAIT_ENDED);
    this.#drains.delete(drain);
  }

  async stop(): Promise<void> {
    if (this.#state === "stopped") return;
    this.#state = "stopped";
    this.#stopping.abort(new Error("delivery stopped"));
    this.#pause?.ended.abort(WAIT_ENDED);
    await within(this.#options.clock, STOP_WITHIN_MS, this.#pump ?? Promise.resolve());
    this.#drop("stopped", this.#queue.clear());
    this.#log.flush();
    await this.#queue.close();
    await this.#options.sink.close();
  }

  /** Sends until the queue is empty; the only place that sends, so one request is under way at a time. */
  async #run(): Promise<void> {
    // Lines enqueued in the same turn travel together.
    await Promise.resolve();
    while (!this.#isStopped() && this.#queue.waiting > 0) {
      await this.#linger();
      if (this.#isStopped()) break;
      await this.#dropOld();
      await this.#sendBatch();
    }
    this.#pump = undefined;
    this.#log.emptied();
    if (!this.#isStopped()) this.#state = "idle";
  }

  async #linger(): Promise<void> {
    if (this.#lastSentMs === undefined || this.#drains.size > 0 || this.#isBatchFull()) return;
    this.#state = "idle";
    await this.#pauseUntil(this.#lastSentMs + (this.#options.lingerMs ?? DEFAULT_LINGER_MS), true);
  }

  async #sendBatch(): Promise<void> {
    const { sink } = this.#options;
    const batch = await this.#queue.take(sink.maxBatchLines, this.#limit.bytes);
    if (batch === undefined) return await this.#pauseUnlessEmpty();
    this.#state = "sending";
    const outcome = await this.#send(batch);
    if (this.#isStopped()) {
      // Whatever arrived of it arrived; the honest count for us is "given up", unless the answer made it in time.
      if (outcome?.kind === "delivered") await this.#settleDelivered(batch, outcome);
      else if (this.#queue.isDurable) this.#queue.putBack();
      else await this.#settleDropped(batch, "stopped");
      return;
    }
    if (outcome !== undefined) await this.#settle(batch, outcome);
  }

  /** Lines wait, but the disk that they lie on cannot be read now: without a pause this would be a loop without end. */
  async #pauseUnlessEmpty(): Promise<void> {
    if (this.#queue.waiting > 0 && !this.#isStopped()) await this.#pauseFor(BACKOFF_FIRST_MS, false);
  }

  /** @returns undefined when stopped */
  async #send(batch: LineBatch): Promise<Outcome | undefined> {
    const { signal } = this.#stopping;
    const { clock } = this.#options;
    const startMs = clock.monotonicMs();
    try {
      const outcome = await this.#options.sink.send(batch, signal);
      this.#sendMs = clock.monotonicMs() - startMs;
      return outcome;
    } catch (error) {
      if (signal.aborted) return undefined;
      // Sinks answer for the other side's failures; an exception is a bug of ours and must not lose the queue.
      const reason = `internal error of sink ${this.name}: ${messageOf(error)}`;
      this.#options.logger.error({ sink: this.name, err: error }, "a sink threw; please report this");
      return { kind: "retry", reason, afterMs: undefined };
    }
  }

  async #settle(batch: LineBatch, outcome: Outcome): Promise<void> {
    switch (outcome.kind) {
      case "delivered":
        return this.#settleDelivered(batch, outcome);
      case "drop":
        this.#noteFailure(outcome);
        return this.#settleDropped(batch, "undeliverable");
      case "tooLarge":
        return batch.lines > 1 ? this.#settleTooLarge(batch, outcome) : this.#settleLineTooLarge(outcome);
      case "retry":
        return this.#settleLater(outcome, "backingOff", outcome.afterMs === undefined);
      case "refused":
        return this.#settleLater(outcome, "refused", true);
    }
  }

  async #settleLater(
    outcome: Outcome & { kind: "retry" | "refused" },
    state: DeliveryState,
    wakeable: boolean,
  ): Promise<void> {
    const waitMs = this.#delayMs(outcome.afterMs);
    this.#noteFailure(outcome, waitMs);
    this.#queue.putBack();
    this.#state = state;
    await this.#pauseFor(waitMs, wakeable);
  }

  async #settleDelivered(batch: LineBatch, outcome: Outcome & { kind: "delivered" }): Promise<void> {
    // The batch is settled whatever the other side counted, so the sums must come out at its size.
    const rejected = Math.min(outcome.rejectedCount, batch.lines);
    this.#rejected += rejected;
    this.#delivered += batch.lines - rejected;
    // Before the batch is settled: its memory is free for other lines then.
    this.#log.rejected(outcome.rejected, rejected, (index) => textOfLine(batch, index));
    await this.#queue.settle();
    this.#limit.fits();
    this.#failures = 0;
    this.#lastSentMs = this.#options.clock.monotonicMs();
    this.#lastDeliveredAtMs = this.#options.clock.wallMs();
    this.#log.warnings(outcome.warnings);
    this.#log.succeeded(this.#queue.lines);
  }

  async #settleDropped(batch: LineBatch, reason: DropReason): Promise<void> {
    await this.#queue.settle();
    this.#failures = 0;
    this.#drop(reason, batch.lines);
  }

  #settleTooLarge(batch: LineBatch, outcome: Failure): void {
    this.#noteFailure(outcome);
    this.#limit.tooLarge(batch);
    this.#queue.putBack();
  }

  /** Most often this line is to blame and the next one fits. Some proxies call everything too large: hence the wait. */
  async #settleLineTooLarge(outcome: Failure): Promise<void> {
    const waitMs = this.#delayMs(undefined);
    this.#noteFailure(outcome, waitMs, "lineTooLarge");
    this.#limit.lineTooLarge();
    await this.#queue.settle();
    this.#drop("tooLarge", 1);
    if (this.#queue.waiting === 0 && this.#drains.size > 0) return;
    this.#state = "backingOff";
    await this.#pauseFor(waitMs, true);
  }

  #isBatchFull(): boolean {
    return this.#queue.fills(this.#options.sink.maxBatchLines, this.#limit.bytes);
  }

  /** The wait the other side asks for, within reason; else 1 s × 2ⁿ. */
  #delayMs(afterMs: number | undefined): number {
    // Zero would make a loop without pause of a server's mistake.
    if (afterMs !== undefined) return Math.min(Math.max(afterMs, BACKOFF_FIRST_MS), SERVER_WAIT_CAP_MS);
    // After a thousand failures the power is Infinity, and the cap takes that too.
    const middleMs = Math.min(
      BACKOFF_FIRST_MS * 2 ** this.#failures++,
      BACKOFF_CAP_MS / (1 + BACKOFF_JITTER_RATIO),
    );
    return middleMs * (1 + BACKOFF_JITTER_RATIO * (2 * this.#options.random.next() - 1));
  }

  async #pauseFor(ms: number, wakeable: boolean): Promise<void> {
    await this.#pauseUntil(this.#options.clock.monotonicMs() + ms, wakeable);
  }

  async #pauseUntil(atMs: number, wakeable: boolean): Promise<void> {
    const ended = new AbortController();
    this.#pause = { untilMs: atMs, ended, wakeable };
    this.#endHopelessDrains();
    await this.#options.clock.sleepUntil(atMs, ended.signal).catch(() => {});
    this.#pause = undefined;
  }

  #wake(): void {
    if (this.#pause?.wakeable === true) this.#pause.ended.abort(WAIT_ENDED);
  }

  /** Nothing can be sent before the pause is over, so who drains not as long has nothing to wait for. */
  #endHopelessDrains(): void {
    const pause = this.#pause;
    if (pause === undefined || pause.ended.signal.aborted) return;
    for (const { untilMs, ended } of this.#drains) if (pause.untilMs >= untilMs) ended.abort(WAIT_ENDED);
  }

  async #dropOld(): Promise<void> {
    const { maxAgeMs } = this.#options.sink;
    if (maxAgeMs === undefined) return;
    this.#drop("tooOld", await this.#queue.dropOlderThan(this.#options.clock.wallMs() - maxAgeMs));
  }

  #drop(reason: DropReason, lines: number): void {
    this.#dropped[reason] += lines;
    this.#log.dropped(reason, lines);
  }

  /** @param waitMs  until the next try, when there is a wait */
  #noteFailure(failure: Failure, waitMs?: number, kind: string = failure.kind): void {
    const { reason } = failure;
    const remedy = "remedy" in failure ? failure.remedy : undefined;
    this.#lastError = { atMs: this.#options.clock.wallMs(), reason, remedy };
    this.#log.failed({ kind, reason, remedy, queued: this.#queue.lines, waitMs });
  }

  #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }
}
