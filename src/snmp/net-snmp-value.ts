import type snmp from "net-snmp";
import { type Oid, parseOid, type SnmpValue } from "../smi/index.ts";
import type { ListedVarbind } from "./net-snmp-reply.ts";

/**
 * A varbind as net-snmp decodes it, without a value where that was cut short or is not of its type.
 * @throws {Error} when the name is no OID
 */
export function toVarbind({ oid, type, value }: snmp.WireVarbind): ListedVarbind {
  return { oid: toOid(oid), value: valueOrNone(type, value) };
}

function valueOrNone(type: number, value: unknown): SnmpValue | undefined {
  try {
    return toValue(type, value);
  } catch {
    return undefined;
  }
}

/** BER tags: RFC 2578 §7.1, RFC 3416 §3. */
function toValue(tag: number, value: unknown): SnmpValue {
  switch (tag) {
    case 0x02:
      return { type: "Integer32", value: toNumber(value) };
    case 0x04:
      return { type: "OctetString", value: toBytes(value) };
    case 0x05:
      return { type: "Null" };
    case 0x06:
      return { type: "ObjectIdentifier", value: toOid(value) };
    case 0x40:
      return { type: "IpAddress", value: toAddress(value) };
    case 0x41:
      return { type: "Counter32", value: toNumber(value) };
    case 0x42:
      return { type: "Gauge32", value: toNumber(value) };
    case 0x43:
      return { type: "TimeTicks", value: toNumber(value) };
    case 0x44:
      return { type: "Opaque", value: toBytes(value) };
    case 0x46:
      return { type: "Counter64", value: toCounter64(toBytes(value)) };
    case 0x80:
      return { type: "noSuchObject" };
    case 0x81:
      return { type: "noSuchInstance" };
    case 0x82:
      return { type: "endOfMibView" };
    default:
      throw new Error(`unexpected value type 0x${tag.toString(16)}`);
  }
}

function toNumber(value: unknown): number {
  if (typeof value !== "number") throw new Error("integer cut short");
  return value;
}

/** A copy: the decoder hands out views that would keep the whole datagram alive. */
function toBytes(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error("octets cut short");
  return new Uint8Array(value);
}

/** net-snmp has checked that there are four octets, and made text of them. */
function toAddress(value: unknown): Uint8Array {
  return Uint8Array.from(String(value).split("."), Number);
}

/** Unsigned, with or without the leading zero octet that BER asks for at 2⁶³ and above. */
function toCounter64(octets: Uint8Array): bigint {
  if (octets.length === 0 || octets.length > 9 || (octets.length === 9 && octets[0] !== 0)) {
    throw new Error(`Counter64 of ${octets.length} octets`);
  }
  let value = 0n;
  for (const octet of octets) value = (value << 8n) | BigInt(octet);
  return value;
}

/** With up to 255 characters an OID has at most 128 arcs, and the decoder bounds each to 32 bits. */
const SURELY_SHORT = 255;

function toOid(value: unknown): Oid {
  if (typeof value !== "string") throw new Error("OID cut short");
  if (value.length <= SURELY_SHORT && /^[012]\.\d/.test(value)) return value as Oid;
  if (value === "0.NaN") return "0.0" as Oid; // an OID of no octets, which some agents send for zeroDotZero
  // The decoder splits the first sub-identifier at 40 even where the first arc is 2: 4.20 stands for 2.100.
  const [first = "", second = "", ...others] = value.split(".");
  const repaired =
    Number(first) > 2 ? [2, (Number(first) - 2) * 40 + Number(second), ...others].join(".") : value;
  const parsed = parseOid(repaired);
  if (parsed === undefined) throw new Error("invalid OID");
  return parsed;
}
