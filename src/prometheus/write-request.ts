import type { MetricName } from "./names.ts";

// prometheus.WriteRequest, version 1, as protobuf (remote write specification 1.0):
// WriteRequest { timeseries = 1 { labels = 1 { name = 1, value = 2 }, samples = 2 { value = 1, timestamp = 2 } },
//                metadata = 3 { type = 1, metric_family_name = 2, help = 4, unit = 5 } }

const TIMESERIES = 0x0a;
const LABEL = 0x0a;
const SAMPLES = 0x12;
const VALUE = 0x09;
const TIMESTAMP = 0x10;
const METADATA = 0x1a;
const METADATA_TYPES = { count: 1, gauge: 2 } as const;

/** Tags and lengths of a time series and its sample, an eight-byte value, a timestamp of ten bytes at most. */
const SERIES_MAX_BYTES = 40;
const FIRST_BYTES = 256 * 1024;

/** The labels of a row as bytes, in their order; the metric's name stands between the two. */
export interface RowLabels {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Writes one request after the other into the same memory. */
export class WriteRequest {
  #buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #at = 0;
  readonly #timestamp = new Uint8Array(10);
  #timestampMs = -1;
  #timestampLength = 0;

  clear(): void {
    this.#at = 0;
  }

  /** Stands until the next call of any kind. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  /**
   * One time series with one sample.
   * @param name  its name as a label, of `nameLabel`
   * @param value  NaN is the stale mark: from that time on the series has no value
   * @param timestampMs  UTC ms
   */
  addSample({ before, after }: RowLabels, name: Uint8Array, value: number, timestampMs: number): void {
    this.#encodeTimestamp(timestampMs);
    const sampleBytes = 10 + this.#timestampLength;
    const labelsLength = before.length + name.length + after.length;
    this.#reserve(labelsLength + SERIES_MAX_BYTES);
    this.#byte(TIMESERIES);
    this.#varint(labelsLength + 2 + sampleBytes);
    this.#put(before);
    this.#put(name);
    this.#put(after);
    this.#byte(SAMPLES);
    this.#byte(sampleBytes);
    this.#byte(VALUE);
    this.#value(value);
    this.#byte(TIMESTAMP);
    for (let i = 0; i < this.#timestampLength; i++) this.#byte(this.#timestamp[i]!);
  }

  addMetadata({ name, type }: MetricName, help: string, unit: string): void {
    const [nameBytes, helpBytes, unitBytes] = [Buffer.from(name), Buffer.from(help), Buffer.from(unit)];
    const parts = [textField(2, nameBytes), textField(4, helpBytes), textField(5, unitBytes)];
    const length = 2 + parts.reduce((sum, part) => sum + part.length, 0);
    this.#reserve(length + SERIES_MAX_BYTES);
    this.#byte(METADATA);
    this.#varint(length);
    this.#byte(0x08);
    this.#byte(METADATA_TYPES[type]);
    for (const part of parts) this.#put(part);
  }

  #value(value: number): void {
    const buffer = this.#buffer;
    if (Number.isNaN(value)) {
      // Of all NaNs this one is the stale mark. By bytes: a number need not keep which NaN it is.
      buffer.writeUInt32LE(2, this.#at);
      buffer.writeUInt32LE(0x7ff0_0000, this.#at + 4);
    } else {
      buffer.writeDoubleLE(value, this.#at);
    }
    this.#at += 8;
  }

  /** All samples of a poll have the same. */
  #encodeTimestamp(ms: number): void {
    if (ms === this.#timestampMs) return;
    this.#timestampMs = ms;
    this.#timestampLength = writeVarint(this.#timestamp, 0, ms);
  }

  #put(bytes: Uint8Array): void {
    this.#buffer.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #byte(value: number): void {
    this.#buffer[this.#at++] = value;
  }

  #varint(value: number): void {
    this.#at = writeVarint(this.#buffer, this.#at, value);
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * this.#buffer.length + bytes);
    larger.set(this.#buffer.subarray(0, this.#at));
    this.#buffer = larger;
  }
}

/** A label of a time series. */
export function labelBytes(name: string, value: string): Buffer {
  const body = Buffer.concat([textField(1, Buffer.from(name)), textField(2, Buffer.from(value))]);
  return Buffer.concat([Buffer.of(LABEL), varintBytes(body.length), body]);
}

function textField(field: number, text: Buffer): Buffer {
  return Buffer.concat([Buffer.of((field << 3) | 2), varintBytes(text.length), text]);
}

function varintBytes(value: number): Buffer {
  const bytes = Buffer.alloc(10);
  return bytes.subarray(0, writeVarint(bytes, 0, value));
}

/** @param value  0 … 2⁵³ @returns where it ends */
function writeVarint(target: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) target[at++] = (rest % 0x80) | 0x80;
  target[at++] = rest;
  return at;
}
