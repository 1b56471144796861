// Reading BER (X.690 as RFC 3417 §8 restricts it) out of datagrams that anyone may have sent: nothing here throws,
// allocates by a claimed length, recurses, or looks past the enclosing value. What is read stays where it is; callers
// get offsets. Indices are checked before they are used, hence the `!` behind them.

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
  /** UInteger32 of RFC 1442, obsolete since RFC 1902; old agents still answer with it. Read as Gauge32. */
  uinteger32: 0x47,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
  getRequest: 0xa0,
  getNextRequest: 0xa1,
  response: 0xa2,
  getBulkRequest: 0xa5,
  report: 0xa8,
});

/** Why a message cannot be read. The first thing that is wrong; nothing after it has been looked at. */
export type DecodeFault =
  /** A value ends after the one around it, or after the datagram. */
  | "truncated"
  /** Indefinite, or more than four length octets. */
  | "bad-length"
  /** Another type than the grammar wants here. */
  | "unexpected-tag"
  /** An INTEGER of no octets, or outside the range of its field. */
  | "bad-integer"
  /** The name of a varbind is no OID: see `isOid`. */
  | "bad-oid"
  /** Octets left inside a value after all that belongs there. */
  | "trailing-octets"
  | "unsupported-version"
  | "unexpected-pdu-type"
  | "bad-error-status"
  | "too-many-varbinds"
  /** msgFlags is not one octet, or asks for privacy without authentication (RFC 3412 §7.2 5d). */
  | "bad-flags"
  | "unsupported-security-model"
  /** A USM field is longer than RFC 3414 §2.4 allows. */
  | "bad-security-parameters";

/**
 * Reads TLVs one after the other. Usage: `read`, then `tag`, `start` and `end` are of that TLV and `next` is behind
 * it; to read its contents, go on from `next = start` with `end` as the limit. The first fault stays.
 */
export class BerCursor {
  readonly bytes: Uint8Array;
  /** Where the next TLV begins. */
  next: number;
  tag = 0;
  /** The contents of the TLV read last. */
  start = 0;
  end = 0;
  fault: DecodeFault | undefined = undefined;

  constructor(bytes: Uint8Array, start: number) {
    this.bytes = bytes;
    this.next = start;
  }

  /** @param limit end of the enclosing value. @returns false with `fault` set when there is no whole TLV */
  read(limit: number): boolean {
    const { bytes } = this;
    let at = this.next;
    if (limit - at < 2) return this.fail("truncated");
    this.tag = bytes[at]!;
    let length = bytes[at + 1]!;
    at += 2;
    if (length >= 0x80) {
      const octets = length & 0x7f;
      if (octets === 0 || octets > 4) return this.fail("bad-length");
      if (octets > limit - at) return this.fail("truncated");
      length = 0;
      for (let i = 0; i < octets; i++) length = length * 256 + bytes[at++]!;
    }
    if (length > limit - at) return this.fail("truncated");
    this.start = at;
    this.end = at + length;
    this.next = this.end;
    return true;
  }

  /** As `read`, and the TLV has this tag. */
  expect(tag: number, limit: number): boolean {
    return this.read(limit) && (this.tag === tag || this.fail("unexpected-tag"));
  }

  /** Steps into the TLV with this tag: `next` is at its contents, `end` the limit for them. */
  enter(tag: number, limit: number): boolean {
    if (!this.expect(tag, limit)) return false;
    this.next = this.start;
    return true;
  }

  /** An INTEGER within [min, max], which lie within 32 bits; 0 with `fault` set otherwise. */
  integer(limit: number, min: number, max: number): number {
    if (!this.expect(TAG.integer, limit)) return 0;
    const value = signedInteger(this.bytes, this.start, this.end);
    if (value >= min && value <= max) return value | 0;
    this.fail("bad-integer");
    return 0;
  }

  /** Whether all of a constructed value has been read. */
  done(limit: number): boolean {
    return this.next === limit || this.fail("trailing-octets");
  }

