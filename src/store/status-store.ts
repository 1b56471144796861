import type { Clock } from "../base/index.ts";
import type { Glance } from "../glance/index.ts";
import { aggregate, type EndpointCode, judge, type TaskReport, type Verdict } from "./device-status.ts";
import { type GlanceState, GlanceTable } from "./glance-table.ts";

/** What the service knows about one device right now. */
export interface DeviceState {
  readonly configurationId: string;
  /** `host:port` as configured. */
  readonly id: string;
  /** Numeric address polled; undefined until the name is resolved. */
  readonly address: string | undefined;
  /** `device.name`; the id until known. */
  readonly name: string;
  /** sysName as the device told it at the start; undefined until then. */
  readonly systemName: string | undefined;
  readonly verdict: Verdict;
  /** Since when the code of the verdict is what it is; undefined before the first word. */
  readonly sinceMs: number | undefined;
  readonly lastPollAtMs: number | undefined;
  /** Of the task that is polled most often; undefined before the first poll. */
  readonly intervalMs: number | undefined;
  /** From when the latest poll was planned to begin until it did. */
  readonly latenessMs: number | undefined;
  /** Of the latest poll of every task, added up: they share one conversation with the device. */
  readonly pollDurationMs: number | undefined;
  /** Lines of the latest poll of every task, added up. */
  readonly linesPerRound: number;
  readonly polls: number;
  readonly skipped: number;
  readonly linesTotal: number;
}

/** A device with how it is at a glance. */
export interface FleetMember {
  readonly device: DeviceState;
  readonly glance: GlanceState;
}

/** A device that is no longer polled. */
export interface GoneDevice {
  readonly configurationId: string;
  readonly id: string;
}

/** A change of a device's status, for the log: INITIAL first, NEW on a change, ONGOING every two hours. */
export interface StatusEvent {
  readonly state: "INITIAL" | "NEW" | "ONGOING";
  readonly device: string;
  readonly address: string | undefined;
  readonly verdict: Verdict;
}

const REPEAT_AFTER_MS = 2 * 60 * 60_000;
/** Another reason under the same code is news, but not every minute. */
const REWORD_AFTER_MS = 10 * 60_000;
/** Far more groups than all extensions have. */
const PLAIN_REPORTS_MAX = 10_000;
/** Who asks what is gone since a time before the oldest of these has to ask for all. */
const GONE_MAX = 10_000;

/** The latest of one task. */
interface TaskState {
  readonly taskId: string;
  report: TaskReport;
  lines: number;
  durationMs: number;
  intervalMs: number;
}

/** One for each of ten thousands of devices: nothing in it that most of them do not need. */
interface DeviceRecord {
  readonly configurationId: string;
  readonly id: string;
  address: string | undefined;
  name: string;
  systemName: string | undefined;
  /** In order of their first poll; a device has a few. */
  tasks: readonly TaskState[];
  checked: Verdict | undefined;
  /** Row in the table of glances. */
  readonly row: number;
  code: EndpointCode;
  sinceMs: number | undefined;
  /** When something was last told of it. */
  changedAtMs: number;
  lastPollAtMs: number | undefined;
  latenessMs: number | undefined;
  polls: number;
  skipped: number;
  linesTotal: number;
  reportedCode: EndpointCode | undefined;
  reportedMessage: string;
  reportedAtMs: number;
}

/** What is told of a change, with how the device is now. */
export type OnStatus = (event: StatusEvent, device: DeviceState) => void;

/**
 * Device states in memory: written by the pipeline, read by the demo, the log and the API. What is told of a device
 * that is not known, or no longer, is left out.
 */
export class StatusStore {
  /** By configuration, by device. */
  readonly #devices = new Map<string, Map<string, DeviceRecord>>();
  /** By group: what most tasks report most of the time, held once for all. */
  readonly #plainReports = new Map<string, TaskReport>();
  readonly #glances = new GlanceTable();
  readonly #gone: (GoneDevice & { readonly atMs: number })[] = [];
  /** From here on it is known what is gone. */
  #goneFromMs: number;
  readonly #onEvent: OnStatus;
  readonly #clock: Pick<Clock, "wallMs">;

  constructor(onEvent: OnStatus, clock: Pick<Clock, "wallMs">) {
    this.#onEvent = onEvent;
    this.#clock = clock;
    this.#goneFromMs = clock.wallMs();
  }

