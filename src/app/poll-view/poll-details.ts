import type { Clock } from "../../base/index.ts";
import type { PollResult } from "../../poll/index.ts";
import type { Oid } from "../../smi/index.ts";
import type { ClientStats, LearnedDevice, SnmpError, SnmpErrorCode } from "../../snmp/index.ts";
import type { ShardDevice } from "../shard-device.ts";
import { withoutDevice } from "../trace-text.ts";
import type { TaskMemory } from "./device-polls.ts";
import type { PollRound } from "./poll-rounds.ts";

/** How polling one device goes, as who polls it knows: plain data, which may cross to another thread. */
export interface PollDetails {
  /** The oldest first; the latest is the last. */
  readonly rounds: readonly PollRound[];
  /** From when the last round was due to its first request; undefined before the first. */
  readonly latenessMs: number | undefined;
  /** Of the client in use; undefined while there is none. */
  readonly stats: ClientStats | undefined;
  readonly learned: LearnedDevice | undefined;
  /** Columns that are kept from poll to poll. Wall clock. */
  readonly labels: readonly KeptLabel[];
  readonly seesInterfaces: boolean;
  /** Those that have been polled. */
  readonly tasks: readonly TaskDetails[];
}

export interface KeptLabel {
  readonly column: Oid;
  readonly rows: number;
  readonly readAtMs: number;
  readonly untilMs: number;
}

/** What the last poll of one task left out. */
export interface TaskDetails {
  readonly taskId: string;
  readonly atMs: number;
  readonly durationMs: number;
  readonly outcome: PollResult["outcome"];
  readonly error: PlainCause | undefined;
  readonly lines: number;
  readonly absent: readonly Oid[];
  /** Cut columns and unread scalars. */
  readonly troubles: readonly (PlainCause & { readonly oid: Oid })[];
  readonly filteredRows: number;
  readonly notANumber: readonly { readonly key: string; readonly count: number; readonly example: string }[];
}

export interface PlainCause {
  readonly code: SnmpErrorCode;
  readonly message: string;
  readonly remedy: string | undefined;
}

/** Looks at a device as it is polled now. */
export function detailsOf({ session, polls, jobs }: ShardDevice, clock: Clock): PollDetails {
  const { client } = session;
  const { columns, seesInterfaces } = session.labels();
  const offsetMs = clock.wallMs() - clock.monotonicMs();
  return {
    rounds: polls?.rounds() ?? [],
    latenessMs: polls?.latenessMs,
    stats: client?.stats(),
    learned: client?.learned(),
    labels: columns.map((label) => ({
      ...label,
      readAtMs: label.readAtMs + offsetMs,
      untilMs: label.untilMs + offsetMs,
    })),
    seesInterfaces,
    tasks: jobs.flatMap(({ id }) => {
      const memory = polls?.task(id);
      return memory === undefined ? [] : [taskDetailsOf(memory)];
    }),
  };
}

/** What is kept of a task, as plain data. */
export function taskDetailsOf(memory: TaskMemory): TaskDetails {
  const { taskId, atMs, durationMs, outcome, error, lines, absent, filteredRows } = memory;
  const troubles = [...memory.failures, ...memory.incomplete];
  return {
    taskId,
    atMs,
    durationMs,
    outcome,
    error: error && causeOf(error),
    lines,
    absent,
    troubles: troubles.map(([oid, cause]) => ({ oid, ...causeOf(cause) })),
    filteredRows,
    notANumber: [...memory.notANumber].map(([key, { count, example }]) => ({ key, count, example })),
  };
}

/** Without the device: who asks knows which one it is. */
const causeOf = ({ code, message, device, remedy }: SnmpError): PlainCause => ({
  code,
  message: withoutDevice(message, device),
  remedy,
});
