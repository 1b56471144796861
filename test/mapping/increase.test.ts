import { describe, expect, test } from "vitest";
import { increaseOf, intervalBetween } from "../../src/mapping/increase.ts";
import type { ReadTime } from "../../src/mapping/index.ts";

const MINUTE_MS = 60_000;
const TICKS_PER_MINUTE = 6_000;
const read = (minutes: number, ticks: number | undefined): ReadTime => ({
  monotonicMs: minutes * MINUTE_MS,
  uptime: ticks === undefined ? undefined : { ticks, atMs: minutes * MINUTE_MS },
});
const restartedBetween = (before: ReadTime, now: ReadTime) =>
  intervalBetween(before, now, MINUTE_MS).restarted;
const running = { tooLong: false, restarted: false };
const restarted = { tooLong: false, restarted: true };
const uncertain = { tooLong: false, restarted: undefined };

describe("the increase of a counter (spec of the manifest §9.3)", () => {
  test.each([
    ["forward is the difference", 10, 25, 15],
    ["no change is zero, and a delta", 10, 10, 0],
    ["beyond 2^53 it is exact", 18446744073709551000n, 18446744073709551007n, 7],
    ["across 2^53 it is exact", 9007199254740991, 9007199254740993n, 2],
    ["it may itself be beyond 2^53", 1, 18446744073709551615n, 18446744073709551614n],
  ] as const)("%s", (_claim, before, now, value) => {
    expect(increaseOf(before, now, false, running, "same")).toEqual({ kind: "delta", value, wrapped: false });
  });

  test("a Counter32 that went back while the agent ran on has wrapped", () => {
    expect(increaseOf(4294967290, 4, true, running, "same")).toEqual({
      kind: "delta",
      value: 10,
      wrapped: true,
    });
  });

  test("a Counter32 that went back over a restart is reset", () => {
    expect(increaseOf(4294967290, 4, true, restarted, "same")).toEqual({ kind: "reset" });
  });

  test.each([
    ["forward", 10, 25],
    ["backward", 25, 10],
    ["standing still", 10, 10],
  ])("over a restart of the agent there is none, %s or not", (_way, before, now) => {
    expect(increaseOf(before, now, true, restarted, "same")).toEqual({ kind: "reset" });
  });

  test("of a row that is another thing now there is none", () => {
    expect(increaseOf(10, 25, false, running, "another")).toEqual({ kind: "reset" });
  });

  test("of a row that may be another thing, forward is the difference", () => {
    expect(increaseOf(10, 25, true, running, "doubtful")).toMatchObject({ kind: "delta", value: 15 });
  });

  test.each([
    ["a Counter64", 18446744073709551615n, 5n],
    ["a plain integer", 100, 5],
  ] as const)("%s that went back is reset", (_type, before, now) => {
    expect(increaseOf(before, now, false, running, "same")).toEqual({ kind: "reset" });
  });

  test("without sysUpTime a near wrap counts and a far one is taken for a reboot", () => {
    expect(increaseOf(4294967290, 4, true, uncertain, "same")).toMatchObject({ kind: "delta", value: 10 });
    expect(increaseOf(1_000_000, 4, true, uncertain, "same")).toEqual({ kind: "reset" });
  });

  test("a row that was gone and came back lower is reset, not wrapped", () => {
    expect(increaseOf(4294967290, 4, true, running, "doubtful")).toEqual({ kind: "reset" });
  });
});

describe("what lies between two reads", () => {
  test.each([
    [1, false],
    [3, false],
    [3.1, false],
    [4, true],
  ])("%d intervals are too long: %s", (minutes, tooLong) => {
    expect(intervalBetween(read(0, 0), read(minutes, 0), MINUTE_MS).tooLong).toBe(tooLong);
  });

  test("what we put off ourselves is no gap, up to an hour of minutes", () => {
    const now = read(60, 0);
    expect(intervalBetween(read(0, 0), now, MINUTE_MS, 58 * MINUTE_MS).tooLong).toBe(false);
    expect(intervalBetween(read(0, 0), now, MINUTE_MS, 56 * MINUTE_MS).tooLong).toBe(true);
    expect(intervalBetween(read(0, 0), read(61, 0), MINUTE_MS, 60 * MINUTE_MS).tooLong).toBe(true);
  });

  test("an agent that counts on did not restart", () => {
    expect(restartedBetween(read(0, 100_000), read(1, 100_000 + TICKS_PER_MINUTE))).toBe(false);
  });

  test("sysUpTime that went back is a restart", () => {
    expect(restartedBetween(read(0, 100_000), read(1, 3_000))).toBe(true);
  });

  test("sysUpTime that wrapped after 497 days is none", () => {
    expect(restartedBetween(read(0, 2 ** 32 - 2_000), read(1, TICKS_PER_MINUTE - 2_000))).toBe(false);
  });

  test("a reboot in the last days before the wrap is one", () => {
    expect(restartedBetween(read(0, 2 ** 32 - 10_000_000), read(1, 3_000))).toBe(true);
  });

  test("an agent younger than the time between the reads restarted, though its sysUpTime is higher", () => {
    expect(restartedBetween(read(0, 500), read(3, 9_000))).toBe(true);
  });

  test("an agent that does not tell its sysUpTime leaves it open", () => {
    expect(restartedBetween(read(0, 500), read(1, undefined))).toBeUndefined();
  });
});
