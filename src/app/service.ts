import type { Logger } from "../base/index.ts";
import type { Delivery, DeliveryStats } from "../ingest/index.ts";
import { type PollPlan, type PollTask, tasksByDevice } from "../plan/index.ts";
import { type Job, Scheduler } from "../schedule/index.ts";
import { SnmpError } from "../snmp/index.ts";
import { type DeviceState, StatusStore, type Verdict } from "../store/index.ts";
import { EntityGraph, TopologyCache, type TopologyRules } from "../topology/index.ts";
import { DeviceRound } from "./device-round.ts";
import { DeviceSession, type SessionHost } from "./device-session.ts";
import { type Check, failedCheck, fastcheck } from "./fastcheck.ts";
import { limiter } from "./names.ts";
import { NoteLog } from "./note-log.ts";
import { Pipeline, type PollOutcome } from "./pipeline.ts";

export interface ServiceOptions extends SessionHost {
  readonly plans: readonly PollPlan[];
  readonly rules: TopologyRules;
  readonly deliveries: readonly Delivery[];
  readonly logger: Logger;
  /** Run beside the polling: begin with it, and end once all sessions are closed. */
  readonly background?: readonly { start(): void; stop(): Promise<void> }[] | undefined;
  /** Called last when the service stops. */
  readonly onStopped?: (() => Promise<void>) | undefined;
}

/** Checks in flight at the start: a thousand devices in seconds, a hundred dead ones waited for together. */
const CHECKS_AT_ONCE = 256;
/** How long a stop waits for the sinks to take what is queued. */
const DRAIN_MS = 10_000;
/** Edges between entities by their properties are looked for this often, and soon after something new was said. */
const LINK_EVERY_MS = 5 * 60_000;
const LINK_SOON_MS = 5_000;
/** Of the interval: what a read may take before the rest is put off. */
const READ_SHARE_RATIO = 0.9;

/** The running service: polls what the plans say, hands lines to every sink, and knows how each device is. */
export class Service {
  readonly graph = new EntityGraph();
  readonly #options: ServiceOptions;
  readonly #status: StatusStore;
  readonly #pipeline: Pipeline;
  readonly #scheduler: Scheduler;
  readonly #members: Member[] = [];
  readonly #stop = new AbortController();
  #checks: Promise<void> | undefined;
  #linkedAtMs = 0;
  /** Ticks skipped by device since it was last said. */
  readonly #late = new Map<string, number>();
  #lateSaidUntilMs = 0;

