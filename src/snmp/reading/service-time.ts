/** A new sample counts for an eighth (as in RFC 6298 §2): agents get slower and faster. */
const WEIGHT = 0.125;
/** Requests that differ by less tell nothing: the spread of their varbinds, as a share of the mean. */
const SPREAD_RATIO = 0.1;
/** The shortest round trip is one of the latest 64 to 128: routes change, and a longer way is no work of the agent. */
const SHORTEST_OF = 64;

/**
 * How much of a round trip is the agent's own time. Requests of few and of many varbinds tell: what grows with them is
 * work, the rest is the way. Where all are alike, the work is what a round trip has beyond the shortest.
 */
export class ServiceTime {
  /** Of the samples since the latest multiple of 64, and of the 64 before. */
  #shortestMs = Number.POSITIVE_INFINITY;
  #shortestBeforeMs = Number.POSITIVE_INFINITY;
  #meanVarbinds = 0;
  #meanMs = 0;
  #variance = 0;
  #covariance = 0;
  #samples = 0;
  #perVarbindMs: number | undefined;

  /** @param learnedMsPerVarbind of an earlier client */
  constructor(learnedMsPerVarbind: number | undefined) {
    this.#perVarbindMs = learnedMsPerVarbind;
  }

  /** Undefined while nothing is known. */
  get perVarbindMs(): number | undefined {
    return this.#perVarbindMs;
  }

  /** Infinity before the first. */
  get minRttMs(): number {
    return Math.min(this.#shortestMs, this.#shortestBeforeMs);
  }

  /** The agent is known to be slow before it is known how slow: at most so much. */
  assume(msPerVarbind: number): void {
    this.#perVarbindMs = Math.max(this.#perVarbindMs ?? 0, msPerVarbind);
  }

  /** @returns the agent's part of it, in ms */
  of(rttMs: number, varbinds: number): number {
    if (this.#samples % SHORTEST_OF === 0) {
      this.#shortestBeforeMs = this.#shortestMs;
      this.#shortestMs = Number.POSITIVE_INFINITY;
    }
    this.#shortestMs = Math.min(this.#shortestMs, rttMs);
    this.#learn(rttMs, varbinds);
    const work = Math.min(rttMs, (this.#perVarbindMs ?? 0) * varbinds);
    return Math.max(work, rttMs - this.minRttMs);
  }

  /** The slope of the line through the samples, each of less weight than the next. */
  #learn(rttMs: number, varbinds: number): void {
    const weight = Math.max(WEIGHT, 1 / ++this.#samples);
    const more = varbinds - this.#meanVarbinds;
    const longer = rttMs - this.#meanMs;
    this.#meanVarbinds += weight * more;
    this.#meanMs += weight * longer;
    this.#variance = (1 - weight) * (this.#variance + weight * more * more);
    this.#covariance = (1 - weight) * (this.#covariance + weight * more * longer);
    if (this.#variance > (this.#meanVarbinds * SPREAD_RATIO) ** 2) {
      this.#perVarbindMs = Math.max(0, this.#covariance / this.#variance);
    } else this.#doubt(rttMs / Math.max(1, varbinds));
  }

  /**
   * No answer takes less time than the work for it. An agent that was slow once is asked for little at a time, so its
   * requests are all alike and tell nothing else: without this it would be taken for slow for ever.
   */
  #doubt(mostMs: number): void {
    const believed = this.#perVarbindMs;
    if (believed !== undefined && believed > mostMs)
      this.#perVarbindMs = believed + (mostMs - believed) * WEIGHT;
  }
}