  fail(fault: DecodeFault): false {
    this.fault ??= fault;
    return false;
  }
}

/**
 * The contents of an INTEGER, two's complement. Padded forms are accepted up to eight octets (agents encode from
 * fixed-width registers), and a value outside Integer32 is kept as sent as long as a number can hold it exactly.
 * @returns NaN for no octets, more than eight, or beyond ±(2⁵³−1)
 */
export function signedInteger(bytes: Uint8Array, start: number, end: number): number {
  const octets = end - start;
  if (octets < 1 || octets > 8) return Number.NaN;
  let value = (bytes[start]! << 24) >> 24;
  if (octets <= 4) {
    for (let at = start + 1; at < end; at++) value = (value << 8) | bytes[at]!;
    return value;
  }
  for (let at = start + 1; at < end; at++) value = value * 256 + bytes[at]!;
  return Number.isSafeInteger(value) ? value : Number.NaN;
}

/**
 * The contents of a Counter32, Gauge32 or TimeTicks: a two's complement number from −2³¹ to 2³²−1 in up to eight
 * octets, modulo 2³². Agents that keep counters in signed registers send 2³²−1 as FF FF FF FF or as FF, and Net-SNMP
 * and net-snmp of npm read both so; others pad with zeros. A number outside is not cut to 32 bits: what comes out
 * would be invented.
 * @returns NaN for anything else
 */
export function unsigned32(bytes: Uint8Array, start: number, end: number): number {
  if (start < end && end - start <= 4) {
    let value = (bytes[start]! << 24) >> 24;
    for (let at = start + 1; at < end; at++) value = (value << 8) | bytes[at]!;
    return value >>> 0;
  }
  const value = signedInteger(bytes, start, end);
  return value >= -0x8000_0000 && value <= 0xffff_ffff ? value >>> 0 : Number.NaN;
}

/** Whether the contents are a Counter64: one to eight octets, or nine with a leading zero. */
export function isCounter64(bytes: Uint8Array, start: number, end: number): boolean {
  const octets = end - start;
  return octets >= 1 && (octets <= 8 || (octets === 9 && bytes[start] === 0));
}

const HIGH_SAFE = 2 ** 21; // times 2³²: beyond it a number is not exact

/**
 * The contents of a Counter64 that `isCounter64` accepts, exact: a number up to 2⁵³−1, else a bigint. Unsigned whatever
 * its first bit: an agent that forgets the leading zero octet is likelier than a counter near 2⁶⁴.
 */
export function counter64(bytes: Uint8Array, start: number, end: number): number | bigint {
  let high = 0;
  let at = start;
  for (; at < end - 4; at++) high = high * 256 + bytes[at]!;
  let low = 0;
  for (; at < end; at++) low = (low << 8) | bytes[at]!;
  low >>>= 0;
  return high < HIGH_SAFE ? high * 4_294_967_296 + low : (BigInt(high) << 32n) | BigInt(low);
}

const ARC_MAX = 0xffff_ffff;
const ARCS_MAX = 128; // RFC 2578 §3.5

/**
 * Whether the contents are an OID: at most 128 arcs, each at most 2³²−1, none padded with a leading 0x80 (X.690
 * §8.19.2), the last one complete. What follows in this folder relies on it: without padding, equal OIDs have equal
 * octets, and a sub-identifier of more octets is the greater one.
 */
export function isOid(bytes: Uint8Array, start: number, end: number): boolean {
  let arcs = 1; // the first sub-identifier stands for two
  let at = start;
  while (at < end) {
    arcs++;
    let octet = bytes[at++]!;
    if (octet < 0x80) continue;
    if (octet === 0x80) return false;
    const max = arcs === 2 ? ARC_MAX + 80 : ARC_MAX;
    let value = octet & 0x7f;
    do {
      if (at === end) return false;
      octet = bytes[at++]!;
      value = value * 128 + (octet & 0x7f);
      if (value > max) return false;
    } while (octet >= 0x80);
  }
  return arcs >= 2 && arcs <= ARCS_MAX;
}
