import { describe, expect, test } from "vitest";
import { checkLogin, Lockout, Passwords } from "../../src/access/index.ts";
import { Secret } from "../../src/base/index.ts";
import { MemoryUsers, PASSWORD, userNamed } from "../support/access.ts";
import { FakeClock } from "../support/fake-clock.ts";

const MINUTE = 60_000;
const KEYS = ["user ops"];

describe("failed logins", () => {
  test("lock at the fifth within 15 minutes", async () => {
    const clock = new FakeClock();
    const lockout = new Lockout(clock);
    for (let failure = 1; failure <= 4; failure++) {
      lockout.failed(KEYS);
      expect(lockout.waitMs(KEYS)).toBe(0);
      await clock.advance(3 * MINUTE);
    }
    lockout.failed(KEYS);
    expect(lockout.waitMs(KEYS)).toBe(MINUTE);
  });

  test("each lock longer, doubling from a minute to an hour", async () => {
    const clock = new FakeClock();
    const lockout = new Lockout(clock);
    for (let failure = 1; failure < 5; failure++) lockout.failed(KEYS);
    const waits: number[] = [];
    for (let lock = 0; lock < 9; lock++) {
      lockout.failed(KEYS);
      waits.push(lockout.waitMs(KEYS) / MINUTE);
      await clock.advance(lockout.waitMs(KEYS));
      expect(lockout.waitMs(KEYS)).toBe(0);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test("are forgotten 15 minutes after the last, or after the lock has ended", async () => {
    const clock = new FakeClock();
    const lockout = new Lockout(clock);
    for (let failure = 1; failure <= 4; failure++) lockout.failed(KEYS);
    await clock.advance(15 * MINUTE + 1);
    lockout.failed(KEYS);
    expect(lockout.waitMs(KEYS)).toBe(0);
  });

  test("of more names than are remembered push out one another, and unlock nobody", () => {
    const lockout = new Lockout(new FakeClock(), 100);
    for (let n = 0; n < 5; n++) lockout.failed(["user first"]);
    for (let n = 0; n < 1_000; n++) lockout.failed([`user ${n}`]);
    expect(lockout.size).toBe(100);
    expect(lockout.waitMs(["user first"])).toBe(MINUTE);
  });

  test("of more locked names than are remembered push out the oldest", () => {
    const lockout = new Lockout(new FakeClock(), 10);
    for (let n = 0; n < 100; n++) for (let failure = 0; failure < 5; failure++) lockout.failed([`user ${n}`]);
    expect(lockout.size).toBe(10);
    expect([lockout.waitMs(["user 50"]), lockout.waitMs(["user 98"])]).toEqual([0, MINUTE]);
  });
});

async function bench() {
  const clock = new FakeClock();
  const users = new MemoryUsers(
    await userNamed("ops"),
    await userNamed("eve"),
    await userNamed("root", "admin"),
  );
  const parts = { users, passwords: new Passwords(), lockout: new Lockout(clock) };
  const login = async (name: string, password: string, address?: string) =>
    (await checkLogin(parts, { name, password: new Secret(password), address })).kind;
  return { clock, users, login };
}

describe("logging in", () => {
  test("takes the right password, and no other, of no other, of nobody and of none who is disabled", async () => {
    const { users, login } = await bench();
    expect(await login("ops", PASSWORD)).toBe("accepted");
    expect(await login("ops", `${PASSWORD} `)).toBe("refused");
    expect(await login("nobody", PASSWORD)).toBe("refused");
    await users.change("ops", { disabled: true });
    expect(await login("ops", PASSWORD)).toBe("refused");
  });

  test("of a locked user is refused even with the right password, until the wait is over", async () => {
    const { clock, login } = await bench();
    const tries = await Promise.all(Array.from({ length: 7 }, () => login("ops", "wrong password")));
    expect(tries).toEqual([...Array.from({ length: 5 }, () => "refused"), "locked", "locked"]);
    expect(await login("ops", PASSWORD)).toBe("locked");
    expect(await login("eve", PASSWORD)).toBe("accepted");
    await clock.advance(MINUTE);
    expect(await login("ops", PASSWORD)).toBe("accepted");
  });

  test("locks an address that tries many names, also one that knows a password of its own", async () => {
    const { login } = await bench();
    for (const name of ["a", "b", "c", "d"]) {
      expect(await login("eve", PASSWORD, "192.0.2.1")).toBe("accepted");
      expect(await login(name, "wrong password", "192.0.2.1")).toBe("refused");
    }
    expect(await login("e", "wrong password", "192.0.2.1")).toBe("refused");
    expect(await login("eve", PASSWORD, "192.0.2.1")).toBe("locked");
    expect(await login("eve", PASSWORD, "192.0.2.2")).toBe("accepted");
  });
});
