import type { Logger } from "../base/index.ts";
import { type PlannedDevice, type PollPlan, type PollTask, tasksByDevice } from "../plan/index.ts";
import type { FamilyText, LastPolls } from "../prometheus/index.ts";
import { Scheduler } from "../schedule/index.ts";
import { SnmpError } from "../snmp/index.ts";
import { Admission, loopUtilization, type Utilization } from "./admission.ts";
import { DeviceSession, type SessionHost } from "./device-session.ts";
import { type Check, failedCheck, fastcheck } from "./fastcheck.ts";
import { limiter } from "./limiter.ts";
import { NoteLog } from "./note-log.ts";
import type { PartLoad } from "./part.ts";
import { Pipeline, type PollOutcome } from "./pipeline.ts";
import { continued, type PlanChange } from "./plan-change.ts";
import { AbsentLists } from "./poll-view/absent-lists.ts";
import { DevicePolls } from "./poll-view/device-polls.ts";
import { Lateness } from "./poll-view/lateness.ts";
import { detailsOf, type PollDetails } from "./poll-view/poll-details.ts";
import { ShardDevice, type TaskJob } from "./shard-device.ts";
import { nameOf, type ShardEvents } from "./shard-events.ts";
import type { DeviceName } from "./shard-messages.ts";

export interface ShardOptions extends SessionHost {
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
/** So many devices of one change are polled at once; of a larger one each waits for its phase, as after a start. */
const FIRST_POLLS_AT_ONCE_MAX = 256;
/** Of the interval: what a read may take before the rest is put off. */
const READ_SHARE_RATIO = 0.9;

/**
 * Some of the devices with all that polling them takes, from schedule and sockets to lines. What is polled may change
 * while it polls; devices that did not change notice nothing. Shards share nothing, so each may have a thread of its
 * own.
 */
export class Shard {
  readonly #options: ShardOptions;
  readonly #events: ShardEvents;
  readonly #pipeline: Pipeline;
  readonly #scheduler: Scheduler;
  readonly #admission: Admission;
  readonly #plans = new Map<string, PollPlan>();
  /** By configuration, by device. */
  readonly #devices = new Map<string, Map<string, ShardDevice>>();
  readonly #turn = limiter(CHECKS_AT_ONCE);
  readonly #checks = new Set<Promise<void>>();
  readonly #absent = new AbsentLists();
  readonly #lateness: Lateness;
  readonly #stop = new AbortController();

