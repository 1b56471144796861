import type { PollChoice } from "../polling.ts";
import type { DataLine } from "../program.ts";
import { column, type Entry, octetColumn, octets } from "../recording.ts";

export const SYS = "1.3.6.1.2.1.1";
export const IF = "1.3.6.1.2.1.2.2.1";
export const IFX = "1.3.6.1.2.1.31.1.1.1";
/** Below the enterprise number kept for examples (RFC 5612): no MIB knows these objects. */
export const OWN = "1.3.6.1.4.1.32473";

/** ltmVirtualServAddrType, an InetAddressType, and lldpRemEntry: columns that tell how to read others. */
export const INET_TYPE = "1.3.6.1.4.1.3375.2.2.10.1.2.1.2";
export const LLDP_REMOTE = "1.0.8802.1.1.2.1.4.1.1";

export const SYSTEM: Entry[] = [
  octets(`${SYS}.1.0`, "Line one\r\nLine two\tand a tab\r\n"),
  [`${SYS}.2.0`, "6", `${OWN}.7`],
  [`${SYS}.3.0`, "67", 123_456],
  [`${SYS}.4.0`, "4", ""],
  octets(`${SYS}.5.0`, 'core "sw" \\1  '),
  octets(`${SYS}.6.0`, "Lab\0\0"),
  [`${SYS}.7.0`, "2", 78],
];

export const INTERFACES: Entry[] = [
  ...column(`${IF}.1`, "2", { 1: 1, 2: 2, 3: 3, 10: 10 }),
  ...octetColumn(`${IF}.2`, { 1: "Gi0/1", 2: "Te0/2", 3: "Vl(3)", 10: "" }),
  ...column(`${IF}.3`, "2", { 1: 6, 2: 161, 3: 53, 10: 9_999 }),
  ...column(`${IF}.4`, "2", { 1: 1_500, 2: 9_216, 3: -1, 10: 65_536 }),
  ...octetColumn(`${IF}.6`, { 1: [0, 0x1b, 0x54, 0xa, 0xb, 0xff], 2: [], 3: [0xde, 0xad] }),
  ...column(`${IF}.7`, "2", { 1: 1, 2: 2, 3: 3, 10: 0 }),
  ...column(`${IF}.8`, "2", { 1: 1, 2: 7, 3: 4, 10: 8 }),
  ...column(`${IF}.10`, "65", { 1: 4_294_967_295, 2: 0, 3: 17 }),
  ...column(`${IFX}.6`, "70", { 1: 9_007_199_254_740_993n, 2: 18_446_744_073_709_551_615n, 11: 5 }),
  ...column(`${IFX}.14`, "2", { 1: 1, 2: 2 }),
  ...column(`${IFX}.15`, "66", { 1: 1_000, 2: 10_000, 11: 100 }),
  ...column(`${IFX}.16`, "2", { 1: 1, 2: 2, 11: 3 }),
  ...octetColumn(`${IFX}.18`, { 1: "uplink", 2: "", 11: "only in ifXTable" }),
];

/** A manifest of one group; the parts of `group` are YAML, two blanks in. */
export function manifest(group: string, vars = ""): string {
  return `name: custom:constructs
version: "1.0.0"
minDynatraceVersion: "1.300"
author: { name: Tests }
${vars}
snmp:
  - group: constructs
${group
  .split("\n")
  .map((line) => `    ${line}`)
  .join("\n")}
`;
}

export interface Construct {
  readonly title: string;
  readonly recording: readonly Entry[];
  readonly manifest: string;
  readonly choices?: readonly PollChoice[];
  /** What the lines of the first choice's first poll must also satisfy, apart from the oracle. */
  readonly literally?: (lines: readonly DataLine[]) => void;
}

/** The dimensions of these names and the value of each of the metric's lines, ordered by value. */
export const valuesOf = (lines: readonly DataLine[], key: string, ...names: string[]) =>
  lines
    .filter((line) => line.key === key)
    .map(({ dimensions, payload }) => [
      ...names.map((name) => dimensions.get(name)),
      payload.type === "summary" ? NaN : Number(payload.number),
    ])
    .toSorted((a, b) => Number(a.at(-1)) - Number(b.at(-1)));
