import { AppError, type Logger, messageOf, withRemedy } from "../../base/index.ts";
import type { KeyChange, KeyEntry, KeyValue } from "../key-value.ts";
import { startOfKey } from "./chunk-keys.ts";
import type { LogRecord } from "./sample-log.ts";

/** What is written together or not at all. */
export interface WriteGroup {
  readonly record?: { readonly record: LogRecord; readonly change: KeyChange } | undefined;
  /** Of series whose chunks are among the changes. */
  readonly chunks?: readonly FreshChunk[];
  readonly changes: readonly KeyChange[];
}

export interface FreshChunk {
  readonly series: number;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly samples: number;
}

interface Waiting {
  record: WriteGroup["record"];
  chunks: readonly FreshChunk[];
  readonly changes: readonly KeyChange[];
  bytes: number;
}

/** Written at once, when several groups wait. */
const WRITE_BYTES = 4_000_000;
const ENTRY_BYTES = 64;

/**
 * Writes groups in their order, and keeps them while the disk takes none. Beyond the bound the oldest records go first,
 * whose samples are still in memory or in chunks that wait; then the oldest chunks, and their samples are lost.
 */
export class Scribe {
  readonly #kv: KeyValue;
  readonly #logger: Logger;
  readonly #maxBytes: number;
  readonly #waiting: Waiting[] = [];
  /** Chunks that wait, by series, for readers. */
  readonly #unwritten = new Map<number, FreshChunk[]>();
  readonly #onWritten: (record: LogRecord) => void;
  bytes = 0;
  droppedSamples = 0;
  /** Why the last write failed; undefined when it did not. */
  fault: AppError | undefined;

  constructor(
    kv: KeyValue,
    {
      logger,
      maxBytes,
      onWritten,
    }: {
      readonly logger: Logger;
      readonly maxBytes: number;
      /** A record is on disk, and is to be removed some time. */
      readonly onWritten: (record: LogRecord) => void;
    },
  ) {
    this.#kv = kv;
    this.#logger = logger;
    this.#maxBytes = maxBytes;
    this.#onWritten = onWritten;
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0;
  }

  /** Chunks of a series that begin before `to` and are not on disk for sure. */
  unwritten(series: number, to: number): readonly KeyEntry[] {
    const chunks = this.#unwritten.get(series);
    if (chunks === undefined) return [];
    return chunks.filter(({ key }) => startOfKey(key) < to).map(({ key, value }) => [key, value]);
  }

  add({ record, chunks = [], changes }: WriteGroup): void {
    const group = { record, chunks, changes, bytes: 0 };
    group.bytes = bytesOf(group);
    this.#waiting.push(group);
    this.bytes += group.bytes;
    for (const chunk of chunks) {
      const known = this.#unwritten.get(chunk.series);
      if (known === undefined) this.#unwritten.set(chunk.series, [chunk]);
      else known.push(chunk);
    }
    if (this.bytes > this.#maxBytes) this.#makeRoom();
  }

  /** Writes what waits. @returns false when the disk did not take it; it is tried again with the next call */
  async write(): Promise<boolean> {
    while (this.#waiting.length > 0) {
      const count = this.#countAtOnce();
      const groups = this.#waiting.slice(0, count);
      try {
        await this.#kv.write(groups.flatMap(changesOf), { sync: true });
      } catch (error) {
        this.#fail(error);
        return false;
      }
      this.#waiting.splice(0, count);
      for (const group of groups) this.#written(group);
    }
    this.#recover();
    return true;
  }

  #countAtOnce(): number {
    let bytes = 0;
    let count = 0;
    for (const group of this.#waiting) {
      bytes += group.bytes;
      if (count > 0 && bytes > WRITE_BYTES) break;
      count += 1;
    }
    return count;
  }

  #written(group: Waiting): void {
    this.bytes -= group.bytes;
    this.#forget(group.chunks);
    if (group.record !== undefined) this.#onWritten(group.record.record);
  }

  #forget(chunks: readonly FreshChunk[]): void {
    for (const chunk of chunks) {
      const left = this.#unwritten.get(chunk.series)!.filter((one) => one !== chunk);
      if (left.length === 0) this.#unwritten.delete(chunk.series);
      else this.#unwritten.set(chunk.series, left);
    }
  }

  #makeRoom(): void {
    for (const group of this.#waiting) {
      if (this.bytes <= this.#maxBytes) return;
      this.#shrink(group, () => (group.record = undefined));
    }
    for (const group of this.#waiting) {
      if (this.bytes <= this.#maxBytes) return;
      this.droppedSamples += group.chunks.reduce((sum, { samples }) => sum + samples, 0);
      this.#forget(group.chunks);
      this.#shrink(group, () => (group.chunks = []));
    }
  }

  #shrink(group: Waiting, drop: () => void): void {
    drop();
    const bytes = bytesOf(group);
    this.bytes -= group.bytes - bytes;
    group.bytes = bytes;
  }

  #fail(error: unknown): void {
    const fault =
      error instanceof AppError
        ? error
        : new AppError("store.failed", `the store cannot be written: ${messageOf(error)}`, { cause: error });
    if (this.fault?.code !== fault.code) {
      this.#logger.error(
        { code: fault.code, cause: withRemedy(fault) },
        "history is not written to disk; it is kept in memory as long as there is room. Delivery goes on",
      );
    }
    this.fault = fault;
  }

  #recover(): void {
    if (this.fault === undefined) return;
    this.fault = undefined;
    this.#logger.info({ droppedSamples: this.droppedSamples }, "history is written to disk again");
  }
}

function changesOf({ record, chunks, changes }: Waiting): KeyChange[] {
  const all: KeyChange[] = record === undefined ? [] : [record.change];
  return all.concat(chunks, changes);
}

function bytesOf({ record, chunks, changes }: Waiting): number {
  let bytes = record?.change.value?.length ?? 0;
  for (const { value } of chunks) bytes += value.length + ENTRY_BYTES;
  for (const { value } of changes) bytes += (value?.length ?? 0) + ENTRY_BYTES;
  return bytes;
}
