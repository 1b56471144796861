// Numbers and texts as octets. A varint has seven bits an octet, the low ones first.

/** Octets that are not what was written: cut short, or changed on disk. */
export class DamagedBytes extends Error {
  constructor(what: string) {
    super(what);
    this.name = "DamagedBytes";
  }
}

/** Integers that zigzag takes: twice as much still is exact. */
export const INTEGER_MAX = 2 ** 52;
const VARINT_MAX_BYTES = 8;

/** Writes into memory that grows; `clear` keeps it. */
export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;

  constructor(capacity = 1_024) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  /** A copy of what was written. */
  copy(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  /** Gives back memory beyond `capacity`. */
  shrink(capacity: number): void {
    if (this.#bytes.length <= capacity) return;
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
    this.#length = 0;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#length, value);
    this.#length += 4;
  }

  float64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value);
    this.#length += 8;
  }

  /** @param value  an integer from 0 to 2⁵³ */
  varint(value: number): void {
    this.#reserve(VARINT_MAX_BYTES);
    const bytes = this.#bytes;
    let at = this.#length;
    let rest = value;
    for (; rest >= 0x8000_0000; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 0x80;
    let small = rest | 0;
    for (; small >= 0x80; small >>>= 7) bytes[at++] = (small & 0x7f) | 0x80;
    bytes[at++] = small;
    this.#length = at;
  }

  /** @param value  an integer of at most `INTEGER_MAX`, either sign */
  zigzag(value: number): void {
    this.varint(zigzagOf(value));
  }

  text(text: string): void {
    const bytes = Buffer.from(text, "utf8");
    this.varint(bytes.length);
    this.bytes(bytes);
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  setByte(at: number, value: number): void {
    this.#bytes[at] = value;
  }

  setUint32(at: number, value: number): void {
    this.#view.setUint32(at, value);
  }

  /** Of what was written from `start` on. */
  checksum(start: number): number {
    return checksumOf(this.#bytes, start, this.#length);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + count));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}

/** Reads what a ByteWriter wrote. All methods throw `DamagedBytes` at the end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    if (this.#at >= this.#bytes.length) throw new DamagedBytes("it ends early");
    return this.#bytes[this.#at++]!;
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  float64(): number {
    return this.#view.getFloat64(this.#take(8));
  }

  varint(): number {
    let byte = this.byte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let factor = 128, octets = 1; ; factor *= 128, octets++) {
      if (octets >= VARINT_MAX_BYTES) throw new DamagedBytes("a number is too long");
      byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  text(): string {
    const length = this.varint();
    const at = this.#take(length);
    return Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + at, length).toString("utf8");
  }

  #take(count: number): number {
    const at = this.#at;
    if (at + count > this.#bytes.length) throw new DamagedBytes("it ends early");
    this.#at = at + count;
    return at;
  }
}

/** 0, -1, 1, -2 … as 0, 1, 2, 3 … */
export function zigzagOf(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

/** How many octets a varint has. */
export function varintBytes(value: number): number {
  let octets = 1;
  for (let limit = 128; value >= limit; limit *= 128) octets += 1;
  return octets;
}

/** FNV-1a over octets: LevelDB checks its own blocks only when it merges them. */
export function checksumOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c_9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x0100_0193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
