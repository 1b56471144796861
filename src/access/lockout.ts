import type { Clock } from "../base/index.ts";

interface Failures {
  count: number;
  /** Monotonic. */
  lastAtMs: number;
  lockedUntilMs: number;
}

const MINUTE_MS = 60_000;

export const LOCKOUT_LIMITS = {
  /** So many failures, none more than `windowMs` after the one before, lock. */
  failures: 5,
  windowMs: 15 * MINUTE_MS,
  firstWaitMs: MINUTE_MS,
  /** Each failure after a wait doubles the next one, up to this. */
  longestWaitMs: 60 * MINUTE_MS,
  /** Names and addresses that are remembered. */
  keys: 10_000,
} as const;

/** Counts failed logins of names and addresses, and makes those who fail often wait, longer each time. */
export class Lockout {
  readonly #clock: Clock;
  readonly #keysMax: number;
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock, keysMax: number = LOCKOUT_LIMITS.keys) {
    this.#clock = clock;
    this.#keysMax = keysMax;
  }

  get size(): number {
    return this.#failures.size;
  }

  /** How long the longest locked of the keys must wait still; 0 when none is locked. */
  waitMs(keys: readonly string[]): number {
    const nowMs = this.#clock.monotonicMs();
    return Math.max(0, ...keys.map((key) => (this.#failures.get(key)?.lockedUntilMs ?? nowMs) - nowMs));
  }

  /** Counts a failure. To be called before the password is looked at: who asks often at once gains nothing. */
  failed(keys: readonly string[]): void {
    for (const key of keys) this.#count(key);
  }

  /** Takes back the failure that was counted before the password turned out right. */
  forgive(keys: readonly string[]): void {
    for (const key of keys) {
      const found = this.#failures.get(key);
      if (found === undefined) continue;
      found.count -= 1;
      if (waitAfter(found.count) === 0) found.lockedUntilMs = 0;
      if (found.count <= 0) this.#failures.delete(key);
    }
  }

  /** Forgets all failures: the password was right. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  #count(key: string): void {
    const nowMs = this.#clock.monotonicMs();
    const before = this.#failures.get(key);
    const isOver =
      before === undefined ||
      nowMs > Math.max(before.lastAtMs, before.lockedUntilMs) + LOCKOUT_LIMITS.windowMs;
    const count = isOver ? 1 : before.count + 1;
    const waitMs = waitAfter(count);
    this.#failures.delete(key);
    this.#failures.set(key, { count, lastAtMs: nowMs, lockedUntilMs: waitMs === 0 ? 0 : nowMs + waitMs });
    if (this.#failures.size > this.#keysMax) this.#failures.delete(this.#leastWorth(key));
  }

  /**
   * The key to forget: what failed longest ago of those that were never locked, as long as there are any. Else who
   * makes up names, each of them for one try, would unlock the name he is after.
   * @param latest  stays
   */
  #leastWorth(latest: string): string {
    for (const [key, { count }] of this.#failures) {
      if (count < LOCKOUT_LIMITS.failures && key !== latest) return key;
    }
    return this.#failures.keys().next().value!;
  }
}

function waitAfter(count: number): number {
  const beyond = count - LOCKOUT_LIMITS.failures;
  if (beyond < 0) return 0;
  // Beyond 2^6 minutes it is the longest one anyway, and the power must not overflow.
  return Math.min(LOCKOUT_LIMITS.longestWaitMs, LOCKOUT_LIMITS.firstWaitMs * 2 ** Math.min(beyond, 6));
}
