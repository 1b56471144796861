import { assertNever } from "../base/index.ts";
import { type Oid, parseOid } from "../smi/index.ts";
import type { Pseudonyms } from "./pseudonyms.ts";
import { INDEXES, type IndexPart } from "./scrub-rules.ts";
import type { Learned } from "./scrub-text.ts";

type AddressKind = "ipv4" | "ipv6" | "mac";

/** Entries are at least this deep, and no address begins before: 1.3.6.1.4.1 is a prefix, not an address. */
const PREFIX_ARCS = 8;
const ENTRY_DEPTHS = [...new Set([...INDEXES.keys()].map((entry) => entry.split(".").length))];
const LENGTHS: readonly (readonly [number, AddressKind])[] = [
  [16, "ipv6"],
  [6, "mac"],
  [4, "ipv4"],
];

/** Calls `found` for each address in the index of a known table: where it starts among the arcs, and its octets. */
export function visitIndex(
  name: Oid,
  found: (start: number, octets: Uint8Array, kind: AddressKind) => void,
): void {
  const arcs = name.split(".");
  for (const depth of ENTRY_DEPTHS) {
    const parts = INDEXES.get(arcs.slice(0, depth).join("."));
    if (parts !== undefined) visitParts(arcs.map(Number), depth + 1, parts, found);
  }
}

/** The OID with the addresses in its index replaced: those of known tables, and learned ones anywhere. */
export function scrubIndex(
  name: Oid,
  pseudonyms: Pseudonyms,
  { addresses }: Pick<Learned, "addresses">,
): Oid {
  const arcs = name.split(".");
  const result = [...arcs];
  const done = new Set<number>();
  const replace = (start: number, octets: Uint8Array, kind: AddressKind): void => {
    for (const [i, octet] of pseudonyms[kind](octets).entries()) {
      result[start + i] = String(octet);
      done.add(start + i);
    }
  };
  visitIndex(name, replace);
  for (const [length, kind] of LENGTHS) {
    for (let start = PREFIX_ARCS; start + length <= arcs.length; start++) {
      const window = arcs.slice(start, start + length);
      if (done.has(start) || done.has(start + length - 1) || !addresses.has(window.join("."))) continue;
      replace(start, Uint8Array.from(window, Number), kind);
    }
  }
  return parseOid(result.join(".")) ?? name;
}

function visitParts(
  arcs: readonly number[],
  start: number,
  parts: readonly IndexPart[],
  found: (start: number, octets: Uint8Array, kind: AddressKind) => void,
): void {
  let at = start;
  const address = (from: number, kind: AddressKind): void => {
    const octets = arcs.slice(from, from + ADDRESS_OCTETS[kind]);
    const whole = octets.length === ADDRESS_OCTETS[kind] && octets.every((octet) => octet < 256);
    if (whole) found(from, Uint8Array.from(octets), kind);
  };
  for (const part of parts) {
    switch (part) {
      case "int":
        at += 1;
        break;
      case "ipv4":
      case "mac":
        address(at, part);
        at += ADDRESS_OCTETS[part];
        break;
      case "oid":
        at += 1 + (arcs[at] ?? 0);
        break;
      case "inet": {
        const length = arcs[at + 1] ?? 0;
        const kind = INET_KINDS[length];
        if (kind !== undefined) address(at + 2, kind);
        at += 2 + length;
        break;
      }
      default:
        assertNever(part);
    }
  }
}

const ADDRESS_OCTETS: Readonly<Record<AddressKind, number>> = { ipv4: 4, ipv6: 16, mac: 6 };
/** By length, with or without a zone behind (RFC 4001); six octets are a MAC address in LLDP. */
const INET_KINDS: Readonly<Record<number, AddressKind>> = {
  4: "ipv4",
  8: "ipv4",
  16: "ipv6",
  20: "ipv6",
  6: "mac",
};
