import type { Oid, SnmpValue } from "../smi/index.ts";
import type { SnmpError } from "../snmp/index.ts";

/** What one poll of one task brought: values, and what is missing with its cause. Never silently short. */
export interface PollResult {
  readonly taskId: string;
  /** Wall clock at the first request: the timestamp of every line of this poll. */
  readonly startedAtMs: number;
  /** Monotonic clock at the first request, for counter gaps. */
  readonly startedMonotonicMs: number;
  readonly durationMs: number;
  /** `done`: all asked and answered · `partial`: something is missing · `failed`: nothing came. */
  readonly outcome: "done" | "partial" | "failed";
  /** sysUpTime.0 in 1/100 s, when asked and answered: tells a reboot from a counter wrap. */
  readonly sysUpTimeTicks: number | undefined;
  /** Values by planned OID; exceptions are left out and listed in `absent`. */
  readonly scalars: ReadonlyMap<Oid, SnmpValue>;
  readonly columns: ReadonlyMap<Oid, ReadonlyMap<string, SnmpValue>>;
  /** Columns that were cut short: rows behind the cut are unknown, not gone. */
  readonly incomplete: ReadonlyMap<Oid, SnmpError>;
  /** Scalars that could not be read. */
  readonly failures: ReadonlyMap<Oid, SnmpError>;
  /** Planned OIDs the device says it does not have (noSuchObject, noSuchInstance, empty column). Not an error. */
  readonly absent: ReadonlySet<Oid>;
  /** The first and gravest cause, when the outcome is not `done`. */
  readonly error: SnmpError | undefined;
}
