import { type Logger, messageOf } from "../../base/index.ts";
import type { KeyValue } from "../key-value.ts";
import { type Block, indexOf } from "./blocks.ts";
import { DamagedBytes } from "./bytes.ts";
import type { Heads } from "./heads.ts";
import { readMark } from "./marks.ts";
import {
  ALL_MARKS,
  ALL_RECORDS,
  type LogRecord,
  type LogSink,
  numberOfKey,
  readRecord,
} from "./sample-log.ts";

/** Brings the heads to where they were: marks, then the samples of the log that no chunk holds. */
export class Replay implements LogSink {
  readonly records: LogRecord[] = [];
  /** Of the last record that was ever written, as far as anything tells. */
  lastSequence = 0;
  samples = 0;
  damaged = 0;
  readonly #heads: Heads;
  readonly #typeOf: (series: number) => "gauge" | "count" | undefined;
  readonly #unmarked: Block[] = [];
  #sequence = 0;

  /** @param typeOf  undefined for a series that is not known */
  constructor(heads: Heads, typeOf: (series: number) => "gauge" | "count" | undefined) {
    this.#heads = heads;
    this.#typeOf = typeOf;
  }

  async run(kv: KeyValue, logger: Logger): Promise<void> {
    let cause: unknown;
    const passOver = (error: unknown): void => {
      if (!(error instanceof DamagedBytes)) throw error;
      this.damaged += 1;
      cause ??= error;
    };
    for await (const page of kv.pages(ALL_MARKS)) for (const entry of page) this.#mark(...entry, passOver);
    for await (const page of kv.pages(ALL_RECORDS))
      for (const entry of page) this.#record(...entry, passOver);
    for (const block of this.#unmarked) {
      block.sequence = this.lastSequence;
      block.below = 0;
    }
    if (this.damaged === 0) return;
    logger.warn(
      { damaged: this.damaged, cause: messageOf(cause) },
      "parts of the store's log are damaged and were passed over; some of the last minutes may be missing. Check the disk",
    );
  }

  value(series: number, minute: number, value: number): void {
    const type = this.#openType(series, minute);
    if (type === undefined) return;
    this.#heads.block(series, minute).addValue(indexOf(series), minute, value, type === "count");
  }

  summary(series: number, minute: number, slot: Parameters<LogSink["summary"]>[2]): void {
    if (this.#openType(series, minute) === undefined) return;
    this.#heads.block(series, minute).addSummary(indexOf(series), minute, slot);
  }

  /** Undefined when a chunk holds the sample already, or nobody knows the series. */
  #openType(series: number, minute: number): "gauge" | "count" | undefined {
    const type = this.#typeOf(series);
    if (type === undefined) return undefined;
    const block = this.#heads.block(series, minute);
    const index = indexOf(series);
    if (minute > block.last[index]!) block.last[index] = minute;
    if (this.#sequence <= block.sequence && minute < block.below) return undefined;
    this.samples += 1;
    return type;
  }

  #mark(key: Uint8Array, mark: Uint8Array, passOver: (error: unknown) => void): void {
    const block = this.#heads.addBlock(numberOfKey(key));
    try {
      readMark(mark, block);
      this.lastSequence = Math.max(this.lastSequence, block.sequence);
    } catch (error) {
      passOver(error);
      // Which samples its chunks hold nobody knows any more: rather a gap than a sum that is twice as much.
      block.sequence = block.below = Number.MAX_SAFE_INTEGER;
      this.#unmarked.push(block);
    }
  }

  #record(key: Uint8Array, bytes: Uint8Array, passOver: (error: unknown) => void): void {
    this.#sequence = numberOfKey(key);
    this.lastSequence = Math.max(this.lastSequence, this.#sequence);
    try {
      this.records.push(readRecord(this.#sequence, bytes, this));
    } catch (error) {
      passOver(error);
      this.records.push({ sequence: this.#sequence, maxMinute: 0, samples: 0 });
    }
  }
}
