import { type AgentData, readSnmprec } from "./agent-data.ts";

/** One varbind of a recording to be written: OID, tag of the .snmprec format, text. */
export type Entry = readonly [oid: string, tag: string, text: string | number | bigint];

/** A `.snmprec` file: snmpsimd wants its lines in the order of OIDs. */
export function snmprec(entries: readonly Entry[]): string {
  const byOid = entries.toSorted(([a], [b]) => compareOids(a, b));
  return `${byOid.map((entry) => entry.join("|")).join("\n")}\n`;
}

export function dataOf(recording: string): AgentData {
  return readSnmprec(Buffer.from(recording, "utf8"));
}

/** An octet string; in hex, for the format has no other way to write all octets. */
export function octets(oid: string, content: string | readonly number[]): Entry {
  const hex = Buffer.from(content as string, "utf8").toString("hex");
  return hex === "" ? [oid, "4", ""] : [oid, "4x", hex];
}

/** Cells of one column, by index. */
export function column(
  oid: string,
  tag: string,
  cells: Readonly<Record<string, string | number | bigint>>,
): Entry[] {
  return Object.entries(cells).map(([index, value]) => [`${oid}.${index}`, tag, value]);
}

/** Octet strings of one column, by index. */
export function octetColumn(
  oid: string,
  cells: Readonly<Record<string, string | readonly number[]>>,
): Entry[] {
  return Object.entries(cells).map(([index, content]) => octets(`${oid}.${index}`, content));
}

function compareOids(a: string, b: string): number {
  const [left, right] = [a, b].map((oid) => oid.split(".").map(Number));
  for (let at = 0; ; at++) {
    const [mine, other] = [left?.[at], right?.[at]];
    if (mine === other && mine === undefined) return 0;
    if (mine !== other) return (mine ?? -1) - (other ?? -1);
  }
}
