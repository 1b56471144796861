import type { AdvancedOptions } from "../../config/index.ts";
import { Batch, UPTIME_BYTES } from "./batch.ts";
import type { ColumnCursor } from "./column-cursor.ts";
import type { DeviceState } from "./device-state.ts";
import type { Item } from "./item.ts";
import { planFor } from "./plan-memory.ts";
import type { Room } from "./planner.ts";
import type { ReadItems } from "./read-items.ts";
import type { Capacity } from "./selection.ts";
import type { WantedInstance } from "./wanted-instance.ts";

/** Columns × repetitions of one GETBULK; more is seldom answered, and never fits where replies are small. */
const VARBINDS_MAX = 1_000;
/** What a slow agent may take for one request, as a share of the time-out: it must not look as if it were lost. */
const WORK_RATIO = 0.25;
/** Time is short when what is left to be read would take so much of it. */
const SHORT_RATIO = 0.7;
/** A column that takes so many requests alone waits until the shorter ones are whole. */
const LONG_ROWS = 2_000;

/** What a GET may hold. @param uptime sysUpTime goes along */
export function capacityOf({ size, headerBytes, options }: DeviceState, uptime: boolean): Capacity {
  return {
    bytes: Math.max(1, size.budgetBytes - headerBytes - (uptime ? UPTIME_BYTES : 0)),
    oids: oidsMax(options, uptime),
  };
}

const oidsMax = ({ maxOidsPerQuery }: AdvancedOptions, uptime: boolean): number =>
  Math.max(1, maxOidsPerQuery - (uptime ? 1 : 0));

/**
 * Lets instances ride with GETBULKs where that spares their own request. They take room that columns would need, so only
 * the octets left over by the last request are free.
 */
export function letRide({ cursors, singles }: ReadItems, device: DeviceState, uptime: boolean): void {
  const { bytes } = capacityOf(device, uptime);
  let columnBytes = 0;
  for (const cursor of cursors) {
    if (!device.quirks.usesBulk(cursor.info)) return;
    columnBytes += cursor.rowsLeft * cursor.bytes;
  }
  let ridingBytes = 0;
  for (const single of singles) {
    if (!single.done) ridingBytes += single.bytes;
  }
  if (columnBytes === 0 || columnBytes === Number.POSITIVE_INFINITY || ridingBytes === 0) return;
  // As many as fill a request of their own are better asked for by name.
  if (ridingBytes > bytes) return;
  const apart = Math.ceil(columnBytes / bytes) + Math.ceil(ridingBytes / bytes);
  if (Math.ceil((columnBytes + ridingBytes) / bytes) >= apart) return;
  for (const single of singles) single.rides = true;
}

/** Chooses what is asked next. */
export class NextBatch {
  readonly #device: DeviceState;
  readonly #uptime: boolean;
  readonly #deadlineMs: number;
  /** Whether the size of replies made a request shorter than it could have been. */
  confined = false;

  /**
   * @param uptime sysUpTime goes with every request, unless the agent has none
   * @param deadlineMs monotonic
   */
  constructor(device: DeviceState, uptime: boolean, deadlineMs: number) {
    this.#deadlineMs = deadlineMs;
    this.#device = device;
    this.#uptime = uptime;
  }

  /**
   * @param lanes requests that may leave now: what is to be read is shared out among them
   * @returns undefined when nothing can be asked, or all is under way
   */
  of({ cursors, singles }: ReadItems, lanes: number): Batch | undefined {
    const waiting = singles.some(isWaiting) ? singles.filter(isWaiting) : NOBODY;
    if (!waiting.every(({ rides }) => rides)) return this.#get(waiting.filter(({ rides }) => !rides));
    const open = openOf(cursors);
    if (open.length === 0) return waiting.length > 0 ? this.#get(waiting) : undefined;
    const { quirks } = this.#device;
    const usesBulk = quirks.usesBulk(open[0]!.info);
    const isAlike = ({ info }: ColumnCursor): boolean => quirks.usesBulk(info) === usesBulk;
    const alike = open.every(isAlike) ? open : open.filter(isAlike);
    return usesBulk ? this.#bulk(waiting, alike, lanes) : this.#next(alike);
  }

