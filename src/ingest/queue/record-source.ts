import { bytesOf, headerOf } from "./chunks.ts";
import type { LineLog } from "./line-log.ts";
import type { LogFiles } from "./log-files.ts";
import { behind, type Place, RECORD_HEADER_BYTES, type RecordHeader } from "./record.ts";
import { SegmentReader } from "./segment-reader.ts";
import type { Segment } from "./segments.ts";

/** Lines of a record, from memory or disk. Copy them in the turn in which you get them. */
export interface Piece {
  readonly header: RecordHeader;
  readonly lines: Uint8Array;
}

/** No lines can be read at a place: where they go on. */
export interface Gap {
  readonly next: Place;
}

/** The records of the log, wherever they are, for one sink. Rejects when the disk cannot be read for a while. */
export class RecordSource {
  readonly #log: LineLog;
  readonly #reader: SegmentReader;

  constructor(log: LineLog, files: LogFiles) {
    this.#log = log;
    this.#reader = new SegmentReader(files);
  }

  /** The record at a position if it is in memory. */
  inMemory(position: number): Piece | undefined {
    const record = this.#log.inMemory(position);
    if (record === undefined) return undefined;
    return { header: headerOf(record), lines: bytesOf(record).subarray(RECORD_HEADER_BYTES) };
  }

  /** The record at a position if it is on disk. */
  async onDisk(position: number): Promise<Piece | Gap> {
    const segment = this.#log.segmentOf(position);
    if (segment === undefined) return { next: this.#log.nextAfter(position) };
    const record = await unlessDamaged(this.#reader.read(segment, position));
    return record ?? (await this.#gapAt(segment, position));
  }

  /** The header of the record at a position; its lines may turn out to be damaged. */
  async header(position: number): Promise<RecordHeader | Gap> {
    const record = this.#log.inMemory(position);
    if (record !== undefined) return headerOf(record);
    const segment = this.#log.segmentOf(position);
    if (segment === undefined) return { next: this.#log.nextAfter(position) };
    const header = await unlessDamaged(this.#reader.header(segment, position));
    return header ?? (await this.#gapAt(segment, position));
  }

  /** Lets go of files that are before a position. */
  leaveBefore(position: number): Promise<void> {
    return this.#reader.leaveBefore(position);
  }

  close(): Promise<void> {
    return this.#reader.close();
  }

  /** Behind a damaged record: its header tells, or the next header that there is. */
  async #gapAt(segment: Segment, position: number): Promise<Gap> {
    this.#log.damaged(segment, position);
    const header = await unlessDamaged(this.#reader.header(segment, position));
    if (header !== undefined) return { next: behind(header) };
    const next = await unlessDamaged(this.#reader.headerBehind(segment, position));
    return { next: next ?? this.#log.nextAfter(position) };
  }
}

/** A spot that the disk cannot read any more, or a file that somebody deleted, will not come back by waiting. */
async function unlessDamaged<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EIO" || code === "ENOENT") return undefined;
    throw error;
  }
}
