import { type Clock, Nap } from "../base/index.ts";
import { DueQueue } from "./due-queue.ts";
import { phaseMs } from "./phase.ts";

/** Something that runs at a fixed interval. The scheduler knows nothing of SNMP. */
export interface Job {
  /** Unique. */
  readonly id: string;
  /** Whole milliseconds. */
  readonly intervalMs: number;
  /**
   * Gives the phase, the same one after every restart. Jobs with one phase key start at the same moment wherever their
   * intervals meet. Default: the id.
   */
  readonly phaseKey?: string | undefined;
  /** Should not reject; a rejection is handed to `onError` and the rhythm goes on. */
  run(signal: AbortSignal): Promise<void>;
}

export interface JobStats {
  readonly runs: number;
  /** Ticks left out because the run before was not over, or because the process stood still. */
  readonly skipped: number;
  /** Actual minus planned start of the latest run. */
  readonly lastLatenessMs: number;
  readonly running: boolean;
}

export interface SchedulerOptions {
  readonly clock: Clock;
  readonly onSkip: (job: Job, ticks: number) => void;
  readonly onError: (job: Job, error: unknown) => void;
}

/** A job with a long interval still shows its first result within this time. */
const FIRST_RUN_WITHIN_MS = 60_000;

interface Entry {
  readonly job: Job;
  /** The first run comes before the job's phase, since a long interval would have kept people waiting. */
  early: boolean;
  removed: boolean;
  running: boolean;
  runs: number;
  skipped: number;
  lastLatenessMs: number;
}

/**
 * Starts each job at its own phase of its interval, a hash of its phase key, counted from the epoch: a thousand
 * devices spread evenly, a restart keeps the rhythm, and nothing starts all at once. A job never overlaps itself: a
 * tick that comes while it still runs is skipped and counted. Jobs never wait for one another, so a slow or dead
 * device costs the others nothing. Intervals run on the monotonic clock; a step of the wall clock moves no tick.
 */
export class Scheduler {
  readonly #clock: Clock;
  readonly #options: SchedulerOptions;
  readonly #queue = new DueQueue<Entry>();
  readonly #entries = new Map<string, Entry>();
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  /** Wall minus monotonic clock, taken once: jobs that are due together are so to the millisecond. */
  readonly #epochOffsetMs: number;
  readonly #nap: Nap;
  #loop: Promise<void> | undefined;

  constructor(options: SchedulerOptions) {
    const { clock } = options;
    this.#clock = clock;
    this.#nap = new Nap(clock);
    this.#options = options;
    this.#epochOffsetMs = Math.round(clock.wallMs() - clock.monotonicMs());
  }

  /**
   * Adds a job; its first run comes at its phase, within a minute even for long intervals.
   * @param options.atOnce  the first run comes now, the others at the job's phase
   */
  add(job: Job, { atOnce = false }: { readonly atOnce?: boolean } = {}): void {
    if (this.#entries.has(job.id)) throw new Error(`job ${job.id} is already scheduled`);
    const nowMs = this.#clock.monotonicMs();
    const onGridMs = this.#gridAfter(job, nowMs, job.intervalMs);
    const early = atOnce || onGridMs - nowMs > FIRST_RUN_WITHIN_MS;
    const firstMs = early ? this.#gridAfter(job, nowMs, FIRST_RUN_WITHIN_MS) : onGridMs;
    const entry: Entry = {
      job,
      early,
      removed: false,
      running: false,
      runs: 0,
      skipped: 0,
      lastLatenessMs: 0,
    };
    this.#entries.set(job.id, entry);
    this.#queue.put(atOnce ? nowMs : firstMs, entry);
    this.#nap.wakeBefore(this.#queue.nextDueMs!);
  }

  /** Takes a job out; a run in progress ends by itself. */
  remove(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.removed = true;
    this.#entries.delete(id);
  }

  stats(id: string): JobStats | undefined {
    return this.#entries.get(id);
  }

  /** Begins to run jobs; returns at once. */
  start(): void {
    this.#loop ??= this.#run();
  }

  /** Starts nothing new, aborts what runs, and resolves when the last run has ended. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error("the scheduler is stopping"));
    this.#nap.wake();
    await this.#loop;
    await Promise.allSettled(this.#running);
  }

  /** The first moment from `afterMs` on (both monotonic) at the phase that the job has of an interval. */
  #gridAfter({ id, phaseKey = id }: Job, afterMs: number, intervalMs: number): number {
    const wallMs = Math.ceil(afterMs) + this.#epochOffsetMs;
    const sinceMs = (wallMs - phaseMs(phaseKey, intervalMs)) % intervalMs;
    return wallMs + ((intervalMs - sinceMs) % intervalMs) - this.#epochOffsetMs;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#startDue();
      await this.#nap.until(this.#queue.nextDueMs ?? this.#clock.monotonicMs() + FIRST_RUN_WITHIN_MS);
    }
  }

  #startDue(): void {
    const nowMs = this.#clock.monotonicMs();
    for (let due = this.#queue.take(nowMs); due !== undefined; due = this.#queue.take(nowMs)) {
      const { item: entry, dueMs } = due;
      if (entry.removed) continue;
      const nextMs = this.#nextDueMs(entry, dueMs, nowMs);
      this.#queue.put(nextMs, entry);
      if (entry.running) this.#skip(entry, 1);
      else this.#startOne(entry, nowMs - dueMs);
    }
  }

  /** The next tick after `nowMs`; ticks that passed while the process stood still are skipped and counted. */
  #nextDueMs(entry: Entry, dueMs: number, nowMs: number): number {
    const { job } = entry;
    const stepMs = entry.early ? this.#backToGridMs(job, dueMs) : job.intervalMs;
    entry.early = false;
    const missed = Math.max(0, Math.floor((nowMs - dueMs - stepMs) / job.intervalMs) + 1);
    if (missed > 0) this.#skip(entry, missed);
    return dueMs + stepMs + missed * job.intervalMs;
  }

  /** From an early first run to the grid, but not twice within half an interval. */
  #backToGridMs(job: Job, dueMs: number): number {
    const toGridMs = this.#gridAfter(job, dueMs, job.intervalMs) - dueMs;
    return toGridMs < job.intervalMs / 2 ? toGridMs + job.intervalMs : toGridMs;
  }

  #skip(entry: Entry, ticks: number): void {
    entry.skipped += ticks;
    this.#options.onSkip(entry.job, ticks);
  }

  #startOne(entry: Entry, latenessMs: number): void {
    entry.running = true;
    entry.runs += 1;
    entry.lastLatenessMs = latenessMs;
    const run = entry.job
      .run(this.#stop.signal)
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.#options.onError(entry.job, error);
      })
      .finally(() => {
        entry.running = false;
        this.#running.delete(run);
      });
    this.#running.add(run);
  }
}
