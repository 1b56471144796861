import { KEY_AREAS, type KeyRange } from "../key-value.ts";

export interface Tier {
  readonly code: number;
  /** Minutes of a slot. */
  readonly step: number;
  /** Minutes that a chunk covers; chunks begin at whole multiples of it. */
  readonly span: number;
}

const DAY = 1_440;

/** What comes from the heads, a quarter of an hour each; none reaches into another day. */
export const FRESH: Tier = { code: 0, step: 1, span: DAY };
export const MINUTES: Tier = { code: 1, step: 1, span: DAY };
export const FIVE_MINUTES: Tier = { code: 2, step: 5, span: 7 * DAY };
export const HOURS: Tier = { code: 3, step: 60, span: 32 * DAY };
/** Those with one chunk a span. */
export const LASTING_TIERS = [MINUTES, FIVE_MINUTES, HOURS] as const;

const KEY_BYTES = 11;

/**
 * @param start  minute at which the chunk begins
 * @param part   tells chunks of one start apart; 0 in lasting tiers
 */
export function chunkKey(series: number, tier: Tier, start: number, part = 0): Uint8Array {
  const key = new Uint8Array(KEY_BYTES);
  key[0] = KEY_AREAS.chunks;
  writeWord(key, 1, series);
  key[5] = tier.code;
  writeWord(key, 6, Math.max(0, start));
  key[10] = part;
  return key;
}

function writeWord(key: Uint8Array, at: number, word: number): void {
  key[at] = word >>> 24;
  key[at + 1] = (word >>> 16) & 0xff;
  key[at + 2] = (word >>> 8) & 0xff;
  key[at + 3] = word & 0xff;
}

/** Minute at which the chunk of a key begins. */
export function startOfKey(key: Uint8Array): number {
  return ((key[6]! << 24) | (key[7]! << 16) | (key[8]! << 8) | key[9]!) >>> 0;
}

/** Chunks of a series that begin from `from` to below `to`, minutes. */
export function chunkRange(series: number, tier: Tier, from: number, to: number): KeyRange {
  return { from: chunkKey(series, tier, from), below: chunkKey(series, tier, to) };
}

export const ALL_CHUNKS: KeyRange = {
  from: Uint8Array.of(KEY_AREAS.chunks),
  below: Uint8Array.of(KEY_AREAS.chunks + 1),
};

export function startOfSpan(minute: number, { span }: Tier): number {
  return minute - (minute % span);
}
