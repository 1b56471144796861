import type { AgentValue } from "./agent-codec.ts";
import type { MibVarbind, Moment } from "./agent-mib.ts";
import type { DataLine } from "./virtual-service.ts";
import { counter64, IF } from "./virtual-switch.ts";

// Counters that remember what they told, so that every delivered delta can be held against what the agent said.

/** One value of a port's counter as the agent gave it, whether or not it reached the poller. */
export interface CounterReading {
  readonly atMs: number;
  /** When the agent had booted: readings of two boots do not belong together. */
  readonly bootedAtMs: number;
  readonly value: bigint;
}

/** A value of a later boot is larger than any of an earlier one: a delta over a reboot would be positive, and huge. */
const OCTETS_PER_BOOT_MS = 1_000_000n;
/** Agents were started less than this before the clock's zero. */
const BOOT_ZERO_MS = 60 * 86_400_000;

/** What port n counts: n octets a millisecond, on from where its boot began. */
export function bookedOctets(port: number, { atMs, uptimeMs }: Moment): bigint {
  const bootedAtMs = Math.round(atMs - uptimeMs);
  const counted = BigInt(Math.floor(Math.max(0, uptimeMs)) * port);
  return BigInt(bootedAtMs + BOOT_ZERO_MS) * OCTETS_PER_BOOT_MS + counted;
}

/** The book of one agent: all that its 64-bit counters ever told. */
export class ReadingBook {
  readonly #byPort = new Map<number, CounterReading[]>();

  /** Counters for ports 1 … n in place of those of a switch MIB: give them to `switchMib` as its extras. */
  counters(ports: number, column: string = IF.hcInOctets): MibVarbind[] {
    return Array.from({ length: ports }, (_, i) => ({
      oid: `${column}.${i + 1}`,
      value: (moment) => this.#read(i + 1, moment),
    }));
  }

  of(port: number): readonly CounterReading[] {
    return this.#byPort.get(port) ?? [];
  }

  /** By how much the counter grew between its first and last reading, in each boot by itself. */
  growthOf(port: number): bigint {
    const boots = new Map<number, CounterReading[]>();
    for (const reading of this.of(port)) {
      const boot = boots.get(reading.bootedAtMs);
      if (boot === undefined) boots.set(reading.bootedAtMs, [reading]);
      else boot.push(reading);
    }
    return [...boots.values()].reduce((sum, boot) => sum + boot.at(-1)!.value - boot[0]!.value, 0n);
  }

  #read(port: number, moment: Moment): AgentValue {
    const value = bookedOctets(port, moment);
    const reading = { atMs: moment.atMs, bootedAtMs: Math.round(moment.atMs - moment.uptimeMs), value };
    const readings = this.#byPort.get(port);
    if (readings === undefined) this.#byPort.set(port, [reading]);
    else readings.push(reading);
    return counter64(value);
  }
}

/** No poll takes longer than its interval, which is a minute in all of these tests. */
const POLL_MAX_MS = 60_000;

/**
 * Holds the deltas of one port against the book: each is the increase between two readings of one boot, none begins
 * before the one before it ended.
 * @param lines  of that port alone, in the order of their times
 * @param wallOffsetMs  wall minus monotonic clock
 * @returns the first delta that is none, in words; undefined when all are
 */
export function falseDelta(
  readings: readonly CounterReading[],
  lines: readonly DataLine[],
  wallOffsetMs: number,
): string | undefined {
  let from = 0;
  for (const { payload, timestampMs, text } of lines) {
    if (payload.type !== "count") return `${text} is no count`;
    const to = endOf(readings, from, BigInt(payload.number), timestampMs! - wallOffsetMs);
    if (to === undefined) return `${text} is no increase since reading ${from} of ${readings.length}`;
    from = to;
  }
  return undefined;
}

/** The earliest reading within the poll at which such an increase ended. */
function endOf(
  readings: readonly CounterReading[],
  from: number,
  delta: bigint,
  startMs: number,
): number | undefined {
  for (let to = from; to < readings.length; to++) {
    const end = readings[to]!;
    if (end.atMs < startMs) continue;
    if (end.atMs > startMs + POLL_MAX_MS) return undefined;
    for (let base = from; base < to; base++) {
      const begin = readings[base]!;
      if (begin.bootedAtMs === end.bootedAtMs && end.value - begin.value === delta) return to;
    }
  }
  return undefined;
}
