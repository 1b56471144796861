import { describe, expect, test } from "vitest";
import {
  digits,
  figureOf,
  formatBits,
  formatBytes,
  formatShortCount,
  formatSpan,
  formatSpeed,
  formatValue,
} from "../../../src/ui/words/units.ts";

describe("a figure is scaled and has its unit", () => {
  test.each([
    [0, "BitPerSecond", "0 bit/s"],
    [999, "BitPerSecond", "999 bit/s"],
    [1_250_000_000, "BitPerSecond", "1.25 Gbit/s"],
    [10, "MegaBitPerSecond", "10 Mbit/s"],
    [400_000, "MegaBitPerSecond", "400 Gbit/s"],
    [42.4242, "Percent", "42.4 %"],
    [0.0506, "Percent", "0.05 %"],
    [3 * 1024 ** 3, "Byte", "3 GiB"],
    [512, "KiloByte", "512 KiB"],
    [36.5, "DegreeCelsius", "36.5 °C"],
    [1_500, "Count", "1.5 k"],
    [0.25, "Second", "250 ms"],
    [12_345, "MilliSecond", "12.3 s"],
    [93_784, "Second", "1 d 2 h"],
    [7, "SomethingElse", "7 SomethingElse"],
    [-12, "DecibelMilliWatt", "-12 dBm"],
  ])("%d %s → %s", (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  test("units are known in any case, as manifests write them", () => {
    expect(formatValue(5, "percent")).toBe(formatValue(5, "PERCENT"));
  });

  test("what was not measured is a dash, and not zero", () => {
    expect([formatValue(null, "Percent"), formatBits(undefined), formatValue(Number.NaN)]).toEqual([
      "–",
      "–",
      "–",
    ]);
  });

  test("text and unit come apart for columns", () => {
    expect(figureOf(2_500_000, "BitPerSecond")).toEqual({ text: "2.5", unit: "Mbit/s" });
  });
});

test("three digits are shown, small ones too", () => {
  expect([0, 3, 1.2345, 12.345, 123.45, 0.000_123_4].map(digits)).toEqual([
    "0",
    "3",
    "1.23",
    "12.3",
    "123",
    "0.00012",
  ]);
});

test("a span is told in the two units that say most", () => {
  expect([420, 59_000, 63_000, 3_600_000, 90_061_000].map(formatSpan)).toEqual([
    "420 ms",
    "59 s",
    "1 min 3 s",
    "1 h",
    "1 d 1 h",
  ]);
});

test("octets are binary, speeds are decimal, an unknown speed is a dash", () => {
  expect([formatBytes(2048), formatSpeed(1e9), formatSpeed(0)]).toEqual(["2 KiB", "1 Gbit/s", "–"]);
});

test("a count in a narrow column is short before it would be cut", () => {
  expect([undefined, 0, 999.4, 2_100, 12_345_678].map(formatShortCount)).toEqual([
    "–",
    "0",
    "999",
    "2.1 k",
    "12.3 M",
  ]);
});
