import { isIPv6, SocketAddress } from "node:net";

// One host has many spellings in IPv6: they are made one before they are compared.

/**
 * The one spelling of a numeric address: IPv6 compressed and in lower case, without zone, IPv4-mapped as IPv4.
 * canonicalAddress("2001:DB8:0:0:0:0:0:1") → "2001:db8::1", canonicalAddress("::ffff:10.0.0.1") → "10.0.0.1"
 */
export function canonicalAddress(address: string): string {
  if (!address.includes(":")) return address;
  const zone = address.indexOf("%");
  const bare = zone < 0 ? address : address.slice(0, zone);
  if (!isIPv6(bare)) return address;
  const { address: canonical } = new SocketAddress({ address: bare, family: "ipv6" });
  return canonical.startsWith(MAPPED) && canonical.includes(".") ? canonical.slice(MAPPED.length) : canonical;
}

const MAPPED = "::ffff:";

/** The canonical form to send to: a link-local address leads nowhere without its zone (RFC 4007 §6). */
export function sendAddress(address: string): string {
  const canonical = canonicalAddress(address);
  const zone = address.indexOf("%");
  return zone < 0 || familyOf(canonical) === 4 ? canonical : canonical + address.slice(zone);
}

/** Of a canonical address. */
export const familyOf = (address: string): 4 | 6 => (address.includes(":") ? 6 : 4);

/** Whether a datagram's source is this host. @param canonical as `canonicalAddress` gives it */
export function isSameHost(canonical: string, source: string): boolean {
  return source === canonical || (source.includes(":") && canonicalAddress(source) === canonical);
}

/**
 * The name of an endpoint in maps; one form for one endpoint, as the address is canonical. Joined, for what a template
 * puts together keeps its parts.
 */
export const endpointKey = (canonical: string, port: number): string => [canonical, port].join(" ");
