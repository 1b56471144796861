import type { Dimensions } from "../mapping/index.ts";
import { NUMBER_MAX_BYTES, writeAscii, writeNumber } from "./decimal.ts";
import { DimensionBytes } from "./dimension-bytes.ts";
import { type LineBatch, NO_LINES } from "./line-batch.ts";
import { isMetricKey, isSummary, isTimestamp, type LineFault } from "./line-protocol.ts";
import type { Point, Summary } from "./point.ts";

/** Room for a poll of a switch with 48 ports; larger polls make it grow. */
const SLAB_BYTES = 256 * 1024;
/** What a larger poll needed is given back after it. */
const SLAB_KEPT_BYTES = 4 * 1024 * 1024;
/** ` gauge,min=`, four numbers and the names of three between them, a blank, 13 digits and the line break. */
const TAIL_MAX_BYTES = 11 + 4 * NUMBER_MAX_BYTES + 17 + 15;
const CACHED_KEYS_MAX = 10_000;

/**
 * Writes points as lines straight into bytes. Points come normalised; the checks here are the last fence, since a
 * line break in a device's text would otherwise smuggle in a second line.
 *
 * All batches are written to the same memory: made anew for each poll it would weigh on the garbage collector, and a
 * queue copies the lines anyway.
 */
export class LineWriter {
  #slab = Buffer.allocUnsafeSlow(0);
  #at = 0;
  /** The points of a row stand together and share their array of dimensions: it is encoded once. */
  readonly #encoder = new DimensionBytes();
  #dimensions: Dimensions | undefined;
  #row: Uint8Array | LineFault = new Uint8Array();
  /** By metric key; null for one that is none. */
  readonly #keys = new Map<string, Uint8Array | null>();
  #timestampMs = 0;
  /** ` 1760000000000\n` of that timestamp; undefined when it is none. */
  #ending: Uint8Array | undefined;

  /**
   * The points of one poll or request as lines, in their order. The batch stands until the next call; who looks at it
   * later keeps it (`keptBatch`).
   * @param onFault  told of each point that does not become a line, with the rule it breaks
   */
  write<P extends Point>(points: readonly P[], onFault: (point: P, fault: LineFault) => void): LineBatch {
    let lines = 0;
    this.#at = 0;
    if (this.#slab.length > SLAB_KEPT_BYTES) this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
    for (const point of points) {
      const fault = this.#append(point);
      if (fault === undefined) lines += 1;
      else onFault(point, fault);
    }
    this.#dimensions = undefined;
    if (lines === 0) return NO_LINES;
    return { bytes: this.#slab.subarray(0, this.#at), lines, timestampMs: points[0]!.timestampMs };
  }

  #append({ key, type, value, dimensions, timestampMs }: Point): LineFault | undefined {
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
    const payloadEnd = writePayload(slab, payloadAt, type, value);
    if (typeof payloadEnd === "string") return payloadEnd;
    const ending = this.#endingOf(timestampMs);
    if (ending === undefined) return "bad-timestamp";
    for (let i = 0; i < ending.length; i++) slab[payloadEnd + i] = ending[i]!;
    this.#at = payloadEnd + ending.length;
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

/** @returns where it ends, or the rule that the value breaks */
function writePayload(
  slab: Uint8Array,
  at: number,
  type: Point["type"],
  value: Point["value"],
): number | LineFault {
  if (typeof value === "object") return type === "gauge" ? writeSummary(slab, at, value) : "bad-summary";
  const numberAt = writeAscii(slab, at, type === "gauge" ? " gauge," : " count,delta=");
  const end = writeNumber(slab, numberAt, value);
  if (end === numberAt) return "not-finite";
  return type === "count" && value < 0 ? "negative-delta" : end;
}

function writeSummary(slab: Uint8Array, at: number, summary: Summary): number | LineFault {
  if (!isSummary(summary)) return "bad-summary";
  let end = writeNumber(slab, writeAscii(slab, at, " gauge,min="), summary.min);
  end = writeNumber(slab, writeAscii(slab, end, ",max="), summary.max);
  end = writeNumber(slab, writeAscii(slab, end, ",sum="), summary.sum);
  // An integer, so written without an exponent below 10²¹ values.
  return writeNumber(slab, writeAscii(slab, end, ",count="), summary.count);
}

function endingOf(timestampMs: number): Uint8Array {
  return Buffer.from(` ${timestampMs}\n`);
}
