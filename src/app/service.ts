import type { PollResultName } from "../api/index.ts";
import type { Clock, Logger } from "../base/index.ts";
import type { DeliveryStats, LogHealth, Outlet } from "../ingest/index.ts";
import type { FamilyText } from "../prometheus/index.ts";
import { type Job, Scheduler } from "../schedule/index.ts";
import { type DeviceState, StatusStore, type Verdict } from "../store/index.ts";
import type { TopologyRules } from "../topology/index.ts";
import { joinTopologies } from "./joined-topology.ts";
import type { Part, PartFigures } from "./part.ts";
import type { PollRecord, ShardEvents, TaskName, Topology } from "./shard.ts";
import type { DeviceName } from "./shard-messages.ts";

export interface ServiceOptions {
  /** All devices, whoever polls them. */
  readonly devices: readonly DeviceName[];
  /** Who polls: each part tells of its devices alone. */
  readonly parts: (events: ShardEvents) => readonly Part[];
  readonly rules: Pick<TopologyRules, "propertyRelations">;
  /** Where lines go. */
  readonly outlet: Outlet;
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
const LATE_SAID_EVERY_MS = 60_000;
const SUMMARY_EVERY_MS = 10 * 60_000;

/** The running service: has devices polled, hands lines to every sink, and knows how each device is. */
export class Service {
  readonly #options: ServiceOptions;
  readonly #status: StatusStore;
  readonly #parts: readonly Part[];
  readonly #scheduler: Scheduler;
  readonly #polls = { done: 0, partial: 0, failed: 0, skipped: 0 };
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
    this.#parts = options.parts({
      lines: (batch) => options.outlet.append(batch),
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
    const { devices, logger } = this.#options;
    for (const { configurationId, deviceId } of devices) this.#status.addDevice(configurationId, deviceId);
    logger.info({ devices: devices.length, parts: this.#parts.length }, "polling starts");
    this.#options.outlet.start();
    for (const part of this.#parts) part.start();
    this.#scheduler.add(this.#summary());
    for (const job of this.#options.jobs?.(this) ?? []) this.#scheduler.add(job);
    this.#scheduler.start();
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

  /** Entities and relationships of all devices. Of a large fleet that is long, and takes a while. */
  async topology(): Promise<Topology> {
    const topologies = await Promise.all(this.#parts.map((part) => part.topology()));
    return joinTopologies(topologies, this.#options.rules.propertyRelations);
  }

  /** Stops polling, and gives the sinks a last chance to take what is queued. */
  async stop(): Promise<void> {
    await this.#options.onStopping?.();
    await Promise.allSettled([this.#scheduler.stop(), ...this.#parts.map((part) => part.stop())]);
    const queued = this.sinks().reduce((sum, sink) => sum + sink.queued, 0);
    if (queued > 0)
      this.#options.logger.info({ lines: queued, withinMs: DRAIN_MS }, "sending what is queued");
    await this.#options.outlet.drain(DRAIN_MS);
    await this.#options.outlet.stop();
    await this.#options.onStopped?.();
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

  /** Said once a minute for all: a fleet that is late must not fill the log; the status names each device. */
  #skipped({ configurationId, deviceId, taskId, group }: TaskName, ticks: number): void {
    this.#status.recordSkip(configurationId, deviceId, taskId, ticks);
    this.#polls.skipped += ticks;
    this.#late.set(deviceId, (this.#late.get(deviceId) ?? 0) + ticks);
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs < this.#lateSaidUntilMs) return;
    this.#lateSaidUntilMs = nowMs + LATE_SAID_EVERY_MS;
    const [worst] = [...this.#late].toSorted((a, b) => b[1] - a[1]);
    const skipped = [...this.#late.values()].reduce((sum, n) => sum + n, 0);
    const fields = { devices: this.#late.size, ticks: skipped, worst: worst?.[0], group };
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
