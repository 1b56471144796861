import { type Clock, yieldNow } from "../base/index.ts";
import { keptBatch, type LineBatch } from "../ingest/index.ts";

export interface IntakeQueueOptions {
  readonly clock: Clock;
  readonly take: (batch: LineBatch) => void;
  readonly limits?: Partial<IntakeLimits> | undefined;
}

export interface IntakeLimits {
  /** Octets that wait; beyond, what comes is given up and counted. */
  readonly waitingBytes: number;
  /** While so many wait, who polls is asked to hold back. */
  readonly roomBytes: number;
}

const DEFAULT_INTAKE_LIMITS: IntakeLimits = { waitingBytes: 256_000_000, roomBytes: 32_000_000 };
/** Of one turn of the event loop; the rest is for all else that the thread does. */
const TURN_MS = 8;

/**
 * The store's door. A line that is known costs two microseconds, one that is seen for the first time some twenty: a
 * fleet at its first poll would hold up delivery for a minute. So lines beyond some milliseconds a turn wait here.
 */
export class IntakeQueue {
  readonly #options: IntakeQueueOptions;
  readonly #limits: IntakeLimits;
  #waiting: LineBatch[] = [];
  #waitingBytes = 0;
  /** Spent in this turn of the event loop. */
  #spentMs = 0;
  #isTurnOpen = false;
  #working: Promise<void> | undefined;
  #room: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;
  #droppedLines = 0;

  constructor(options: IntakeQueueOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_INTAKE_LIMITS, ...options.limits };
  }

  /** Lines given up since the start: more came than the store could take. */
  get droppedLines(): number {
    return this.#droppedLines;
  }

  /** Takes the lines before it returns, or copies them. */
  append(batch: LineBatch): void {
    if (this.#waiting.length === 0 && this.#spentMs < TURN_MS) {
      this.#take(batch);
      this.#closeTurnLater();
    } else if (this.#waitingBytes + batch.bytes.length > this.#limits.waitingBytes) {
      this.#droppedLines += batch.lines;
    } else {
      this.#waiting.push(keptBatch(batch));
      this.#waitingBytes += batch.bytes.length;
      this.#working ??= this.#work().finally(() => (this.#working = undefined));
    }
  }

  /** Resolves when more may come; undefined: at once. */
  room(): Promise<void> | undefined {
    if (this.#waitingBytes <= this.#limits.roomBytes) return undefined;
    if (this.#room === undefined) {
      let resolve!: () => void;
      const promise = new Promise<void>((resolved) => (resolve = resolved));
      this.#room = { promise, resolve };
    }
    return this.#room.promise;
  }

  /** Resolves when nothing waits. */
  async drained(): Promise<void> {
    await this.#working;
  }

  #take(batch: LineBatch): void {
    const { clock, take } = this.#options;
    const fromMs = clock.monotonicMs();
    take(batch);
    this.#spentMs += clock.monotonicMs() - fromMs;
  }

  #closeTurnLater(): void {
    if (this.#isTurnOpen) return;
    this.#isTurnOpen = true;
    void this.#closeTurn();
  }

  async #closeTurn(): Promise<void> {
    await yieldNow();
    this.#isTurnOpen = false;
    this.#spentMs = 0;
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      await yieldNow();
      this.#spentMs = 0;
      const batches = this.#waiting;
      let done = 0;
      while (done < batches.length && this.#spentMs < TURN_MS) this.#take(batches[done++]!);
      this.#waiting = batches.slice(done);
      this.#waitingBytes = this.#waiting.reduce((sum, { bytes }) => sum + bytes.length, 0);
      if (this.#waitingBytes > this.#limits.roomBytes) continue;
      this.#room?.resolve();
      this.#room = undefined;
    }
  }
}
