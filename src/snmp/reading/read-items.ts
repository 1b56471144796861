import { type Oid, type SnmpValue, SYS_UP_TIME } from "../../smi/index.ts";
import {
  type ColumnAnswer,
  type ColumnWish,
  DEFAULT_HELD_MAX_BYTES,
  DEFAULT_ROWS_MAX,
  type ReadWish,
} from "../client.ts";
import type { SnmpError } from "../errors.ts";
import { ColumnCursor, type CursorOptions, type Place } from "./column-cursor.ts";
import { type ColumnInfo, columnInfo } from "./column-info.ts";
import type { DeviceState } from "./device-state.ts";
import { type Capacity, inOrder, SelectedColumn, selectedColumns } from "./selection.ts";
import { Table } from "./table.ts";
import { type WantedInstance, wantedInstance } from "./wanted-instance.ts";

export interface ItemOptions {
  readonly wish: ReadWish;
  readonly capacity: Capacity;
  /** Cells are to be told of as they come. */
  readonly streams: boolean;
  /** A poll: where earlier reads had to stop counts, and what they failed at; sysUpTime goes with every request. */
  readonly polls: boolean;
}

/** All that a read wants, as far as it has come. */
export class ReadItems {
  readonly cursors: ColumnCursor[] = [];
  /** Instances and single cells: what GET is for. */
  readonly singles: WantedInstance[] = [];
  /** sysUpTime.0, when it is wanted: it goes with every request anyway. */
  #uptime: WantedInstance | undefined;
  readonly #device: DeviceState;
  /** OIDs that the agent failed at are left out. */
  readonly #avoids: boolean;
  readonly #tables = new Map<Oid, Table>();
  readonly #instances = new Map<Oid, WantedInstance>();
  readonly #columns = new Map<Oid, ColumnCursor | SelectedColumn>();

