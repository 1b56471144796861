import type { Glance } from "../glance/index.ts";
import type { LineBatch } from "../ingest/index.ts";
import type { DeviceIdentity } from "../mapping/index.ts";
import type { PollTask } from "../plan/index.ts";
import type { TaskReport } from "../store/index.ts";
import type { Check } from "./fastcheck.ts";

/** A task by its names: what others know it by. */
export interface TaskName {
  readonly configurationId: string;
  readonly deviceId: string;
  readonly taskId: string;
  readonly group: string;
  readonly intervalMs: number;
}

/** What one poll of one task was, besides its lines. */
export interface PollRecord {
  readonly task: TaskName;
  /** Undefined when the device could not even be connected to. */
  readonly identity: DeviceIdentity | undefined;
  readonly report: TaskReport;
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** From when it was planned to begin until it did. */
  readonly latenessMs: number;
  readonly lines: number;
  /** Undefined when the poll does not tell how the device is. */
  readonly glance: Glance | undefined;
  /** Others of the same read follow at once: how the device is can be told with the last of them. */
  readonly more: boolean;
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

/** How a task is called outside of its shard. */
export function nameOf({ configurationId, device, id, group }: PollTask): TaskName {
  return {
    configurationId,
    deviceId: device.id,
    taskId: id,
    group: group.group,
    intervalMs: group.intervalMs,
  };
}
