import type { PollResultName } from "../api/index.ts";
import type { Clock, Logger } from "../base/index.ts";
import type { DeliveryStats, LineBatch, LogHealth, Outlet } from "../ingest/index.ts";
import type { PollPlan } from "../plan/index.ts";
import type { FamilyText } from "../prometheus/index.ts";
import { type Job, Scheduler } from "../schedule/index.ts";
import { type DeviceState, type OnStatus, StatusStore, type Verdict } from "../store/index.ts";
import type { Entity, Relationship } from "../topology/index.ts";
import { LatePolls } from "./late-polls.ts";
import type { Part, PartFigures } from "./part.ts";
import { changeBetween, changeToAll, type PlanChange, type PlansById, type Polled } from "./plan-change.ts";
import type { PollRecord, ShardEvents, TaskName } from "./shard-events.ts";
import { summaryJob } from "./summary-job.ts";

/** Entities and their relationships, as they are now. */
export interface Topology {
  readonly entities: readonly Entity[];
  readonly relationships: readonly Relationship[];
}

export interface ServiceOptions {
  /** All that is polled at the start, whoever does it. */
  readonly polled: Polled;
  /** Who polls: each part tells of its devices alone. */
  readonly parts: (events: ShardEvents) => readonly Part[];
  /** Takes the lines of polls before it returns: their bytes stand no longer. Does not throw. */
  readonly takeLines: (batch: LineBatch) => void;
  /** Brings lines to the sinks. */
  readonly outlet: Omit<Outlet, "append" | "written">;
  /** What is known of entities, where somebody keeps it. */
  readonly topology?: (() => Topology) | undefined;
  /** Called when the status of a device is news. */
  readonly onEvent?: OnStatus | undefined;
  /** Called when the number of devices has changed. */
  readonly onDevices?: ((devices: number) => void) | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Further jobs beside the polling. */
  readonly jobs?: ((service: Service) => readonly Job[]) | undefined;
  /** Called first when the service stops: nothing more is taken in. */
  readonly onStopping?: (() => Promise<void>) | undefined;
  /** Called last when the service stops. */
  readonly onStopped?: (() => Promise<void>) | undefined;
}

/** How long a stop waits for the sinks to take what is queued. */
const DRAIN_MS = 10_000;

/**
 * The running service: has devices polled, hands lines to every sink, and knows how each device is. What is polled may
 * change while it runs.
 */
