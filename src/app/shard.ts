import type { Logger } from "../base/index.ts";
import type { LineBatch } from "../ingest/index.ts";
import type { DeviceIdentity } from "../mapping/index.ts";
import { type PollPlan, type PollTask, tasksByDevice } from "../plan/index.ts";
import type { FamilyText, LastPolls } from "../prometheus/index.ts";
import { type Job, Scheduler } from "../schedule/index.ts";
import { SnmpError } from "../snmp/index.ts";
import type { TaskReport } from "../store/index.ts";
import {
  type Entity,
  EntityGraph,
  type Relationship,
  TopologyCache,
  type TopologyRules,
} from "../topology/index.ts";
import { Admission, loopUtilization, type Utilization } from "./admission.ts";
import { DeviceRound } from "./device-round.ts";
import { DeviceSession, type SessionHost } from "./device-session.ts";
import { type Check, failedCheck, fastcheck } from "./fastcheck.ts";
import { limiter } from "./limiter.ts";
import { NoteLog } from "./note-log.ts";
import { Pipeline, type PollOutcome } from "./pipeline.ts";

/** A task by its names: what others know it by. */
export interface TaskName {
  readonly configurationId: string;
  readonly deviceId: string;
  readonly taskId: string;
  readonly group: string;
}

/** Entities and their relationships, as they are now. */
export interface Topology {
  readonly entities: readonly Entity[];
  readonly relationships: readonly Relationship[];
}

/** What one poll of one task was, besides its lines. */
export interface PollRecord {
  readonly task: TaskName;
  /** Undefined when the device could not even be connected to. */
  readonly identity: DeviceIdentity | undefined;
  readonly report: TaskReport;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly lines: number;
}

/** Who is told of everything that leaves a shard. */
export interface ShardEvents {
  /** Takes the lines of a poll before it returns: their bytes stand no longer. */
  lines(batch: LineBatch): void;
  polled(record: PollRecord): void;
  /** The check before a device's first poll. */
  checked(device: Pick<TaskName, "configurationId" | "deviceId">, check: Check, atMs: number): void;
  skipped(task: TaskName, ticks: number): void;
}

export interface ShardOptions extends SessionHost {
  /** Of the devices that are polled here. */
  readonly plans: readonly PollPlan[];
  readonly rules: TopologyRules;
  readonly logger: Logger;
  /** Resolves when more may be polled: where lines leave slower than they come, ticks are skipped and named. */
  readonly room?: (() => Promise<void> | undefined) | undefined;
  /** How busy this thread is; default: as its event loop says. */
  readonly utilization?: Utilization | undefined;
  /** Keeps the last polls for who scrapes them. */
  readonly lastPolls?: LastPolls | undefined;
  /** Run beside the polling: begin with it, and end once all sessions are closed. */
  readonly background?: readonly { start(): void; stop(): Promise<void> }[] | undefined;
}

/** Checks in flight at the start: a thousand devices in seconds, a hundred dead ones waited for together. */
const CHECKS_AT_ONCE = 256;
/** How often it is looked for what has not been seen for too long. */
const EXPIRE_EVERY_MS = 5 * 60_000;
/** Entities looked at beside a poll, and of those it told of itself as many again: some milliseconds at worst. */
const ENTITIES_AT_ONCE = 64;
const TOLD_AT_ONCE_MAX = 512;
/** Of the interval: what a read may take before the rest is put off. */
const READ_SHARE_RATIO = 0.9;

/**
 * Some of the devices with all that polling them takes, from schedule and sockets to lines and entities. Shards share
 * nothing, so each may have a thread of its own.
 */
