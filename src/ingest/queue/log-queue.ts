import { type Clock, type Logger, within } from "../../base/index.ts";
import type { DeliveryQueue, QueueDropReason } from "../delivery-queue.ts";
import type { LineBatch } from "../line-batch.ts";
import { BatchBuffer } from "./batch-buffer.ts";
import type { CursorFile } from "./cursor-file.ts";
import type { LineLog } from "./line-log.ts";
import type { LogFiles } from "./log-files.ts";
import { PlaceKeeper } from "./place-keeper.ts";
import { cut, entered, type Reached, type Room, reachedBehind } from "./reached.ts";
import { behind, type Place, type RecordHeader } from "./record.ts";
import { type Gap, type Piece, RecordSource } from "./record-source.ts";
import { CLOSE_WITHIN_MS } from "./record-writer.ts";
import { ToldFaults } from "./told-faults.ts";

/** What a sink may leave lying in the log; beyond, its oldest lines are given up. */
export interface LogQueueBounds {
  readonly maxLines: number;
  /** As they lie on disk. */
  readonly maxBytes: number;
}

export interface LogQueueOptions {
  readonly log: LineLog;
  readonly files: LogFiles;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly sink: string;
  readonly bounds: LogQueueBounds;
  /** Undefined when the folder cannot be read: the place is in memory alone. */
  readonly cursor: CursorFile | undefined;
  /** Where the sink is. */
  readonly at: Place;
  /** Told when the sink has moved on. */
  readonly onMoved: () => void;
  /** Told when the disk knows so: the log may delete what nobody needs. */
  readonly onKept: () => Promise<void>;
}

const UNREADABLE = "the queue cannot be read: its lines stay there, and the sink waits for them";

/**
 * The log as one sink sees it: what is behind its place waits, and its place is written down before the next batch is
 * taken. So after the end of the process only the batch that was under way is sent again, unless the disk hung.
 */
export class LogQueue implements DeliveryQueue {
  readonly isDurable = true;
  readonly #options: LogQueueOptions;
  readonly #source: RecordSource;
  readonly #buffer = new BatchBuffer();
  readonly #places: PlaceKeeper;
  #at: Reached;
  /** Behind the batch that was taken. */
  #taken: Reached | undefined;
  #firstTimestampMs: number | undefined;
  #onDropped: (reason: QueueDropReason, lines: number) => void = () => undefined;
  /** A call of the delivery that moves the place is under way. */
  #isBusy = false;
  /** Lines beyond the bounds are being given up meanwhile. */
  #bounding: Promise<void> | undefined;
  readonly #faults: ToldFaults;

