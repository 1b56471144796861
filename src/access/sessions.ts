import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { type Clock, Secret } from "../base/index.ts";
import { accessStamp, type StoredUser } from "./users.ts";

export interface Session {
  readonly user: string;
  /** To be sent in the header X-CSRF-Token with everything that changes something. */
  readonly csrfToken: string;
}

interface Kept extends Session {
  /** `accessStamp` of the user at login. */
  readonly stamp: string;
  /** Monotonic, as all times here. */
  readonly endsAtMs: number;
  idleUntilMs: number;
}

const HOUR_MS = 3_600_000;
const SECRET_BYTES = 32;

export const SESSION_LIMITS = { idleMs: 12 * HOUR_MS, absoluteMs: 7 * 24 * HOUR_MS, count: 10_000 } as const;

/** Who is logged in. In memory alone: a restart logs everybody out, and no file can be stolen. */
export class Sessions {
  readonly #clock: Clock;
  readonly #max: number;
  /** By the SHA-256 of the cookie, oldest first: a dump of the memory logs nobody in. */
  readonly #kept = new Map<string, Kept>();

  /** @param max  beyond, the oldest session ends */
  constructor(clock: Clock, max: number = SESSION_LIMITS.count) {
    this.#clock = clock;
    this.#max = max;
  }

  get count(): number {
    return this.#kept.size;
  }

  /** Begins a session. @returns what goes into the cookie, with the session */
  open(user: StoredUser): { readonly cookie: Secret; readonly session: Session } {
    const nowMs = this.#clock.monotonicMs();
    const cookie = new Secret(randomBytes(SECRET_BYTES).toString("base64url"));
    const session: Kept = {
      user: user.name,
      csrfToken: randomBytes(SECRET_BYTES).toString("base64url"),
      stamp: accessStamp(user),
      endsAtMs: nowMs + SESSION_LIMITS.absoluteMs,
      idleUntilMs: nowMs + SESSION_LIMITS.idleMs,
    };
    this.#kept.set(keyOf(cookie.reveal()), session);
    if (this.#kept.size > this.#max) this.#kept.delete(this.#kept.keys().next().value!);
    return { cookie, session };
  }

  /** The session of a cookie, which counts as used now. @returns undefined when it has ended or never was */
  find(cookie: string): Session | undefined {
    const key = keyOf(cookie);
    const session = this.#kept.get(key);
    if (session === undefined) return undefined;
    const nowMs = this.#clock.monotonicMs();
    if (nowMs >= session.endsAtMs || nowMs >= session.idleUntilMs) {
      this.#kept.delete(key);
      return undefined;
    }
    session.idleUntilMs = nowMs + SESSION_LIMITS.idleMs;
    return session;
  }

  /** Whether the user is still who logged in: not removed, not locked, with the same role and password. */
  isOf(session: Session, user: StoredUser | undefined): user is StoredUser {
    if (user === undefined || user.disabled === true) return false;
    return (session as Kept).stamp === accessStamp(user);
  }

  close(cookie: string): void {
    this.#kept.delete(keyOf(cookie));
  }

  /** Ends all sessions of a user. */
  closeAllOf(user: string): void {
    for (const [key, session] of this.#kept) if (session.user === user) this.#kept.delete(key);
  }
}

/** Compares in constant time. */
export function isCsrfToken(session: Session, presented: string): boolean {
  const [ours, theirs] = [session.csrfToken, presented].map((text) => Buffer.from(keyOf(text)));
  return timingSafeEqual(ours!, theirs!);
}

function keyOf(cookie: string): string {
  return createHash("sha256").update(cookie).digest("base64");
}
