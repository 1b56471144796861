import { messageOf, within } from "../../base/index.ts";
import type { LineBatch } from "../line-batch.ts";
import { partsOf } from "./batch-parts.ts";
import { Chunks, endOf, type MemoryRecord } from "./chunks.ts";
import type { LogHealth } from "./disk-health.ts";
import { GivenUp } from "./given-up.ts";
import { type Place, RECORD_BYTES_MAX, RECORD_HEADER_BYTES } from "./record.ts";
import { CLOSE_WITHIN_MS, RecordWriter, type RecordWriterOptions } from "./record-writer.ts";
import { type Found, findSegments } from "./recover.ts";
import { DAMAGE_REMEDY, SegmentList } from "./segment-list.ts";
import type { SyncPolicy } from "./segment-writer.ts";
import type { Segment } from "./segments.ts";
import { SyncTimer } from "./sync-timer.ts";

export type { LogHealth } from "./disk-health.ts";
export type { SyncPolicy } from "./segment-writer.ts";

export interface LineLogOptions extends RecordWriterOptions {
  /** Memory for lines while the disk takes none; beyond, the oldest are given up and counted. */
  readonly memoryBytes?: number | undefined;
}

const MEMORY_BYTES = 256 * 1024 * 1024;
/** Written records kept for sinks that read at the end of the log: they never ask the disk. */
const CACHE_BYTES = 8 * 1024 * 1024;
const LINE_BYTES_MAX = RECORD_BYTES_MAX - RECORD_HEADER_BYTES;

/**
 * All lines on their way out, in one append-only log: each line is on disk before a sink may take it, and each sink
 * reads at its own place (`LogQueue`). A disk that takes nothing more degrades the log to memory, with an alarm, until
 * it does again; so does one that is too slow for what comes. Format and guarantees: docs/delivery.md.
 */
export class LineLog {
  readonly #options: LineLogOptions;
  readonly #chunks = new Chunks();
  readonly #segments: SegmentList;
  readonly #writer: RecordWriter;
  readonly #syncTimer: SyncTimer;
  readonly #onReadable: (() => void)[] = [];
  readonly #onSync: (() => Promise<void>)[] = [];
  /** Who waits for the disk. */
  #onProgress: (() => void)[] = [];
  #end: Place;
  /** All sinks are past this. */
  #passed: Place = { position: 0, line: 0 };
  readonly #givenUp = new GivenUp();
  readonly #isOnDisk: boolean;

