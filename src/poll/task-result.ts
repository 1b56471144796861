import type { PollTask } from "../plan/index.ts";
import { isMissing, type Oid, type SnmpValue } from "../smi/index.ts";
import type { SnmpError } from "../snmp/index.ts";
import type { DeviceAnswer } from "./device-answer.ts";
import type { PollResult } from "./result.ts";

/** Stands for all empty maps and sets: most results have several. */
const NO_ENTRIES: ReadonlyMap<never, never> = new Map<never, never>();
const NO_OIDS: ReadonlySet<Oid> = new Set();

type Time = Pick<PollResult, "startedAtMs" | "startedMonotonicMs" | "durationMs">;

/** What one of the groups that were read together gets of the answer: its own scalars and columns alone. */
export function resultOf(task: PollTask, answer: DeviceAnswer, time: Time): PollResult {
  const { reading } = answer;
  const { scalars, failures, absentScalars } = scalarsOf(task.group.scalars, answer);
  const { columns, incomplete, after, selected, absentColumns } = columnsOf(task.group.columns, answer);
  const absent = [...absentScalars, ...absentColumns];
  const came = isEmpty(task) || hasAnything(task, answer);
  const isWhole = failures.size + incomplete.size === 0 && (came || reading.down === undefined);
  return {
    taskId: task.id,
    ...time,
    outcome: isWhole ? "done" : came ? "partial" : "failed",
    sysUpTimeTicks: reading.uptime?.ticks,
    sysUpTimeAtMs: reading.uptime?.atMs,
    rebooted: reading.rebooted,
    scalars,
    columns,
    incomplete,
    after,
    selected,
    rowsExpected: answer.rowsExpected,
    failures,
    absent: absent.length === 0 ? NO_OIDS : new Set(absent),
    error: isWhole ? undefined : (gravest([...failures.values(), ...incomplete.values()]) ?? reading.down),
  };
}

const isEmpty = ({ group }: PollTask): boolean => group.scalars.length + group.columns.length === 0;

/** Whether the device answered to anything this task asked. What is kept from before is no answer. */
function hasAnything({ group }: PollTask, { reading, instanceOf }: DeviceAnswer): boolean {
  return (
    group.scalars.some((scalar) => reading.values.has(instanceOf(scalar))) ||
    group.columns.some((column) => {
      const answer = reading.columns.get(column);
      return answer !== undefined && (answer.failure === undefined || answer.cells.size > 0);
    })
  );
}

function scalarsOf(wanted: readonly Oid[], { reading, instanceOf }: DeviceAnswer) {
  const scalars = new Map<Oid, SnmpValue>();
  const failures = new Map<Oid, SnmpError>();
  const absentScalars: Oid[] = [];
  for (const scalar of wanted) {
    const instance = instanceOf(scalar);
    const failure = reading.failures.get(instance);
    const value = reading.values.get(instance);
    if (failure !== undefined) failures.set(scalar, failure);
    else if (value === undefined || isMissing(value)) absentScalars.push(scalar);
    else scalars.set(scalar, value);
  }
  return { scalars, failures: orNothing(failures), absentScalars };
}

function columnsOf(wanted: readonly Oid[], { reading, columns: all, choice }: DeviceAnswer) {
  const columns = new Map<Oid, ReadonlyMap<string, SnmpValue>>();
  const incomplete = new Map<Oid, SnmpError>();
  const after = new Map<Oid, string>();
  const selected = new Map<Oid, ReadonlySet<string>>();
  const absentColumns: Oid[] = [];
  for (const column of wanted) {
    const answer = all.get(column)!;
    columns.set(column, answer.cells);
    if (answer.failure !== undefined) incomplete.set(column, answer.failure);
    if (answer.after !== undefined) after.set(column, answer.after);
    const asked = reading.columns.get(column);
    const chosen = asked === undefined || asked.selected === true ? choice.get(column) : undefined;
    if (chosen !== undefined) selected.set(column, chosen);
    if (answer.cells.size > 0 || answer.failure !== undefined) continue;
    if (answer.after === undefined && chosen === undefined) absentColumns.push(column);
  }
  return {
    columns,
    incomplete: orNothing(incomplete),
    after: orNothing(after),
    selected: orNothing(selected),
    absentColumns,
  };
}

const orNothing = <K, V>(map: ReadonlyMap<K, V>): ReadonlyMap<K, V> => (map.size === 0 ? NO_ENTRIES : map);

/** What we put off says the least about the device: named when there is no other. */
function gravest(errors: readonly SnmpError[]): SnmpError | undefined {
  return errors.find(({ isPutOff }) => !isPutOff) ?? errors[0];
}
