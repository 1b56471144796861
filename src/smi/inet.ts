// Addresses as text: IPv4, IPv6 (RFC 5952), zones and DNS names as INET-ADDRESS-MIB carries them (RFC 4001), MACs.

/** InetAddressType (RFC 4001 §3). */
const INET_TYPE = { unknown: 0, ipv4: 1, ipv6: 2, ipv4z: 3, ipv6z: 4, dns: 16 } as const;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * An InetAddress beside its InetAddressType (RFC 4001): `192.0.2.1`, `2001:db8::1`, `fe80::1%3`, `sw1.example.net`.
 * @param type  undefined or 0 when unknown: then 4 octets are IPv4 and 16 are IPv6
 * @returns undefined when type and octets do not fit together
 */
export function formatInetAddress(type: number | undefined, bytes: Uint8Array): string | undefined {
  switch (type ?? INET_TYPE.unknown) {
    case INET_TYPE.unknown:
      if (bytes.length === 4) return formatIpv4(bytes);
      return bytes.length === 16 ? formatIpv6(bytes) : undefined;
    case INET_TYPE.ipv4:
      return bytes.length === 4 ? formatIpv4(bytes) : undefined;
    case INET_TYPE.ipv6:
      return bytes.length === 16 ? formatIpv6(bytes) : undefined;
    case INET_TYPE.ipv4z:
      return bytes.length === 8 ? `${formatIpv4(bytes)}%${zoneAt(bytes, 4)}` : undefined;
    case INET_TYPE.ipv6z:
      return bytes.length === 20 ? `${formatIpv6(bytes.subarray(0, 16))}%${zoneAt(bytes, 16)}` : undefined;
    case INET_TYPE.dns:
      return formatDnsName(bytes);
    default:
      return undefined;
  }
}

/** The first four octets as a dotted quad. */
export function formatIpv4(bytes: Uint8Array): string {
  return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}`;
}

/**
 * 16 octets in the one form of RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups
 * (the first of equals) as `::`, IPv4-mapped addresses (§5) as `::ffff:192.0.2.1`.
 */
export function formatIpv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => (bytes[2 * i]! << 8) | bytes[2 * i + 1]!);
  if (groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0)) {
    return `::ffff:${formatIpv4(bytes.subarray(12))}`;
  }
  const zeros = longestZeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  if (zeros.length < 2) return hex.join(":");
  return `${hex.slice(0, zeros.start).join(":")}::${hex.slice(zeros.start + zeros.length).join(":")}`;
}

/** Octets as `aa:bb:cc:dd:ee:ff`: lower case, two digits each, any length. */
export function formatMac(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i++) text += i === 0 ? HEX[bytes[i]!]! : `:${HEX[bytes[i]!]!}`;
  return text;
}

/** A host name in printable ASCII; undefined when the octets are none. */
export function formatDnsName(bytes: Uint8Array): string | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, 256)).replace(/\0+$/, "");
  return /^[\x21-\x7e]{1,255}$/.test(text) ? text : undefined;
}

function zoneAt(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset);
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
    start = Math.max(start, end);
  }
  return best;
}
