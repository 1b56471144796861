import { viewOf } from "./byte-words.ts";
import { keptBatch, type LineBatch, NO_LINES } from "./line-batch.ts";
import type { LineOutput } from "./line-output.ts";
import type { LineMetadata } from "./line-protocol.ts";
import { type ChangedKey, DETAILS_MAX, type InvalidLine, type ParsedBody } from "./parsed-body.ts";
import { storedSuffix } from "./stored-key.ts";

/** Takes down what becomes of the lines of one body, while they are read. */
export class BodyReport {
  readonly bytes: Buffer;
  /** Of `bytes`. */
  readonly view: DataView;
  readonly output: LineOutput;
  readonly nowMs: number;
  readonly isUtf8: boolean;
  /** Where the line being read starts, and its number, counted from 1. */
  #start = 0;
  #line = 0;
  #dataLines = 0;
  #linesInvalid = 0;
  #metadataLines = 0;
  /** Of the first data line. */
  #timestampMs = 0;
  readonly #invalidLines: InvalidLine[] = [];
  readonly #changedKeys: ChangedKey[] = [];
  readonly #metadata = new Map<string, LineMetadata>();

  constructor(bytes: Buffer, output: LineOutput, nowMs: number, isUtf8: boolean) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
    this.output = output;
    this.nowMs = nowMs;
    this.isUtf8 = isUtf8;
  }

  /** Lines that were not blank, so far. */
  get lines(): number {
    return this.#dataLines + this.#metadataLines + this.#linesInvalid;
  }

  nextLine(start: number): void {
    this.#start = start;
    this.#line += 1;
  }

  took(keyAt: number, keyEnd: number, type: "gauge" | "count", timestampMs: number): void {
    if (this.#dataLines === 0) this.#timestampMs = timestampMs;
    this.#dataLines += 1;
    this.#noteChange(keyAt, keyEnd, type);
  }

  described(keyAt: number, metadata: LineMetadata): void {
    this.#metadataLines += 1;
    const { key, type } = metadata;
    const known = `${type} ${key}`;
    if (!this.#metadata.has(known)) this.#metadata.set(known, metadata);
    this.#noteChange(keyAt, keyAt + key.length, type);
  }

  /** @param at  where the rule was broken */
  refused(at: number, rule: string): void {
    this.#linesInvalid += 1;
    if (this.#invalidLines.length >= DETAILS_MAX) return;
    const line = this.#line;
    const column = 1 + charsBetween(this.bytes, this.#start, at);
    this.#invalidLines.push({ line, column, error: `line ${line}, column ${column}: ${rule}` });
  }

  finish(): ParsedBody {
    return {
      batch: this.#batch(),
      linesOk: this.#dataLines + this.#metadataLines,
      linesInvalid: this.#linesInvalid,
      invalidLines: this.#invalidLines,
      changedKeys: this.#changedKeys,
      metadata: [...this.#metadata.values()],
    };
  }

  #batch(): LineBatch {
    if (this.#dataLines === 0) return NO_LINES;
    const { output } = this;
    output.flush();
    const batch = {
      bytes: output.bytes.subarray(0, output.at),
      lines: this.#dataLines,
      timestampMs: this.#timestampMs,
    };
    // Memory that is mostly unused is not worth keeping as long as the lines wait.
    return output.at < output.bytes.length / 2 ? keptBatch(batch) : batch;
  }

  #noteChange(keyAt: number, keyEnd: number, type: "gauge" | "count"): void {
    if (this.#changedKeys.length >= DETAILS_MAX) return;
    const suffix = storedSuffix(this.bytes, keyAt, keyEnd, type);
    if (suffix === "") return;
    const key = this.bytes.toString("latin1", keyAt, keyEnd);
    const warning = `metric key ${key} of a ${type} is stored as ${key}${suffix}`;
    this.#changedKeys.push({ line: this.#line, warning });
  }
}

/** Characters of UTF-8: all bytes but those that go on with one. */
function charsBetween(bytes: Uint8Array, start: number, end: number): number {
  let chars = 0;
  for (let at = start; at < end; at++) if ((bytes[at]! & 0xc0) !== 0x80) chars += 1;
  return chars;
}
