import type { LineBatch } from "../ingest/index.ts";
import type { DeviceIdentity } from "../mapping/index.ts";
import type { FamilyText } from "../prometheus/index.ts";
import { SnmpError, type SnmpErrorCode } from "../snmp/index.ts";
import type { TaskReport } from "../store/index.ts";
import type { Check } from "./fastcheck.ts";
import type { PartFigures } from "./part.ts";
import type { TaskName, Topology } from "./shard.ts";

// What polling threads and the main thread say to each other: plain data, many polls a message.

/** What a thread is started with. */
export interface ShardOrder {
  readonly config: string;
  /** Which of how many. */
  readonly number: number;
  readonly count: number;
  /** Of the tasks as the main thread has read them, to see whether the files changed in between. */
  readonly tasksHash: number;
}

export type ToShard =
  /** The lines of the next polls message have been taken over, so many octets. */
  | { readonly kind: "taken"; readonly bytes: number }
  | { readonly kind: "topology" }
  | { readonly kind: "families" }
  | { readonly kind: "stop" };

export type FromShard =
  | { readonly kind: "ready" }
  /** The thread cannot work. */
  | { readonly kind: "failed"; readonly message: string }
  | PollsMessage
  | { readonly kind: "topology"; readonly topology: Topology }
  | { readonly kind: "families"; readonly families: readonly FamilyText[] }
  | { readonly kind: "figures"; readonly figures: PartFigures }
  | { readonly kind: "stopped" };

/** Polls since the last message; the arrays of numbers are parallel. Tasks go by number. */
export interface PollsMessage {
  readonly kind: "polls";
  /** Of all polls, in their order; in shared memory, to stand until they are said to be taken. */
  readonly lines: LineBatch;
  readonly tasks: Int32Array;
  readonly lineCounts: Int32Array;
  readonly startedAtMs: Float64Array;
  readonly durationMs: Float64Array;
  /** By position: polls that were not simply done. */
  readonly reports: ReadonlyMap<number, PlainReport>;
  /** By position: devices that have another address or name than before. */
  readonly identities: ReadonlyMap<number, DeviceIdentity>;
  readonly checks: readonly { readonly device: DeviceName; readonly check: Check; readonly atMs: number }[];
  readonly skips: readonly { readonly task: number; readonly ticks: number }[];
}

export type DeviceName = Pick<TaskName, "configurationId" | "deviceId">;

/** A report whose error can cross to another thread. */
export type PlainReport = Omit<TaskReport, "error"> & { readonly error: PlainError | undefined };

interface PlainError {
  readonly code: SnmpErrorCode;
  readonly message: string;
  readonly device: string;
  readonly remedy: string | undefined;
}

/** Whether there is nothing to tell but that all came. */
export const isPlainlyDone = ({ outcome, error, missing, late }: TaskReport): boolean =>
  outcome === "done" && error === undefined && missing.length === 0 && !late;

export function toPlain(report: TaskReport): PlainReport {
  const { error } = report;
  if (error === undefined) return { ...report, error };
  const { code, message, device, remedy } = error;
  return { ...report, error: { code, message, device, remedy } };
}

export function fromPlain(report: PlainReport): TaskReport {
  const { error } = report;
  if (error === undefined) return { ...report, error };
  const { code, message, device, remedy } = error;
  return { ...report, error: new SnmpError(code, message, { device, remedy }) };
}
