import { assertNever } from "../base/index.ts";
import { sortByOid } from "../simulator/index.ts";
import { isUnder, type Oid, oid, type SnmpValue, type Varbind } from "../smi/index.ts";
import { createPseudonyms, isSpecialIpv4, isSpecialMac, type Pseudonyms } from "./pseudonyms.ts";
import { scrubIndex, visitIndex } from "./scrub-index.ts";
import {
  BRIDGE_ID_COLUMNS,
  DROPPED,
  INET_COLUMNS,
  INTERFACE_NAME,
  MAC_COLUMNS,
  NAMES,
  PORT_TEXTS,
  SERIALS,
  USER_TEXTS,
  VERSION_TEXTS,
} from "./scrub-rules.ts";
import { type Learned, scrubText, wordsOf } from "./scrub-text.ts";

/** Makes a recording fit to be given away. */
export interface Scrubber {
  /**
   * Replaces names, addresses, serial numbers and what people typed, in values and in indexes, and leaves out
   * communities and users. Types, lengths and joins between rows stay; the result is sorted again.
   */
  scrub(varbinds: readonly Varbind[]): Varbind[];
}

export interface ScrubberOptions {
  /** The same salt gives the same replacements; keep it secret, or take a random UUID. */
  readonly salt: string;
  /** Texts that must not appear in any value, such as the community that was used. */
  readonly secrets?: readonly string[];
}

/** Words of names that are too common to be replaced elsewhere. */
const COMMON = new Set([
  "switch",
  "router",
  "default",
  "localhost",
  "localdomain",
  "system",
  "unknown",
  "private",
  "none",
  "local",
]);
const LEARNED_WORD_MIN = 4;
const ENGINE_ID = oid("1.3.6.1.6.3.10.2.1.1.0");

export function createScrubber({ salt, secrets = [] }: ScrubberOptions): Scrubber {
  return {
    scrub: (varbinds) => {
      const kept = varbinds.filter((varbind) => !isIn(varbind.oid, DROPPED));
      const learned = learn(kept);
      const pseudonyms = createPseudonyms(salt);
      const scrubbed = kept.map((varbind) => ({
        oid: scrubIndex(varbind.oid, pseudonyms, learned),
        value: scrubValue(varbind, { pseudonyms, learned, secrets }),
      }));
      return sortByOid([...new Map(scrubbed.map((varbind) => [varbind.oid, varbind])).values()]);
    },
  };
}

interface Context {
  readonly pseudonyms: Pseudonyms;
  readonly learned: Learned;
  readonly secrets: readonly string[];
}

function learn(varbinds: readonly Varbind[]): Learned {
  const learned: Learned = { words: new Set(), addresses: new Set() };
  const address = (octets: Uint8Array): void => {
    if (octets.length !== 4 || !isSpecialIpv4(octets)) learned.addresses.add(octets.join("."));
  };
  for (const { oid: name, value } of varbinds) {
    visitIndex(name, (_, octets) => address(octets));
    if (value.type === "IpAddress") address(value.value);
    if (value.type !== "OctetString") continue;
    const kind = kindOf(name, value.value);
    if (kind === "mac" && !isSpecialMac(value.value)) address(value.value);
    if (kind === "inet") address(value.value);
    if (kind !== "text" || !(isIn(name, NAMES) || isIn(name, SERIALS))) continue;
    for (const word of wordsOf(value.value)) {
      if (word.length >= LEARNED_WORD_MIN && !COMMON.has(word)) learned.words.add(word);
    }
  }
  return learned;
}

function scrubValue({ oid: name, value }: Varbind, context: Context): SnmpValue {
  if (value.type === "IpAddress")
    return { type: "IpAddress", value: scrubInet(value.value, context.pseudonyms) };
  if (value.type === "OctetString")
    return { type: "OctetString", value: scrubOctets(name, value.value, context) };
  if (value.type === "ObjectIdentifier") {
    return { type: "ObjectIdentifier", value: scrubIndex(value.value, context.pseudonyms, context.learned) };
  }
  return value;
}

