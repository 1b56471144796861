import { expect, test } from "vitest";
import { duration, moment, type TimeOf } from "../../src/cli/time-option.ts";

const NOON_MS = Date.UTC(2026, 0, 31, 12);
const parsed = (option: ReturnType<typeof duration>, text: string): unknown =>
  option.parseArg!(text, undefined);
const timeOf = (text: string): number => (parsed(moment("--from <time>", ""), text) as TimeOf)(NOON_MS);

test.each([
  ["90s", 90_000],
  ["30m", 1_800_000],
  ["1.5h", 5_400_000],
  ["2d", 172_800_000],
])("--older-than %s is a length of time", (text, ms) => {
  expect(parsed(duration("--older-than <time>", ""), text)).toBe(ms);
});

test.each(["30", "m", "-5m", "5 m", "5w", ""])(
  "--older-than %j is refused: its unit is never guessed",
  (text) => {
    expect(() => parsed(duration("--older-than <time>", ""), text)).toThrow("with its unit");
  },
);

test.each([
  ["30m", NOON_MS - 1_800_000],
  ["2026-01-31T12:00", NOON_MS],
  ["2026-01-31T12:00:00.500Z", NOON_MS + 500],
  ["2026-01-31T13:00+01:00", NOON_MS],
  ["2026-01-31", NOON_MS - 12 * 3_600_000],
  ["1769860800000", NOON_MS],
])("--from %s is a moment, in UTC", (text, ms) => {
  expect(timeOf(text)).toBe(ms);
});

test.each(["yesterday", "12:00", "2026-13-01", "5"])("--from %j is refused", (text) => {
  expect(() => timeOf(text)).toThrow("2026-01-31T12:00");
});
