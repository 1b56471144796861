import type { Dimensions, Sample } from "../mapping/index.ts";
import { NUMBER_MAX_BYTES, writeAscii, writeNumber } from "./decimal.ts";
import { DimensionBytes } from "./dimension-bytes.ts";
import { type LineBatch, NO_LINES } from "./line-batch.ts";
import { isMetricKey, isTimestamp, type LineFault } from "./line-protocol.ts";

/** Room for a poll of a switch with 48 ports; larger polls make it grow. */
const SLAB_BYTES = 256 * 1024;
/** What a larger poll needed is given back after it. */
const SLAB_KEPT_BYTES = 4 * 1024 * 1024;
/** ` count,delta=`, the number, a blank, 13 digits and the line break. */
const TAIL_MAX_BYTES = 13 + NUMBER_MAX_BYTES + 15;
const CACHED_KEYS_MAX = 10_000;

/**
 * Writes samples as lines straight into bytes. Samples come normalised; the checks here are the last fence, since a
 * line break in a device's text would otherwise smuggle in a second line.
 *
 * All batches are written to the same memory: made anew for each poll it would weigh on the garbage collector, and a
 * queue copies the lines anyway.
 */
export class LineWriter {
  #slab = Buffer.allocUnsafeSlow(0);
  #at = 0;
  /** The samples of a row stand together and share their array of dimensions: it is encoded once. */
  readonly #encoder = new DimensionBytes();
  #dimensions: Dimensions | undefined;
  #row: Uint8Array | LineFault = new Uint8Array();
  /** By metric key; null for one that is none. */
  readonly #keys = new Map<string, Uint8Array | null>();
  #timestampMs = 0;
  /** ` 1760000000000\n` of that timestamp; undefined when it is none. */
  #ending: Uint8Array | undefined;

  /**
   * The samples of one poll as lines, in their order. The batch stands until the next call; who looks at it later
   * keeps it (`keptBatch`).
   * @param onFault  told of each sample that does not become a line, with the rule it breaks
   */
  write(samples: readonly Sample[], onFault: (sample: Sample, fault: LineFault) => void): LineBatch {
    let lines = 0;
    this.#at = 0;
    if (this.#slab.length > SLAB_KEPT_BYTES) this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
    for (const sample of samples) {
      const fault = this.#append(sample);
      if (fault === undefined) lines += 1;
      else onFault(sample, fault);
    }
    this.#dimensions = undefined;
    if (lines === 0) return NO_LINES;
    return { bytes: this.#slab.subarray(0, this.#at), lines, timestampMs: samples[0]!.timestampMs };
  }

  #append({ key, type, value, dimensions, timestampMs }: Sample): LineFault | undefined {
    if (dimensions !== this.#dimensions) {
      this.#row = this.#encoder.encode(dimensions);
      this.#dimensions = dimensions;
    }
    const row = this.#row;
    if (typeof row === "string") return row;
    const keyBytes = this.#keyOf(key);
    if (keyBytes === null) return "bad-metric-key";
    this.#reserve(keyBytes.length + row.length + TAIL_MAX_BYTES);
    const slab = this.#slab;
    slab.set(keyBytes, this.#at);
    slab.set(row, this.#at + keyBytes.length);
    const payloadAt = this.#at + keyBytes.length + row.length;
    const numberAt = writeAscii(slab, payloadAt, type === "gauge" ? " gauge," : " count,delta=");
    const numberEnd = writeNumber(slab, numberAt, value);
    if (numberEnd === numberAt) return "not-finite";
    if (type === "count" && value < 0) return "negative-delta";
    const ending = this.#endingOf(timestampMs);
    if (ending === undefined) return "bad-timestamp";
    for (let i = 0; i < ending.length; i++) slab[numberEnd + i] = ending[i]!;
    this.#at = numberEnd + ending.length;
    return undefined;
  }

  #keyOf(key: string): Uint8Array | null {
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    const bytes = isMetricKey(key) ? Buffer.from(key) : null;
    if (this.#keys.size >= CACHED_KEYS_MAX) this.#keys.clear();
    this.#keys.set(key, bytes);
    return bytes;
  }

  #endingOf(timestampMs: number): Uint8Array | undefined {
    if (timestampMs !== this.#timestampMs) {
      this.#timestampMs = timestampMs;
      this.#ending = isTimestamp(timestampMs) ? endingOf(timestampMs) : undefined;
    }
    return this.#ending;
  }

  /** Makes room for one more line; what the batch has so far moves along to a new slab. */
  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#slab.length) return;
    const slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, 2 * this.#slab.length));
    slab.set(this.#slab.subarray(0, this.#at));
    this.#slab = slab;
  }
}

function endingOf(timestampMs: number): Uint8Array {
  return Buffer.from(` ${timestampMs}\n`);
}
