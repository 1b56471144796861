import type { PlannedDevice, PollTask } from "../plan/index.ts";
import type { Job } from "../schedule/index.ts";
import { DeviceRound } from "./device-round.ts";
import type { DeviceSession } from "./device-session.ts";
import type { DevicePolls } from "./poll-view/device-polls.ts";

/** Polls groups of a device, as they are planned at this moment. */
export type PollDevice = (
  device: ShardDevice,
  tasks: readonly PollTask[],
  signal: AbortSignal,
) => Promise<void>;

/** What a change of a device's tasks means for the schedule. */
export interface JobChange {
  readonly ended: readonly TaskJob[];
  readonly begun: readonly TaskJob[];
}

/**
 * A device of one configuration with what is polled of it now. Both may change while it is polled: its jobs stay in the
 * schedule as long as their tasks go on, and read what they stand for when they run.
 */
export class ShardDevice {
  readonly configurationId: string;
  readonly round: DeviceRound;
  session: DeviceSession;
  /** Its jobs are in the schedule: it was checked. */
  admitted = false;
  removed = false;
  /** How its polls went; undefined before the first. */
  polls: DevicePolls | undefined;
  #jobs: readonly TaskJob[] = [];

  constructor(configurationId: string, session: DeviceSession, tasks: readonly PollTask[], poll: PollDevice) {
    this.configurationId = configurationId;
    this.session = session;
    this.round = new DeviceRound((due, signal) => poll(this, due, signal));
    this.plan(tasks);
  }

  get jobs(): readonly TaskJob[] {
    return this.#jobs;
  }

  /** Whether it is polled as this says. The objects are those of a plan that continues the one before. */
  isPolledAs(device: PlannedDevice, tasks: readonly PollTask[]): boolean {
    const jobs = this.#jobs;
    return (
      this.session.device === device &&
      jobs.length === tasks.length &&
      jobs.every(({ task }, i) => task === tasks[i])
    );
  }

  /** What is polled from now on. Jobs of tasks that go on stay what they are. */
  plan(tasks: readonly PollTask[]): JobChange {
    const before = this.#jobs;
    this.#jobs = tasks.map((task) => {
      const job = before.find(({ id }) => id === task.id) ?? new TaskJob(this, task);
      job.task = task;
      return job;
    });
    this.polls?.keep((id) => this.has(id));
    return {
      ended: before.filter((job) => !this.#jobs.includes(job)),
      begun: this.#jobs.filter((job) => !before.includes(job)),
    };
  }

  has(taskId: string): boolean {
    return this.#jobs.some(({ id }) => id === taskId);
  }

  /** These tasks as they are planned now: a poll may have waited for its turn while they changed. */
  current(due: readonly PollTask[]): readonly PollTask[] {
    const jobs = this.#jobs;
    if (due.every((task) => jobs.some((job) => job.task === task))) return due;
    return due.flatMap(({ id }) => jobs.find((job) => job.id === id)?.task ?? []);
  }
}

/** One for each task of each device: what it says is taken from what it stands for. */
export class TaskJob implements Job {
  task: PollTask;
  readonly #device: ShardDevice;

  constructor(device: ShardDevice, task: PollTask) {
    this.#device = device;
    this.task = task;
  }

  get id(): string {
    return this.task.id;
  }

  get phaseKey(): string {
    return this.#device.session.key;
  }

  get intervalMs(): number {
    return this.task.group.intervalMs;
  }

  run(signal: AbortSignal): Promise<void> {
    return this.#device.round.join(this.task, signal);
  }
}