  /** @param start  where the log goes on: behind all that was ever in it */
  private constructor(options: LineLogOptions, found: Found | Error, start: Place) {
    const { files, clock, logger } = options;
    this.#options = options;
    this.#isOnDisk = !(found instanceof Error);
    this.#segments = new SegmentList(files, logger, found instanceof Error ? [] : found.segments);
    const log = { chunks: this.#chunks, segments: this.#segments, start };
    this.#writer = new RecordWriter(options, log, () => this.#progressed());
    this.#syncTimer = new SyncTimer(clock, () => this.#sync());
    this.#end = start;
    if (found instanceof Error) this.#writer.health.unreadable(found);
  }

  /**
   * Opens the log, or begins one. Damage on disk is told and passed over, never fatal; a folder that cannot even be
   * read makes a log in memory, for who does not know what is there must not write beside it.
   * @param cursors  where the sinks are: the log goes on behind them, also when a power cut took the end of it
   */
  static async open(options: LineLogOptions, cursors: readonly Place[]): Promise<LineLog> {
    const found = await findSegments(options.files).catch(unreadable);
    const ends = [...cursors];
    if (!(found instanceof Error)) {
      tellDamages(options, found);
      if (found.end !== undefined) ends.push(found.end);
    }
    const position = Math.max(0, ...ends.map((end) => end.position));
    return new LineLog(options, found, { position, line: Math.max(0, ...ends.map(({ line }) => line)) });
  }

  /** Whether what is written goes to disk: false when the folder could not be read at the start. */
  get isOnDisk(): boolean {
    return this.#isOnDisk;
  }

  /** When written lines, and places, are made to survive a power cut. */
  get sync(): SyncPolicy {
    return this.#options.sync ?? "eachSecond";
  }

  /** Before all lines that are there. */
  get start(): Place {
    return this.#segments.first?.start ?? this.#chunks.first?.place ?? this.#end;
  }

  /** Behind all lines. */
  get end(): Place {
    return this.#end;
  }

  /** Behind what sinks may take: what is on disk, or all while the disk takes nothing or falls behind. */
  get readableEnd(): Place {
    return this.#isAheadOfDisk ? this.#end : this.#writer.written;
  }

  health(): LogHealth {
    const safe = Math.max(this.#writer.written.position, this.#passed.position);
    return {
      fault: this.#writer.health.fault,
      segments: this.#segments.count,
      bytes: this.#segments.bytes,
      unwrittenBytes: Math.max(0, this.#end.position - safe),
    };
  }

  /** Calls whenever there is more to read. */
  onReadable(call: () => void): void {
    this.#onReadable.push(call);
  }

  /** Calls whenever what was written is synced: places are synced with it. */
  onSync(call: () => Promise<void>): void {
    this.#onSync.push(call);
  }

  /** Something was written to disk beside the log: it is synced with it. */
  syncSoon(): void {
    if (this.sync === "eachSecond") this.#syncTimer.soon();
  }

  /** Copies lines to the end; they are written at once. */
  append(batch: LineBatch): void {
    if (batch.lines === 0) return;
    for (const part of partsOf(batch)) this.#appendPart(part);
    if (this.#isOnDisk) this.#writer.wake();
    if (this.#isAheadOfDisk) for (const call of this.#onReadable) call();
  }

  /** As `written`, but no later than after `forMs`: for the end, which waits for no disk. */
  async writtenWithin(forMs: number): Promise<void> {
    await within(this.#options.clock, forMs, this.written());
  }

  /** Resolves when all that was appended is written, or the disk has refused it: then it is in memory alone. */
  async written(): Promise<void> {
    const until = this.#end.position;
    while (this.#writer.written.position < until && this.#writer.health.fault === undefined) {
      await new Promise<void>((resolve) => this.#onProgress.push(resolve));
    }
  }

  /** A record in memory. Its bytes stand until the end of this turn. */
  inMemory(position: number): MemoryRecord | undefined {
    return this.#chunks.at(position);
  }

  /** The segment that a position is in. */
  segmentOf(position: number): Segment | undefined {
    return this.#segments.of(position);
  }

  /** Where lines go on after a position at which there are none: the start of what comes next. */
  nextAfter(position: number): Place {
    const places = [this.#segments.after(position)?.start, this.#chunks.after(position)?.place];
    return places
      .filter((place) => place !== undefined)
      .reduce<Place>((a, b) => (b.position < a.position ? b : a), this.#end);
  }

  /** At a position there is no intact record, though there should be. */
  damaged(segment: Segment, position: number): void {
    this.#segments.damaged(segment, position);
  }

  /** Whether the record at a position was given up by a memory that was full. */
  wasGivenUp(position: number): boolean {
    return this.#givenUp.has(position);
  }

  /** All sinks have what is before the place. */
  passed(place: Place): void {
    this.#passed = place;
    this.#givenUp.forgetBefore(place.position);
  }

  /** Deletes segments that end before the place: no sink needs them. */
  async release(place: Place): Promise<void> {
    await this.#segments.release(place.position, () => this.#writer.active);
  }

  /** Writes what is there, and ends. */
  async close(): Promise<void> {
    await this.writtenWithin(CLOSE_WITHIN_MS);
    await within(this.#options.clock, CLOSE_WITHIN_MS, this.#syncTimer.close());
    await this.#writer.close();
    const lines = this.#end.line - Math.max(this.#writer.written.line, this.#passed.line);
    if (lines <= 0) return;
    const fields = {
      code: "queue.lost",
      lines,
      reason: this.#writer.health.fault?.reason,
      remedy: LOST_REMEDY,
    };
    this.#options.logger.error(fields, "lines that the disk did not take end with the service");
  }

  /** Sinks take lines before the disk has them: better than to give them up. */
  get #isAheadOfDisk(): boolean {
    const { memoryBytes = MEMORY_BYTES } = this.#options;
    const { health, written } = this.#writer;
    if (health.fault !== undefined || (this.#end.position - written.position) * 2 >= memoryBytes) return true;
    // Many small records take more memory than octets.
    return this.#chunks.first?.written === false && this.#chunks.bytes * 4 >= memoryBytes * 3;
  }

  #appendPart(batch: LineBatch): void {
    if (batch.bytes.length > LINE_BYTES_MAX) {
      const remedy = "Find out who sends such a line; no backend takes it.";
      const fields = { code: "queue.lost", lines: batch.lines, bytes: batch.bytes.length, remedy };
      this.#options.logger.error(fields, "a line is too long for the queue, and for every sink");
      return;
    }
    this.#end = this.#chunks.append(batch, this.#end);
    this.#boundMemory();
  }

  #progressed(): void {
    this.#boundMemory();
    this.#tellReadable();
    this.syncSoon();
  }

  /** Of the written records some stay; of those that cannot be written as many as memory is meant for. */
  #boundMemory(): void {
    const { memoryBytes = MEMORY_BYTES } = this.#options;
    for (;;) {
      const oldest = this.#chunks.oldest(this.#writer.storing);
      if (oldest === undefined || this.#chunks.bytes <= (oldest.written ? CACHE_BYTES : memoryBytes)) return;
      if (!oldest.written && endOf(oldest).position > this.#passed.position) {
        this.#writer.health.gaveUp(oldest.lines);
        this.#givenUp.add(oldest.place.position, endOf(oldest).position);
      }
      this.#chunks.drop(oldest);
    }
  }

  #tellReadable(): void {
    const waiting = this.#onProgress;
    this.#onProgress = [];
    for (const resolve of waiting) resolve();
    for (const call of this.#onReadable) call();
  }

  async #sync(): Promise<void> {
    try {
      await this.#writer.sync();
      // Places come second: one that is ahead of the lines on disk would skip what is written there later.
      for (const sync of this.#onSync) await sync();
      this.#writer.health.synced();
    } catch (error) {
      this.#writer.health.synced(error);
    }
  }
}

const LOST_REMEDY = "Mend the disk before the next start; lines in memory do not outlive the service.";
const unreadable = (error: unknown): Error => (error instanceof Error ? error : new Error(messageOf(error)));

/** A half-written end is what a crash leaves, and nothing to worry about. */
function tellDamages({ files, logger }: LineLogOptions, { damages }: Found): void {
  for (const { file, what, isTorn = false } of damages) {
    const fields = { code: "queue.damaged", folder: files.path, file };
    if (isTorn) logger.warn(fields, `a file of the queue ended in mid-write: ${what}`);
    else logger.error({ ...fields, remedy: DAMAGE_REMEDY }, `a file of the queue was damaged: ${what}`);
  }
}