  constructor(options: LogQueueOptions) {
    this.#options = options;
    this.#source = new RecordSource(options.log, options.files);
    this.#at = { ...options.at, offset: undefined };
    this.#faults = new ToldFaults(options.logger, options.sink);
    const { clock, log, cursor, at: kept, onKept } = options;
    this.#places = new PlaceKeeper({
      clock,
      log,
      cursor,
      kept,
      faults: this.#faults,
      onKept: async ({ position }) => {
        await this.#source.leaveBefore(position).catch(() => undefined);
        await onKept();
      },
    });
    options.log.onReadable(() => this.#boundSoon());
  }

  /** Where the sink is. */
  get place(): Place {
    return this.#at;
  }

  /** Where it is as it lies on disk: nothing before it is needed. */
  get kept(): Place {
    return this.#places.kept;
  }

  get waiting(): number {
    // Memory is read ahead of the disk while that takes nothing: when it heals there is nothing new for a while.
    return Math.max(0, this.#options.log.readableEnd.line - (this.#taken ?? this.#at).line);
  }

  get lines(): number {
    return this.#options.log.end.line - this.#at.line;
  }

  get bytes(): number {
    return this.#options.log.end.position - this.#at.position - (this.#at.offset ?? 0);
  }

  /** Of the first line that waits, UTC ms; undefined as long as nobody has looked. */
  get oldestMs(): number | undefined {
    return this.lines === 0 ? undefined : this.#firstTimestampMs;
  }

  get bounds(): LogQueueBounds {
    return this.#options.bounds;
  }

  get isHalfFull(): boolean {
    const { maxLines, maxBytes } = this.bounds;
    return this.lines * 2 >= maxLines || this.bytes * 2 >= maxBytes;
  }

  set onDropped(told: (reason: QueueDropReason, lines: number) => void) {
    this.#onDropped = told;
  }

  fills(maxLines: number, maxBytes: number): boolean {
    const { position, offset = 0 } = this.#taken ?? this.#at;
    return this.waiting >= maxLines || this.#options.log.readableEnd.position - position - offset >= maxBytes;
  }

  /** @returns undefined also when the disk cannot be read for a while: lines wait then all the same */
  async take(maxLines: number, maxBytes: number): Promise<LineBatch | undefined> {
    this.#isBusy = true;
    await this.#bounding;
    try {
      await this.#boundQueue();
      await this.#fill({ lines: maxLines, bytes: maxBytes });
      this.#faults.over(UNREADABLE);
    } catch (error) {
      this.#faults.tell(UNREADABLE, error);
    }
    const batch = this.#buffer.batch();
    if (batch === undefined) this.putBack();
    return batch;
  }

  async settle(): Promise<void> {
    const taken = this.#taken;
    this.#taken = undefined;
    if (taken !== undefined) await this.#moveTo(taken);
    this.#isBusy = false;
  }

  putBack(): void {
    this.#taken = undefined;
    this.#isBusy = false;
  }

  async dropOlderThan(oldestMs: number): Promise<number> {
    this.#isBusy = true;
    await this.#bounding;
    try {
      return await this.#skipWhile(({ timestampMs }) => timestampMs < oldestMs);
    } finally {
      this.#isBusy = false;
    }
  }

  /** What waits stays on disk. */
  clear(): number {
    return 0;
  }

  async close(): Promise<void> {
    this.#isBusy = true;
    await within(this.#options.clock, CLOSE_WITHIN_MS, this.#end());
  }

  /** Resolves when the place survives the end of the process, or the disk has refused it, or hangs. */
  async keepPlace(): Promise<void> {
    await this.#places.keep(this.#at);
  }

  async #end(): Promise<void> {
    await this.#bounding;
    await this.#source.close().catch(() => undefined);
    await this.#places.close();
  }

  /** Keeps the bounds also while the sink waits for the other side, which may take long. */
  #boundSoon(): void {
    if (this.#isBusy || this.#bounding !== undefined || !this.#isOverfull()) return;
    this.#bounding = this.#boundNow();
  }

  async #boundNow(): Promise<void> {
    await this.#boundQueue();
    this.#bounding = undefined;
  }

  #isOverfull(): boolean {
    return this.lines > this.bounds.maxLines || this.bytes > this.bounds.maxBytes;
  }

  /** Gives up the oldest lines beyond the bounds, by whole records; the newest record always stays. */
  async #boundQueue(): Promise<void> {
    if (!this.#isOverfull()) return;
    const { log } = this.#options;
    const isLast = (header: RecordHeader): boolean => behind(header).position >= log.end.position;
    const lines = await this.#skipWhile((header) => this.#isOverfull() && !isLast(header));
    if (lines > 0) this.#onDropped("queueFull", lines);
  }

  async #skipWhile(isUnwanted: (header: RecordHeader) => boolean): Promise<number> {
    let skipped = 0;
    while (this.#hasReadable(this.#at)) {
      const header = await this.#headerAt(this.#at.position);
      if (header === undefined) break;
      if ("next" in header) await this.#passGap(header.next);
      else {
        this.#at = this.#enter(this.#at, header);
        this.#firstTimestampMs = header.timestampMs;
        if (!isUnwanted(header)) break;
        const next = reachedBehind(header);
        skipped += next.line - this.#at.line;
        this.#at = next;
      }
    }
    if (skipped > 0) await this.#moveTo(this.#at);
    return skipped;
  }

  /** @returns undefined when the disk cannot be read now; what was passed by before counts all the same */
  async #headerAt(position: number): Promise<RecordHeader | Gap | undefined> {
    try {
      return await this.#source.header(position);
    } catch (error) {
      this.#faults.tell(UNREADABLE, error);
      return undefined;
    }
  }

  /** Puts lines from the sink's place on into the batch, until it is full, all is in it, or some cannot be read. */
  async #fill(max: Room): Promise<void> {
    this.#buffer.begin();
    let from: Reached | undefined = this.#at;
    while (from !== undefined && this.#hasReadable(from)) {
      // What is in memory is copied in this very turn: its memory may be another record's in the next.
      const piece = this.#source.inMemory(from.position) ?? (await this.#source.onDisk(from.position));
      const isGap = "next" in piece;
      const isNext = !isGap && (from.offset !== 0 || piece.header.line === from.line);
      if (!isNext && this.#buffer.lines > 0) return; // the next batch begins behind what is missing
      if (isGap) {
        await this.#passGap(piece.next);
        from = this.#at;
      } else {
        if (this.#buffer.lines === 0) from = this.#at = this.#enter(from, piece.header);
        from = this.#takeFrom(piece, from, max);
      }
    }
    if (this.#buffer.lines === 0) await this.#passLost();
  }

  #hasReadable({ position }: Place): boolean {
    return position < this.#options.log.readableEnd.position;
  }

  /** Lines that cannot be read, or were given up by a memory that was full. */
  async #passGap({ position, line }: Place): Promise<void> {
    const lost = line - this.#at.line;
    const wasGivenUp = this.#options.log.wasGivenUp(this.#at.position);
    if (lost > 0) this.#onDropped(wasGivenUp ? "queueFull" : "damaged", lost);
    await this.#moveTo({ position, line: Math.max(line, this.#at.line), offset: 0 });
  }

  /** At the end of the log: lines that ended with an earlier run, in memory or by a power cut. */
  async #passLost(): Promise<void> {
    const { position, line } = this.#options.log.readableEnd;
    if (this.#at.position === position && this.#at.line < line) await this.#passGap({ position, line });
  }

  #enter(from: Reached, header: RecordHeader): Reached {
    const lost = header.line - from.line;
    if (lost > 0) this.#onDropped("damaged", lost);
    return entered(from, header);
  }

  /** Adds lines of a record to the batch. @returns where to go on; undefined when the batch is full */
  #takeFrom(piece: Piece, from: Reached, max: Room): Reached | undefined {
    const buffer = this.#buffer;
    const taken = cut(piece, from, buffer, max);
    if (taken === undefined) return undefined;
    const { timestampMs } = piece.header;
    if (buffer.lines === 0) this.#firstTimestampMs = timestampMs;
    buffer.add(taken.bytes, taken.lines, timestampMs, max.bytes);
    this.#taken = taken.end;
    return taken.isWhole ? taken.end : undefined;
  }

  async #moveTo(place: Reached): Promise<void> {
    this.#at = place;
    this.#options.onMoved();
    await this.keepPlace();
  }
}
