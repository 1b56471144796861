import type { Clock, Logger } from "../base/index.ts";
import { messageOf } from "../base/index.ts";
import type { Line } from "../ingest/index.ts";
import { formatLine } from "../ingest/index.ts";
import {
  type CounterBaselines,
  type DeviceIdentity,
  emptyBaselines,
  type MappingNotes,
  mapSamples,
  type Sample,
} from "../mapping/index.ts";
import type { PollTask } from "../plan/index.ts";
import { describeMissing, type PollResult, poll } from "../poll/index.ts";
import { SnmpError } from "../snmp/index.ts";
import type { TaskReport } from "../store/index.ts";
import {
  mapTopology,
  type TopologyCache,
  type TopologyRules,
  type TopologyUpdate,
} from "../topology/index.ts";
import type { DeviceSession } from "./device-session.ts";
import type { NoteLog } from "./note-log.ts";

/** What one poll of one task became. */
export interface PollOutcome {
  readonly task: PollTask;
  /** Undefined when the device could not even be connected to. */
  readonly identity: DeviceIdentity | undefined;
  readonly samples: readonly Sample[];
  readonly lines: readonly Line[];
  readonly topology: TopologyUpdate;
  readonly report: TaskReport;
  /** What did not become lines. */
  readonly notes: MappingNotes | undefined;
  /** Planned OIDs that the device does not have. */
  readonly absent: number;
  readonly startedAtMs: number;
  readonly durationMs: number;
}

export interface PipelineOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly rules: TopologyRules;
  readonly topologyCache: TopologyCache;
  readonly notes: NoteLog;
  /** Takes the lines of a poll; returns once they are safe, and only then the counter baselines move on. */
  readonly deliver: (outcome: PollOutcome) => void;
}

/**
 * The path of a value from packet to line, in one place: poll → map → topology → lines → deliver → baselines.
 * The stages do not know each other. Holds the counter baselines of every task.
 */
export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #baselines = new Map<string, CounterBaselines>();

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  /** Runs one task once. Device failures are in the outcome; rejects only when `signal` aborts. */
  async run(task: PollTask, session: DeviceSession, signal?: AbortSignal): Promise<PollOutcome> {
    const startedAtMs = this.#options.clock.wallMs();
    try {
      return await this.#run(task, session, signal);
    } catch (error) {
      signal?.throwIfAborted();
      return this.#failed(task, startedAtMs, error);
    }
  }

  /** Forgets the counters of a task that is no longer polled. */
  forget(taskId: string): void {
    this.#baselines.delete(taskId);
  }

  async #run(task: PollTask, session: DeviceSession, signal: AbortSignal | undefined): Promise<PollOutcome> {
    const { clock, rules, topologyCache, notes, deliver } = this.#options;
    const { client, identity } = await session.connect();
    const silence = session.silence(clock.monotonicMs());
    if (silence !== undefined) throw silence;
    const result = await poll(task, client, clock, session.memory, signal);
    if (result.outcome === "failed") await session.noteFailure(result.error, clock.monotonicMs());
    const before = this.#baselines.get(task.id) ?? emptyBaselines();
    const mapped = mapSamples(task, identity, result, before);
    const topology = mapTopology(rules, mapped.samples, topologyCache);
    const lines: Line[] = [];
    for (const sample of mapped.samples) {
      const formatted = formatLine(sample);
      if (formatted.ok) lines.push(formatted.line);
      else notes.lineRejected(task, sample.key, formatted.reason);
    }
    notes.mapped(task, mapped.notes);
    const outcome: PollOutcome = {
      task,
      identity,
      samples: mapped.samples,
      lines,
      topology,
      report: reportOf(task, result),
      notes: mapped.notes,
      absent: result.absent.size,
      startedAtMs: result.startedAtMs,
      durationMs: result.durationMs,
    };
    deliver(outcome);
    this.#baselines.set(task.id, mapped.baselines);
    return outcome;
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
      lines: [],
      topology: { seenAtMs: startedAtMs, entities: [], relations: [] },
      report: { group: task.group.group, outcome: "failed", error: snmpError, missing: [], late: false },
      notes: undefined,
      absent: 0,
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
