import { hashRatio } from "../base/index.ts";

/** The longest interval that a manifest may ask for (spec of the manifest §4): two days. */
const CYCLE_MS = 2_880 * 60_000;

/**
 * Where in an interval counted from the epoch a key has its turn: one point in two days, seen in each interval. So a
 * thousand keys spread evenly over every interval, and the intervals of one key meet as often as they can.
 * phaseMs("sw1:161", 60_000) → 17_204, phaseMs("sw1:161", 300_000) → 137_204
 */
export function phaseMs(key: string, intervalMs: number): number {
  return Math.floor(hashRatio(key) * CYCLE_MS) % intervalMs;
}
