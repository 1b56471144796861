import type { Clock } from "../base/index.ts";
import { throttled } from "./throttle.ts";

interface Bucket {
  /** Requests that may come now. */
  tokens: number;
  /** Monotonic. */
  filledAtMs: number;
}

/** How often each sender may call: a token bucket for each that holds one second's requests. */
export class SenderRates {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #sendersMax: number;
  /** The sender that was quiet longest comes first. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock, limits: { readonly perSecond: number; readonly sendersMax: number }) {
    this.#clock = clock;
    this.#perSecond = limits.perSecond;
    this.#sendersMax = limits.sendersMax;
  }

  /** Counts one request. @throws {ApiError} 429 when the sender has had its share */
  take(sender: string): void {
    const bucket = this.#filled(sender);
    if (bucket.tokens < 1) {
      throw throttled(this.#clock, {
        code: "api.rate",
        message: `more than ${this.#perSecond} requests a second`,
        waitMs: ((1 - bucket.tokens) / this.#perSecond) * 1_000,
        limit: this.#perSecond,
      });
    }
    bucket.tokens -= 1;
  }

  #filled(sender: string): Bucket {
    const nowMs = this.#clock.monotonicMs();
    const bucket = this.#buckets.get(sender) ?? { tokens: this.#perSecond, filledAtMs: nowMs };
    const gained = ((nowMs - bucket.filledAtMs) / 1_000) * this.#perSecond;
    bucket.tokens = Math.min(this.#perSecond, bucket.tokens + gained);
    bucket.filledAtMs = nowMs;
    this.#remember(sender, bucket);
    return bucket;
  }

  #remember(sender: string, bucket: Bucket): void {
    this.#buckets.delete(sender);
    this.#buckets.set(sender, bucket);
    if (this.#buckets.size <= this.#sendersMax) return;
    const [quietest] = this.#buckets.keys();
    this.#buckets.delete(quietest!);
  }
}
