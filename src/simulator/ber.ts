import { assertNever } from "../base/index.ts";
import type { SnmpValue } from "../smi/index.ts";

// The server side's own BER codec (X.690 as RFC 3417 §8 restricts it): strict, bounded, and without exceptions,
// because what arrives at a UDP port may be anything.

export const TAG = Object.freeze({
  integer: 0x02,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  sequence: 0x30,
  ipAddress: 0x40,
  counter32: 0x41,
  gauge32: 0x42,
  timeTicks: 0x43,
  opaque: 0x44,
  counter64: 0x46,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
});

const ARCS_MAX = 128; // RFC 2578 §3.5
const EMPTY = new Uint8Array(0);

/** An OID of a request: its arcs for searching, and its whole TLV to be echoed. */
export interface WireOid {
  readonly arcs: readonly number[];
  readonly tlv: Uint8Array;
}

/**
 * Reads TLVs one after the other. A malformed octet makes the reader `failed` for good: every later read gives an
 * empty value and moves nothing, so that callers check once, at the end.
 */
export class BerReader {
  readonly bytes: Uint8Array;
  position: number;
  failed = false;

  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  /** The tag of the next TLV, −1 at the end of the bytes. */
  peek(): number {
    return this.bytes[this.position] ?? -1;
  }

  /** Enters the TLV with this tag; the reader stands at its contents. Returns where the contents end. */
  enter(tag: number): number {
    if (this.failed || this.peek() !== tag) return this.#fail();
    this.position++;
    const length = this.#length();
    const end = this.position + length;
    return this.failed || end > this.bytes.length ? this.#fail() : end;
  }

  /** Leaves a constructed TLV: its contents must be read to the last octet. */
  leave(end: number): void {
    if (this.position !== end) this.#fail();
  }

  /** A signed INTEGER of at most 32 bits. */
  integer(): number {
    const end = this.enter(TAG.integer);
    const length = end - this.position;
    if (this.failed || length < 1 || length > 4) return this.#fail();
    let value = (this.bytes[this.position] ?? 0) >= 0x80 ? -1 : 0;
    while (this.position < end) value = (value << 8) | (this.bytes[this.position++] ?? 0);
    return value;
  }

  /** The contents of an OCTET STRING, as a view. */
  octets(): Uint8Array {
    const end = this.enter(TAG.octetString);
    if (this.failed) return EMPTY;
    const start = this.position;
    this.position = end;
    return this.bytes.subarray(start, end);
  }

  objectIdentifier(): WireOid {
    const start = this.position;
    const end = this.enter(TAG.objectIdentifier);
    const arcs: number[] = [];
    if (!this.failed && this.position === end) this.#fail(); // X.690 §8.19.2: one sub-identifier at least
    while (!this.failed && this.position < end) this.#arc(end, arcs);
    return this.failed ? { arcs: [], tlv: EMPTY } : { arcs, tlv: this.bytes.subarray(start, end) };
  }

  /** Passes over one TLV whatever it is, within `end`. */
  skip(end: number): void {
    const tag = this.peek();
    const contentsEnd = tag < 0 || (tag & 0x1f) === 0x1f ? this.#fail() : this.enter(tag);
    if (!this.failed && contentsEnd > end) this.#fail();
    if (!this.failed) this.position = contentsEnd;
  }

  #arc(end: number, arcs: number[]): void {
    let value = 0;
    for (let octets = 0; ; octets++) {
      const octet = this.bytes[this.position];
      // A leading 0x80 is padding (X.690 §8.19.2); more than five octets cannot be 32 bits.
      if (octet === undefined || this.position >= end || octets > 4 || (octets === 0 && octet === 0x80)) {
        this.#fail();
        return;
      }
      this.position++;
      value = value * 128 + (octet & 0x7f);
      if (octet < 0x80) break;
    }
    if (arcs.length === 0) {
      const first = Math.min(2, Math.floor(value / 40));
      arcs.push(first, value - first * 40);
    } else arcs.push(value);
    if (value > 0xffff_ffff || arcs.length > ARCS_MAX) this.#fail();
  }

  #length(): number {
    const first = this.bytes[this.position++];
    if (first === undefined) return this.#fail();
    if (first < 0x80) return first;
    const octets = first & 0x7f;
    if (octets === 0 || octets > 4) return this.#fail(); // indefinite or absurd
    let length = 0;
    for (let i = 0; i < octets; i++) length = length * 256 + (this.bytes[this.position++] ?? 0);
    return length;
  }

  #fail(): number {
    this.failed = true;
    return this.position;
  }
}

