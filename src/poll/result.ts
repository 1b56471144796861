import type { Oid, SnmpValue } from "../smi/index.ts";
import type { SnmpError } from "../snmp/index.ts";

/** The cells of a column, by row index. */
export type PolledCells = ReadonlyMap<string, SnmpValue> & {
  /** Set for labels that are kept: as long as nothing changes, the next poll has this very object again. */
  readonly kept?: true;
};

/** What one poll of one task brought: values, and what is missing with its cause. Never silently short. */
export interface PollResult {
  readonly taskId: string;
  /** Wall clock at the first request: the timestamp of every line of this poll. */
  readonly startedAtMs: number;
  /** Monotonic clock at the first request, for counter gaps. */
  readonly startedMonotonicMs: number;
  /** Of the whole read; tasks that were read together share it. */
  readonly durationMs: number;
  /** `done`: all asked and answered · `partial`: something is missing · `failed`: nothing came. */
  readonly outcome: "done" | "partial" | "failed";
  /** sysUpTime.0 in 1/100 s, when the agent told it: tells a reboot from a counter wrap. */
  readonly sysUpTimeTicks: number | undefined;
  /** Monotonic clock when sysUpTime came. */
  readonly sysUpTimeAtMs: number | undefined;
  /** The device restarted in the middle: values of before and after do not belong together. */
  readonly rebooted: boolean;
  /** Values by planned OID; exceptions are left out and listed in `absent`. */
  readonly scalars: ReadonlyMap<Oid, SnmpValue>;
  /** Cells by row index in wire order. */
  readonly columns: ReadonlyMap<Oid, PolledCells>;
  /** Columns that were cut short: rows behind the cut are unknown, not gone. */
  readonly incomplete: ReadonlyMap<Oid, SnmpError>;
  /** Columns whose read went on where the last one had to stop: rows up to this index are unknown, not gone. */
  readonly after: ReadonlyMap<Oid, string>;
  /** Columns of which only these rows were asked for: others are unknown, not gone. */
  readonly selected: ReadonlyMap<Oid, ReadonlySet<string>>;
  /** How many rows deferred columns had at an earlier read. */
  readonly rowsExpected: ReadonlyMap<Oid, number>;
  /** Scalars that could not be read. */
  readonly failures: ReadonlyMap<Oid, SnmpError>;
  /** Planned OIDs the device says it does not have (noSuchObject, noSuchInstance, empty column). Not an error. */
  readonly absent: ReadonlySet<Oid>;
  /** The first and gravest cause, when the outcome is not `done`. */
  readonly error: SnmpError | undefined;
}
