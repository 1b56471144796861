import { narrow } from "../smi/index.ts";
import type { ReadTime } from "./baselines.ts";

/** Counter32 and TimeTicks run from 2³²−1 to 0 (RFC 2578 §7.1.6, §7.1.8). */
const WRAP = 2 ** 32;

/** What lies between two reads of a counter. */
export interface Interval {
  /** More than three poll intervals: the difference would be painted into one of them. */
  readonly tooLong: boolean;
  /** The agent began anew in between; undefined when it does not tell its sysUpTime. */
  readonly restarted: boolean | undefined;
}

export type Increase =
  | { readonly kind: "delta"; readonly value: number | bigint; readonly wrapped: boolean }
  | { readonly kind: "reset" };

const RESET: Increase = { kind: "reset" };

/** Polls begin a little early or late: the gap is counted in whole intervals. */
const GAP_INTERVALS_MAX = 3;

/** The interval from the read of a baseline to now. */
export function intervalBetween(before: ReadTime, now: ReadTime, intervalMs: number): Interval {
  const elapsedMs = now.monotonicMs - before.monotonicMs;
  return {
    tooLong: Math.round(elapsedMs / intervalMs) > GAP_INTERVALS_MAX,
    restarted: restartedBetween(before, now),
  };
}

/**
 * Whether the agent restarted between two reads. Its sysUpTime went back, or is younger than the time between them;
 * but TimeTicks wrap after 497 days: when the way over 2³² takes as long as the clock says, it ran on.
 */
export function restartedBetween(before: ReadTime, now: ReadTime): boolean | undefined {
  if (before.sysUpTimeTicks === undefined || now.sysUpTimeTicks === undefined) return undefined;
  const elapsedTicks = (now.monotonicMs - before.monotonicMs) / 10;
  // Device clocks drift, and the agent answers some time after the poll began.
  const toleranceTicks = elapsedTicks / 10 + 1_000;
  const advance = now.sysUpTimeTicks - before.sysUpTimeTicks;
  if (advance < 0) return Math.abs(advance + WRAP - elapsedTicks) > toleranceTicks;
  return now.sysUpTimeTicks < elapsedTicks - toleranceTicks;
}

/**
 * The increase of a counter (spec of the manifest §9.3). Forward is the difference, also after a restart of the
 * agent: an snmpd that restarts does not touch the kernel's counters, and after a reboot it is never too much.
 * Backward is a wrap only for a Counter32 of an agent that ran on; everything else began anew.
 * @param gone  the row had vanished in between: its counters may have begun anew without a restart
 */
export function increaseOf(
  before: number | bigint,
  now: number | bigint,
  isCounter32: boolean,
  interval: Interval,
  gone: boolean,
): Increase {
  if (now >= before) return { kind: "delta", value: difference(now, before), wrapped: false };
  if (!isCounter32 || typeof now !== "number" || typeof before !== "number") return RESET;
  if (interval.restarted === true || gone || before >= WRAP || before < 0) return RESET;
  const value = now + WRAP - before;
  // Without sysUpTime a reboot looks like a wrap. One that would count more than half the range is taken for a
  // reboot: a lost delta is a small hole, four billion octets too many are a false peak.
  if (interval.restarted === undefined && value > WRAP / 2) return RESET;
  return { kind: "delta", value, wrapped: true };
}

function difference(now: number | bigint, before: number | bigint): number | bigint {
  if (typeof now === "number" && typeof before === "number") return now - before;
  if (isWhole(now) && isWhole(before)) return narrow(BigInt(now) - BigInt(before));
  return Number(now) - Number(before);
}

const isWhole = (value: number | bigint): boolean => typeof value === "bigint" || Number.isInteger(value);
