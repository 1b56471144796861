import type { Clock } from "../base/index.ts";
import type { PollTask } from "../plan/index.ts";
import { childOid, isMissing, isUnder, type Oid, type SnmpValue, SYS_UP_TIME } from "../smi/index.ts";
import type { SnmpClient, SnmpError } from "../snmp/index.ts";
import type { PollResult } from "./result.ts";

/**
 * What was learned about a device's scalars: manifests may name a scalar without its `.0` (vendor docs do), so an
 * OID that answers "no such" is asked once more with `.0`, and the answer is remembered (spec 1 §8.2).
 */
export interface ScalarMemory {
  /** OIDs that answer only with `.0` appended. */
  readonly withZero: Set<Oid>;
  /** OIDs that answer neither way, and until when (monotonic ms) that is believed: not asked twice in every poll. */
  readonly neither: Map<Oid, number>;
}

export function emptyScalarMemory(): ScalarMemory {
  return { withZero: new Set(), neither: new Map() };
}

/** A new module or another firmware may bring an object that was not there. */
const NEITHER_FOR_MS = 60 * 60_000;

/**
 * Polls one task: scalars first, then columns, each once. Whatever the device does wrong is in the result; rejects
 * only when `signal` aborts. A device that lets every scalar time out is not asked for columns: it is down, and
 * waiting again for each table would cost its other groups their turn.
 */
export async function poll(
  task: PollTask,
  client: SnmpClient,
  clock: Clock,
  memory: ScalarMemory,
  signal?: AbortSignal,
): Promise<PollResult> {
  const startedAtMs = clock.wallMs();
  const startedMonotonicMs = clock.monotonicMs();
  const collected = new Collected();
  await readScalars(task.group.scalars, client, clock, memory, collected, signal);
  const down = task.group.scalars.length > 0 && collected.failures.size === task.group.scalars.length;
  if (down) {
    const cause = [...collected.failures.values()][0]!;
    for (const column of task.group.columns) collected.incomplete.set(column, cause);
  } else {
    for (const columns of withoutNesting(task.group.columns)) {
      await readColumns(columns, client, collected, signal);
    }
  }
  const uptime = collected.scalars.get(SYS_UP_TIME);
  return {
    taskId: task.id,
    startedAtMs,
    startedMonotonicMs,
    durationMs: clock.monotonicMs() - startedMonotonicMs,
    outcome: collected.outcome(),
    sysUpTimeTicks: uptime?.type === "TimeTicks" ? uptime.value : undefined,
    scalars: collected.scalars,
    columns: collected.columns,
    incomplete: collected.incomplete,
    failures: collected.failures,
    absent: collected.absent,
    error: collected.gravestError(),
  };
}

class Collected {
  readonly scalars = new Map<Oid, SnmpValue>();
  readonly columns = new Map<Oid, ReadonlyMap<string, SnmpValue>>();
  readonly incomplete = new Map<Oid, SnmpError>();
  readonly failures = new Map<Oid, SnmpError>();
  readonly absent = new Set<Oid>();

  outcome(): PollResult["outcome"] {
    if (this.failures.size === 0 && this.incomplete.size === 0) return "done";
    const anything =
      this.scalars.size > 0 ||
      this.absent.size > 0 ||
      [...this.columns.values()].some((cells) => cells.size > 0);
    return anything ? "partial" : "failed";
  }

  gravestError(): SnmpError | undefined {
    return [...this.failures.values(), ...this.incomplete.values()][0];
  }
}

async function readScalars(
  scalars: readonly Oid[],
  client: SnmpClient,
  clock: Clock,
  memory: ScalarMemory,
  collected: Collected,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (scalars.length === 0) return;
  const asked = (wanted: Oid): Oid => (memory.withZero.has(wanted) ? childOid(wanted, 0) : wanted);
  await readInstances(scalars, asked, client, collected, signal);
  const nowMs = clock.monotonicMs();
  const retry = scalars.filter(
    (wanted) =>
      collected.absent.has(wanted) &&
      !wanted.endsWith(".0") &&
      !memory.withZero.has(wanted) &&
      (memory.neither.get(wanted) ?? 0) <= nowMs,
  );
  if (retry.length === 0) return;
  for (const wanted of retry) collected.absent.delete(wanted);
  await readInstances(retry, (wanted) => childOid(wanted, 0), client, collected, signal);
  for (const wanted of retry) {
    if (collected.scalars.has(wanted)) memory.withZero.add(wanted);
    else if (collected.absent.has(wanted)) memory.neither.set(wanted, nowMs + NEITHER_FOR_MS);
  }
}

/** Asks each instance once, also when the manifest wants it under two names (`…1.3` and `…1.3.0`). */
async function readInstances(
  wanted: readonly Oid[],
  askedAs: (wanted: Oid) => Oid,
  client: SnmpClient,
  collected: Collected,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { values, failures } = await client.get([...new Set(wanted.map(askedAs))], signal);
  for (const name of wanted) {
    const instance = askedAs(name);
    const value = values.get(instance);
    const failure = failures.get(instance);
    if (failure !== undefined) collected.failures.set(name, failure);
    else if (value === undefined || isMissing(value)) collected.absent.add(name);
    else collected.scalars.set(name, value);
  }
}

async function readColumns(
  columns: readonly Oid[],
  client: SnmpClient,
  collected: Collected,
  signal: AbortSignal | undefined,
): Promise<void> {
  const answer = await client.columns(columns, { signal });
  for (const column of columns) {
    const { cells, failure } = answer.columns.get(column) ?? {
      cells: new Map<string, SnmpValue>(),
      failure: undefined,
    };
    collected.columns.set(column, cells);
    if (failure !== undefined) collected.incomplete.set(column, failure);
    else if (cells.size === 0) collected.absent.add(column);
  }
}

/** A column under another one (a manifest that names a table and its column) is walked in a round of its own. */
function withoutNesting(columns: readonly Oid[]): Oid[][] {
  const rounds: Oid[][] = [];
  for (const column of columns) {
    const round = rounds.find((others) =>
      others.every((other) => !isUnder(column, other) && !isUnder(other, column)),
    );
    if (round === undefined) rounds.push([column]);
    else round.push(column);
  }
  return rounds;
}
