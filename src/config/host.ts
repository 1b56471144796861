const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const LEADING_ZERO = /(?:^|\.)0\d/;
const IPV6_CHARACTERS = /^[0-9a-f:.]+$/i;
const ZONE = /%[\w.-]{1,64}$/;
/** RFC 1123 §2.1, and `_`, which Windows names have. */
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;
const NAME_LENGTH_MAX = 253;
const NUMERIC_END = /(?:^|\.)\d+\.?$/;

/** Dotted quad; leading zeros are refused, for some resolvers read them as octal. */
export function isIpv4(text: string): boolean {
  return IPV4.test(text) && !LEADING_ZERO.test(text);
}

/** RFC 4291 §2.2, and a zone (`%eth0`, RFC 4007) behind it. */
export function isIpv6(text: string): boolean {
  return canonicalIpv6(text) !== undefined;
}

/**
 * What is wrong with a text that should be an IPv4 or IPv6 address or a host name, and what to write instead;
 * undefined when nothing is.
 */
export function hostProblem(text: string): string | undefined {
  if (text === "0.0.0.0" || text === "::") return "is only a placeholder. Write the address of the device";
  if (isIpv4(text) || isIpv6(text) || isHostName(text)) return undefined;
  return `is neither an IPv4 or IPv6 address nor a host name. ${hostRemedy(text)}`;
}

/** One spelling for texts that mean the same host: `2001:DB8::1` and `2001:db8:0::1`, `SW1.` and `sw1`. */
export function canonicalHost(text: string): string {
  return canonicalIpv6(text) ?? text.toLowerCase().replace(/\.$/, "");
}

/** What is wrong with a network written as address and prefix length; host bits may be set. */
export function cidrProblem(text: string): string | undefined {
  const slash = text.lastIndexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const bits = isIpv4(address) ? 32 : isIpv6(address) && !address.includes("%") ? 128 : undefined;
  if (bits === undefined) return "is not a network. Write address and prefix length, such as 192.0.2.0/24";
  if (slash < 0) return `has no prefix length. Write ${address}/${bits} for this one sender`;
  const length = text.slice(slash + 1);
  if (/^\d{1,3}$/.test(length) && Number(length) <= bits) return undefined;
  return `has a wrong prefix length. Write a number from 0 to ${bits} after the slash`;
}

function isHostName(text: string): boolean {
  const name = text.replace(/\.$/, "");
  if (name.length > NAME_LENGTH_MAX || NUMERIC_END.test(name)) return false;
  return name.split(".").every((label) => LABEL.test(label));
}

function canonicalIpv6(text: string): string | undefined {
  const zone = ZONE.exec(text)?.[0] ?? "";
  const address = text.slice(0, text.length - zone.length);
  if (!address.includes(":") || !IPV6_CHARACTERS.test(address)) return undefined;
  // The URL standard's parser is the one at hand that reads all forms and writes one.
  const url = `http://[${address}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) + zone : undefined;
}

function hostRemedy(text: string): string {
  if (text.trim() !== text) return "Remove the blanks around it";
  if (/^\w+:\/\//.test(text)) return "Write the host alone, without scheme and path";
  if (/^\[.*\]/.test(text)) return "Write an IPv6 address without brackets; a port goes into port";
  if (/^[^:]+:\d+$/.test(text)) return "Put the number after the colon into port";
  if (text.includes("/")) return "Write one address for each device, no network";
  if (NUMERIC_END.test(text)) return "An IPv4 address has four numbers from 0 to 255, without leading zeros";
  return "Use letters, digits, hyphens and dots; an international name in its xn-- form";
}

/** Whether nobody but this host reaches the address: 127.0.0.0/8, ::1, `localhost`. */
export const isLoopbackHost = (host: string): boolean =>
  host === "::1" || host.toLowerCase() === "localhost" || (isIpv4(host) && host.startsWith("127."));