export class Shard {
  readonly #graph = new EntityGraph();
  readonly #options: ShardOptions;
  readonly #events: ShardEvents;
  readonly #pipeline: Pipeline;
  readonly #scheduler: Scheduler;
  readonly #admission: Admission;
  readonly #sessions: DeviceSession[] = [];
  readonly #stop = new AbortController();
  #checks: Promise<void> | undefined;
  /** When the next pass through all entities begins; monotonic. */
  #expireAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: ShardOptions, events: ShardEvents) {
    const { clock, logger, rules, utilization = loopUtilization() } = options;
    this.#options = options;
    this.#events = events;
    this.#admission = new Admission(clock, utilization);
    this.#pipeline = new Pipeline({
      clock,
      logger,
      rules,
      topologyCache: new TopologyCache(),
      notes: new NoteLog(logger),
      deliver: (outcome) => this.#deliver(outcome),
    });
    this.#scheduler = new Scheduler({
      clock,
      onSkip: (job, ticks) => events.skipped(nameOf((job as TaskJob).task), ticks),
      onError: (job, error) =>
        logger.error({ job: job.id, err: error }, "a scheduled poll failed for a reason that is our bug"),
    });
  }

  /** Begins: each device is checked once, then its groups join the schedule. Returns at once. */
  start(): void {
    for (const job of this.#options.background ?? []) job.start();
    this.#scheduler.start();
    const turn = limiter(CHECKS_AT_ONCE);
    const checks: Promise<void>[] = [];
    for (const plan of this.#options.plans) {
      const tasksOf = tasksByDevice(plan);
      for (const device of plan.devices) {
        const session = new DeviceSession(device, plan.configurationId, this.#options);
        this.#sessions.push(session);
        const member = {
          session,
          configurationId: plan.configurationId,
          tasks: tasksOf.get(device.id) ?? [],
        };
        checks.push(this.#admit(member, turn));
      }
    }
    this.#checks = Promise.all(checks).then(() => undefined);
  }

  topology(): Topology {
    return { entities: this.#graph.entities(), relationships: this.#graph.relationships() };
  }

  /** The last polls as Prometheus has them. */
  families(): FamilyText[] {
    return this.#options.lastPolls?.families(this.#options.clock.monotonicMs()) ?? [];
  }

  /** Stops polling and frees all sockets. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error("the service is stopping"));
    await Promise.allSettled([this.#scheduler.stop(), this.#checks]);
    for (const session of this.#sessions) session.close();
    await Promise.allSettled((this.#options.background ?? []).map((job) => job.stop()));
  }

  #deliver({ task, batch, samples, counterStarts, report }: PollOutcome): void {
    this.#events.lines(batch);
    if (report.outcome !== "done") return; // what is shown is a whole poll
    const poll = { taskId: task.id, intervalMs: task.group.intervalMs, samples, counterStarts };
    this.#options.lastPolls?.record(poll, this.#options.clock.monotonicMs());
  }

  async #admit({ session, configurationId, tasks }: Member, turn: Turn): Promise<void> {
    const check = await this.#check(session, turn);
    if (this.#stop.signal.aborted) return;
    const device = { configurationId, deviceId: session.device.id };
    this.#events.checked(device, check, this.#options.clock.wallMs());
    const round = new DeviceRound((due, signal) => this.#poll(due, session, signal));
    for (const task of tasks) this.#scheduler.add(new TaskJob(task, session, round));
  }

  /** Names are waited for outside of the turns: a name service that hangs must not hold up devices with an address. */
  async #check(session: DeviceSession, turn: Turn): Promise<Check> {
    const failure: unknown = await session.connect().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure instanceof SnmpError) return failedCheck(failure);
    return await turn(() => fastcheck(session, this.#options.clock, this.#stop.signal));
  }

  async #poll(tasks: readonly PollTask[], session: DeviceSession, signal: AbortSignal): Promise<void> {
    const room = this.#options.room?.();
    if (room !== undefined) await room;
    const turn = this.#admission.enter();
    if (turn !== undefined) await turn;
    try {
      await this.#read(tasks, session, signal);
    } finally {
      this.#admission.leave();
    }
  }

  /** A read that does not come to its end is cut shortly before the next one is due, and goes on there. */
  async #read(tasks: readonly PollTask[], session: DeviceSession, signal: AbortSignal): Promise<void> {
    const shortestMs = Math.min(...tasks.map(({ group }) => group.intervalMs));
    const deadlineMs = this.#options.clock.monotonicMs() + shortestMs * READ_SHARE_RATIO;
    const outcomes = await this.#pipeline.run(tasks, session, { deadlineMs, signal });
    for (const outcome of outcomes) this.#record(outcome);
  }

  #record({
    task,
    identity,
    report,
    startedAtMs,
    durationMs,
    batch: { lines },
    topology,
  }: PollOutcome): void {
    this.#events.polled({ task: nameOf(task), identity, report, startedAtMs, durationMs, lines });
    this.#graph.apply(topology);
    this.#tendGraph(topology.entities.length);
  }

  /** A little with each poll: a look at all of a million entities would hold everything else up for seconds. */
  #tendGraph(told: number): void {
    const { clock, rules } = this.#options;
    const entitiesMax = ENTITIES_AT_ONCE + Math.min(told, TOLD_AT_ONCE_MAX);
    const nowMs = clock.wallMs();
    this.#graph.linkByProperties(rules.propertyRelations, nowMs, entitiesMax);
    const monotonicMs = clock.monotonicMs();
    if (monotonicMs < this.#expireAtMs || !this.#graph.expire(nowMs, entitiesMax)) return;
    this.#expireAtMs = monotonicMs + EXPIRE_EVERY_MS;
  }
}

type Turn = ReturnType<typeof limiter>;

/** A device of one configuration with what is polled from it. */
interface Member {
  readonly session: DeviceSession;
  readonly configurationId: string;
  readonly tasks: readonly PollTask[];
}

/** How a task is called outside of its shard. */
export function nameOf({ configurationId, device, id, group }: PollTask): TaskName {
  return { configurationId, deviceId: device.id, taskId: id, group: group.group };
}

/** One for each task of each device: what it says is taken from what it stands for. */
class TaskJob implements Job {
  readonly task: PollTask;
  readonly #session: DeviceSession;
  readonly #round: DeviceRound;

  constructor(task: PollTask, session: DeviceSession, round: DeviceRound) {
    this.task = task;
    this.#session = session;
    this.#round = round;
  }

  get id(): string {
    return this.task.id;
  }

  get phaseKey(): string {
    return this.#session.key;
  }

  get intervalMs(): number {
    return this.task.group.intervalMs;
  }

  run(signal: AbortSignal): Promise<void> {
    return this.#round.join(this.task, signal);
  }
}