type OctetsKind = "mac" | "bridgeId" | "inet" | "networkAddress" | "engineId" | "text" | "binary";

function kindOf(name: Oid, octets: Uint8Array): OctetsKind {
  const text = isText(octets);
  if (octets.length === 6 && (!text || isIn(name, MAC_COLUMNS))) return "mac";
  if (octets.length === 8 && isIn(name, BRIDGE_ID_COLUMNS)) return "bridgeId";
  if ((octets.length === 4 || octets.length === 16) && isIn(name, INET_COLUMNS)) return "inet";
  // An LLDP chassis may be named by AddressFamilyNumbers and address (IEEE 802.1AB, subtype networkAddress).
  const family = octets.length === 5 ? 1 : octets.length === 17 ? 2 : 0;
  if (!text && family > 0 && octets[0] === family && isIn(name, NAMES)) return "networkAddress";
  if (name === ENGINE_ID && octets.length === 11 && octets[4] === 3) return "engineId"; // RFC 3411 §5: MAC address
  return text ? "text" : "binary";
}

function scrubOctets(name: Oid, octets: Uint8Array, context: Context): Uint8Array {
  const { pseudonyms } = context;
  const behind = (head: number, replace: (octets: Uint8Array) => Uint8Array): Uint8Array =>
    Buffer.concat([octets.subarray(0, head), replace(octets.subarray(head))]);
  const kind = kindOf(name, octets);
  switch (kind) {
    case "mac":
      return pseudonyms.mac(octets);
    case "bridgeId":
      return behind(2, pseudonyms.mac);
    case "inet":
      return scrubInet(octets, pseudonyms);
    case "networkAddress":
      return behind(1, (address) => scrubInet(address, pseudonyms));
    case "engineId":
      return behind(5, pseudonyms.mac);
    case "text":
      return scrubText(octets, {
        ...context,
        words: wordsToReplace(name, octets),
        ipv4: !isIn(name, VERSION_TEXTS),
      });
    case "binary":
      return scrubBinary(octets, context);
    default:
      return assertNever(kind);
  }
}

function wordsToReplace(name: Oid, octets: Uint8Array): "all" | "learned" {
  if (isIn(name, NAMES) || isIn(name, SERIALS) || isIn(name, USER_TEXTS)) return "all";
  if (!isIn(name, PORT_TEXTS)) return "learned";
  return INTERFACE_NAME.test(Buffer.from(octets).toString("latin1").trim()) ? "learned" : "all";
}

/** Known MAC addresses within other octets, such as an engineID or a cluster identifier. */
function scrubBinary(octets: Uint8Array, { pseudonyms, learned }: Context): Uint8Array {
  const result = Uint8Array.from(octets);
  for (let i = 0; i + 6 <= octets.length; i++) {
    const part = octets.subarray(i, i + 6);
    if (!learned.addresses.has(part.join("."))) continue;
    result.set(pseudonyms.mac(part), i);
    i += 5;
  }
  return result;
}

function scrubInet(octets: Uint8Array, pseudonyms: Pseudonyms): Uint8Array {
  if (octets.length === 4) return pseudonyms.ipv4(octets);
  return octets.length === 16 ? pseudonyms.ipv6(octets) : octets;
}

/** Whether these octets were meant to be read: no control characters but white space, and a trailing NUL at most. */
function isText(octets: Uint8Array): boolean {
  const end = octets.at(-1) === 0 ? octets.length - 1 : octets.length;
  const readable = octets
    .subarray(0, end)
    .every((octet) => octet >= 0x20 || octet === 9 || octet === 10 || octet === 13);
  return readable && (octets.length !== 6 || octets.every((octet) => octet < 0x7f));
}

function isIn(name: Oid, roots: readonly string[]): boolean {
  return roots.some((root) => name === root || isUnder(name, root as Oid));
}
