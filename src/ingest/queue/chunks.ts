import { type Chunk, ChunkPool } from "../chunk-pool.ts";
import type { LineBatch } from "../line-batch.ts";
import { type Place, RECORD_HEADER_BYTES, type RecordHeader } from "./record.ts";

/** Records lie in memory one behind the other, in pieces of this size: room for one of the largest. */
const CHUNK_BYTES = RECORD_HEADER_BYTES + 1024 * 1024;
/** Polls that come while another record is written share one up to this size: two fill a batch of the metric API. */
const SHARED_BYTES = 490_000;
/** They came within this time: a sink drops lines that are too old for it by whole records. */
const RECORD_SPAN_MS = 1_000;
/** What a record takes in memory beside its octets, roughly. */
const OVERHEAD_BYTES = 512;

/** A record in memory: being filled, waiting to be written, or written and kept for the sinks that read at the end. */
export interface MemoryRecord {
  readonly chunk: Chunk;
  /** Where in the chunk it is, header included. */
  readonly from: number;
  to: number;
  readonly place: Place;
  lines: number;
  readonly timestampMs: number;
  written: boolean;
}

/** Behind the record, header included. */
export const endOf = ({ from, to, place, lines }: MemoryRecord): Place => ({
  position: place.position + to - from,
  line: place.line + lines,
});

export const headerOf = ({ from, to, place, lines, timestampMs }: MemoryRecord): RecordHeader => ({
  position: place.position,
  line: place.line,
  bytes: to - from - RECORD_HEADER_BYTES,
  lines,
  timestampMs,
});

export const bytesOf = ({ chunk, from, to }: MemoryRecord): Uint8Array => chunk.bytes.subarray(from, to);

/** The records at the end of the log, in their order: written ones first. Their memory is used again. */
export class Chunks {
  readonly #pool = new ChunkPool(CHUNK_BYTES);
  readonly #records: MemoryRecord[] = [];
  /** Where records are added. */
  #chunk: Chunk | undefined;
  /** The last record, while it takes more. */
  #open: MemoryRecord | undefined;
  #bytes = 0;

  /** Memory in use. */
  get bytes(): number {
    return this.#bytes;
  }

  get first(): MemoryRecord | undefined {
    return this.#records[0];
  }

  /** Copies lines to the end. @param end  of the log; @returns where it is now */
  append(batch: LineBatch, end: Place): Place {
    const { bytes, lines } = batch;
    const record = this.#isOpenFor(batch) ? this.#open! : this.#begin(batch, end);
    record.chunk.bytes.set(bytes, record.to);
    record.to += bytes.length;
    record.chunk.used = record.to;
    record.lines += lines;
    return endOf(record);
  }

  /** The first record that is not written; it takes no more lines from now on. */
  nextToWrite(): MemoryRecord | undefined {
    const next = this.#records.find(({ written }) => !written);
    if (next === this.#open) this.#open = undefined;
    return next;
  }

  /** The record that begins at a position; it takes no more lines from now on. */
  at(position: number): MemoryRecord | undefined {
    let [low, high] = [0, this.#records.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const record = this.#records[middle]!;
      if (record.place.position === position) {
        if (record === this.#open) this.#open = undefined;
        return record;
      }
      if (record.place.position < position) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** The first record that begins behind a position. */
  after(position: number): MemoryRecord | undefined {
    return this.#records.find(({ place }) => place.position > position);
  }

  /**
   * The first record, or the second when the first is in use; never the last one.
   * @param inUse  what is being written
   */
  oldest(inUse: MemoryRecord | undefined): MemoryRecord | undefined {
    const at = this.#records[0] === inUse ? 1 : 0;
    return at < this.#records.length - 1 ? this.#records[at] : undefined;
  }

  /** Gives up a record, one of the first. */
  drop(record: MemoryRecord): void {
    const at = this.#records.indexOf(record);
    if (at === 0) this.#records.shift();
    else this.#records.splice(at, 1);
    this.#bytes -= OVERHEAD_BYTES;
    record.chunk.live -= 1;
    this.#freeIfUnused(record.chunk);
  }

  #isOpenFor({ bytes, timestampMs }: LineBatch): boolean {
    const open = this.#open;
    if (open === undefined || Math.abs(timestampMs - open.timestampMs) > RECORD_SPAN_MS) return false;
    const isShort = open.to - open.from + bytes.length <= SHARED_BYTES;
    return isShort && open.to + bytes.length <= open.chunk.bytes.length;
  }

  #begin({ bytes, timestampMs }: LineBatch, place: Place): MemoryRecord {
    const chunk = this.#withRoom(RECORD_HEADER_BYTES + bytes.length);
    const from = chunk.used;
    const to = from + RECORD_HEADER_BYTES;
    const record: MemoryRecord = { chunk, from, to, place, lines: 0, timestampMs, written: false };
    chunk.live += 1;
    this.#bytes += OVERHEAD_BYTES;
    this.#records.push(record);
    this.#open = record;
    return record;
  }

  #withRoom(bytes: number): Chunk {
    const full = this.#chunk;
    if (full !== undefined && full.used + bytes <= full.bytes.length) return full;
    const chunk = this.#pool.take(bytes);
    this.#chunk = chunk;
    this.#bytes += chunk.bytes.length;
    if (full !== undefined) this.#freeIfUnused(full);
    return chunk;
  }

  #freeIfUnused(chunk: Chunk): void {
    if (chunk.live > 0 || chunk === this.#chunk) return;
    this.#bytes -= chunk.bytes.length;
    this.#pool.giveBack(chunk);
  }
}
