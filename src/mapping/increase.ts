import { narrow, restartedBetween } from "../smi/index.ts";
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

/**
 * What a row was when its counter was read before. `same`: as far as anyone knows · `doubtful`: it had vanished in
 * between, or has another name · `another`: none of its names is the same.
 */
export type RowIdentity = "same" | "doubtful" | "another";

export type Increase =
  | { readonly kind: "delta"; readonly value: number | bigint; readonly wrapped: boolean }
  | { readonly kind: "reset" };

const RESET: Increase = { kind: "reset" };

/** Polls begin a little early or late: the gap is counted in whole intervals. */
const GAP_INTERVALS_MAX = 3;
/** A table that is read in parts may take long for a round, but a counter must not sum up a day. */
const PUT_OFF_INTERVALS_MAX = 60;

/**
 * The interval from the read of a baseline to now.
 * @param putOffUntilMs  until when it was us who did not ask for the counter: no gap of the device or the collector
 */
export function intervalBetween(
  before: ReadTime,
  now: ReadTime,
  intervalMs: number,
  putOffUntilMs = before.monotonicMs,
): Interval {
  const intervalsSince = (atMs: number): number => Math.round((now.monotonicMs - atMs) / intervalMs);
  return {
    tooLong:
      intervalsSince(putOffUntilMs) > GAP_INTERVALS_MAX ||
      intervalsSince(before.monotonicMs) > PUT_OFF_INTERVALS_MAX,
    restarted: before.uptime && now.uptime && restartedBetween(before.uptime, now.uptime),
  };
}

/**
 * The increase of a counter: the one place that decides between a delta and a new beginning. Over a restart of the
 * agent there is none, forward or backward: an snmpd that restarts alone does not touch the kernel's counters, but
 * nobody can tell it from a reboot after which the counters are already higher. Forward of an agent that ran on is
 * the difference. Backward is a wrap only for a Counter32 of an agent that ran on; everything else began anew:
 * counters can be cleared without a restart.
 */
export function increaseOf(
  before: number | bigint,
  now: number | bigint,
  isCounter32: boolean,
  interval: Interval,
  row: RowIdentity,
): Increase {
  if (interval.restarted === true || row === "another") return RESET;
  if (now >= before) return { kind: "delta", value: difference(now, before), wrapped: false };
  if (!isCounter32 || typeof now !== "number" || typeof before !== "number") return RESET;
  if (row === "doubtful" || before >= WRAP || before < 0) return RESET;
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
