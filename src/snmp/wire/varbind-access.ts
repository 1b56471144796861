import type { Oid, SnmpValue } from "../../smi/index.ts";
import { counter64, signedInteger, TAG, unsigned32 } from "./ber.ts";
import { arcsText, isUnderBytes, oidText } from "./oid-bytes.ts";
import type { ResponseView } from "./response-view.ts";

// What a caller asks of varbind i of a view, 0 ≤ i < view.count. Whatever is returned outlives the message: octets
// are copied.

/** @returns undefined for a MALFORMED value */
export function valueAt(view: ResponseView, i: number): SnmpValue | undefined {
  const { bytes } = view;
  const start = view.valueStart[i]!;
  const end = view.valueEnd[i]!;
  switch (view.valueTag[i]!) {
    case TAG.integer:
      return integer32(signedInteger(bytes, start, end));
    case TAG.counter32:
      return { type: "Counter32", value: unsigned32(bytes, start, end) };
    case TAG.gauge32:
    case TAG.uinteger32:
      return { type: "Gauge32", value: unsigned32(bytes, start, end) };
    case TAG.timeTicks:
      return { type: "TimeTicks", value: unsigned32(bytes, start, end) };
    case TAG.counter64:
      return { type: "Counter64", value: BigInt(counter64(bytes, start, end)) };
    case TAG.octetString:
      return { type: "OctetString", value: copy(bytes, start, end) };
    case TAG.ipAddress:
      return { type: "IpAddress", value: copy(bytes, start, end) };
    case TAG.opaque:
      return { type: "Opaque", value: copy(bytes, start, end) };
    case TAG.objectIdentifier:
      return { type: "ObjectIdentifier", value: oidText(bytes, start, end) };
    case TAG.null:
      return { type: "Null" };
    case TAG.noSuchObject:
      return { type: "noSuchObject" };
    case TAG.noSuchInstance:
      return { type: "noSuchInstance" };
    case TAG.endOfMibView:
      return { type: "endOfMibView" };
    default:
      return undefined;
  }
}

/** Statuses, types and small sizes are most integers of a switch: they are made once. */
const SMALL: readonly SnmpValue[] = Array.from({ length: 256 }, (_, value) =>
  Object.freeze({ type: "Integer32", value } as const),
);

const integer32 = (value: number): SnmpValue => SMALL[value] ?? { type: "Integer32", value };

/**
 * A number without an object around it: a bigint only for a Counter64 beyond 2⁵³−1.
 * @returns undefined for what is no number: octets, OIDs, exceptions, MALFORMED
 */
export function numberAt(view: ResponseView, i: number): number | bigint | undefined {
  const { bytes } = view;
  const start = view.valueStart[i]!;
  const end = view.valueEnd[i]!;
  switch (view.valueTag[i]!) {
    case TAG.counter64:
      return counter64(bytes, start, end);
    case TAG.counter32:
    case TAG.gauge32:
    case TAG.timeTicks:
    case TAG.uinteger32:
      return unsigned32(bytes, start, end);
    case TAG.integer:
      return signedInteger(bytes, start, end);
    default:
      return undefined;
  }
}

/** The name of varbind i. For columns that are known, `isUnderAt` and `suffixText` cost a tenth. */
export function oidAt(view: ResponseView, i: number): Oid {
  return oidText(view.bytes, view.oidStart[i]!, view.oidEnd[i]!);
}

/** Whether varbind i lies strictly below the column. @param column octets of `encodeOid` */
export function isUnderAt(view: ResponseView, i: number, column: Uint8Array): boolean {
  return isUnderBytes(view.bytes, view.oidStart[i]!, view.oidEnd[i]!, column);
}

/**
 * The index of varbind i: its arcs behind the column, dotted.
 * @param columnLength octets of the column; only where `isUnderAt` said yes
 */
export function suffixText(view: ResponseView, i: number, columnLength: number): string {
  return arcsText(view.bytes, view.oidStart[i]! + columnLength, view.oidEnd[i]!);
}

/** Not a subarray: that would keep the datagram alive. */
function copy(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const octets = new Uint8Array(end - start);
  if (end - start > 24) octets.set(bytes.subarray(start, end));
  else for (let i = 0; i < octets.length; i++) octets[i] = bytes[start + i]!;
  return octets;
}
