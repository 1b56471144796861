import { assertNever } from "../base/index.ts";
import { compareOids, parseOid, type SnmpValue, type Varbind } from "../smi/index.ts";

/** Something odd in a recording; the rest of the file is still good. */
export interface SnmprecWarning {
  /** 1-based. */
  readonly line: number;
  readonly code:
    | "snmprec.broken-line"
    | "snmprec.bad-oid"
    | "snmprec.unknown-tag"
    | "snmprec.bad-value"
    | "snmprec.variation"
    | "snmprec.unsorted"
    | "snmprec.duplicate";
  readonly message: string;
}

export interface SnmprecFile {
  /** Sorted arc-wise, one entry an OID. */
  readonly entries: readonly Varbind[];
  readonly warnings: readonly SnmprecWarning[];
}

/** A hand-made file could be wrong on each of its lines; nobody reads more than this. */
const WARNINGS_MAX = 1_000;

/**
 * Reads a recording in the format of snmpsim: a line `OID|tag|value` per instance, `#` starts a comment.
 * Tags are the BER tag numbers in decimal; `x` after the tag says that the value is hexadecimal, `e` that it has
 * Python escapes. Values are taken as snmpsimd takes them: without surrounding white space, text as the octets that
 * stand in the file, whatever their encoding.
 *
 * Where snmpsimd would stop at a broken line, end a walk at a value that it cannot read, or walk an unsorted file
 * out of order, the line is left out or put in order here, with a warning. Of duplicates the last line counts.
 * @param source  the file's octets, or its text when it is UTF-8
 */
export function readSnmprec(source: string | Uint8Array): SnmprecFile {
  const warnings: SnmprecWarning[] = [];
  const warn: Warn = (line, code, message) => {
    if (warnings.length < WARNINGS_MAX) warnings.push({ line, code, message });
  };
  const byOid = new Map<string, Varbind>();
  let sorted = true;
  let last = "";
  const lines = Buffer.from(source).toString("latin1").split("\n"); // a character an octet

  for (let i = 0; i < lines.length; i++) {
    const varbind = readLine(stripWhiteSpace(lines[i] ?? ""), i + 1, warn);
    if (varbind === undefined) continue;
    if (byOid.has(varbind.oid)) {
      warn(i + 1, "snmprec.duplicate", `${varbind.oid} stands in an earlier line too; this one counts`);
    } else if (last !== "" && compareOids(last, varbind.oid) > 0) {
      if (sorted) warn(i + 1, "snmprec.unsorted", `${varbind.oid} is not in order; the recording was sorted`);
      sorted = false;
    }
    byOid.set(varbind.oid, varbind);
    last = varbind.oid;
  }
  const entries = [...byOid.values()];
  return { entries: sorted ? entries : sortByOid(entries), warnings };
}

/** Arc-wise order, as GETNEXT walks. */
export function sortByOid(varbinds: readonly Varbind[]): Varbind[] {
  return varbinds
    .map((varbind) => ({ varbind, arcs: varbind.oid.split(".").map(Number) }))
    .toSorted((a, b) => compareArcs(a.arcs, b.arcs))
    .map(({ varbind }) => varbind);
}

/** One line of a recording, without its end; hexadecimal where plain text could not be read back. */
export function formatSnmprecLine({ oid, value }: Varbind): string {
  switch (value.type) {
    case "Integer32":
      return `${oid}|2|${value.value}`;
    case "Counter32":
      return `${oid}|65|${value.value}`;
    case "Gauge32":
      return `${oid}|66|${value.value}`;
    case "TimeTicks":
      return `${oid}|67|${value.value}`;
    case "Counter64":
      return `${oid}|70|${value.value}`;
    case "ObjectIdentifier":
      return `${oid}|6|${value.value}`;
    case "IpAddress":
      return value.value.length === 4
        ? `${oid}|64|${value.value.join(".")}`
        : `${oid}|64x|${hexOf(value.value)}`;
    case "Opaque":
      return `${oid}|68x|${hexOf(value.value)}`;
    case "OctetString":
      return isPlain(value.value)
        ? `${oid}|4|${String.fromCharCode(...value.value)}`
        : `${oid}|4x|${hexOf(value.value)}`;
    case "Null":
      return `${oid}|5|`;
    case "noSuchObject":
    case "noSuchInstance":
    case "endOfMibView":
      throw new Error(`${oid}: ${value.type} is not a value and cannot be recorded`);
    default:
      return assertNever(value);
  }
}

/** The text of a recording, in arc-wise order, one line an instance; exceptions are left out. */
export function writeSnmprec(varbinds: readonly Varbind[]): string {
  return sortByOid(varbinds)
    .filter(({ value }) => !/^(noSuch|endOf)/.test(value.type))
    .map((varbind) => `${formatSnmprecLine(varbind)}\n`)
    .join("");
}

type Warn = (line: number, code: SnmprecWarning["code"], message: string) => void;

function readLine(line: string, number: number, warn: Warn): Varbind | undefined {
  if (line === "" || line.startsWith("#")) return undefined;
  const first = line.indexOf("|");
  const second = line.indexOf("|", first + 1);
  if (first < 1 || second < first + 2) {
    warn(number, "snmprec.broken-line", "not OID|tag|value; the line is left out");
    return undefined;
  }
  const oid = parseOid(line.slice(0, first));
  const tag = line.slice(first + 1, second);
  if (oid === undefined) {
    warn(number, "snmprec.bad-oid", `${line.slice(0, first)} is not an OID; the line is left out`);
    return undefined;
  }
  if (tag.includes(":")) {
    warn(
      number,
      "snmprec.variation",
      `${oid}: variation modules (${tag}) are not played; the line is left out`,
    );
    return undefined;
  }
  const value = readValue(tag, line.slice(second + 1));
  if (typeof value === "string") {
    warn(number, value, `${oid}: tag ${tag} with this value cannot be read; the line is left out`);
    return undefined;
  }
  return { oid, value };
}

