import type { Clock } from "../../base/index.ts";

/** Buckets of an octave: a figure is right to a fifth. */
const PER_OCTAVE = 4;
/** Up to 2^22 ms, more than an hour; the first bucket holds what is below a millisecond. */
const BUCKETS = 22 * PER_OCTAVE + 1;
const GENERATION_MS = 60_000;

/**
 * How late polls began, over the last one to two minutes: from when they were due to their first request. Counts by
 * size, so that those of several threads can be added up.
 */
export class Lateness {
  readonly #clock: Clock;
  #now = new Uint32Array(BUCKETS);
  #before = new Uint32Array(BUCKETS);
  #untilMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#untilMs = clock.monotonicMs() + GENERATION_MS;
  }

  note(lateMs: number): void {
    this.#turn();
    const bucket = bucketOf(lateMs);
    this.#now[bucket] = this.#now[bucket]! + 1;
  }

  /** Polls by bucket. */
  counts(): Uint32Array {
    this.#turn();
    return this.#now.map((count, i) => count + this.#before[i]!);
  }

  #turn(): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs < this.#untilMs) return;
    const isOld = nowMs >= this.#untilMs + GENERATION_MS;
    [this.#now, this.#before] = [this.#before, this.#now];
    this.#now.fill(0);
    if (isOld) this.#before.fill(0);
    this.#untilMs = nowMs + GENERATION_MS;
  }
}

function bucketOf(ms: number): number {
  if (!(ms >= 1)) return 0;
  return Math.min(BUCKETS - 1, 1 + Math.floor(Math.log2(ms) * PER_OCTAVE));
}

/** The upper edge of a bucket, in ms. */
const edgeOf = (bucket: number): number => (bucket === 0 ? 0 : 2 ** (bucket / PER_OCTAVE));

export interface LatenessFigures {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** @param parts  counts of each thread. @returns undefined when nothing was polled of late */
export function latenessOf(parts: readonly Uint32Array[]): LatenessFigures | undefined {
  const counts = Array.from({ length: BUCKETS }, (_, i) =>
    parts.reduce((sum, part) => sum + (part[i] ?? 0), 0),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const quantile = (ratio: number): number => {
    let left = Math.ceil(total * ratio);
    const bucket = counts.findIndex((count) => {
      left -= count;
      return left <= 0;
    });
    return Math.round(edgeOf(bucket));
  };
  return { p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}
