import { KEY_AREAS, type KeyChange, type KeyRange } from "../key-value.ts";
import { ByteReader, ByteWriter, checksumOf, DamagedBytes, INTEGER_MAX, zigzagOf } from "./bytes.ts";
import type { Slot } from "./slots.ts";

// A record of the log: checksum of 32 bits, then entries. Each begins with a varint: its kind in two bits, above them
// what is added to the number of the series before (zigzag), or, of `minute`, to the minute.

const KINDS = { integer: 0, float: 1, summary: 2, minute: 3 } as const;
const CHECKSUM_BYTES = 4;
/** So much of a second that brought more is kept for the next. */
const KEPT_BYTES = 4 << 20;
/** More in one second is not logged: it is in memory, and a kill would lose it. */
const OPEN_BYTES_MAX = 64 << 20;

export interface LogRecord {
  readonly sequence: number;
  readonly maxMinute: number;
  readonly samples: number;
}

/** The samples since the last record. */
export class OpenRecord {
  readonly #writer = new ByteWriter(1 << 16);
  #series = 0;
  #minute = 0;
  #maxMinute = 0;
  #samples = 0;

  constructor() {
    this.#begin();
  }

  get bytes(): number {
    return this.#writer.length;
  }

  addValue(series: number, minute: number, value: number): void {
    if (!this.#place(minute)) return;
    const writer = this.#writer;
    if (Number.isInteger(value) && value < INTEGER_MAX && value > -INTEGER_MAX) {
      this.#head(KINDS.integer, series);
      writer.zigzag(value);
    } else {
      this.#head(KINDS.float, series);
      writer.float64(value);
    }
  }

  addSummary(series: number, minute: number, { count, sum, min, max }: Slot): void {
    if (!this.#place(minute)) return;
    this.#head(KINDS.summary, series);
    for (const value of [count, sum, min, max]) this.#writer.float64(value);
  }

  /** The record of all samples since the last call; undefined when there were none. */
  take(sequence: number): { readonly record: LogRecord; readonly change: KeyChange } | undefined {
    if (this.#samples === 0) return undefined;
    this.#writer.setUint32(0, this.#writer.checksum(CHECKSUM_BYTES));
    const record = { sequence, maxMinute: this.#maxMinute, samples: this.#samples };
    const change = { key: recordKey(sequence), value: this.#writer.copy() };
    this.#begin();
    return { record, change };
  }

  #begin(): void {
    this.#writer.clear();
    this.#writer.shrink(KEPT_BYTES);
    this.#writer.uint32(0);
    this.#series = this.#minute = this.#maxMinute = this.#samples = 0;
  }

  #place(minute: number): boolean {
    if (this.#writer.length > OPEN_BYTES_MAX) return false;
    if (minute === this.#minute) return true;
    this.#writer.varint(zigzagOf(minute - this.#minute) * 4 + KINDS.minute);
    this.#minute = minute;
    if (minute > this.#maxMinute) this.#maxMinute = minute;
    return true;
  }

  #head(kind: number, series: number): void {
    this.#writer.varint(zigzagOf(series - this.#series) * 4 + kind);
    this.#series = series;
    this.#samples += 1;
  }
}

export interface LogSink {
  value(series: number, minute: number, value: number): void;
  summary(series: number, minute: number, slot: Slot): void;
}

/** @throws {DamagedBytes} before anything is given, unless our own writer wrote something else than it meant */
export function readRecord(sequence: number, bytes: Uint8Array, sink: LogSink): LogRecord {
  const reader = new ByteReader(bytes);
  if (reader.uint32() !== checksumOf(bytes, CHECKSUM_BYTES, bytes.length))
    throw new DamagedBytes("its checksum is wrong");
  let [series, minute, maxMinute, samples] = [0, 0, 0, 0];
  while (!reader.isAtEnd) {
    const head = reader.varint();
    const kind = head % 4;
    const step = unzigzag((head - kind) / 4);
    if (kind === KINDS.minute) {
      minute += step;
      maxMinute = Math.max(maxMinute, minute);
      continue;
    }
    series += step;
    samples += 1;
    if (kind === KINDS.integer) sink.value(series, minute, reader.zigzag());
    else if (kind === KINDS.float) sink.value(series, minute, reader.float64());
    else sink.summary(series, minute, summaryOf(reader));
  }
  return { sequence, maxMinute, samples };
}

function summaryOf(reader: ByteReader): Slot {
  return { count: reader.float64(), sum: reader.float64(), min: reader.float64(), max: reader.float64() };
}

const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

const RECORDS = 0;
const MARKS = 1;

export const recordKey = (sequence: number): Uint8Array => keyOf(RECORDS, sequence);
export const markKey = (block: number): Uint8Array => keyOf(MARKS, block);
export const ALL_RECORDS: KeyRange = { from: keyOf(RECORDS, 0), below: keyOf(MARKS, 0) };
export const ALL_MARKS: KeyRange = { from: keyOf(MARKS, 0), below: keyOf(MARKS + 1, 0) };

/** The sequence of a record, the block of a mark. */
export const numberOfKey = (key: Uint8Array): number => new ByteReader(key, 2).uint32();

function keyOf(part: number, number: number): Uint8Array {
  const key = new Uint8Array(6);
  key[0] = KEY_AREAS.samples;
  key[1] = part;
  new DataView(key.buffer).setUint32(2, number);
  return key;
}
