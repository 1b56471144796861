import type { PollResultName } from "../api/index.ts";
import { type Clock, type Logger, within } from "../base/index.ts";
import type { DeliveryStats, LineBatch, LogHealth, Outlet } from "../ingest/index.ts";
import type { PollPlan } from "../plan/index.ts";
import type { FamilyText } from "../prometheus/index.ts";
import { type Job, Scheduler } from "../schedule/index.ts";
import {
  type DeviceState,
  type FleetMember,
  type GoneDevice,
  type OnStatus,
  StatusStore,
  type Verdict,
} from "../store/index.ts";
import type { Entity, Relationship } from "../topology/index.ts";
import { LatePolls } from "./late-polls.ts";
import type { Part, PartFigures, PartLoad } from "./part.ts";
import { changeBetween, changeToAll, type PlanChange, type PlansById, type Polled } from "./plan-change.ts";
import { MinuteRate, type PollDetails } from "./poll-view/index.ts";
import type { PollRecord, ShardEvents, TaskName } from "./shard-events.ts";
import type { DeviceName } from "./shard-messages.ts";
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

/** A part as it was last heard of. */
export interface PartState {
  /** It has a thread of its own. */
  readonly isThread: boolean;
  readonly figures: PartFigures | undefined;
  readonly load: PartLoad | undefined;
}

/** Somebody waits; a thread that is busier than that has other worries. */
const ASK_WITHIN_MS = 3_000;
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
  readonly #pollRate: MinuteRate;
  readonly #lineRate: MinuteRate;
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
    this.#pollRate = new MinuteRate(clock);
    this.#lineRate = new MinuteRate(clock);
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
    }, clock);
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

  /** A device by its id alone, of the first configuration that has it. */
  deviceOf(id: string): DeviceState | undefined {
    return this.#status.deviceOf(id);
  }

  /** Devices with how they are at a glance: those of which something was told since then. */
  fleet(sinceMs: number): Iterable<FleetMember> {
    return this.#status.fleet(sinceMs, this.#options.clock.wallMs());
  }

  /** Devices that are no longer polled since then. @returns undefined when nobody knows any more */
  goneSince(sinceMs: number): readonly GoneDevice[] | undefined {
    return this.#status.goneSince(sinceMs);
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

  /** Of the last minute. */
  rates(): { readonly pollsPerMinute: number; readonly linesPerMinute: number } {
    return { pollsPerMinute: this.#pollRate.perMinute(), linesPerMinute: this.#lineRate.perMinute() };
  }

  /** How polling one device goes. @returns undefined when who polls it does not answer, or nobody does */
  async pollDetails(device: DeviceName): Promise<PollDetails | undefined> {
    const asked = this.#parts.flatMap((part) => part.pollDetails?.(device) ?? []);
    return await within(this.#options.clock, ASK_WITHIN_MS, firstThere(asked));
  }

  /** Each part, whether it has a thread of its own or not. */
  partStates(): PartState[] {
    return this.#parts.map((part) => ({
      isThread: part.figures !== undefined,
      figures: part.figures?.(),
      load: part.load?.(),
    }));
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

  #record(record: PollRecord): void {
    const { task, identity, report, startedAtMs, durationMs, latenessMs, lines, glance, more } = record;
    const { configurationId, deviceId, taskId, intervalMs } = task;
    this.#polls[report.outcome] += 1;
    this.#pollRate.add(1);
    this.#lineRate.add(lines);
    if (identity !== undefined)
      this.#status.identify(configurationId, deviceId, identity.address, identity.name);
    this.#status.recordPoll(configurationId, deviceId, {
      taskId,
      report,
      atMs: startedAtMs,
      durationMs,
      latenessMs,
      intervalMs,
      lines,
      glance,
      more,
    });
  }

  #skipped(task: TaskName, ticks: number): void {
    this.#status.recordSkip(task.configurationId, task.deviceId, task.taskId, ticks);
    this.#polls.skipped += ticks;
    this.#late.skipped(task, ticks);
  }
}

/** The first answer that is one; undefined when none of them is. */
async function firstThere<T>(answers: readonly Promise<T | undefined>[]): Promise<T | undefined> {
  const there = answers.map((answer) =>
    answer.then((value) => {
      if (value === undefined) throw NOT_THERE;
      return value;
    }),
  );
  return await Promise.any(there).catch(() => undefined);
}

const NOT_THERE = new Error("another part polls it");

const NO_TOPOLOGY: Topology = { entities: [], relationships: [] };

const idsOf = (plan: PollPlan | undefined): ReadonlySet<string> => new Set(plan?.devices.map(({ id }) => id));

const deviceCount = (plans: PlansById): number =>
  [...plans.values()].reduce((sum, { devices }) => sum + devices.length, 0);
