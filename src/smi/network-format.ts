import { assertNever } from "../base/index.ts";
import { formatDnsName, formatInetAddress, formatIpv4, formatIpv6, formatMac } from "./inet.ts";
import type { Oid } from "./oid.ts";
import { formatPrintable, renderText } from "./render.ts";
import type { ObjectSyntax } from "./syntax.ts";
import type { SnmpValue } from "./value.ts";

// `$networkFormat`: an identifier whose type stands in another column, as LLDP has it (IEEE 802.1AB, LLDP-MIB).

/** The ways to read an identifier; the names are those of the LLDP subtypes. */
const NETWORK_KINDS = [
  "chassisComponent",
  "interfaceAlias",
  "interfaceName",
  "portComponent",
  "networkAddress",
  "macAddress",
  "local",
  "agentCircuitId",
] as const;
export type NetworkKind = (typeof NETWORK_KINDS)[number];

const KIND_BY_NAME: ReadonlyMap<string, NetworkKind> = new Map([
  ...NETWORK_KINDS.map((kind) => [kind.toLowerCase(), kind] as const),
  ["localaddress", "local"],
  ["mac", "macAddress"],
  // Formatter columns of other MIBs: InetAddressType, AddressFamilyNumbers, CiscoNetworkProtocol.
  ["ip", "networkAddress"],
  ["ipv4", "networkAddress"],
  ["ipv6", "networkAddress"],
  ["ipv4z", "networkAddress"],
  ["ipv6z", "networkAddress"],
  ["dns", "networkAddress"],
  ["all802", "macAddress"],
]);

/** Subtype numbers, by position: LldpChassisIdSubtype and LldpPortIdSubtype begin at 1. */
const CHASSIS_SUBTYPES: readonly NetworkKind[] = [
  "chassisComponent",
  "interfaceAlias",
  "portComponent",
  "macAddress",
  "networkAddress",
  "interfaceName",
  "local",
];
const PORT_SUBTYPES: readonly NetworkKind[] = [
  "interfaceAlias",
  "portComponent",
  "macAddress",
  "networkAddress",
  "interfaceName",
  "agentCircuitId",
  "local",
];

/** LLDP-MIB columns that hold a subtype, for catalogues that do not know their names. */
const SUBTYPES_BY_COLUMN: ReadonlyMap<string, readonly NetworkKind[]> = new Map([
  ["1.0.8802.1.1.2.1.3.1", CHASSIS_SUBTYPES], // lldpLocChassisIdSubtype
  ["1.0.8802.1.1.2.1.3.1.0", CHASSIS_SUBTYPES],
  ["1.0.8802.1.1.2.1.3.7.1.2", PORT_SUBTYPES], // lldpLocPortIdSubtype
  ["1.0.8802.1.1.2.1.4.1.1.4", CHASSIS_SUBTYPES], // lldpRemChassisIdSubtype
  ["1.0.8802.1.1.2.1.4.1.1.6", PORT_SUBTYPES], // lldpRemPortIdSubtype
]);

/** The kind a manifest or a formatter column names, whatever its case: `macAddress`, `local address`. */
export function networkKindOf(name: string): NetworkKind | undefined {
  return KIND_BY_NAME.get(name.toLowerCase().replace(/[^a-z0-9]/g, ""));
}

/**
 * The kind that the value of a formatter column stands for: a text is the name itself; a number is looked up in the
 * column's enumeration, else in the LLDP subtypes when `column` is one of LLDP-MIB.
 */
export function networkKindOfValue(
  value: SnmpValue,
  column: Oid,
  syntax: ObjectSyntax | undefined,
): NetworkKind | undefined {
  if (value.type === "OctetString") {
    const name = formatPrintable(value.value);
    return name === undefined ? undefined : networkKindOf(name);
  }
  if (value.type !== "Integer32" && value.type !== "Gauge32") return undefined;
  if (syntax?.kind === "enumeration") {
    const name = syntax.names.get(value.value);
    return name === undefined ? undefined : networkKindOf(name);
  }
  return SUBTYPES_BY_COLUMN.get(column)?.[value.value - 1];
}

/**
 * An identifier read as `kind` says.
 * formatNetwork("networkAddress", [1, 192, 0, 2, 7]) → "192.0.2.7" (LLDP: the first octet is the address family)
 * @returns undefined when the octets cannot be of that kind
 */
export function formatNetwork(kind: NetworkKind, bytes: Uint8Array): string | undefined {
  switch (kind) {
    case "macAddress":
      return bytes.length === 6 || bytes.length === 8 ? formatMac(bytes) : undefined;
    case "networkAddress":
      return formatNetworkAddress(bytes);
    case "agentCircuitId": // RFC 3046: opaque to all but the relay agent that made it
      return renderText({ type: "OctetString", value: bytes }, undefined);
    case "chassisComponent":
    case "interfaceAlias":
    case "interfaceName":
    case "portComponent":
    case "local":
      return formatPrintable(bytes);
    default:
      return assertNever(kind);
  }
}

/** IANA address family numbers that lead an LLDP network address. */
const FAMILY = { ipv4: 1, ipv6: 2, all802: 6, dns: 16 } as const;

function formatNetworkAddress(bytes: Uint8Array): string | undefined {
  const rest = bytes.subarray(1);
  if (bytes[0] === FAMILY.ipv4 && rest.length === 4) return formatIpv4(rest);
  if (bytes[0] === FAMILY.ipv6 && rest.length === 16) return formatIpv6(rest);
  if (bytes[0] === FAMILY.all802 && rest.length === 6) return formatMac(rest);
  if (bytes[0] === FAMILY.dns && rest.length > 0) return formatDnsName(rest);
  if (bytes.length === 6) return formatMac(bytes);
  if (bytes.length === 4) return formatIpv4(bytes);
  // 16 octets that are all printable are a host name: IPv6 addresses in use have zeros or high octets.
  return formatDnsName(bytes) ?? formatInetAddress(undefined, bytes);
}
