// Timeliness (RFC 3414 §2.2.3, §3.2 step 7), as the side that asks sees it.

/** An engine's clock, in a message or as we believe it to be. Both numbers are 0…2³¹−1. */
export interface EngineTime {
  /** Restarts counted. At 2³¹−1 it stays, and the engine refuses all authenticated messages (§2.2.1). */
  readonly boots: number;
  /** Since the latest restart. */
  readonly timeSeconds: number;
}

export const ENGINE_NUMBER_MAX = 0x7fff_ffff;

const WINDOW_SECONDS = 150;

export type WindowVerdict = "in-window" | "boots-exhausted" | "boots-went-back" | "time-went-back";

/**
 * Our notion of an engine's clock: what it last said, running on with the local monotonic clock.
 * Each authentic message that is newer than the one before sets it anew, also when it lies behind our running
 * notion: so an agent whose clock runs slow is followed and never leaves the window.
 */
export class EngineWindow {
  #boots: number;
  /** Both snmpEngineTime and latestReceivedEngineTime of the RFC, as of `#atMs`: they are only ever set together. */
  #timeSeconds: number;
  #atMs: number;

  /** @param nowMs monotonic, as everywhere here */
  constructor({ boots, timeSeconds }: EngineTime, nowMs: number) {
    this.#boots = boots;
    this.#timeSeconds = timeSeconds;
    this.#atMs = nowMs;
  }

  /** What a request sent now has to carry. */
  at(nowMs: number): EngineTime {
    const elapsedSeconds = Math.floor(Math.max(0, nowMs - this.#atMs) / 1_000);
    return {
      boots: this.#boots,
      timeSeconds: Math.min(this.#timeSeconds + elapsedSeconds, ENGINE_NUMBER_MAX),
    };
  }

  /** Judges the clock in an authentic message, and follows it when it is newer (§3.2 step 7b). */
  receive({ boots, timeSeconds }: EngineTime, nowMs: number): WindowVerdict {
    const isNewer = boots > this.#boots || (boots === this.#boots && timeSeconds > this.#timeSeconds);
    if (isNewer) {
      this.#boots = boots;
      this.#timeSeconds = timeSeconds;
      this.#atMs = nowMs;
    }
    if (this.#boots === ENGINE_NUMBER_MAX) return "boots-exhausted";
    if (boots < this.#boots) return "boots-went-back";
    return timeSeconds < this.at(nowMs).timeSeconds - WINDOW_SECONDS ? "time-went-back" : "in-window";
  }
}
