import type { AgentValue, AgentVarbind } from "./agent-codec.ts";
import { AgentMib, type MibValue, type MibVarbind, type Moment } from "./agent-mib.ts";
import { textValue } from "./snmp-bench.ts";

// The part of a switch's MIB that the trap tests read, with counters that tell by themselves whether a delta is right.

export const SYS_UP_TIME = "1.3.6.1.2.1.1.3.0";
export const IF_NUMBER = "1.3.6.1.2.1.2.1.0";
export const IF_TABLE_LAST_CHANGE = "1.3.6.1.2.1.31.1.5.0";
/** Columns of ifTable and ifXTable. */
export const IF = {
  operStatus: "1.3.6.1.2.1.2.2.1.8",
  inOctets: "1.3.6.1.2.1.2.2.1.10",
  name: "1.3.6.1.2.1.31.1.1.1.1",
  hcInOctets: "1.3.6.1.2.1.31.1.1.1.6",
  highSpeed: "1.3.6.1.2.1.31.1.1.1.15",
  alias: "1.3.6.1.2.1.31.1.1.1.18",
} as const;

const WRAP32 = 2 ** 32;

export const ticksOf = ({ uptimeMs }: Moment): number => Math.floor(uptimeMs / 10) % WRAP32;
export const gauge = (value: number): AgentValue => ({ type: "Gauge32", value });
export const counter64 = (value: number | bigint): AgentValue => ({
  type: "Counter64",
  value: BigInt(value),
});
export const counter32 = (value: number): AgentValue => ({ type: "Counter32", value: value % WRAP32 });

/** Octets that port n counts in a millisecond, from the start of the agent: n, so that every delta names its port. */
export const octetsPerMs = (port: number): number => port;

export const octetsOf = (port: number, { uptimeMs }: Moment): number =>
  Math.floor(Math.max(0, uptimeMs)) * octetsPerMs(port);

/** A switch with ports 1 … n, named Gi1 … */
export function switchMib(ports: number, extra: readonly MibVarbind[] = []): AgentMib {
  const rows = Array.from({ length: ports }, (_, i) => i + 1);
  const column = (root: string, value: (port: number) => MibValue): MibVarbind[] =>
    rows.map((port) => ({ oid: `${root}.${port}`, value: value(port) }));
  return new AgentMib([
    { oid: SYS_UP_TIME, value: (moment) => ({ type: "TimeTicks", value: ticksOf(moment) }) },
    { oid: "1.3.6.1.2.1.1.5.0", value: textValue("switch") },
    { oid: IF_NUMBER, value: { type: "Integer32", value: ports } },
    { oid: IF_TABLE_LAST_CHANGE, value: { type: "TimeTicks", value: 0 } },
    ...column(IF.operStatus, () => ({ type: "Integer32", value: 1 })),
    ...column(IF.inOctets, (port) => (moment) => counter32(octetsOf(port, moment))),
    ...column(IF.name, (port) => textValue(`Gi${port}`)),
    ...column(IF.hcInOctets, (port) => (moment) => counter64(octetsOf(port, moment))),
    ...column(IF.highSpeed, () => gauge(1_000)),
    ...column(IF.alias, (port) => textValue(`to desk ${port}`)),
    ...extra,
  ]);
}

/** A table of one column, with an index of one arc from 1. */
export const tableOf = (column: string, rows: number): MibVarbind[] =>
  Array.from({ length: rows }, (_, i) => ({
    oid: `${column}.${i + 1}`,
    value: { type: "Integer32", value: i + 1 },
  }));

export const isUnder = ({ oid }: AgentVarbind, column: string): boolean => oid.startsWith(`${column}.`);