  constructor(options: ShardOptions, events: ShardEvents) {
    const { clock, logger, utilization = loopUtilization() } = options;
    this.#options = options;
    this.#events = events;
    this.#admission = new Admission(clock, utilization);
    this.#lateness = new Lateness(clock);
    this.#pipeline = new Pipeline({
      clock,
      logger,
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
  start(plans: readonly PollPlan[]): void {
    for (const job of this.#options.background ?? []) job.start();
    this.#scheduler.start();
    const added: ShardDevice[] = [];
    for (const plan of plans) this.#take(plan, { added, begun: [], ended: [] });
    for (const device of added) this.#begin(device, false);
  }

  /**
   * Goes on with other plans. Devices that stay as they are keep everything; one that changes gets a new session and
   * keeps the counters and the schedule of the tasks that go on; one that is gone tells nothing more from now on.
   * @returns ids of the tasks that are no longer polled
   */
  apply({ plans, removed }: Pick<PlanChange, "plans" | "removed">): readonly string[] {
    if (this.#stop.signal.aborted) return [];
    const touched: Touched = { added: [], begun: [], ended: [] };
    for (const id of removed) this.#drop(id, touched);
    for (const plan of plans) this.#take(plan, touched);
    const { added, begun, ended } = touched;
    const atOnce = added.length + begun.length <= FIRST_POLLS_AT_ONCE_MAX;
    for (const job of begun) this.#scheduler.add(job, { atOnce });
    for (const device of added) this.#begin(device, atOnce);
    return ended;
  }

  /** Whether the device is polled here, for whatever configuration. @param id  `host:port` */
  polls(id: string): boolean {
    for (const devices of this.#devices.values()) if (devices.has(id)) return true;
    return false;
  }

  /** The last polls as Prometheus has them. */
  families(): FamilyText[] {
    return this.#options.lastPolls?.families(this.#options.clock.monotonicMs()) ?? [];
  }

  /** How many devices there are, and how late their polls begin. */
  load(): PartLoad {
    let devices = 0;
    for (const members of this.#devices.values()) devices += members.size;
    return { devices, lateness: this.#lateness.counts() };
  }

  /** How polling one device goes. @returns undefined for a device that is not polled here */
  pollDetails({ configurationId, deviceId }: DeviceName): PollDetails | undefined {
    const device = this.#devices.get(configurationId)?.get(deviceId);
    return device && detailsOf(device, this.#options.clock);
  }

  /** Stops polling and frees all sockets. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error("the service is stopping"));
    await Promise.allSettled([this.#scheduler.stop(), ...this.#checks]);
    for (const devices of this.#devices.values()) for (const { session } of devices.values()) session.close();
    await Promise.allSettled((this.#options.background ?? []).map((job) => job.stop()));
  }

  #take(given: PollPlan, touched: Touched): void {
    const { configurationId } = given;
    const plan = continued(this.#plans.get(configurationId), given);
    this.#plans.set(configurationId, plan);
    const known = this.#devices.get(configurationId) ?? new Map<string, ShardDevice>();
    this.#devices.set(configurationId, known);
    const tasksOf = tasksByDevice(plan);
    const planned = new Set(plan.devices.map(({ id }) => id));
    for (const [id, device] of known) if (!planned.has(id)) this.#remove(device, known, touched);
    for (const one of plan.devices) {
      const tasks = tasksOf.get(one.id) ?? [];
      const device = known.get(one.id);
      if (device === undefined) touched.added.push(this.#add(configurationId, one, tasks, known));
      else if (!device.isPolledAs(one, tasks)) this.#change(device, one, tasks, touched);
    }
  }

  #drop(configurationId: string, touched: Touched): void {
    const known = this.#devices.get(configurationId) ?? new Map<string, ShardDevice>();
    for (const device of known.values()) this.#remove(device, known, touched);
    this.#devices.delete(configurationId);
    this.#plans.delete(configurationId);
  }

  #add(
    configurationId: string,
    planned: PlannedDevice,
    tasks: readonly PollTask[],
    known: Map<string, ShardDevice>,
  ): ShardDevice {
    const session = new DeviceSession(planned, configurationId, this.#options);
    const device = new ShardDevice(configurationId, session, tasks, (...poll) => this.#poll(...poll));
    known.set(planned.id, device);
    return device;
  }

  /** A poll under way ends with the session it began in, and is not delivered: the next one has its increase, too. */
  #change(device: ShardDevice, planned: PlannedDevice, tasks: readonly PollTask[], touched: Touched): void {
    device.session.close();
    device.session = new DeviceSession(planned, device.configurationId, this.#options);
    const { ended, begun } = device.plan(tasks);
    for (const job of ended) this.#end(job, touched);
    if (device.admitted) touched.begun.push(...begun);
  }

  #remove(device: ShardDevice, known: Map<string, ShardDevice>, touched: Touched): void {
    device.removed = true;
    device.session.close();
    known.delete(device.session.device.id);
    for (const job of device.plan([]).ended) this.#end(job, touched);
  }

  #end({ id }: TaskJob, touched: Touched): void {
    this.#scheduler.remove(id);
    this.#pipeline.forget(id);
    this.#options.lastPolls?.forget(id);
    touched.ended.push(id);
  }

  #begin(device: ShardDevice, atOnce: boolean): void {
    const admitting = this.#admit(device, atOnce).finally(() => this.#checks.delete(admitting));
    this.#checks.add(admitting);
  }

  async #admit(device: ShardDevice, atOnce: boolean): Promise<void> {
    const { configurationId } = device;
    let session: DeviceSession;
    let check: Check;
    do {
      session = device.session;
      check = await this.#check(session);
      if (this.#stop.signal.aborted || device.removed) return;
    } while (session !== device.session); // changed meanwhile: the check was of what it is no longer
    this.#events.checked(
      { configurationId, deviceId: session.device.id },
      check,
      this.#options.clock.wallMs(),
    );
    device.admitted = true;
    for (const job of device.jobs) this.#scheduler.add(job, { atOnce });
  }

  /** Names are waited for outside of the turns: a name service that hangs must not hold up devices with an address. */
  async #check(session: DeviceSession): Promise<Check> {
    const failure: unknown = await session.connect().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure instanceof SnmpError) return failedCheck(failure);
    return await this.#turn(() => fastcheck(session, this.#options.clock, this.#stop.signal));
  }

  async #poll(device: ShardDevice, due: readonly PollTask[], signal: AbortSignal): Promise<void> {
    const begunMs = this.#options.clock.monotonicMs();
    const room = this.#options.room?.();
    if (room !== undefined) await room;
    const turn = this.#admission.enter();
    if (turn !== undefined) await turn;
    try {
      await this.#read(device, due, begunMs, signal);
    } finally {
      this.#admission.leave();
    }
  }

  /** A read that does not come to its end is cut shortly before the next one is due, and goes on there. */
  async #read(
    device: ShardDevice,
    due: readonly PollTask[],
    begunMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    const tasks = device.current(due);
    if (tasks.length === 0) return;
    const shortestMs = Math.min(...tasks.map(({ group }) => group.intervalMs));
    const nowMs = this.#options.clock.monotonicMs();
    const latenessMs = nowMs - begunMs + (this.#scheduler.stats(tasks[0]!.id)?.lastLatenessMs ?? 0);
    this.#lateness.note(latenessMs);
    const deadlineMs = nowMs + shortestMs * READ_SHARE_RATIO;
    const outcomes = await this.#pipeline.run(tasks, device.session, { deadlineMs, signal });
    const planned = outcomes.filter(({ task }) => device.has(task.id));
    planned.forEach((outcome, i) => this.#record(outcome, latenessMs, i < planned.length - 1));
    if (outcomes.length > 0 && !device.removed) this.#remember(device, outcomes, latenessMs);
  }

  #remember(device: ShardDevice, outcomes: readonly PollOutcome[], latenessMs: number): void {
    device.polls ??= new DevicePolls();
    device.polls.latenessMs = latenessMs;
    device.polls.note(outcomes, device.session.client, this.#absent);
  }

  #deliver({ task, batch, samples, counterStarts, report }: PollOutcome): void {
    this.#events.lines(batch);
    if (report.outcome !== "done") return; // what is shown is a whole poll
    const poll = { taskId: task.id, intervalMs: task.group.intervalMs, samples, counterStarts };
    this.#options.lastPolls?.record(poll, this.#options.clock.monotonicMs());
  }

  #record(outcome: PollOutcome, latenessMs: number, more: boolean): void {
    const { task, identity, report, startedAtMs, durationMs, batch, glance } = outcome;
    const { lines } = batch;
    this.#events.polled({
      task: nameOf(task),
      identity,
      report,
      startedAtMs,
      durationMs,
      latenessMs,
      lines,
      glance,
      more,
    });
  }
}

/** What a change of plans came to. */
interface Touched {
  readonly added: ShardDevice[];
  /** New jobs of devices that are polled already. */
  readonly begun: TaskJob[];
  /** Ids of tasks. */
  readonly ended: string[];
}