  /** Makes a device known before anything was heard of it. */
  addDevice(configurationId: string, id: string): void {
    const members = this.#devices.get(configurationId) ?? new Map<string, DeviceRecord>();
    this.#devices.set(configurationId, members);
    members.set(id, {
      configurationId,
      id,
      address: undefined,
      name: id,
      systemName: undefined,
      tasks: [],
      checked: undefined,
      row: this.#glances.add(),
      code: "PENDING",
      sinceMs: undefined,
      changedAtMs: this.#clock.wallMs(),
      lastPollAtMs: undefined,
      latenessMs: undefined,
      polls: 0,
      skipped: 0,
      linesTotal: 0,
      reportedCode: undefined,
      reportedMessage: "",
      reportedAtMs: 0,
    });
  }

  /** Forgets a device, and its configuration with the last one. */
  removeDevice(configurationId: string, id: string): void {
    const members = this.#devices.get(configurationId);
    const device = members?.get(id);
    if (members === undefined || device === undefined) return;
    members.delete(id);
    if (members.size === 0) this.#devices.delete(configurationId);
    this.#glances.remove(device.row);
    if (this.#gone.push({ configurationId, id, atMs: this.#clock.wallMs() }) > GONE_MAX)
      this.#goneFromMs = this.#gone.shift()!.atMs + 1;
  }

  /** Forgets what was told of other tasks of the configuration: they are no longer polled. */
  keepTasks(configurationId: string, taskIds: ReadonlySet<string>): void {
    for (const device of this.#devices.get(configurationId)?.values() ?? []) {
      if (device.tasks.every(({ taskId }) => taskIds.has(taskId))) continue;
      device.tasks = device.tasks.filter(({ taskId }) => taskIds.has(taskId));
      this.#glances.clear(device.row); // the tasks that stay tell anew
    }
  }

  identify(configurationId: string, id: string, address: string, name: string): void {
    const device = this.#device(configurationId, id);
    if (device === undefined) return;
    device.address = address;
    device.name = name;
  }

  /** The verdict of the check before the first poll; polls overrule it. */
  recordCheck(
    configurationId: string,
    id: string,
    check: { readonly verdict: Verdict; readonly systemName: string | undefined },
    atMs: number,
  ): void {
    const device = this.#device(configurationId, id);
    if (device === undefined) return;
    device.checked = check.verdict;
    device.systemName = check.systemName ?? device.systemName;
    this.#announce(device, atMs);
  }

  recordPoll(
    configurationId: string,
    id: string,
    poll: {
      readonly taskId: string;
      readonly report: TaskReport;
      readonly atMs: number;
      readonly durationMs: number;
      readonly lines: number;
      readonly intervalMs: number;
      readonly latenessMs: number;
      readonly glance: Glance | undefined;
      /** Other tasks of the same read follow at once: half of it would say that a part of the device is not well. */
      readonly more?: boolean;
    },
  ): void {
    const device = this.#device(configurationId, id);
    if (device === undefined) return;
    const { taskId, lines, durationMs, intervalMs, glance } = poll;
    const report = this.#sharedReport(poll.report);
    const task = device.tasks.find((one) => one.taskId === taskId);
    if (task === undefined)
      device.tasks = device.tasks.concat({ taskId, report, lines, durationMs, intervalMs });
    else {
      task.report = report;
      task.lines = lines;
      task.durationMs = durationMs;
      task.intervalMs = intervalMs;
    }
    device.lastPollAtMs = poll.atMs;
    device.latenessMs = poll.latenessMs;
    if (glance !== undefined) this.#glances.take(device.row, glance, poll.atMs, intervalMs);
    device.polls += 1;
    device.linesTotal += poll.lines;
    if (poll.more !== true) this.#announce(device, poll.atMs);
  }

  recordSkip(configurationId: string, id: string, taskId: string, ticks: number): void {
    const device = this.#device(configurationId, id);
    if (device === undefined) return;
    device.skipped += ticks;
    const task = device.tasks.find((one) => one.taskId === taskId);
    if (task !== undefined) task.report = { ...task.report, late: true };
    this.#note(device, verdictOf(device), this.#clock.wallMs());
  }

  /** @returns undefined for a device that is not known */
  device(configurationId: string, id: string): DeviceState | undefined {
    const device = this.#device(configurationId, id);
    return device && stateOf(device);
  }

  /** By its id alone: of the first configuration that has it. */
  deviceOf(id: string): DeviceState | undefined {
    for (const members of this.#devices.values()) {
      const device = members.get(id);
      if (device !== undefined) return stateOf(device);
    }
    return undefined;
  }

  devices(): DeviceState[] {
    return [...this.#devices.values()].flatMap((members) => [...members.values()].map(stateOf));
  }

  /**
   * Devices of which something was told at or after a time, each made when it is asked for; while they are gone through
   * others may come and go.
   */
  *fleet(sinceMs: number, nowMs: number): Generator<FleetMember, undefined> {
    for (const members of this.#devices.values()) {
      for (const device of members.values()) {
        if (device.changedAtMs < sinceMs) continue;
        yield { device: stateOf(device), glance: this.#glances.read(device.row, nowMs) };
      }
    }
  }

  /** Devices that are no longer polled since then, unless they are again. @returns undefined when nobody knows any more */
  goneSince(sinceMs: number): readonly GoneDevice[] | undefined {
    if (sinceMs < this.#goneFromMs) return undefined;
    return this.#gone.filter(
      ({ configurationId, id, atMs }) => atMs >= sinceMs && this.#device(configurationId, id) === undefined,
    );
  }

  /** Status per configuration id (spec 2 §6.2). */
  configurations(): ReadonlyMap<string, Verdict> {
    return new Map(
      [...this.#devices].map(([id, members]) => [
        id,
        aggregate([...members.values()].map((device) => ({ id: device.id, verdict: verdictOf(device) }))),
      ]),
    );
  }

  #sharedReport(report: TaskReport): TaskReport {
    const { group, outcome, error, missing, late } = report;
    if (outcome !== "done" || error !== undefined || missing.length > 0 || late) return report;
    const known = this.#plainReports.get(group);
    if (known === undefined && this.#plainReports.size < PLAIN_REPORTS_MAX)
      this.#plainReports.set(group, report);
    return known ?? report;
  }

  #device(configurationId: string, id: string): DeviceRecord | undefined {
    return this.#devices.get(configurationId)?.get(id);
  }

  /** When the verdict became what it is; of a device that does not answer nothing else is known any more. */
  #note(device: DeviceRecord, { code }: Verdict, atMs: number): void {
    device.changedAtMs = this.#clock.wallMs();
    if (code === device.code) return;
    device.code = code;
    device.sinceMs = code === "PENDING" ? undefined : atMs;
    if (code !== "OK" && code !== "WARNING") this.#glances.clear(device.row);
  }

