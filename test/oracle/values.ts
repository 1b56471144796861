import { isIPv6 } from "node:net";
import type { AgentData, Value } from "./agent-data.ts";
import { ENUMERATIONS, NAMES, PHYS_ADDRESSES } from "./mib-facts.ts";

/** `oid:` argument → dotted numbers without leading dot (spec 1 §8.1). */
export function oidOf(text: string): string {
  const [, name, rest = ""] = /^(?:[\w-]+::)?([a-zA-Z]\w*)((?:\.\d+)*)$/.exec(text.trim()) ?? [];
  if (name === undefined) return text.trim().replace(/^\./, "");
  const known = NAMES.get(name);
  if (known === undefined) throw new Error(`the oracle does not know the MIB name ${name}`);
  return known + rest;
}

/** A metric's number as text, or undefined when the value is no number (spec 1 §8.3). */
export function numberText(value: Value): string | undefined {
  switch (value.kind) {
    case "integer":
      return String(value.number);
    case "float":
      return canonicalNumber(String(value.number));
    case "octets": {
      const text = value.octets.toString("latin1").trim();
      return /^-?\d+(\.\d+)?$/.test(text) ? canonicalNumber(text) : undefined;
    }
    case "oid":
    case "ipAddress":
      return undefined;
  }
}

/** One spelling a number: 7, 7.0, 007 and 7.0e+0 are the same. */
export function canonicalNumber(text: string): string {
  return /^-?\d+$/.test(text) ? String(BigInt(text)) : String(Number(text));
}

/** What a dimension says before the line protocol's own rules; undefined when it has no value (spec 1 §8.3). */
export function dimensionText(value: Value | undefined, oid: string): string | undefined {
  const text = value === undefined ? "" : renderedText(value, oid.replace(/\.0$/, ""));
  return text === "" ? undefined : text;
}

function renderedText(value: Value, object: string): string {
  switch (value.kind) {
    case "integer": {
      const name = ENUMERATIONS.get(object)?.[Number(value.number)];
      return name === undefined ? String(value.number) : `${name}(${value.number})`;
    }
    case "oid":
      return `.${value.oid}`;
    case "ipAddress":
      return value.text;
    case "float":
      return String(value.number);
    case "octets":
      return PHYS_ADDRESSES.has(object) ? macText(value.octets) : octetsText(value.octets);
  }
}

/** Trailing NULs off; printable UTF-8 as text with line breaks and tabs as one blank; all else as hex pairs. */
export function octetsText(octets: Buffer): string {
  let end = octets.length;
  while (end > 0 && octets[end - 1] === 0) end -= 1;
  const kept = octets.subarray(0, end);
  const text = kept.toString("utf8");
  const isUtf8 = Buffer.from(text, "utf8").equals(kept);
  if (isUtf8 && !/(?![\r\n\t])\p{Cc}/u.test(text)) return text.replace(/[\r\n\t]+/g, " ");
  return [...kept].map((octet) => octet.toString(16).toUpperCase().padStart(2, "0")).join(" ");
}

export function macText(octets: Buffer): string {
  return [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join(":");
}

/** InetAddressType (RFC 4001) and octets → text; undefined when they do not fit together. */
export function inetText(type: number | undefined, octets: Buffer): string | undefined {
  const zone = (from: number) => (octets.length === from + 4 ? `%${octets.readUInt32BE(from)}` : undefined);
  switch (type) {
    case 1:
      return octets.length === 4 ? ipv4Text(octets) : undefined;
    case 2:
      return octets.length === 16 ? ipv6Text(octets) : undefined;
    case 3:
      return zone(4) && ipv4Text(octets.subarray(0, 4)) + zone(4);
    case 4:
      return zone(16) && ipv6Text(octets.subarray(0, 16)) + zone(16);
    case 16:
      return octetsText(octets);
    case undefined:
    case 0:
      if (octets.length === 4) return ipv4Text(octets);
      return octets.length === 16 ? ipv6Text(octets) : undefined;
    default:
      return undefined;
  }
}

const ipv4Text = (octets: Buffer): string => octets.join(".");

/** RFC 5952 by the platform's own URL parser. */
function ipv6Text(octets: Buffer): string {
  const groups = octets.toString("hex").match(/.{4}/g)?.join(":") ?? "";
  const text = new URL(`http://[${groups}]/`).hostname.slice(1, -1);
  if (!isIPv6(text)) throw new Error(`the oracle cannot write ${groups}`);
  return text;
}

/** Spec 3 §2: control characters → `_`, at most 250 code points, no blanks at the ends; undefined when nothing is left. */
export function lineValue(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const cut = Array.from(text.replace(/\p{Cc}+/gu, "_")).slice(0, 250);
  const trimmed = cut.join("").trim();
  return trimmed === "" ? undefined : trimmed;
}

/** A scalar as spec 1 §8.2 asks for it: exactly, and with `.0` when that has no answer. */
export function scalarAt(data: AgentData, oid: string): Value | undefined {
  return data.get(oid) ?? (oid.endsWith(".0") ? undefined : data.get(`${oid}.0`));
}
