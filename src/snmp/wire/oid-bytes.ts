import type { Oid } from "../../smi/index.ts";

// OIDs as the octets of their BER contents, without tag and length. Octets that are read here have passed `isOid`.

/**
 * The octets of an OID (X.690 §8.19): encodeOid("1.3.6.1") → 2B 06 01. Costs a microsecond: keep the result.
 */
export function encodeOid(oid: Oid): Uint8Array {
  const arcs = oid.split(".");
  const octets: number[] = [];
  pushArc(octets, Number(arcs[0]) * 40 + Number(arcs[1]));
  for (let i = 2; i < arcs.length; i++) pushArc(octets, Number(arcs[i]));
  return Uint8Array.from(octets);
}

function pushArc(octets: number[], arc: number): void {
  for (let unit = 128 ** 4; unit > 1; unit /= 128) {
    if (arc >= unit) octets.push(0x80 | (Math.floor(arc / unit) & 0x7f));
  }
  octets.push(arc % 128);
}

/**
 * An OID that GETNEXT finds this one behind, unless there is something below it: its last arc is one less, or left out
 * when it was 0. oidBefore(1.3.6.1.7) → 1.3.6.1.6
 */
export function oidBefore(octets: Uint8Array): Uint8Array {
  let start = octets.length - 1;
  while (start > 0 && octets[start - 1]! >= 0x80) start--;
  let arc = 0;
  for (let i = start; i < octets.length; i++) arc = arc * 128 + (octets[i]! & 0x7f);
  if (arc === 0) return octets.slice(0, start);
  const last: number[] = [];
  pushArc(last, arc - 1);
  const before = new Uint8Array(start + last.length);
  before.set(octets.subarray(0, start));
  before.set(last, start);
  return before;
}

const DOT = 46;
const ZERO = 48;
/** 128 arcs of at most ten digits and a dot. Text is set here and made a string at once: half the cost of joining. */
const text = Buffer.alloc(128 * 11);

/** The OID as dotted text. No octets are read as zeroDotZero, which some agents send so. */
export function oidText(bytes: Uint8Array, start: number, end: number): Oid {
  if (start === end) return "0.0" as Oid;
  let at = start;
  let sub = 0;
  let octet: number;
  do {
    octet = bytes[at++]!;
    sub = sub * 128 + (octet & 0x7f);
  } while (octet >= 0x80);
  const first = sub < 40 ? 0 : sub < 80 ? 1 : 2;
  text[0] = ZERO + first;
  text[1] = DOT;
  let length = putNumber(sub - first * 40, 2);
  if (at < end) {
    text[length] = DOT;
    length = putArcs(bytes, at, end, length + 1);
  }
  return text.toString("latin1", 0, length) as Oid;
}

/** Arcs behind the first two, dotted: the text of an index. Empty for no arcs. */
export function arcsText(bytes: Uint8Array, start: number, end: number): string {
  const octets = end - start;
  if (octets === 1) return String(bytes[start]!); // one small arc, as most indices are
  if (octets === 2 && bytes[start]! >= 0x80) return String((bytes[start]! & 0x7f) * 128 + bytes[start + 1]!);
  return octets === 0 ? "" : text.toString("latin1", 0, putArcs(bytes, start, end, 0));
}

/** At least one arc. @returns where the text ends */
function putArcs(bytes: Uint8Array, start: number, end: number, from: number): number {
  let at = start;
  let length = from;
  for (;;) {
    let octet = bytes[at++]!;
    let arc = octet & 0x7f;
    while (octet >= 0x80) {
      octet = bytes[at++]!;
      arc = arc * 128 + (octet & 0x7f);
    }
    length = putNumber(arc, length);
    if (at >= end) return length;
    text[length++] = DOT;
  }
}

/** Decimal digits of 0…2³²−1. @returns where they end */
function putNumber(value: number, from: number): number {
  let end = from + 1;
  for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) end++;
  let rest = value;
  for (let at = end - 1; at >= from; at--) {
    const tens = Math.floor(rest / 10);
    text[at] = ZERO + (rest - tens * 10);
    rest = tens;
  }
  return end;
}

/**
 * Which of two OIDs comes first for GETNEXT: negative when `a` does, 0 when they are equal.
 * Not the order of the octets: 1.3.127 is 2B 7F, 1.3.128 is 2B 81 00, and 1.3.16383 (2B FF 7F) comes before
 * 1.3.16384 (2B 81 80 00). At the first octet that differs, the sub-identifier that has more octets left is greater,
 * for there is no padding; with as many left, the octet decides.
 */
export function compareOidBytes(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
): number {
  const aLength = aEnd - aStart;
  const bLength = bEnd - bStart;
  const shared = aLength < bLength ? aLength : bLength;
  let i = 0;
  while (i < shared && a[aStart + i] === b[bStart + i]) i++;
  if (i === shared) return aLength - bLength;
  const longer = octetsLeft(a, aStart + i) - octetsLeft(b, bStart + i);
  return longer === 0 ? a[aStart + i]! - b[bStart + i]! : longer;
}

/** Octets from here to the end of the sub-identifier. */
function octetsLeft(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at]! >= 0x80) at++;
  return at - from + 1;
}

/** Whether [start, end) begins with `root` and goes on: strictly below it, and on an arc boundary as both are OIDs. */
export function isUnderBytes(bytes: Uint8Array, start: number, end: number, root: Uint8Array): boolean {
  const { length } = root;
  if (end - start <= length) return false;
  // Columns of one table differ in the last octet, so that is where to look first.
  for (let i = length - 1; i >= 0; i--) if (bytes[start + i] !== root[i]) return false;
  return true;
}