export class Service {
  readonly #options: ServiceOptions;
  readonly #status: StatusStore;
  readonly #parts: readonly Part[];
  readonly #scheduler: Scheduler;
  readonly #polls = { done: 0, partial: 0, failed: 0, skipped: 0 };
  readonly #late: LatePolls;
  #plans: PlansById;
  #isStopping = false;
  #begin!: () => void;
  /** The change that is made now, and those that wait for it; none before the start. */
  #changes = new Promise<void>((resolve) => {
    this.#begin = resolve;
  });

  constructor(options: ServiceOptions) {
    const { clock, logger } = options;
    this.#options = options;
    this.#late = new LatePolls(clock, logger);
    this.#plans = new Map(options.polled.plans.map((plan) => [plan.configurationId, plan]));
    this.#status = new StatusStore((event, device) => {
      const fields = {
        device: event.device,
        address: event.address,
        code: event.verdict.code,
        state: event.state,
      };
      if (event.verdict.code === "OK") logger.info(fields, "device status");
      else logger.warn({ ...fields, reason: event.verdict.message }, "device status");
      options.onEvent?.(event, device);
    });
    this.#parts = options.parts({
      lines: options.takeLines,
      polled: (record) => this.#record(record),
      checked: ({ configurationId, deviceId }, check, atMs) =>
        this.#status.recordCheck(configurationId, deviceId, check, atMs),
      skipped: (task, ticks) => this.#skipped(task, ticks),
    });
    this.#scheduler = new Scheduler({
      clock,
      onSkip: () => undefined, // a summary that comes late is none the worse
      onError: (job, error) =>
        logger.error({ job: job.id, err: error }, "a scheduled job failed for a reason that is our bug"),
    });
  }

  /** Begins: each device is checked once, then its groups are polled on schedule. Returns at once. */
  start(): void {
    const { polled, logger, outlet } = this.#options;
    for (const { configurationId, devices } of polled.plans) {
      for (const { id } of devices) this.#status.addDevice(configurationId, id);
    }
    logger.info({ devices: deviceCount(this.#plans), parts: this.#parts.length }, "polling starts");
    outlet.start();
    for (const part of this.#parts) part.start(changeToAll(polled));
    this.#scheduler.add(summaryJob(this, logger));
    for (const job of this.#options.jobs?.(this) ?? []) this.#scheduler.add(job);
    this.#scheduler.start();
    this.#begin();
  }

  /**
   * Polls this from now on. Only devices whose plan or settings changed are touched; the others keep phase, counters
   * and all they have learned. Changes are made one after the other, the first of them once the service has started.
   * @returns resolves once nothing more is told of what is gone, and what is new is being polled
   */
  apply(polled: Polled): Promise<void> {
    const done = this.#changes.then(() => this.#apply(polled));
    this.#changes = done.catch(() => undefined); // who asked for it is told
    return done;
  }

  /** What is polled, by configuration. */
  plans(): PlansById {
    return this.#plans;
  }

  /** @returns undefined for a device that is not polled */
  device(configurationId: string, id: string): DeviceState | undefined {
    return this.#status.device(configurationId, id);
  }

  devices(): DeviceState[] {
    return this.#status.devices();
  }

  configurations(): ReadonlyMap<string, Verdict> {
    return this.#status.configurations();
  }

  sinks(): DeliveryStats[] {
    return this.#options.outlet.sinks();
  }

  /** Polls since the start by how they ended; of ticks that were left out there was none. */
  polls(): Readonly<Record<PollResultName, number>> {
    return this.#polls;
  }

  /** The last polls of all devices as Prometheus has them, by part. */
  async families(): Promise<(readonly FamilyText[])[]> {
    return await Promise.all(this.#parts.flatMap((part) => part.families?.() ?? []));
  }

  /** How the polling threads are, where there are any. */
  parts(): PartFigures[] {
    return this.#parts.flatMap((part) => part.figures?.() ?? []);
  }

  /** How the disk under the queue is. */
  queue(): LogHealth {
    return this.#options.outlet.health();
  }

  /** Entities and relationships of all that is polled and received. */
  topology(): Promise<Topology> {
    return Promise.resolve(this.#options.topology?.() ?? NO_TOPOLOGY);
  }

  /** Stops polling, and gives the sinks a last chance to take what is queued. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#options.onStopping?.();
    await Promise.allSettled([this.#scheduler.stop(), ...this.#parts.map((part) => part.stop())]);
    const queued = this.sinks().reduce((sum, sink) => sum + sink.queued, 0);
    if (queued > 0)
      this.#options.logger.info({ lines: queued, withinMs: DRAIN_MS }, "sending what is queued");
    await this.#options.outlet.drain(DRAIN_MS);
    await this.#options.outlet.stop();
    await this.#options.onStopped?.();
  }

  async #apply(polled: Polled): Promise<void> {
    if (this.#isStopping) return;
    const before = this.#plans;
    const { change, after } = changeBetween(before, polled);
    if (change.plans.length + change.removed.length === 0) return;
    this.#plans = after;
    for (const { configurationId, devices } of change.plans) {
      const known = idsOf(before.get(configurationId));
      for (const { id } of devices) if (!known.has(id)) this.#status.addDevice(configurationId, id);
    }
    await Promise.all(this.#parts.map((part) => part.apply(change)));
    this.#forgetGone(before, change);
    const devices = deviceCount(after);
    const configurations = { changed: change.plans.length, removed: change.removed.length };
    this.#options.logger.info({ devices, configurations }, "what is polled has changed");
    if (devices !== deviceCount(before)) this.#options.onDevices?.(devices);
  }

  /** Only after all parts have let go of it: what they told until then was of known devices. */
  #forgetGone(before: PlansById, { plans, removed }: PlanChange): void {
    for (const id of removed)
      for (const device of idsOf(before.get(id))) this.#status.removeDevice(id, device);
    for (const plan of plans) {
      const { configurationId } = plan;
      const staying = idsOf(plan);
      for (const id of idsOf(before.get(configurationId)))
        if (!staying.has(id)) this.#status.removeDevice(configurationId, id);
      this.#status.keepTasks(configurationId, new Set(plan.tasks.map(({ id }) => id)));
    }
  }

  #record({ task, identity, report, startedAtMs, durationMs, lines }: PollRecord): void {
    const { configurationId, deviceId, taskId } = task;
    this.#polls[report.outcome] += 1;
    if (identity !== undefined)
      this.#status.identify(configurationId, deviceId, identity.address, identity.name);
    this.#status.recordPoll(configurationId, deviceId, {
      taskId,
      report,
      atMs: startedAtMs,
      durationMs,
      lines,
    });
  }

  #skipped(task: TaskName, ticks: number): void {
    this.#status.recordSkip(task.configurationId, task.deviceId, task.taskId, ticks);
    this.#polls.skipped += ticks;
    this.#late.skipped(task, ticks);
  }
}

const NO_TOPOLOGY: Topology = { entities: [], relationships: [] };

const idsOf = (plan: PollPlan | undefined): ReadonlySet<string> => new Set(plan?.devices.map(({ id }) => id));

const deviceCount = (plans: PlansById): number =>
  [...plans.values()].reduce((sum, { devices }) => sum + devices.length, 0);
