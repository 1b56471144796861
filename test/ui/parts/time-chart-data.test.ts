import { expect, test } from "vitest";
import { chartLabel, drawnValues, shownSpan, valueRange } from "../../../src/ui/parts/time-chart-data.ts";

const series = (label: string, values: readonly (number | null)[], mirrored = false) => ({
  key: label,
  label,
  values,
  mirrored,
});

test("stacked series stand on each other, and gaps add nothing", () => {
  expect(drawnValues([series("a", [1, null]), series("b", [2, 3])], true)).toEqual([
    [1, null],
    [3, 3],
  ]);
});

test("outgoing traffic is drawn downwards", () => {
  expect(drawnValues([series("out", [5], true)], false)).toEqual([[-5]]);
});

test("a chart says its latest values to who cannot see it", () => {
  expect(chartLabel("CPU", [series("core", [10, 12, null])], "Percent")).toBe("CPU, latest: core 12 %");
});

test("the slot of right now, which ends after right now, is on the axis of time", () => {
  expect(shownSpan([60_000, 100_000], 60, 120)).toEqual([60, 120]);
  expect(shownSpan([60_000, 240_000], 120, 180)).toEqual([60, 240]);
});

test("the value axis begins where it shall, and further down or up where a value is", () => {
  expect(valueRange(60, 80, { min: 50, max: 100 })).toEqual([50, 100]);
  expect(valueRange(0, 0, { max: 100 })).toEqual([0, 100]);
  expect(valueRange(null, null, {})).toEqual([0, 1]);
  expect(valueRange(5, 100, {})).toEqual([0, 108]);
  const [bottom, top] = valueRange(40, 120, { min: 50, max: 100 });
  expect(bottom).toBeLessThan(40);
  expect(top).toBe(120);
});