  constructor(device: DeviceState, { wish, capacity, streams, polls }: ItemOptions) {
    this.#device = device;
    // Who asks by hand wants to see what happens.
    this.#avoids = polls && device.quirks.anyPoison;
    const isAlone = wish.instances.length + wish.columns.length <= 1 || device.options.maxOidsPerQuery === 1;
    const ridesAnyway = polls && !isAlone && !device.quirks.noUptime;
    for (const instance of wish.instances)
      this.#addInstance(instance, ridesAnyway && instance === SYS_UP_TIME);
    const { diagnosis } = device;
    const { rowsMax = DEFAULT_ROWS_MAX, heldMaxBytes = DEFAULT_HELD_MAX_BYTES } = wish;
    const options: CursorOptions = { rowsMax, heldMaxBytes, diagnosis, streams, held: { bytes: 0 } };
    const selected = selectedColumns(wish.columns, wish.instances.length, device.columns, capacity);
    wish.columns.forEach((one, place) => {
      if (selected.has(one.column) && one.rows !== undefined) this.#select(one.column, one.rows);
      else this.#walk(one, place, options, polls);
    });
    for (const table of this.#tables.values()) table.begin();
  }

  /** Gives sysUpTime.0 to whoever wanted it as an instance. @param ticks undefined: no answer told it */
  tellUptime(ticks: number | undefined): void {
    const item = this.#uptime;
    if (item === undefined || item.done) return;
    if (ticks !== undefined) item.value = { type: "TimeTicks", value: ticks };
    else if (this.#device.quirks.noUptime) item.value = { type: "noSuchInstance" };
    else
      item.fail(
        this.singles[0]?.failure ?? this.cursors[0]?.failure ?? this.#device.diagnosis.leftOut(item.name),
      );
  }

  /** After an answer: what is whole, what goes further. */
  settle(): void {
    for (const table of this.#tables.values()) table.settle();
  }

  failAll(error: SnmpError): void {
    for (const item of this.singles) item.fail(error);
    for (const cursor of this.cursors) cursor.fail(error);
  }

  /** Time is over: what is open waits for the next read, which goes on where this one has come to. */
  defer(): void {
    const { diagnosis } = this.#device;
    for (const item of this.singles) if (!item.done) item.fail(diagnosis.deferred(item.name));
    for (const cursor of this.cursors) {
      if (cursor.done) continue;
      // Only the look behind its last known row is missing: no reason to leave out the rows before next time.
      if (cursor.rowsLeft > 1 || cursor.expected === undefined) {
        this.#device.keepPlace(cursor.info, cursor.reached);
      }
      cursor.fail(diagnosis.deferred(cursor.info.oid));
    }
  }

  /** Keeps lengths and sizes for the next read. */
  remember(): void {
    const { columns, quirks } = this.#device;
    // It was asked for by name after all, and is there.
    if (quirks.noUptime && this.#instances.get(SYS_UP_TIME)?.value?.type === "TimeTicks")
      quirks.noUptime = false;
    for (const { scalarOf, bytes, value } of this.singles) {
      if (scalarOf !== undefined && value !== undefined) columns.remember(scalarOf, undefined, bytes);
    }
    for (const { info, failure, rows, meanBytes, fence } of this.cursors) {
      // Cut at an OID that is left out from now on, a column is as long as it came.
      const isLength = failure === undefined || (fence === undefined && this.#isFenced(info.oid));
      columns.remember(info, isLength ? rows : undefined, meanBytes);
    }
  }

  get values(): Map<Oid, SnmpValue> {
    const values = new Map<Oid, SnmpValue>();
    for (const [oid, { value }] of this.#instances) if (value !== undefined) values.set(oid, value);
    return values;
  }

  get failures(): Map<Oid, SnmpError> {
    const failures = new Map<Oid, SnmpError>();
    for (const [oid, { failure }] of this.#instances) if (failure !== undefined) failures.set(oid, failure);
    return failures;
  }

  get columns(): Map<Oid, ColumnAnswer> {
    const columns = new Map<Oid, ColumnAnswer>();
    for (const [oid, column] of this.#columns) columns.set(oid, column.answer);
    return columns;
  }

  #addInstance(instance: Oid, isUptime: boolean): void {
    const { columns, diagnosis, quirks } = this.#device;
    const item = wantedInstance(instance, columns, diagnosis);
    if (this.#avoids && quirks.isPoison(instance)) item.fail(diagnosis.quarantined(instance));
    this.#instances.set(instance, item);
    if (isUptime) this.#uptime = item;
    else this.singles.push(item);
  }

  #select(column: Oid, rows: ReadonlySet<string>): void {
    const { columns, diagnosis, quirks } = this.#device;
    const info = columnInfo(column);
    const selected = new SelectedColumn(info, inOrder(rows), columns.bytesOf(info), diagnosis);
    for (const [, cell] of selected.cells) {
      if (this.#avoids && quirks.isPoison(cell.name)) cell.fail(diagnosis.quarantined(cell.name));
      this.singles.push(cell);
    }
    this.#columns.set(column, selected);
  }

  #walk({ column, priority }: ColumnWish, place: number, options: CursorOptions, resumes: boolean): void {
    const { columns, diagnosis, quirks } = this.#device;
    const info = columnInfo(column);
    const from = resumes ? this.#takePlace(info) : undefined;
    const [expected, bytes] = [columns.rowsOf(info), columns.bytesOf(info)];
    const table = this.#tableOf(info);
    const { indexes } = table;
    const cursor = new ColumnCursor(info, { priority, place, expected, bytes, from, indexes }, options);
    const poison = this.#avoids ? quirks.poisonIn(column) : undefined;
    if (poison !== undefined) {
      cursor.fence = { oid: poison, error: diagnosis.quarantined(poison) };
      if (poison === column) cursor.fail(cursor.fence.error);
      else if (expected !== undefined) cursor.goal = expected;
    }
    this.cursors.push(cursor);
    this.#columns.set(column, cursor);
    table.cursors.push(cursor);
  }

  #tableOf(info: ColumnInfo): Table {
    let table = this.#tables.get(info.table);
    if (table === undefined) {
      table = new Table();
      this.#tables.set(info.table, table);
    }
    return table;
  }

  #isFenced(column: Oid): boolean {
    const { quirks } = this.#device;
    return quirks.anyPoison && quirks.poisonIn(column) !== undefined;
  }

  #takePlace(info: ColumnInfo): Place | undefined {
    const place = this.#device.placeOf(info);
    if (place !== undefined) this.#device.keepPlace(info, undefined);
    return place;
  }
}