  constructor(options: ServiceOptions) {
    const { clock, logger } = options;
    this.#options = options;
    this.#status = new StatusStore((event) => {
      const fields = {
        device: event.device,
        address: event.address,
        code: event.verdict.code,
        state: event.state,
      };
      if (event.verdict.code === "OK") logger.info(fields, "device status");
      else logger.warn({ ...fields, reason: event.verdict.message }, "device status");
    });
    this.#pipeline = new Pipeline({
      clock,
      logger,
      rules: options.rules,
      topologyCache: new TopologyCache(),
      notes: new NoteLog(logger),
      deliver: (outcome) => this.#deliver(outcome),
    });
    this.#scheduler = new Scheduler({
      clock,
      onSkip: (job, ticks) => {
        if (job.id !== "summary") this.#skipped(job, ticks);
      },
      onError: (job, error) =>
        logger.error({ job: job.id, err: error }, "a scheduled poll failed for a reason that is our bug"),
    });
  }

  /** Begins: each device is checked once, then its groups join the schedule. Returns at once. */
  start(): void {
    const { plans, logger } = this.#options;
    for (const plan of plans) {
      const tasksOf = tasksByDevice(plan);
      for (const device of plan.devices) {
        const session = new DeviceSession(device, plan.configurationId, this.#options);
        this.#members.push({
          session,
          configurationId: plan.configurationId,
          tasks: tasksOf.get(device.id) ?? [],
        });
        this.#status.addDevice(plan.configurationId, device.id);
      }
    }
    const tasks = this.#members.reduce((sum, member) => sum + member.tasks.length, 0);
    logger.info({ devices: this.#members.length, tasks }, "polling starts");
    for (const job of this.#options.background ?? []) job.start();
    this.#scheduler.add(this.#summary());
    this.#scheduler.start();
    const turn = limiter(CHECKS_AT_ONCE);
    this.#checks = Promise.all(this.#members.map((member) => this.#admit(member, turn))).then(
      () => undefined,
    );
  }

  devices(): DeviceState[] {
    return this.#status.devices();
  }

  configurations(): ReadonlyMap<string, Verdict> {
    return this.#status.configurations();
  }

  sinks(): DeliveryStats[] {
    return this.#options.deliveries.map((delivery) => delivery.stats());
  }

  /** Stops polling, gives the sinks a last chance to take what is queued, and frees all sockets. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error("the service is stopping"));
    await Promise.allSettled([this.#scheduler.stop(), this.#checks]);
    for (const { session } of this.#members) session.close();
    await Promise.allSettled((this.#options.background ?? []).map((job) => job.stop()));
    const queued = this.sinks().reduce((sum, sink) => sum + sink.queued, 0);
    if (queued > 0)
      this.#options.logger.info({ lines: queued, withinMs: DRAIN_MS }, "sending what is queued");
    await Promise.allSettled(this.#options.deliveries.map((delivery) => delivery.drain(DRAIN_MS)));
    await Promise.allSettled(this.#options.deliveries.map((delivery) => delivery.stop()));
    await this.#options.onStopped?.();
  }

  async #admit({ session, configurationId, tasks }: Member, turn: Turn): Promise<void> {
    const { clock } = this.#options;
    const check = await this.#check(session, turn);
    if (this.#stop.signal.aborted) return;
    this.#status.recordCheck(configurationId, session.device.id, check, clock.wallMs());
    const round = new DeviceRound((due, signal) => this.#poll(due, session, signal));
    for (const task of tasks) {
      const job: TaskJob = {
        id: task.id,
        phaseKey: session.key,
        intervalMs: task.group.intervalMs,
        task,
        run: (signal) => round.join(task, signal),
      };
      this.#scheduler.add(job);
    }
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

  /** A read that does not come to its end is cut shortly before the next one is due, and goes on there. */
  async #poll(tasks: readonly PollTask[], session: DeviceSession, signal: AbortSignal): Promise<void> {
    const shortestMs = Math.min(...tasks.map(({ group }) => group.intervalMs));
    const deadlineMs = this.#options.clock.monotonicMs() + shortestMs * READ_SHARE_RATIO;
    for (const outcome of await this.#pipeline.run(tasks, session, { deadlineMs, signal }))
      this.#record(outcome);
  }

  #deliver(outcome: PollOutcome): void {
    for (const delivery of this.#options.deliveries) delivery.enqueue(outcome.batch);
  }

  #record(outcome: PollOutcome): void {
    const { configurationId, device } = outcome.task;
    const { identity } = outcome;
    if (identity !== undefined)
      this.#status.identify(configurationId, device.id, identity.address, identity.name);
    this.#status.recordPoll(configurationId, device.id, {
      taskId: outcome.task.id,
      report: outcome.report,
      atMs: outcome.startedAtMs,
      durationMs: outcome.durationMs,
      lines: outcome.batch.lines,
    });
    this.graph.apply(outcome.topology);
    this.#link(outcome.startedAtMs);
  }

  #link(nowMs: number): void {
    const waitMs = this.graph.linksOutdated ? LINK_SOON_MS : LINK_EVERY_MS;
    if (nowMs - this.#linkedAtMs < waitMs) return;
    this.#linkedAtMs = nowMs;
    this.graph.expire(nowMs);
    this.graph.linkByProperties(this.#options.rules.propertyRelations, nowMs);
  }

  /** Said once a minute for all: a fleet that is late must not fill the log; the status names each device. */
  #skipped(job: Job, ticks: number): void {
    const { task } = job as TaskJob;
    this.#status.recordSkip(task.configurationId, task.device.id, task.id, ticks);
    this.#late.set(task.device.id, (this.#late.get(task.device.id) ?? 0) + ticks);
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs < this.#lateSaidUntilMs) return;
    this.#lateSaidUntilMs = nowMs + LATE_SAID_EVERY_MS;
    const [worst] = [...this.#late].toSorted((a, b) => b[1] - a[1]);
    const skipped = [...this.#late.values()].reduce((sum, n) => sum + n, 0);
    const fields = { devices: this.#late.size, ticks: skipped, worst: worst?.[0], group: task.group.group };
    this.#options.logger.warn(fields, "polls take longer than their interval; ticks are skipped");
    this.#late.clear();
  }

  /** One entry now and then tells an operator that all is well, or how far it is not. */
  #summary(): Job {
    return {
      id: "summary",
      intervalMs: SUMMARY_EVERY_MS,
      run: () => {
        const codes: Record<string, number> = {};
        for (const { verdict } of this.devices()) codes[verdict.code] = (codes[verdict.code] ?? 0) + 1;
        const sinks = this.sinks().map(({ sink, state, queued, delivered, rejected, dropped }) => {
          const lost = Object.values(dropped).reduce((sum, n) => sum + n, 0);
          return { sink, state, queued, delivered, rejected, dropped: lost };
        });
        this.#options.logger.info({ devices: codes, sinks }, "summary");
        return Promise.resolve();
      },
    };
  }
}

type Turn = ReturnType<typeof limiter>;

const LATE_SAID_EVERY_MS = 60_000;
const SUMMARY_EVERY_MS = 10 * 60_000;

/** A device of one configuration with what is polled from it. */
interface Member {
  readonly session: DeviceSession;
  readonly configurationId: string;
  readonly tasks: readonly PollTask[];
}

interface TaskJob extends Job {
  readonly task: PollTask;
}
