import type { ServiceConfig } from "../config/index.ts";
import type { LineBatch } from "../ingest/index.ts";
import type { DeviceIdentity } from "../mapping/index.ts";
import type { FamilyText, KnownKeys } from "../prometheus/index.ts";
import type { CatalogueModule } from "../smi/index.ts";
import { SnmpError, type SnmpErrorCode } from "../snmp/index.ts";
import type { TaskReport } from "../store/index.ts";
import type { Check } from "./fastcheck.ts";
import type { DeclaredInfos } from "./metric-infos.ts";
import type { PartFigures, PartLoad } from "./part.ts";
import type { PlainPlan } from "./plain-plans.ts";
import type { PollDetails } from "./poll-view/poll-details.ts";
import type { TaskName } from "./shard-events.ts";

// What polling threads and the main thread say to each other: plain data, many polls a message.

/** Of the service file: what a thread needs to know of it. */
export type ShardSettings = Pick<ServiceConfig, "dataDir" | "logLevel" | "scrape" | "snmp">;

/** What changes for a thread: its own part of the plans alone, with what is shown of them. */
export interface PlainChange {
  readonly plans: readonly PlainPlan[];
  /** Configurations that are gone. */
  readonly removed: readonly string[];
  readonly words: PlainWords;
}

/** What is shown of what is polled. Each part is left out while it is what it was. */
export interface PlainWords {
  /** Names of MIB objects besides the built-in ones, for packet logs. */
  readonly objects?: readonly CatalogueModule[] | undefined;
  /** Further keys that Prometheus is to have names for. */
  readonly names?: readonly KnownKeys[] | undefined;
  /** What manifests say of metrics, for who scrapes them. */
  readonly infos?: DeclaredInfos | undefined;
}

export type ToShard =
  | ({ readonly kind: "start"; readonly settings: ShardSettings } & PlainChange)
  /** Answered with the generation once nothing more is told of what it removes. */
  | ({ readonly kind: "apply"; readonly generation: number } & PlainChange)
  /** The lines of the next polls message have been taken over, so many octets. */
  | { readonly kind: "taken"; readonly bytes: number }
  | { readonly kind: "families" }
  /** Answered in the order of the questions. */
  | { readonly kind: "pollDetails"; readonly device: DeviceName }
  | { readonly kind: "stop" };

export type FromShard =
  | { readonly kind: "ready" }
  /** The thread cannot work. */
  | { readonly kind: "failed"; readonly message: string }
  | PollsMessage
  | { readonly kind: "applied"; readonly generation: number }
  | { readonly kind: "families"; readonly families: readonly FamilyText[] }
  | { readonly kind: "pollDetails"; readonly details: PollDetails | undefined }
  | { readonly kind: "figures"; readonly figures: PartFigures; readonly load: PartLoad | undefined }
  | { readonly kind: "stopped" };

/**
 * Polls since the last message; the arrays of numbers are parallel. Tasks go by number: the thread numbers its own, and
 * tells which task has a number before it uses it. A number is used again when its task is no longer polled.
 */
export interface PollsMessage {
  readonly kind: "polls";
  /** From now on, also for this message. */
  readonly names: readonly (readonly [number: number, task: TaskName])[];
  /** Of all polls, in their order; in shared memory, to stand until they are said to be taken. */
  readonly lines: LineBatch;
  readonly tasks: Int32Array;
  readonly lineCounts: Int32Array;
  readonly startedAtMs: Float64Array;
  readonly durationMs: Float64Array;
  readonly latenessMs: Float64Array;
  /** As `packGlances` has them. */
  readonly glances: Float64Array;
  /** 1 where others of the same read follow. */
  readonly more: Uint8Array;
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
