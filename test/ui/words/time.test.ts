import { expect, test } from "vitest";
import { exactTime, isYoung, rangeWords, relativeTime, timeOf } from "../../../src/ui/words/time.ts";

const NOW = Date.UTC(2026, 10, 28, 12, 0, 0);

test("times are told relative to now", () => {
  const told = [0, 12_000, 200_000, 7_300_000, -300_000].map((ms) => relativeTime(NOW - ms, NOW));
  expect(told).toEqual(["just now", "12 s ago", "3 min ago", "2 h ago", "in 5 min"]);
});

test("the exact time has the instant as logs write it", () => {
  expect(exactTime(NOW)).toContain("(2026-11-28T12:00:00.000Z)");
});

test("a range is read as the API reads it", () => {
  expect([
    timeOf("now", NOW),
    timeOf("now-2h", NOW),
    timeOf(String(NOW), NOW),
    timeOf("yesterday", NOW),
  ]).toEqual([NOW, NOW - 7_200_000, NOW, undefined]);
});

test("a range that stays with now is told by its length", () => {
  expect([
    rangeWords({ from: "now-6h", to: "now" }, NOW),
    rangeWords({ from: "now-90m", to: "now" }, NOW),
  ]).toEqual(["Last 6 hours", "Last 1 h 30 min"]);
});

test("a service that has run for minutes is young, one of unknown age is not", () => {
  expect([NOW - 60_000, NOW - 3_600_000, undefined].map((at) => isYoung(at, NOW))).toEqual([
    true,
    false,
    false,
  ]);
});
