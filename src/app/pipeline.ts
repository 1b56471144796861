import type { Clock, Logger } from "../base/index.ts";
import { messageOf } from "../base/index.ts";
import { type Glance, Glancer } from "../glance/index.ts";
import { keptBatch, type LineBatch, LineWriter, NO_LINES } from "../ingest/index.ts";
import {
  type CounterBaselines,
  type DeviceIdentity,
  emptyBaselines,
  type MappingNotes,
  mapSamples,
  type Sample,
} from "../mapping/index.ts";
import type { PollTask } from "../plan/index.ts";
import { describeMissing, type PollResult } from "../poll/index.ts";
import { SnmpError } from "../snmp/index.ts";
import type { TaskReport } from "../store/index.ts";
import type { DeviceSession, PolledDevice } from "./device-session.ts";
import type { NoteLog } from "./note-log.ts";

/** What one poll of one task became. */
export interface PollOutcome {
  readonly task: PollTask;
  /** Undefined when the device could not even be connected to. */
  readonly identity: DeviceIdentity | undefined;
  readonly samples: readonly Sample[];
  /** Counters that have no increase yet. */
  readonly counterStarts: readonly Sample[];
  /** The samples as lines; their bytes stand until the next poll is taken, unless the pipeline keeps batches. */
  readonly batch: LineBatch;
  readonly report: TaskReport;
  /** What did not become lines. */
  readonly notes: MappingNotes | undefined;
  /** Planned OIDs that the device does not have. */
  readonly absent: number;
  /** Which those are, and what could not be read; undefined when nothing was. */
  readonly unread: Pick<PollResult, "absent" | "incomplete" | "failures"> | undefined;
  /** How the device is at a glance; undefined when the poll does not tell. */
  readonly glance: Glance | undefined;
  readonly startedAtMs: number;
  readonly durationMs: number;
}

export interface PipelineOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly notes: NoteLog;
  /** Takes the lines of a poll; returns once they are safe, and only then the counter baselines move on. */
  readonly deliver: (outcome: PollOutcome) => void;
  /** Batches of outcomes are looked at after `run`: each gets memory of its own. */
  readonly keepsBatches?: boolean | undefined;
}

/**
 * The path of a value from packet to line, in one place: poll → map → lines → deliver → baselines.
 * The stages do not know each other. Holds what each task needs of its last poll: its counter baselines.
 */
export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #baselines = new Map<string, CounterBaselines>();
  /** Of the tasks that tell how their device is. */
  readonly #glancers = new Map<string, Glancer>();
  readonly #writer = new LineWriter();

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  /**
   * Runs groups of one device that are due together, once. Device failures are in the outcomes, which come in the order
   * of the tasks; rejects only when `signal` aborts. Of a session that was closed meanwhile there are none: nothing of
   * the poll is delivered, and the next one counts from where the last delivered one ended.
   */
  async run(
    tasks: readonly PollTask[],
    session: DeviceSession,
    options: { readonly deadlineMs?: number | undefined; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<PollOutcome[]> {
    const startedAtMs = this.#options.clock.wallMs();
    let polled: PolledDevice;
    try {
      polled = await session.poll(tasks, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (session.closed) return [];
      return tasks.map((task) => this.#failed(task, startedAtMs, error));
    }
    if (session.closed) return [];
    return tasks.map((task, i) => this.#outcomeOf(task, polled.identity, polled.results[i]!));
  }

  /** Forgets the counters of a task that is no longer polled. */
  forget(taskId: string): void {
    this.#baselines.delete(taskId);
    this.#glancers.delete(taskId);
  }

  #outcomeOf(task: PollTask, identity: DeviceIdentity, result: PollResult): PollOutcome {
    try {
      return this.#take(task, identity, result);
    } catch (error) {
      return this.#failed(task, result.startedAtMs, error);
    }
  }

  #take(task: PollTask, identity: DeviceIdentity, result: PollResult): PollOutcome {
    const { notes, deliver, keepsBatches } = this.#options;
    const before = this.#baselines.get(task.id) ?? emptyBaselines();
    const mapped = mapSamples(task, identity, result, before);
    const written = this.#writer.write(mapped.samples, ({ key }, fault) =>
      notes.lineRejected(task, key, fault),
    );
    notes.mapped(task, mapped.notes);
    const outcome: PollOutcome = {
      task,
      identity,
      samples: mapped.samples,
      counterStarts: mapped.counterStarts,
      batch: keepsBatches === true ? keptBatch(written) : written,
      report: reportOf(task, result),
      notes: mapped.notes,
      absent: result.absent.size,
      unread: { absent: result.absent, incomplete: result.incomplete, failures: result.failures },
      glance: this.#glanceAt(task, result, before, mapped.baselines),
      startedAtMs: result.startedAtMs,
      durationMs: result.durationMs,
    };
    deliver(outcome);
    this.#baselines.set(task.id, mapped.baselines);
    return outcome;
  }

  #glanceAt(
    task: PollTask,
    result: PollResult,
    before: CounterBaselines,
    after: CounterBaselines,
  ): Glance | undefined {
    if (!Glancer.tells(task)) return undefined;
    let glancer = this.#glancers.get(task.id);
    if (glancer === undefined) {
      glancer = new Glancer();
      this.#glancers.set(task.id, glancer);
    }
    return glancer.look(task, result, before, after);
  }

  /** A device that cannot be connected to, or a bug of ours: this task failed, the others go on. */
  #failed(task: PollTask, startedAtMs: number, error: unknown): PollOutcome {
    const known = error instanceof SnmpError;
    if (!known) {
      this.#options.logger.error({ task: task.id, err: error }, "a poll failed for a reason that is our bug");
    }
    const snmpError = known
      ? error
      : new SnmpError("snmp.bad-response", `internal error: ${messageOf(error)}.`, {
          device: task.device.id,
          remedy: "Please report it with the log entry of this time.",
          cause: error,
        });
    return {
      task,
      identity: undefined,
      samples: [],
      counterStarts: [],
      batch: NO_LINES,
      report: { group: task.group.group, outcome: "failed", error: snmpError, missing: [], late: false },
      notes: undefined,
      absent: 0,
      unread: undefined,
      glance: undefined,
      startedAtMs,
      durationMs: this.#options.clock.wallMs() - startedAtMs,
    };
  }
}

function reportOf(task: PollTask, result: PollResult): TaskReport {
  return {
    group: task.group.group,
    outcome: result.outcome,
    error: result.error,
    missing: describeMissing(task.group, result),
    late: false,
  };
}
