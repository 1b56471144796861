import { isIP } from "node:net";

/** Of one check, all ranges together: a /20. */
export const TARGETS_MAX = 4_096;

type Range = { readonly addresses: readonly string[] } | { readonly problem: string };

const NARROWER = `has more than ${TARGETS_MAX} addresses. Give a /20 or less, one check after another.`;

/**
 * The addresses of `192.0.2.10-20`, `192.0.2.10-192.0.2.40`, `192.0.2.0/24` or `2001:db8::/120`. Of an IPv4 network
 * larger than /31 the network and the broadcast address are left out (RFC 3021 keeps both of a /31).
 * @returns undefined for a text that is neither a range nor a network
 */
export function expandRange(text: string): Range | undefined {
  const network = /^([^/]+)\/(\d{1,3})$/.exec(text);
  if (network !== null) return networkOf(network[1] ?? "", Number(network[2]));
  const range = /^(\d+\.\d+\.\d+\.\d+)-(\d+(?:\.\d+\.\d+\.\d+)?)$/.exec(text);
  if (range === null) return undefined;
  const [first = "", end = ""] = range.slice(1);
  const last = end.includes(".") ? end : first.replace(/\d+$/, end);
  if (isIP(first) !== 4 || isIP(last) !== 4) return { problem: "is no range: write 192.0.2.10-20." };
  return between(numberOf(first), numberOf(last));
}

function between(first: number, last: number): Range {
  if (last < first) return { problem: "is no range: it ends before it begins." };
  const count = last - first + 1;
  if (count > TARGETS_MAX) return { problem: NARROWER };
  return { addresses: Array.from({ length: count }, (_, i) => addressOf(first + i)) };
}

function networkOf(address: string, prefix: number): Range {
  const family = isIP(address);
  const bits = family === 6 ? 128 : 32;
  if (family === 0 || prefix > bits) return { problem: "is no network: write 192.0.2.0/24." };
  const hostBits = bits - prefix;
  if (2 ** hostBits > TARGETS_MAX) return { problem: NARROWER };
  if (family === 6) return { addresses: network6(address, hostBits) };
  const first = Math.floor(numberOf(address) / 2 ** hostBits) * 2 ** hostBits;
  const last = first + 2 ** hostBits - 1;
  return hostBits < 2 ? between(first, last) : between(first + 1, last - 1);
}

const numberOf = (address: string): number =>
  address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

const addressOf = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");

/** At most 12 bits vary, so all of them lie in the last group. */
function network6(address: string, hostBits: number): string[] {
  const groups = groupsOf(address);
  const first = (groups[7] ?? 0) & ~(2 ** hostBits - 1);
  return Array.from({ length: 2 ** hostBits }, (_, i) => {
    const text = [...groups.slice(0, 7), first + i].map((group) => group.toString(16)).join(":");
    return new URL(`http://[${text}]/`).hostname.slice(1, -1);
  });
}

/** The URL parser knows all spellings and gives the one of RFC 5952. */
function groupsOf(address: string): number[] {
  const shortest = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = "", tail] = shortest.split("::");
  const parse = (text: string): number[] =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  const [left, right] = [parse(head), parse(tail ?? "")];
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}
