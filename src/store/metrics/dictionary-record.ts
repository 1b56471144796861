import { ByteReader, ByteWriter, checksumOf, DamagedBytes } from "./bytes.ts";

// A record of the dictionary: a checksum of 32 bits, then entries, each with its kind first. Every entry stands for
// itself: it carries its number, and names others by theirs, which came before.

const KINDS = { metric: 1, pair: 2, tuple: 3, series: 4, identity: 5, forgotten: 6 } as const;
const CHECKSUM_BYTES = 4;

export interface DictionarySink {
  metric(number: number, key: string, type: "gauge" | "count", firstMinute: number): void;
  pair(number: number, key: string, value: string): void;
  tuple(number: number, pairs: readonly number[]): void;
  series(number: number, metric: number, tuple: number): void;
  identity(a: number, b: number, series: number): void;
  forgotten(series: number): void;
}

/** Collects entries until they are taken as one record. */
export class DictionaryWriter implements DictionarySink {
  readonly #writer = new ByteWriter();

  constructor() {
    this.#begin();
  }

  get length(): number {
    return this.#writer.length - CHECKSUM_BYTES;
  }

  /** The entries since the last call; undefined when there are none. */
  take(): Uint8Array | undefined {
    if (this.length === 0) return undefined;
    this.#writer.setUint32(0, this.#writer.checksum(CHECKSUM_BYTES));
    const record = this.#writer.copy();
    this.#begin();
    return record;
  }

  metric(number: number, key: string, type: "gauge" | "count", firstMinute: number): void {
    this.#numbers(KINDS.metric, number);
    this.#writer.text(key);
    this.#writer.byte(type === "count" ? 1 : 0);
    this.#writer.varint(firstMinute);
  }

  pair(number: number, key: string, value: string): void {
    this.#numbers(KINDS.pair, number);
    this.#writer.text(key);
    this.#writer.text(value);
  }

  tuple(number: number, pairs: readonly number[]): void {
    this.#numbers(KINDS.tuple, number, pairs.length);
    for (const pair of pairs) this.#writer.varint(pair);
  }

  series(number: number, metric: number, tuple: number): void {
    this.#numbers(KINDS.series, number, metric, tuple);
  }

  identity(a: number, b: number, series: number): void {
    this.#writer.byte(KINDS.identity);
    this.#writer.uint32(a >>> 0);
    this.#writer.uint32(b >>> 0);
    this.#writer.varint(series);
  }

  forgotten(series: number): void {
    this.#numbers(KINDS.forgotten, series);
  }

  #begin(): void {
    this.#writer.clear();
    this.#writer.shrink(RECORD_KEPT_BYTES);
    this.#writer.uint32(0);
  }

  #numbers(kind: number, ...numbers: readonly number[]): void {
    this.#writer.byte(kind);
    for (const number of numbers) this.#writer.varint(number);
  }
}

const RECORD_KEPT_BYTES = 1 << 16;

/** @throws {DamagedBytes} when the record is not what was written; nothing of it was given then */
export function readDictionaryRecord(record: Uint8Array, sink: DictionarySink): void {
  const reader = new ByteReader(record);
  if (reader.uint32() !== checksumOf(record, CHECKSUM_BYTES, record.length))
    throw new DamagedBytes("its checksum is wrong");
  while (!reader.isAtEnd) readEntry(reader, sink);
}

function readEntry(reader: ByteReader, sink: DictionarySink): void {
  const kind = reader.byte();
  switch (kind) {
    case KINDS.metric:
      return sink.metric(
        reader.varint(),
        reader.text(),
        reader.byte() === 1 ? "count" : "gauge",
        reader.varint(),
      );
    case KINDS.pair:
      return sink.pair(reader.varint(), reader.text(), reader.text());
    case KINDS.tuple:
      return sink.tuple(reader.varint(), numbersOf(reader));
    case KINDS.series:
      return sink.series(reader.varint(), reader.varint(), reader.varint());
    case KINDS.identity:
      return sink.identity(reader.uint32() | 0, reader.uint32() | 0, reader.varint());
    case KINDS.forgotten:
      return sink.forgotten(reader.varint());
    default:
      throw new DamagedBytes(`it has an entry of kind ${kind}`);
  }
}

function numbersOf(reader: ByteReader): number[] {
  const numbers: number[] = [];
  for (let left = reader.varint(); left > 0; left--) numbers.push(reader.varint());
  return numbers;
}
