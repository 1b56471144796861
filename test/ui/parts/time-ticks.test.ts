import { expect, test } from "vitest";
import { timeTickSpace, timeTicks } from "../../../src/ui/parts/time-ticks.ts";

const NOON_S = new Date(2026, 10, 28, 12).getTime() / 1_000;
const DAY_S = 86_400;
const ticksFrom = (step: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => NOON_S + i * step);

test("texts below a chart say what tells one tick from the next, and no more", () => {
  expect(timeTicks(ticksFrom(30, 2))).toEqual(["12:00:00", "12:00:30"]);
  expect(timeTicks(ticksFrom(300, 2))).toEqual(["12:00", "12:05"]);
  expect(timeTicks(ticksFrom(DAY_S / 2, 4)).slice(0, 2)).toEqual(["28 Nov, 12:00", "29 Nov, 00:00"]);
  expect(timeTicks(ticksFrom(10 * DAY_S, 3))).toEqual(["28 Nov", "8 Dec", "18 Dec"]);
});

test("texts with a date in them have more room", () => {
  expect(timeTickSpace(30 * DAY_S)).toBeGreaterThan(timeTickSpace(3_600));
});
