import { describe, expect, test } from "vitest";
import { isCsrfToken, SESSION_LIMITS, Sessions } from "../../src/access/index.ts";
import { userNamed } from "../support/access.ts";
import { FakeClock } from "../support/fake-clock.ts";

const HOUR = 3_600_000;

async function open() {
  const clock = new FakeClock();
  const sessions = new Sessions(clock, 3);
  const user = await userNamed("ops");
  return { clock, sessions, user, begin: () => sessions.open(user).cookie.reveal() };
}

describe("a session", () => {
  test("has a cookie and a CSRF token of 32 random bytes each", async () => {
    const { sessions, user } = await open();
    const { cookie, session } = sessions.open(user);
    expect(cookie.reveal()).toMatch(/^[\w-]{43}$/);
    expect(session.csrfToken).toMatch(/^[\w-]{43}$/);
    expect(session.csrfToken).not.toBe(cookie.reveal());
    expect(isCsrfToken(session, session.csrfToken)).toBe(true);
    expect(isCsrfToken(session, "")).toBe(false);
  });

  test("ends after 12 hours without a request", async () => {
    const { clock, sessions, begin } = await open();
    const cookie = begin();
    await clock.advance(12 * HOUR - 1);
    expect(sessions.find(cookie)).toBeDefined();
    await clock.advance(12 * HOUR);
    expect(sessions.find(cookie)).toBeUndefined();
    expect(sessions.count).toBe(0);
  });

  test("ends after 7 days, however busy it is", async () => {
    const { clock, sessions, begin } = await open();
    const cookie = begin();
    for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
      await clock.advance(6 * HOUR);
      expect(sessions.find(cookie)).toBeDefined();
    }
    await clock.advance(6 * HOUR);
    expect(sessions.find(cookie)).toBeUndefined();
  });

  test("that is the oldest of too many ends", async () => {
    const { sessions, begin } = await open();
    const [first, second] = [begin(), begin(), begin(), begin()];
    expect(sessions.count).toBe(3);
    expect(sessions.find(first)).toBeUndefined();
    expect(sessions.find(second)).toBeDefined();
  });

  test("is of its user no more with another role, another password, disabled or removed", async () => {
    const { sessions, user } = await open();
    const { session } = sessions.open(user);
    expect(sessions.isOf(session, user)).toBe(true);
    expect(sessions.isOf(session, { ...user, role: "admin" })).toBe(false);
    expect(sessions.isOf(session, { ...user, password: { ...user.password, salt: "AAAA" } })).toBe(false);
    expect(sessions.isOf(session, { ...user, disabled: true })).toBe(false);
    expect(sessions.isOf(session, undefined)).toBe(false);
  });

  test("is not found by what is kept of it: only a hash of the cookie", async () => {
    const { sessions, begin } = await open();
    begin();
    expect(sessions.find("")).toBeUndefined();
    expect(SESSION_LIMITS.count).toBe(10_000);
  });
});
