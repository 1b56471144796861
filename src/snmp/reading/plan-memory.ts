import { planBulk, type Room, type Shape, type Wanted } from "./planner.ts";

/** Some polls of some thousand kinds of devices; then all are forgotten, and the ones in use are soon there again. */
const PLANS_MAX = 20_000;
/** Mean octets of a varbind, and octets of room, that are as good as equal: plans shall be shared. */
const BYTES_STEP = 0.25;
const ROOM_STEP = 4;
/** For a column that goes on nobody knows how far. */
const UNKNOWN_ROWS = 0x3fff_ffff;

/** A shape by numbers of columns. */
interface Plan {
  /** What it was made for. */
  readonly key: Int32Array;
  readonly once: readonly number[];
  readonly repeated: readonly number[];
  readonly repetitions: number;
}

/** By hash of their keys; of two with one hash the later stays. */
const plans = new Map<number, Plan>();
/** The key at hand: written without a pause, copied when a plan is made for it. */
let scratch = new Int32Array(256);

/**
 * The same as `planBulk`, which thinks for up to 0.1 ms: polls are alike, on one device and on all of its kind, so a
 * plan is made once.
 */
export function planFor<W extends Wanted>(wanted: readonly W[], room: Room): Shape<W> {
  if (wanted[0]!.rowsLeft === Number.POSITIVE_INFINITY) return planBulk(wanted, room);
  const length = writeKey(wanted, room);
  const hash = hashOf(length);
  let plan = plans.get(hash);
  if (plan === undefined || !isKey(plan.key, length)) {
    plan = makePlan(wanted, room, scratch.slice(0, length));
    if (plans.size >= PLANS_MAX) plans.clear();
    plans.set(hash, plan);
  }
  return shapeOf(plan, wanted);
}

/** @returns how many numbers the key has */
function writeKey(wanted: readonly Wanted[], { bytes, oids, repetitions, varbinds, cuts }: Room): number {
  const length = 5 + 2 * wanted.length;
  if (length > scratch.length) scratch = new Int32Array(2 * length);
  scratch[0] = Math.floor(bytes / ROOM_STEP);
  scratch[1] = oids;
  scratch[2] = repetitions;
  scratch[3] = varbinds;
  scratch[4] = cuts ? 1 : 0;
  let at = 5;
  for (const column of wanted) {
    scratch[at++] = Math.min(column.rowsLeft, UNKNOWN_ROWS);
    scratch[at++] = Math.ceil(column.bytes / BYTES_STEP) * 2 + (column.exact === true ? 1 : 0);
  }
  return length;
}

/** FNV-1a over the numbers. */
function hashOf(length: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ scratch[i]!, 0x01000193) ^ (hash >>> 15);
  return hash;
}

function isKey(key: Int32Array, length: number): boolean {
  if (key.length !== length) return false;
  for (let i = 0; i < length; i++) if (key[i] !== scratch[i]) return false;
  return true;
}

/** For what the key says, not for the columns at hand: whoever comes next gets the same. */
function makePlan(wanted: readonly Wanted[], room: Room, key: Int32Array): Plan {
  const columns = wanted.map(({ rowsLeft, bytes, exact }, number) => ({
    rowsLeft,
    bytes: Math.ceil(bytes / BYTES_STEP) * BYTES_STEP,
    exact,
    number,
  }));
  const bytes = Math.max(1, Math.floor(room.bytes / ROOM_STEP) * ROOM_STEP);
  const { once, repeated, repetitions } = planBulk(columns, { ...room, bytes });
  return { key, once: once.map(numberOf), repeated: repeated.map(numberOf), repetitions };
}

const numberOf = ({ number }: { readonly number: number }): number => number;

function shapeOf<W extends Wanted>({ once, repeated, repetitions }: Plan, wanted: readonly W[]): Shape<W> {
  const shape = { once: once.map((n) => wanted[n]!), repeated: repeated.map((n) => wanted[n]!), repetitions };
  let bytes = 0;
  for (const column of shape.once) bytes += column.bytes;
  for (const column of shape.repeated) bytes += repetitions * column.bytes;
  return { ...shape, bytes };
}
