import { type Clock, type Logger, Nap, within } from "../../base/index.ts";
import { bytesOf, type Chunks, endOf, headerOf, type MemoryRecord } from "./chunks.ts";
import { DiskHealth } from "./disk-health.ts";
import { DiskWatch } from "./disk-watch.ts";
import type { LogFiles } from "./log-files.ts";
import { type Place, sealRecord } from "./record.ts";
import type { SegmentList } from "./segment-list.ts";
import { SegmentWriter, type SyncPolicy } from "./segment-writer.ts";
import type { Segment } from "./segments.ts";

export interface RecordWriterOptions {
  readonly files: LogFiles;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Default `eachSecond`. */
  readonly sync?: SyncPolicy | undefined;
  /** A segment is ended at this size; the smaller, the sooner what all sinks have is deleted. */
  readonly segmentBytes?: number | undefined;
}

/** A disk that is full or gone is tried again this often. */
const RETRY_EVERY_MS = 5_000;
/** A disk that hangs does not hold up the end of the service longer. */
export const CLOSE_WITHIN_MS = 5_000;

/** Brings records from memory to disk, one after the other, and tries again for as long as the disk takes none. */
export class RecordWriter {
  readonly health: DiskHealth;
  readonly #clock: Clock;
  readonly #chunks: Chunks;
  readonly #segments: SegmentList;
  readonly #writer: SegmentWriter;
  readonly #onProgress: () => void;
  readonly #watch: DiskWatch;
  readonly #nap: Nap;
  readonly #closing = new AbortController();
  #written: Place;
  #writing: Promise<void> | undefined;
  #storing: MemoryRecord | undefined;

  /**
   * @param start  where the log goes on
   * @param onProgress  told when a record is written, and when the disk refuses one
   */
  constructor(
    options: RecordWriterOptions,
    log: { readonly chunks: Chunks; readonly segments: SegmentList; readonly start: Place },
    onProgress: () => void,
  ) {
    const { files, clock, logger } = options;
    this.health = new DiskHealth(clock, logger, files.path);
    this.#clock = clock;
    this.#chunks = log.chunks;
    this.#segments = log.segments;
    this.#written = log.start;
    this.#writer = new SegmentWriter(options);
    this.#onProgress = onProgress;
    this.#watch = new DiskWatch(clock, this.#closing.signal, (error) => this.#failed(error));
    this.#nap = new Nap(clock);
  }

  /** Behind what is on disk. */
  get written(): Place {
    return this.#written;
  }

  /** The record that is being written: its memory is in use. */
  get storing(): MemoryRecord | undefined {
    return this.#storing;
  }

  /** The segment that is written to. */
  get active(): Segment | undefined {
    return this.#writer.active;
  }

  /** There is a record to write. */
  wake(): void {
    this.#writing ??= this.#write();
  }

  /** Resolves when what was written survives a power cut. */
  sync(): Promise<void> {
    return this.#writer.sync();
  }

  /** Tries once to write what is left, and ends. A disk that hangs is left behind. */
  async close(): Promise<void> {
    this.#closing.abort(CLOSED);
    this.#nap.wake();
    await within(this.#clock, CLOSE_WITHIN_MS, this.#end());
  }

  async #end(): Promise<void> {
    await this.#writing;
    await this.#writer.end();
  }

  /** One record after the other; whatever comes meanwhile is the next one. */
  async #write(): Promise<void> {
    await Promise.resolve(); // polls of one turn share a record
    for (let record = this.#chunks.nextToWrite(); record !== undefined; record = this.#chunks.nextToWrite()) {
      if (await this.#store(record)) this.#stored(record);
      else if (this.#closing.signal.aborted) break;
      else await this.#nap.until(this.#clock.monotonicMs() + RETRY_EVERY_MS);
    }
    this.#writing = undefined;
  }

  async #store(record: MemoryRecord): Promise<boolean> {
    const bytes = bytesOf(record);
    this.#storing = record;
    this.#watch.begin();
    try {
      sealRecord(bytes, headerOf(record));
      this.#segments.add(await this.#writer.write(bytes, record.place));
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    } finally {
      this.#watch.end();
      this.#storing = undefined;
    }
  }

  #stored(record: MemoryRecord): void {
    record.written = true;
    this.#written = endOf(record);
    this.health.healed();
    this.#onProgress();
  }

  #failed(error: unknown): void {
    this.health.failed(error);
    this.#onProgress();
  }
}

const CLOSED = new Error("the queue is closed");