  get #tellsUptime(): boolean {
    return this.#uptime && !this.#device.quirks.noUptime && this.#device.options.maxOidsPerQuery > 1;
  }

  #get(waiting: readonly WantedInstance[]): Batch {
    return this.#flat("get", waiting);
  }

  #next(cursors: readonly ColumnCursor[]): Batch {
    return this.#flat("getNext", wholeTables(cursors, oidsMax(this.#device.options, this.#tellsUptime)));
  }

  /** One varbind each, as many as fit. */
  #flat(kind: "get" | "getNext", items: readonly Item[]): Batch {
    const uptime = this.#tellsUptime;
    const { bytes, oids } = capacityOf(this.#device, uptime);
    let size = 0;
    let count = 0;
    for (const item of items) {
      size += item.bytes;
      if (count >= oids || (count > 0 && size > bytes)) break;
      count++;
    }
    if (count < items.length && count < oids) this.confined = true;
    const once = items.slice(0, count);
    return new Batch({
      kind,
      once,
      repeated: [],
      repetitions: 1,
      uptime,
      headerBytes: this.#device.headerBytes,
    });
  }

  #bulk(riders: readonly WantedInstance[], cursors: readonly ColumnCursor[], lanes: number): Batch {
    const uptime = this.#tellsUptime;
    const room: Room = {
      ...capacityOf(this.#device, uptime),
      repetitions: this.#device.options.maxRepetitions,
      varbinds: this.#varbindsMax,
      cuts: this.#device.size.truncates,
    };
    const urgent = this.#isShort(cursors, room) ? firstClass(cursors) : cursors;
    const columns = wholeTables(portion(urgent, lanes, room.bytes), room.oids);
    const wanted: readonly Item[] = riders.length > 0 ? [...riders, ...columns] : columns;
    const { once, repeated, repetitions, bytes } = planFor(wanted, room);
    if (bytes * 2 > room.bytes) this.confined = true;
    const { headerBytes } = this.#device;
    return new Batch({ kind: "getBulk", once, repeated, repetitions, uptime, headerBytes });
  }

  get #varbindsMax(): number {
    const { pace, options } = this.#device;
    const eachMs = pace.serviceMsPerVarbind ?? 0;
    return eachMs === 0
      ? VARBINDS_MAX
      : Math.max(1, Math.min(VARBINDS_MAX, Math.floor((WORK_RATIO * options.timeoutMs) / eachMs)));
  }

  /** Whether the order matters: not all may be read in time. What nobody knows the length of may be long. */
  #isShort(cursors: readonly ColumnCursor[], { bytes, varbinds }: Room): boolean {
    if (this.#deadlineMs === Number.POSITIVE_INFINITY) return false;
    let cells = 0;
    let cellBytes = 0;
    for (const { rowsLeft, bytes: each } of cursors) {
      cells += rowsLeft;
      cellBytes += rowsLeft * each;
    }
    if (cells === Number.POSITIVE_INFINITY) return true;
    const requests = Math.max(cellBytes / bytes, cells / varbinds);
    const leftMs = this.#deadlineMs - this.#device.clock.monotonicMs();
    return requests * this.#device.pace.requestMs(cells / requests) > leftMs * SHORT_RATIO;
  }
}

const NOBODY: readonly WantedInstance[] = [];
const isWaiting = ({ done, inFlight }: WantedInstance): boolean => !done && !inFlight;

/** The columns that may be asked for, the most urgent first. In a long read that is the order they are in. */
function openOf(cursors: readonly ColumnCursor[]): ColumnCursor[] {
  const open: ColumnCursor[] = [];
  let inOrder = true;
  for (const cursor of cursors) {
    if (cursor.done || cursor.inFlight || cursor.rowsLeft === 0) continue;
    const last = open.at(-1);
    inOrder &&= last === undefined || byUrgency(last, cursor) <= 0;
    open.push(cursor);
  }
  return inOrder ? open : open.toSorted(byUrgency);
}

/** The most urgent columns: they are read alone when not all can be. */
function firstClass(cursors: readonly ColumnCursor[]): readonly ColumnCursor[] {
  const [first] = cursors;
  return cursors.filter(
    ({ priority, rowsLeft }) =>
      priority === first!.priority && rowsLeft > LONG_ROWS === first!.rowsLeft > LONG_ROWS,
  );
}

/** By priority; then what is short before what is long, and in that the columns that lag behind. */
function byUrgency(a: ColumnCursor, b: ColumnCursor): number {
  if (a.priority !== b.priority) return a.priority - b.priority;
  const isLong = a.rowsLeft > LONG_ROWS;
  if (isLong !== b.rowsLeft > LONG_ROWS) return isLong ? 1 : -1;
  if (isLong && a.info.table === b.info.table) return a.rows - b.rows || a.place - b.place;
  return (isLong ? 0 : b.rowsLeft - a.rowsLeft) || a.place - b.place;
}

/**
 * Columns of one table are read side by side, so that the cells of a row are of about one time: where a request cannot
 * take all columns, and nobody knows how long they are, no table is torn to fill it.
 */
function wholeTables(cursors: readonly ColumnCursor[], oids: number): readonly ColumnCursor[] {
  if (cursors.length <= oids || cursors[0]!.rowsLeft < Number.POSITIVE_INFINITY) return cursors;
  const tables = new Map<string, ColumnCursor[]>();
  for (const cursor of cursors) {
    const table = tables.get(cursor.info.table);
    if (table === undefined) tables.set(cursor.info.table, [cursor]);
    else table.push(cursor);
  }
  const whole: ColumnCursor[] = [];
  for (const table of tables.values()) {
    if (whole.length === 0 || whole.length + table.length <= oids) whole.push(...table);
  }
  return whole;
}

/** The share of one lane, unless it would not fill a request. */
function portion(cursors: readonly ColumnCursor[], lanes: number, bytes: number): readonly ColumnCursor[] {
  if (lanes <= 1) return cursors;
  let total = 0;
  for (const cursor of cursors) total += cursor.rowsLeft * cursor.bytes;
  const worth = Math.min(lanes, Math.floor(total / bytes));
  return worth <= 1 ? cursors : cursors.slice(0, Math.ceil(cursors.length / worth));
}
