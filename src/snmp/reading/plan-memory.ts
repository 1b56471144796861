import { planBulk, type Room, type Shape, type Wanted } from "./planner.ts";

/** Some polls of some hundred kinds of devices; then all are forgotten, and the ones in use are soon there again. */
const PLANS_MAX = 4_000;
/** Mean octets of a varbind, and octets of room, that are as good as equal: plans shall be shared. */
const BYTES_STEP = 0.125;
const ROOM_STEP = 4;

/** A shape by numbers of columns. */
interface Plan {
  readonly once: readonly number[];
  readonly repeated: readonly number[];
  readonly repetitions: number;
}

const plans = new Map<string, Plan>();

/**
 * The same as `planBulk`, which thinks for up to 0.1 ms: polls are alike, on one device and on all of its kind, so a
 * plan is made once.
 */
export function planFor<W extends Wanted>(wanted: readonly W[], room: Room): Shape<W> {
  if (wanted[0]!.rowsLeft === Number.POSITIVE_INFINITY) return planBulk(wanted, room);
  const key = keyOf(wanted, room);
  let plan = plans.get(key);
  if (plan === undefined) {
    plan = makePlan(wanted, room);
    if (plans.size >= PLANS_MAX) plans.clear();
    plans.set(key, plan);
  }
  return shapeOf(plan, wanted);
}

function keyOf(wanted: readonly Wanted[], { bytes, oids, repetitions, varbinds, cuts }: Room): string {
  let key = `${Math.floor(bytes / ROOM_STEP)} ${oids} ${repetitions} ${varbinds} ${cuts ? 1 : 0}`;
  for (const column of wanted) {
    key += ` ${column.rowsLeft} ${Math.ceil(column.bytes / BYTES_STEP)}${column.exact === true ? "!" : ""}`;
  }
  return key;
}

/** For what the key says, not for the columns at hand: whoever comes next gets the same. */
function makePlan(wanted: readonly Wanted[], room: Room): Plan {
  const columns = wanted.map(({ rowsLeft, bytes, exact }, number) => ({
    rowsLeft,
    bytes: Math.ceil(bytes / BYTES_STEP) * BYTES_STEP,
    exact,
    number,
  }));
  const bytes = Math.max(1, Math.floor(room.bytes / ROOM_STEP) * ROOM_STEP);
  const { once, repeated, repetitions } = planBulk(columns, { ...room, bytes });
  return { once: once.map(numberOf), repeated: repeated.map(numberOf), repetitions };
}

const numberOf = ({ number }: { readonly number: number }): number => number;

function shapeOf<W extends Wanted>({ once, repeated, repetitions }: Plan, wanted: readonly W[]): Shape<W> {
  const shape = { once: once.map((n) => wanted[n]!), repeated: repeated.map((n) => wanted[n]!), repetitions };
  let bytes = 0;
  for (const column of shape.once) bytes += column.bytes;
  for (const column of shape.repeated) bytes += repetitions * column.bytes;
  return { ...shape, bytes };
}
