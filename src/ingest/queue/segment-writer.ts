import { type Logger, messageOf } from "../../base/index.ts";
import { type LogFile, type LogFiles, writeAll } from "./log-files.ts";
import { type Place, SEGMENT_HEADER_BYTES, segmentHeader } from "./record.ts";
import { offsetIn, type Segment, segmentName } from "./segments.ts";

/** When written lines are made to survive a power cut; the end of the process they survive once they are written. */
export type SyncPolicy = "eachSecond" | "eachBatch" | "never";

/** A segment is ended at this size. */
const SEGMENT_BYTES = 64 * 1024 * 1024;

interface Options {
  readonly files: LogFiles;
  readonly logger: Logger;
  readonly sync?: SyncPolicy | undefined;
  readonly segmentBytes?: number | undefined;
}

/** Writes records one behind the other, in segments. Each start, and each write that failed, begins a new segment. */
export class SegmentWriter {
  readonly #options: Options;
  #active: { readonly file: LogFile; readonly segment: Segment } | undefined;
  #isUnsynced = false;
  /** A file was made whose name a power cut would take away; so may those of places. */
  #isFolderUnsynced = true;

  constructor(options: Options) {
    this.#options = options;
  }

  /** The one that is written to. */
  get active(): Segment | undefined {
    return this.#active?.segment;
  }

  /**
   * Writes a sealed record.
   * @returns the segment it is in
   * Rejects when the disk takes it not, or only in part; then no reader sees anything of it.
   */
  async write(record: Uint8Array, place: Place): Promise<Segment> {
    try {
      const { file, segment } = await this.#segmentFor(place);
      await writeAll(file, record, offsetIn(segment, place.position));
      this.#isUnsynced = true;
      if (this.#options.sync === "eachBatch") await this.sync();
      segment.end = place.position + record.length;
      return segment;
    } catch (error) {
      // The next try begins a segment of its own, wherever the write stopped.
      await this.end();
      throw error;
    }
  }

  /** Resolves when all that was written survives a power cut. Rejects when the disk refuses; then it is tried again. */
  async sync(): Promise<void> {
    if (this.#isFolderUnsynced && this.#active !== undefined) {
      await this.#options.files.sync();
      this.#isFolderUnsynced = false;
    }
    if (!this.#isUnsynced) return;
    this.#isUnsynced = false;
    try {
      await this.#active?.file.sync();
    } catch (error) {
      this.#isUnsynced = true;
      throw error;
    }
  }

  /** Ends the segment; the next record begins another. Never rejects. */
  async end(): Promise<void> {
    const active = this.#active;
    if (active === undefined) return;
    const { file, segment } = active;
    try {
      if (this.#options.sync !== "never") await this.sync();
    } catch (error) {
      this.#tell(segment, error);
    }
    this.#active = undefined;
    try {
      // What a failed write left behind its end is none of it.
      await file.truncate(SEGMENT_HEADER_BYTES + segment.end - segment.start.position);
    } catch (error) {
      this.#tell(segment, error);
    }
    await file.close().catch((error: unknown) => this.#tell(segment, error));
  }

  /** The active segment if it goes on where the record begins, and is neither full nor damaged; else a new one. */
  async #segmentFor(place: Place): Promise<{ readonly file: LogFile; readonly segment: Segment }> {
    const { segmentBytes = SEGMENT_BYTES } = this.#options;
    if (this.#active !== undefined) {
      const { start, end, isDamaged } = this.#active.segment;
      const isFull = end - start.position >= segmentBytes;
      if (end === place.position && !isFull && isDamaged !== true) return this.#active;
      await this.end();
    }
    const segment: Segment = { name: segmentName(place.position), start: place, end: place.position };
    this.#active = { file: await this.#begin(segment), segment };
    this.#isFolderUnsynced = true;
    return this.#active;
  }

  async #begin({ name, start }: Segment): Promise<LogFile> {
    const file = await this.#options.files.open(name);
    try {
      await file.truncate(0);
      await writeAll(file, segmentHeader(start), 0);
      return file;
    } catch (error) {
      await file.close().catch(() => undefined);
      await this.#options.files.remove(name).catch(() => undefined);
      throw error;
    }
  }

  #tell({ name }: Segment, error: unknown): void {
    const fields = { code: "queue.disk", file: name, reason: messageOf(error) };
    this.#options.logger.debug(fields, "a file of the queue could not be ended in order");
  }
}
