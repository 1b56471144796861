import type { Oid, SnmpValue } from "../smi/index.ts";

/** What labels are made of; numbers stand beside them where they say how to read an address. */
export type LabelValue = Extract<
  SnmpValue,
  { readonly type: "OctetString" | "IpAddress" | "ObjectIdentifier" | "Integer32" }
>;

const KINDS: readonly LabelValue["type"][] = ["OctetString", "IpAddress", "ObjectIdentifier", "Integer32"];
const HEAD_LENGTH = 2;
const CELL_LENGTH_MAX = 2 ** 14 - 1;

/** Whether a column is text, addresses or OIDs through and through. */
export function isLabel(cells: ReadonlyMap<string, SnmpValue>): boolean {
  for (const value of cells.values()) if (!isText(value)) return false;
  return true;
}

/** Whether it can be written. */
export function isKept(value: SnmpValue): value is LabelValue {
  return value.type === "Integer32" || (isText(value) && value.value.length <= CELL_LENGTH_MAX);
}

function isText(value: SnmpValue): value is Exclude<LabelValue, { readonly type: "Integer32" }> {
  return value.type === "OctetString" || value.type === "IpAddress" || value.type === "ObjectIdentifier";
}

/** A cell as it is kept: its kind in 2 bits, its length in 14, its octets; as Latin-1 characters. */
export function writeCell(value: LabelValue): string {
  const octets = octetsOf(value);
  const head = (KINDS.indexOf(value.type) << 6) | (octets.length >> 8);
  return String.fromCharCode(head, octets.length & 0xff) + octets;
}

function octetsOf(value: LabelValue): string {
  if (value.type === "ObjectIdentifier") return value.value;
  if (value.type === "Integer32") return String(value.value);
  const { buffer, byteOffset, byteLength } = value.value;
  return Buffer.from(buffer, byteOffset, byteLength).toString("latin1");
}

/** The cell that begins at `at`. */
export function readCell(cells: string, at: number): SnmpValue {
  const kind = KINDS[cells.charCodeAt(at) >> 6]!;
  return valueOf(kind, cells.slice(at + HEAD_LENGTH, endOfCell(cells, at)));
}

/** Where the cell behind the one at `at` begins. */
export function endOfCell(cells: string, at: number): number {
  return at + HEAD_LENGTH + (cells.charCodeAt(at) & 0x3f) * 256 + cells.charCodeAt(at + 1);
}

function valueOf(type: LabelValue["type"], octets: string): SnmpValue {
  switch (type) {
    case "ObjectIdentifier":
      return { type, value: octets as Oid };
    case "Integer32":
      return { type, value: Number(octets) };
    case "OctetString":
    case "IpAddress":
      return { type, value: Buffer.from(octets, "latin1") };
    default:
      return type satisfies never;
  }
}
