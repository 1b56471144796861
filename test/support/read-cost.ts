import { oid } from "../../src/smi/index.ts";
import type { ReadWish } from "../../src/snmp/index.ts";
import { encodeVarbind } from "./agent-codec.ts";
import { AgentMib, type MibVarbind } from "./agent-mib.ts";
import { integerValue, textValue } from "./snmp-bench.ts";
import { counter64, SYS_UP_TIME } from "./virtual-switch.ts";

// Devices of any shape, and the fewest requests that their reply size allows.

export interface TableShape {
  readonly rows: number;
  /** What the cells of each column hold: a status, a counter, or a text of so many octets. */
  readonly columns: readonly ("status" | "counter" | number)[];
}

export interface DeviceShape {
  readonly scalars: number;
  readonly tables: readonly TableShape[];
}

/** Octets of a varbind, and of the message around all. */
const uptimeVarbind: MibVarbind = { oid: SYS_UP_TIME, value: { type: "TimeTicks", value: 8_640_000 } };
export const MESSAGE_OVERHEAD_BYTES = 40;

function cellOf(kind: TableShape["columns"][number], row: number): MibVarbind["value"] {
  if (kind === "status") return integerValue(1);
  if (kind === "counter") return counter64(10_000_000_000n + BigInt(row) * 77_777_777n);
  return textValue("x".repeat(kind));
}

export interface ShapedDevice {
  readonly mib: AgentMib;
  readonly wish: ReadWish;
  /** Octets of all varbinds that are wanted. */
  readonly bytes: number;
  readonly varbinds: number;
  /** Rows of the longest table. */
  readonly tallest: number;
}

export function deviceOf({ scalars, tables }: DeviceShape): ShapedDevice {
  const instances = Array.from(
    { length: scalars },
    (_, i): MibVarbind => ({ oid: `1.3.6.1.4.1.9.9.109.1.${i + 1}.0`, value: integerValue(i) }),
  );
  const columns: string[] = [];
  const cells = tables.flatMap((table, t) =>
    table.columns.flatMap((kind, c) => {
      const column = `1.3.6.1.4.1.9.${t + 10}.1.1.${c + 1}`;
      columns.push(column);
      return Array.from(
        { length: table.rows },
        (_, row): MibVarbind => ({ oid: `${column}.${row + 1}`, value: cellOf(kind, row) }),
      );
    }),
  );
  const wanted = [...instances, ...cells];
  const wish: ReadWish = {
    instances: instances.map((varbind) => oid(varbind.oid)),
    columns: columns.map((column) => ({ column: oid(column), priority: 0 })),
  };
  return {
    mib: new AgentMib([uptimeVarbind, ...wanted]),
    wish,
    bytes: wanted.reduce((sum, varbind) => sum + bytesOf(varbind), 0),
    varbinds: wanted.length,
    tallest: Math.max(0, ...tables.map(({ rows }) => rows)),
  };
}

const bytesOf = ({ oid: name, value }: MibVarbind): number => {
  if (typeof value === "function") throw new Error("a value that moves has no fixed length");
  return encodeVarbind({ oid: name, value }).length;
};

/** What sysUpTime takes in each reply. */
const UPTIME_BYTES = bytesOf(uptimeVarbind);

/** As configured by default: names in a request, rows and varbinds in a reply. */
const OIDS_MAX = 60;
const ROWS_MAX = 100;
const VARBINDS_MAX = 1_000;

/** No way of asking needs fewer: every wanted varbind comes once, and sysUpTime goes with every request. */
export function fewestRequests(
  { bytes, wish, varbinds, tallest }: ShapedDevice,
  messageMaxBytes: number,
): number {
  const room = messageMaxBytes - MESSAGE_OVERHEAD_BYTES - UPTIME_BYTES;
  const names = wish.instances.length + wish.columns.length;
  const shares = [bytes / room, names / (OIDS_MAX - 1), tallest / ROWS_MAX, varbinds / VARBINDS_MAX];
  return Math.max(...shares.map(Math.ceil));
}
