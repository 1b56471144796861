import { assertNever } from "../base/index.ts";
import { formatIpv4, formatMac } from "./inet.ts";
import type { ObjectSyntax } from "./syntax.ts";
import type { SnmpValue } from "./value.ts";

/**
 * A value as the text of a dimension.
 * Enumerations show `up(1)`, OIDs a leading dot, octets text where they are text and `0A FF` where not;
 * MAC addresses and dates need their `syntax` from the catalogue. A value that does not fit its syntax is shown
 * by its wire type. An InetAddress needs the type beside it (`formatInetAddress`): alone it is shown as hex.
 * @returns undefined for exceptions, Null and empty texts: the dimension is omitted
 */
export function renderText(value: SnmpValue, syntax: ObjectSyntax | undefined): string | undefined {
  switch (value.type) {
    case "Integer32":
    case "Counter32":
    case "Gauge32":
    case "TimeTicks": {
      const name = syntax?.kind === "enumeration" ? syntax.names.get(value.value) : undefined;
      return name === undefined ? String(value.value) : `${name}(${value.value})`;
    }
    case "Counter64":
      return value.value.toString();
    case "ObjectIdentifier":
      return `.${value.value}`;
    case "IpAddress":
      return value.value.length === 4 ? formatIpv4(value.value) : hexPairs(value.value);
    case "OctetString":
      return renderOctets(value.value, syntax);
    case "Opaque": {
      const number = opaqueNumber(value.value);
      return number === undefined ? hexPairs(value.value) : String(number);
    }
    case "Null":
    case "noSuchObject":
    case "noSuchInstance":
    case "endOfMibView":
      return undefined;
    default:
      return assertNever(value);
  }
}

/**
 * A value as the number of a metric: never scaled, enumerations stay numbers, TimeTicks stay 1/100 s, an OCTET
 * STRING counts when it is a decimal number after trim.
 * @returns a bigint only beyond ±(2⁵³−1), where a number would round; undefined when it is not a finite number
 */
export function renderNumber(value: SnmpValue): number | bigint | undefined {
  switch (value.type) {
    case "Integer32":
    case "Counter32":
    case "Gauge32":
    case "TimeTicks":
      return value.value;
    case "Counter64":
      return narrow(value.value);
    case "OctetString":
      return parseDecimal(value.value);
    case "Opaque":
      return opaqueNumber(value.value);
    case "IpAddress":
    case "ObjectIdentifier":
    case "Null":
    case "noSuchObject":
    case "noSuchInstance":
    case "endOfMibView":
      return undefined;
    default:
      return assertNever(value);
  }
}

/** The same integer as a number where a number holds it exactly. */
export function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function renderOctets(bytes: Uint8Array, syntax: ObjectSyntax | undefined): string | undefined {
  if (bytes.length === 0) return undefined;
  if (syntax !== undefined) {
    if (syntax.kind === "physAddress") return formatMac(bytes);
    if (syntax.kind === "inetAddress") return hexPairs(bytes);
    if (syntax.kind === "bits") return formatBits(bytes, syntax.names);
    const date = syntax.kind === "dateAndTime" ? formatDateAndTime(bytes) : undefined;
    if (date !== undefined) return date;
  }
  const octets = withoutTrailingNuls(bytes);
  if (octets.length === 0) return undefined;
  return formatPrintable(octets) ?? hexPairs(octets);
}

/** The names of the bits that are set, in order; a bit without a name by its number. The first bit is the highest. */
function formatBits(bytes: Uint8Array, names: ReadonlyMap<number, string>): string | undefined {
  const set: string[] = [];
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    if ((bytes[bit >> 3]! & (0x80 >> (bit & 7))) !== 0) set.push(names.get(bit) ?? String(bit));
  }
  return set.length === 0 ? undefined : set.join(",");
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** Controls, unassigned and private code points: octets that hold one are not a text. */
const UNPRINTABLE = /[\p{Cc}\p{Cn}\p{Co}]/u;

