import { hashRatio } from "../base/index.ts";
import type { Oid } from "../smi/index.ts";
import type { LearnedDevice } from "../snmp/index.ts";

type LearnedRtt = NonNullable<LearnedDevice["exchange"]["rtt"]>;

/**
 * Equal for what is worth no write: round trips and mean sizes move a little with every poll, so they count by powers
 * of two, and the time of the boot, which shakes by a second, only as the number of boots. What is counted (boots,
 * rows, sizes) counts as it is.
 */
export function fingerprint(learned: LearnedDevice): number {
  const { exchange, ...rest } = withMeasured(learned, (value) => Math.round(Math.log2(value)));
  const engine = exchange.engine && { ...exchange.engine, bootedAtMs: 0 };
  return hashRatio(JSON.stringify({ ...rest, exchange: { ...exchange, engine } }));
}

/** The same with each measured value (times, means) changed. */
export function withMeasured(learned: LearnedDevice, change: (value: number) => number): LearnedDevice {
  const { version, exchange, reading } = learned;
  const changed = ({ srttMs, rttvarMs, minMs }: LearnedRtt): LearnedRtt => ({
    srttMs: change(srttMs),
    rttvarMs: change(rttvarMs),
    minMs: change(minMs),
  });
  const tables = Object.entries(exchange.tables).map(([table, rtt]) => [table, changed(rtt)] as const);
  const columns: Record<Oid, readonly [number, number]> = {};
  for (const name in reading.columns) {
    const column = name as Oid;
    const [rows, meanBytes] = reading.columns[column]!;
    columns[column] = [rows, change(meanBytes)];
  }
  const { serviceMsPerVarbind: service } = reading;
  return {
    version,
    exchange: { ...exchange, rtt: exchange.rtt && changed(exchange.rtt), tables: Object.fromEntries(tables) },
    reading: { ...reading, columns, serviceMsPerVarbind: service && change(service) },
  };
}