function readValue(tag: string, text: string): SnmpValue | SnmprecWarning["code"] {
  const encoding = /[xe]$/.exec(tag)?.[0];
  switch (encoding === undefined ? tag : tag.slice(0, -1)) {
    case "2":
      return readNumber("Integer32", encoding, text, -2_147_483_648, 2_147_483_647);
    case "65":
      return readNumber("Counter32", encoding, text, 0, 4_294_967_295);
    case "66":
      return readNumber("Gauge32", encoding, text, 0, 4_294_967_295);
    case "67":
      return readNumber("TimeTicks", encoding, text, 0, 4_294_967_295);
    case "70": {
      const value = encoding === undefined && /^\d{1,20}$/.test(text) ? BigInt(text) : -1n;
      return value >= 0n && value < 1n << 64n ? { type: "Counter64", value } : "snmprec.bad-value";
    }
    case "4":
      return readOctets("OctetString", encoding, text);
    case "68":
      return readOctets("Opaque", encoding, text);
    case "64": {
      const value =
        encoding === undefined ? readOctetsOfDotted(text) : readOctets("IpAddress", encoding, text);
      return typeof value === "object" && value.type === "IpAddress" && value.value.length === 4
        ? value
        : "snmprec.bad-value";
    }
    case "6": {
      const value = encoding === undefined ? parseOid(text) : undefined;
      return value === undefined ? "snmprec.bad-value" : { type: "ObjectIdentifier", value };
    }
    case "5":
      return { type: "Null" };
    default:
      return "snmprec.unknown-tag";
  }
}

function readNumber(
  type: "Integer32" | "Counter32" | "Gauge32" | "TimeTicks",
  encoding: string | undefined,
  text: string,
  min: number,
  max: number,
): SnmpValue | SnmprecWarning["code"] {
  const value = encoding === undefined && /^\s*[+-]?\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? { type, value: value === 0 ? 0 : value } : "snmprec.bad-value";
}

function readOctets(
  type: "OctetString" | "Opaque" | "IpAddress",
  encoding: string | undefined,
  text: string,
): SnmpValue | SnmprecWarning["code"] {
  const value =
    encoding === "x" ? octetsOfHex(text) : encoding === "e" ? octetsOfEscaped(text) : octetsOfText(text);
  return value === undefined ? "snmprec.bad-value" : { type, value };
}

function readOctetsOfDotted(text: string): SnmpValue | SnmprecWarning["code"] {
  if (text.length === 4) return readOctets("IpAddress", undefined, text); // four raw octets
  const octets = text.split(".").map((octet) => (/^\d{1,3}$/.test(octet) ? Number(octet) : 256));
  return octets.length === 4 && octets.every((octet) => octet < 256)
    ? { type: "IpAddress", value: Uint8Array.from(octets) }
    : "snmprec.bad-value";
}

/** Digit pairs; a lonely last digit is the upper half of its octet, as pyasn1 reads it. */
function octetsOfHex(text: string): Uint8Array | undefined {
  const digits = text.replaceAll(/\s/g, "");
  if (!/^[\da-f]*$/i.test(digits)) return undefined;
  const octets = new Uint8Array(Math.ceil(digits.length / 2));
  for (let i = 0; i < octets.length; i++)
    octets[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2).padEnd(2, "0"), 16);
  return octets;
}

const ESCAPES: Readonly<Record<string, number>> = {
  "\\": 92,
  "'": 39,
  '"': 34,
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
};

/** The escapes of a Python string literal that snmpsimd knows. */
function octetsOfEscaped(text: string): Uint8Array | undefined {
  const octets: number[] = [];
  for (const [piece, hex, escape, plain] of text.matchAll(/\\x([\da-f]{2})|\\([^])|([^\\])|\\$/gi)) {
    const octet =
      hex !== undefined
        ? Number.parseInt(hex, 16)
        : escape !== undefined
          ? ESCAPES[escape]
          : plain === undefined
            ? undefined
            : piece.charCodeAt(0);
    if (octet === undefined) return undefined;
    octets.push(octet);
  }
  return Uint8Array.from(octets);
}

function octetsOfText(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "latin1"));
}

/**
 * What Python's `str.strip()` takes away, but for 0x85 and 0xa0: those end UTF-8 characters such as à, and
 * snmpsimd bites their last octet off.
 */
function stripWhiteSpace(line: string): string {
  let start = 0;
  let end = line.length;
  while (start < end && isWhiteSpace(line.charCodeAt(start))) start++;
  while (end > start && isWhiteSpace(line.charCodeAt(end - 1))) end--;
  return line.slice(start, end);
}

function isWhiteSpace(code: number): boolean {
  return (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x20);
}

/** Printable ASCII that survives the white-space stripping of a reader. */
function isPlain(octets: Uint8Array): boolean {
  if (octets.length > 10_000) return false;
  if (octets[0] === 0x20 || octets.at(-1) === 0x20) return false;
  return octets.every((octet) => octet >= 0x20 && octet < 0x7f);
}

function hexOf(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString("hex");
}

function compareArcs(a: readonly number[], b: readonly number[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
