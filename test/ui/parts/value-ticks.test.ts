import { expect, test } from "vitest";
import { tickTexts, valueTicks } from "../../../src/ui/parts/value-ticks.ts";

const GIB = 1024 ** 3;

/** The texts of the axis from low to high. */
const axis = (low: number, high: number, unit: string, wanted = 4): string[] =>
  tickTexts(valueTicks(low, high, unit, wanted), unit, low < 0);

test.each([
  [0, 1.9 * GIB, "Byte", ["0", "0.5 GiB", "1 GiB", "1.5 GiB"]],
  [0, 300 * 1024 ** 2, "Byte", ["0", "100 MiB", "200 MiB", "300 MiB"]],
  [0, 6_000, "KiloByte", ["0", "2 MiB", "4 MiB"]],
  [0, 900, "Byte", ["0", "500 B"]],
  [0, 1.3e9, "BitPerSecond", ["0", "0.5 Gbit/s", "1 Gbit/s"]],
  [0, 108, "Percent", ["0", "50 %", "100 %"]],
  [0, 1, "Count", ["0", "0.5", "1"]],
  [0, 200, "Second", ["0", "1 min", "2 min", "3 min"]],
  [0, 90, "Second", ["0", "30 s", "1 min", "1 min 30 s"]],
  [0, 4_000, "Second", ["0", "30 min", "1 h"]],
  [0, 0.09, "Second", ["0", "50 ms"]],
  [0, 3_000, "MilliSecond", ["0", "1 s", "2 s", "3 s"]],
  [0, 47 * 86_400, "Second", ["0", "20 d", "40 d"]],
])("from %d to %d %s: %j", (low, high, unit, texts) => {
  expect(axis(low, high, unit)).toEqual(texts);
});

test("an axis of mirrored values has no sign", () => {
  expect(axis(-6_000, 8_000, "BitPerSecond")).toEqual(["5 kbit/s", "0", "5 kbit/s"]);
});

test("a low chart has a tick besides zero all the same", () => {
  expect(axis(-38e6, 65e6, "BitPerSecond", 2)).toEqual(["0", "50 Mbit/s"]);
});

test("where nothing is, there is zero", () => {
  expect(valueTicks(0, 0, "Byte", 4)).toEqual([0]);
});
