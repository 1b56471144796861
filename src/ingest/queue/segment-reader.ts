import { type LogFile, type LogFiles, readFully } from "./log-files.ts";
import { isIntact, RECORD_HEADER_BYTES, type RecordHeader, readRecordHeader } from "./record.ts";
import { headerFrom, offsetIn, type Segment } from "./segments.ts";

/** A record as it was read from disk. */
export interface StoredRecord {
  readonly header: RecordHeader;
  /** Until the next one is read. */
  readonly lines: Uint8Array;
}

/** Reads records of the segments on disk, one after the other: the file at hand stays open, and so does the record. */
export class SegmentReader {
  readonly #files: LogFiles;
  readonly #head = new Uint8Array(RECORD_HEADER_BYTES);
  #open: { readonly segment: Segment; readonly file: LogFile } | undefined;
  #buffer = new Uint8Array(0);
  #record: StoredRecord | undefined;

  constructor(files: LogFiles) {
    this.#files = files;
  }

  /**
   * @param position  in the segment
   * @returns undefined when there is no intact record. Rejects when the disk cannot be read
   */
  async read(segment: Segment, position: number): Promise<StoredRecord | undefined> {
    if (this.#record?.header.position === position) return this.#record;
    const header = await this.header(segment, position);
    if (header === undefined) return undefined;
    const bytes = RECORD_HEADER_BYTES + header.bytes;
    if (this.#buffer.length < bytes) this.#buffer = new Uint8Array(bytes);
    const record = this.#buffer.subarray(0, bytes);
    this.#record = undefined;
    const read = await readFully(await this.#fileOf(segment), record, offsetIn(segment, position));
    if (read < bytes || !isIntact(record)) return undefined;
    this.#record = { header, lines: record.subarray(RECORD_HEADER_BYTES) };
    return this.#record;
  }

  /** The header alone: for who only passes by. It may be of a record whose lines are damaged. */
  async header(segment: Segment, position: number): Promise<RecordHeader | undefined> {
    const read = await readFully(await this.#fileOf(segment), this.#head, offsetIn(segment, position));
    const header = read < RECORD_HEADER_BYTES ? undefined : readRecordHeader(this.#head, position);
    return header !== undefined && position + RECORD_HEADER_BYTES + header.bytes <= segment.end
      ? header
      : undefined;
  }

  /** The first record of the segment behind a place at which there is none. */
  async headerBehind(segment: Segment, position: number): Promise<RecordHeader | undefined> {
    const found = await headerFrom(await this.#fileOf(segment), segment, position + 1);
    return found !== undefined && found.position < segment.end ? found : undefined;
  }

  /** Lets go of a file that is not needed any more: a deleted one takes room on disk as long as it is open. */
  async leaveBefore(position: number): Promise<void> {
    if (this.#open !== undefined && this.#open.segment.end <= position) await this.close();
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    this.#record = undefined;
    await open?.file.close();
  }

  async #fileOf(segment: Segment): Promise<LogFile> {
    if (this.#open?.segment.name === segment.name) return this.#open.file;
    await this.close();
    const file = await this.#files.openToRead(segment.name);
    this.#open = { segment, file };
    return file;
  }
}
