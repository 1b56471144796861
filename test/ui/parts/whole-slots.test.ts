import { expect, test } from "vitest";
import { wholeSlots } from "../../../src/ui/parts/whole-slots.ts";

const MINUTE_MS = 60_000;
/** Slots of a minute, the last of which ended before now. */
const ENDS = [1, 2, 3, 4].map((minute) => minute * MINUTE_MS);
const rate = { unit: "BitPerSecond", nowMs: 4 * MINUTE_MS };

test("what grows is not shown in the slot of right now, unless there is nothing else", () => {
  const now = 4 * MINUTE_MS - 1;
  expect(wholeSlots([1, 1, 1, 0.2], ENDS, { ...rate, nowMs: now })).toEqual([1, 1, 1, null]);
  expect(wholeSlots([null, null, null, 0.2], ENDS, { ...rate, nowMs: now })).toEqual([null, null, null, 0.2]);
  expect(wholeSlots([5, 5, 5, 5], ENDS, { unit: "Percent", nowMs: now })).toEqual([5, 5, 5, 5]);
});

test("a rate that is polled more often than slots are long does not begin with a ramp", () => {
  expect(wholeSlots([null, 2, 9, 9], ENDS, { ...rate, intervalMs: 5_000 })).toEqual([null, null, 9, 9]);
  expect(wholeSlots([null, -2, -9, -9], ENDS, { ...rate, intervalMs: 5_000 })).toEqual([null, null, -9, -9]);
});

test("polls as far apart as slots are long begin with a whole one, which stays", () => {
  expect(wholeSlots([null, 2, 9, 9], ENDS, { ...rate, intervalMs: MINUTE_MS })).toEqual([null, 2, 9, 9]);
  expect(wholeSlots([null, 2, 9, 9], ENDS, rate)).toEqual([null, 2, 9, 9]);
});

test("nothing that is no ramp is left out at the beginning", () => {
  const often = { ...rate, intervalMs: 5_000 };
  const kept = [
    [2, 9, 9, 9], // began before what is shown
    [null, 9, 2, 2], // more than what follows
    [null, 0, 9, 9], // nothing is nothing, over whatever time
    [null, 2, null, 9], // all there is around it
    [null, null, null, 2],
  ];
  for (const values of kept) expect(wholeSlots(values, ENDS, often)).toEqual(values);
  expect(wholeSlots([null, 2, 9, 9], ENDS, { ...often, unit: "Count" })).toEqual([null, 2, 9, 9]);
});
