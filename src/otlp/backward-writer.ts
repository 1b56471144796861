import type { Int64 } from "./int64.ts";

const FIRST_BYTES = 64 * 1024;
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const TWO_32 = 4_294_967_296;

/**
 * Writes protobuf from its end to its start: the length of a nested message stands before it, and here it is known
 * when its turn comes. So nothing is written twice, measured before, or kept in pieces. Callers write fields in
 * reverse: the last one first.
 */
export class BackwardWriter {
  #buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  /** Where what is written starts. */
  #at = FIRST_BYTES;

  /** How much is written: taken before a message's fields and given to `message` after them. */
  get length(): number {
    return this.#buffer.length - this.#at;
  }

  /** A copy of what is written; the writer can be used again after `clear`. */
  finish(): Uint8Array {
    return new Uint8Array(this.#buffer.subarray(this.#at));
  }

  clear(): void {
    this.#at = this.#buffer.length;
  }

  /** Closes a message: everything since `lengthBefore` becomes the content of the field. */
  message(field: number, lengthBefore: number): void {
    this.#varint(this.length - lengthBefore);
    this.#tag(field, BYTES);
  }

  string(field: number, text: string): void {
    const bytes = Buffer.byteLength(text);
    this.#reserve(bytes);
    this.#at -= bytes;
    // Most texts are ASCII and short: cheaper by hand than by a call into the runtime.
    if (bytes === text.length && bytes < 64) {
      for (let i = 0; i < bytes; i++) this.#buffer[this.#at + i] = text.charCodeAt(i);
    } else {
      this.#buffer.write(text, this.#at, bytes, "utf8");
    }
    this.#varint(bytes);
    this.#tag(field, BYTES);
  }

  /** Fields that are encoded already. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#at -= bytes.length;
    this.#buffer.set(bytes, this.#at);
  }

  bytes(field: number, bytes: Uint8Array): void {
    this.raw(bytes);
    this.#varint(bytes.length);
    this.#tag(field, BYTES);
  }

  /** @param value  0 … 2³²−1 */
  uint(field: number, value: number): void {
    this.#varint(value);
    this.#tag(field, VARINT);
  }

  double(field: number, value: number): void {
    this.#reserve(8);
    this.#at -= 8;
    this.#buffer.writeDoubleLE(value, this.#at);
    this.#tag(field, FIXED64);
  }

  fixed64(field: number, { low, high }: Int64): void {
    this.#fixed64(field, low, high);
  }

  /** @param value  a safe integer; negative ones as two's complement */
  sfixed64(field: number, value: number): void {
    this.#fixed64(field, value, Math.floor(value / TWO_32));
  }

  #fixed64(field: number, low: number, high: number): void {
    this.#reserve(8);
    this.#at -= 8;
    this.#buffer.writeUInt32LE(low >>> 0, this.#at);
    this.#buffer.writeUInt32LE(high >>> 0, this.#at + 4);
    this.#tag(field, FIXED64);
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  #varint(value: number): void {
    const size = value < 0x80 ? 1 : Math.ceil((32 - Math.clz32(value)) / 7);
    this.#reserve(size);
    this.#at -= size;
    let rest = value;
    for (let i = 0; i < size - 1; i++) {
      this.#buffer[this.#at + i] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#buffer[this.#at + size - 1] = rest;
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#at) return;
    const written = this.length;
    const grown = Buffer.allocUnsafeSlow(Math.max(2 * this.#buffer.length, 2 * (written + bytes)));
    grown.set(this.#buffer.subarray(this.#at), grown.length - written);
    this.#at = grown.length - written;
    this.#buffer = grown;
  }
}