/** One TLV around the parts, in order. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return sealed(tag, parts);
}

/** As `tlv`, for a list that is there already. */
export function sealed(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const header = headerBytes(length);
  const out = new Uint8Array(header + length);
  out[0] = tag;
  if (header === 2) out[1] = length;
  else {
    out[1] = 0x80 + header - 2;
    for (let i = header - 1, rest = length; i > 1; i--, rest = Math.floor(rest / 256)) out[i] = rest & 0xff;
  }
  let at = header;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Octets that tag and length take in front of contents of this many octets. */
function headerBytes(contentBytes: number): number {
  if (contentBytes < 0x80) return 2;
  if (contentBytes < 0x100) return 3;
  return contentBytes < 0x1_0000 ? 4 : 5;
}

/** A signed integer (±2^53) in the fewest octets. */
export function encodeInteger(value: number, tag: number = TAG.integer): Uint8Array {
  const octets: number[] = [];
  let rest = value;
  do {
    octets.unshift(((rest % 256) + 256) % 256);
    rest = Math.floor(rest / 256);
  } while (!(rest === 0 && (octets[0] ?? 0) < 0x80) && !(rest === -1 && (octets[0] ?? 0) >= 0x80));
  return Uint8Array.of(tag, octets.length, ...octets);
}

/** An unsigned 64-bit integer in the fewest octets. */
export function encodeCounter64(value: bigint): Uint8Array {
  const octets: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    octets.unshift(Number(rest & 0xffn));
    rest >>= 8n;
  } while (rest > 0n);
  if ((octets[0] ?? 0) >= 0x80) octets.unshift(0);
  return Uint8Array.of(TAG.counter64, octets.length, ...octets);
}

/** The TLV of an OID given as arcs; at least two. */
export function encodeArcs(arcs: ArrayLike<number>): Uint8Array {
  const octets: number[] = [];
  for (let i = 1; i < arcs.length; i++) {
    let arc = i === 1 ? (arcs[0] ?? 0) * 40 + (arcs[1] ?? 0) : (arcs[i] ?? 0);
    const at = octets.length;
    octets.push(arc % 128);
    for (arc = Math.floor(arc / 128); arc > 0; arc = Math.floor(arc / 128)) {
      octets.splice(at, 0, 0x80 + (arc % 128));
    }
  }
  return tlv(TAG.objectIdentifier, Uint8Array.from(octets));
}

/** The TLV of a value or exception. */
export function encodeValue(value: SnmpValue): Uint8Array {
  switch (value.type) {
    case "Integer32":
      return encodeInteger(value.value);
    case "Counter32":
      return encodeInteger(value.value, TAG.counter32);
    case "Gauge32":
      return encodeInteger(value.value, TAG.gauge32);
    case "TimeTicks":
      return encodeInteger(value.value, TAG.timeTicks);
    case "Counter64":
      return encodeCounter64(value.value);
    case "OctetString":
      return tlv(TAG.octetString, value.value);
    case "IpAddress":
      return tlv(TAG.ipAddress, value.value);
    case "Opaque":
      return tlv(TAG.opaque, value.value);
    case "ObjectIdentifier":
      return encodeArcs(value.value.split(".").map(Number));
    case "Null":
      return tlv(TAG.null);
    case "noSuchObject":
    case "noSuchInstance":
    case "endOfMibView":
      return tlv(TAG[value.type]);
    default:
      return assertNever(value);
  }
}