  #announce(device: DeviceRecord, atMs: number): void {
    const verdict = verdictOf(device);
    this.#note(device, verdict, atMs);
    const reworded =
      device.reportedMessage !== verdict.message && atMs - device.reportedAtMs >= REWORD_AFTER_MS;
    const changed = device.reportedCode !== verdict.code || reworded;
    if (!changed && (verdict.code === "OK" || atMs - device.reportedAtMs < REPEAT_AFTER_MS)) return;
    if (verdict.code === "PENDING") return;
    const state = device.reportedCode === undefined ? "INITIAL" : changed ? "NEW" : "ONGOING";
    device.reportedCode = verdict.code;
    device.reportedMessage = verdict.message;
    device.reportedAtMs = atMs;
    this.#onEvent({ state, device: device.id, address: device.address, verdict }, stateOf(device));
  }
}

function verdictOf(device: DeviceRecord): Verdict {
  if (device.tasks.length === 0) return device.checked ?? judge([]);
  return judge(device.tasks.map(({ report }) => report));
}

function stateOf(device: DeviceRecord): DeviceState {
  const { tasks } = device;
  return {
    configurationId: device.configurationId,
    id: device.id,
    address: device.address,
    name: device.name,
    systemName: device.systemName,
    verdict: verdictOf(device),
    sinceMs: device.sinceMs,
    lastPollAtMs: device.lastPollAtMs,
    intervalMs: tasks.length === 0 ? undefined : Math.min(...tasks.map(({ intervalMs }) => intervalMs)),
    latenessMs: device.latenessMs,
    pollDurationMs:
      tasks.length === 0 ? undefined : tasks.reduce((sum, { durationMs }) => sum + durationMs, 0),
    linesPerRound: tasks.reduce((sum, { lines }) => sum + lines, 0),
    polls: device.polls,
    skipped: device.skipped,
    linesTotal: device.linesTotal,
  };
}
