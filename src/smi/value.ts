import type { Oid } from "./oid.ts";

/**
 * A value as it came from the wire (RFC 3416 §2, RFC 2578 §7.1). Counter64 stays a bigint until it is a delta.
 * The last three are exceptions, not values: the agent says that there is nothing.
 */
export type SnmpValue =
  | { readonly type: "Integer32"; readonly value: number }
  | { readonly type: "Counter32"; readonly value: number }
  | { readonly type: "Gauge32"; readonly value: number }
  | { readonly type: "TimeTicks"; readonly value: number }
  | { readonly type: "Counter64"; readonly value: bigint }
  | { readonly type: "OctetString"; readonly value: Uint8Array }
  | { readonly type: "IpAddress"; readonly value: Uint8Array }
  | { readonly type: "Opaque"; readonly value: Uint8Array }
  | { readonly type: "ObjectIdentifier"; readonly value: Oid }
  | { readonly type: "Null" }
  | { readonly type: "noSuchObject" }
  | { readonly type: "noSuchInstance" }
  | { readonly type: "endOfMibView" };

export interface Varbind {
  readonly oid: Oid;
  readonly value: SnmpValue;
}

/** Whether the agent answered with an exception (RFC 3416 §4.2) or Null instead of a value. */
export function isMissing(value: SnmpValue): boolean {
  return (
    value.type === "noSuchInstance" ||
    value.type === "noSuchObject" ||
    value.type === "endOfMibView" ||
    value.type === "Null"
  );
}