/**
 * Octets as text when they are printable UTF-8 after trailing NULs are gone; runs of CR, LF and TAB become one blank
 * (sysDescr often has several lines). Undefined when they are not text, or empty.
 */
export function formatPrintable(bytes: Uint8Array): string | undefined {
  const octets = withoutTrailingNuls(bytes);
  if (octets.length === 0) return undefined;
  if (octets.length <= ASCII_FAST_MAX && isPrintableAscii(octets)) return String.fromCharCode(...octets);
  let text: string;
  try {
    text = utf8.decode(octets);
  } catch {
    return undefined;
  }
  text = text.replace(/[\r\n\t]+/g, " ");
  return UNPRINTABLE.test(text) ? undefined : text;
}

/** Above this the decoder is as fast, and a spread argument list must have an end. */
const ASCII_FAST_MAX = 64;

function isPrintableAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte < 0x20 || byte > 0x7e) return false;
  }
  return true;
}

function withoutTrailingNuls(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return end === bytes.length ? bytes : bytes.subarray(0, end);
}

/** Octets as upper-case hex pairs with blanks between: `0A FF 00`. */
function hexPairs(bytes: Uint8Array): string | undefined {
  return bytes.length === 0 ? undefined : formatMac(bytes).toUpperCase().replaceAll(":", " ");
}

/**
 * DateAndTime (RFC 2579 §2) as ISO 8601: 8 octets are local time without offset, 11 carry the offset from UTC.
 * `2025-03-09T14:05:07.5+02:00`; tenths are shown when not zero. Undefined when a field is out of range.
 */
function formatDateAndTime(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 8 && bytes.length !== 11) return undefined;
  const [, , month = 0, day = 0, hour = 0, minute = 0, second = 0, tenths = 0] = bytes;
  const inRange =
    month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 23 && minute <= 59 && second <= 60;
  if (!inRange || tenths > 9) return undefined;
  const year = String((bytes[0]! << 8) | bytes[1]!).padStart(4, "0");
  const fraction = tenths === 0 ? "" : `.${tenths}`;
  const local = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${fraction}`;
  if (bytes.length === 8) return local;
  const sign = String.fromCharCode(bytes[8]!);
  if ((sign !== "+" && sign !== "-") || bytes[9]! > 14 || bytes[10]! > 59) return undefined;
  return `${local}${sign}${two(bytes[9]!)}:${two(bytes[10]!)}`;
}

const two = (value: number): string => String(value).padStart(2, "0");

/** Longer digit strings are no counters; the limit keeps BigInt short. */
const DECIMAL_MAX_OCTETS = 40;

function parseDecimal(bytes: Uint8Array): number | bigint | undefined {
  if (bytes.length > DECIMAL_MAX_OCTETS) return undefined;
  const text = formatPrintable(bytes)?.trim();
  if (text === undefined || !/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) return undefined;
  const number = Number(text);
  if (Number.isSafeInteger(number) || !/^[+-]?\d+$/.test(text)) return number;
  return BigInt(text.startsWith("+") ? text.slice(1) : text);
}

/**
 * Float (9F 78 04 + 4 octets) or double (9F 79 08 + 8 octets) inside an Opaque, as net-snmp agents and
 * Palo Alto, Juniper and UPS agents send them (draft-perkins-opaque-01). Undefined for other content, NaN, infinity.
 */
function opaqueNumber(bytes: Uint8Array): number | undefined {
  if (bytes[0] !== 0x9f) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[1] === 0x78 && bytes[2] === 4 && bytes.length === 7) return shortestFloat(view.getFloat32(3));
  if (bytes[1] === 0x79 && bytes[2] === 8 && bytes.length === 11) return finite(view.getFloat64(3));
  return undefined;
}

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

/** The decimal a human set: a single 0.1 widened to a double would read 0.10000000149011612. */
function shortestFloat(single: number): number | undefined {
  if (!Number.isFinite(single)) return undefined;
  for (let digits = 6; digits < 9; digits++) {
    const candidate = Number(single.toPrecision(digits));
    if (Math.fround(candidate) === single) return candidate;
  }
  return Number(single.toPrecision(9));
}
