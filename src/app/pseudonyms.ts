import { createHmac } from "node:crypto";

/** Keyed replacements: the same salt and input give the same output, and nobody without the salt gets back. */
export interface Pseudonyms {
  /** Keeps special addresses and masks, shared prefixes down to /24, and the last octet: subnets stay subnets. */
  readonly ipv4: (octets: Uint8Array) => Uint8Array;
  /** Keeps special addresses, shared /64 prefixes, and small host numbers; EUI-64 follows its MAC address. */
  readonly ipv6: (octets: Uint8Array) => Uint8Array;
  /** Locally administered; keeps the last octet, so that a run of port addresses stays a run. */
  readonly mac: (octets: Uint8Array) => Uint8Array;
  /** A word of the same length and shape: letters stay letters, digits digits; two words never become one. */
  readonly word: (text: string) => string;
}

/** @param salt  keep it secret when the recording leaves the house; the same salt joins several recordings */
export function createPseudonyms(salt: string): Pseudonyms {
  const hash = (kind: string, input: Uint8Array | string): Buffer =>
    createHmac("sha256", salt).update(kind).update("\0").update(input).digest();
  const ipv4 = remembered((octets) => ipv4Pseudonym(octets, hash));
  const mac = remembered((octets) => (isSpecialMac(octets) ? octets : macPseudonym(octets, hash)));
  const ipv6 = remembered((octets) => (isSpecialIpv6(octets) ? octets : ipv6Pseudonym(octets, hash, mac)));
  return { ipv4, ipv6, mac, word: wordPseudonyms(hash) };
}

/** 0/8, loopback, link-local, multicast and above, and netmasks: they mean the same everywhere. */
export function isSpecialIpv4(octets: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0, fourth = 0] = octets;
  if (first === 0 || first === 127 || first >= 224 || (first === 169 && second === 254)) return true;
  const inverted = ~((first << 24) | (second << 16) | (third << 8) | fourth);
  return first >= 128 && (inverted & (inverted + 1)) === 0;
}

/** All zeros, broadcast and multicast. */
export function isSpecialMac(octets: Uint8Array): boolean {
  return ((octets[0] ?? 0) & 1) === 1 || octets.every((octet) => octet === 0);
}

type Hash = (kind: string, input: Uint8Array | string) => Buffer;

function remembered(replace: (octets: Uint8Array) => Uint8Array): (octets: Uint8Array) => Uint8Array {
  const known = new Map<string, Uint8Array>();
  return (octets) => {
    const key = Buffer.from(octets).toString("latin1");
    const found = known.get(key) ?? replace(octets);
    known.set(key, found);
    return found;
  };
}

/**
 * Flips each of the upper 24 bits by a hash of the bits above it (as Crypto-PAn does), which is one-to-one and keeps
 * shared prefixes. A result that means something special is replaced again until it does not.
 */
function ipv4Pseudonym(octets: Uint8Array, hash: Hash): Uint8Array {
  if (isSpecialIpv4(octets)) return octets;
  let current = octets;
  do {
    const next = Uint8Array.from(current);
    for (let bit = 0; bit < 24; bit++) {
      const above = current.map(
        (octet, i) => octet & (i * 8 + 8 <= bit ? 0xff : i * 8 >= bit ? 0 : (0xff00 >> (bit - i * 8)) & 0xff),
      );
      const flip = (hash(`ipv4/${bit}`, above)[0] ?? 0) & 1;
      const at = bit >> 3;
      next[at] = (next[at] ?? 0) ^ (flip << (7 - (bit & 7)));
    }
    current = next;
  } while (isSpecialIpv4(current));
  return current;
}

/** ::, ::1 and IPv4 in IPv6, link-local by prefix below, multicast. */
function isSpecialIpv6(octets: Uint8Array): boolean {
  return octets[0] === 0xff || octets.subarray(0, 8).every((octet) => octet === 0);
}

function ipv6Pseudonym(octets: Uint8Array, hash: Hash, mac: (octets: Uint8Array) => Uint8Array): Uint8Array {
  const linkLocal = octets[0] === 0xfe && ((octets[1] ?? 0) & 0xc0) === 0x80;
  const prefix = linkLocal
    ? octets.subarray(0, 8)
    : Buffer.concat([Uint8Array.of(0xfd), hash("ipv6 prefix", octets.subarray(0, 8)).subarray(0, 7)]);
  const host = octets.subarray(8);
  const isSmall = host.subarray(0, 6).every((octet) => octet === 0);
  if (isSmall) return Buffer.concat([prefix, host]);
  if (host[3] !== 0xff || host[4] !== 0xfe) {
    return Buffer.concat([prefix, hash("ipv6 host", octets).subarray(0, 8)]);
  }
  const own = Uint8Array.of((host[0] ?? 0) ^ 2, ...host.subarray(1, 3), ...host.subarray(5));
  const other = isSpecialMac(own) ? own : mac(own);
  return Uint8Array.of(
    ...prefix,
    (other[0] ?? 0) ^ 2,
    ...other.subarray(1, 3),
    0xff,
    0xfe,
    ...other.subarray(3),
  );
}

function macPseudonym(octets: Uint8Array, hash: Hash): Uint8Array {
  return Uint8Array.of(0x02, ...hash("mac", octets.subarray(0, 5)).subarray(0, 4), octets[5] ?? 0);
}

/** How often another word is tried before two may share one; only the shortest words come that far. */
const TRIES_MAX = 100;

function wordPseudonyms(hash: Hash): (text: string) => string {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  return (text) => {
    // Names join regardless of case: the same letters are replaced, in the case of the original.
    const key = text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase()); // ASCII alone: the rest may be UTF-8
    let lower = given.get(key);
    for (let attempt = 0; lower === undefined; attempt++) {
      const candidate = shaped(key, hash(`word ${attempt}`, key));
      if ((candidate !== key && !taken.has(candidate)) || attempt === TRIES_MAX) lower = candidate;
    }
    given.set(key, lower);
    taken.add(lower);
    return Array.from(lower, (char, i) => (/[A-Z]/.test(text[i] ?? "") ? char.toUpperCase() : char)).join("");
  };
}

function shaped(word: string, digest: Buffer): string {
  return Array.from(word, (char, i) => {
    const chance = (digest[i % digest.length] ?? 0) + i;
    if (/[a-z]/.test(char)) return String.fromCharCode(97 + (chance % 26));
    if (/[1-9]/.test(char)) return String(1 + (chance % 9));
    return char;
  }).join("");
}
