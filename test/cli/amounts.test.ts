import { expect, test } from "vitest";
import { ageText, grouped, sizeText } from "../../src/cli/amounts.ts";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_234, "1.2 kB"],
  [9_960, "10 kB"],
  [999_600, "1.0 MB"],
  [134_217_728, "134 MB"],
  [4_000_000_000, "4.0 GB"],
  [5e15, "5000 TB"],
])("%d octets are %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

test.each([
  [-5, "0 s"],
  [119_000, "119 s"],
  [3_000_000, "50 min"],
  [3 * 3_600_000 + 5 * 60_000, "3 h 5 min"],
  [2 * 86_400_000 + 3_600_000, "2 d 1 h"],
])("%d ms are %s", (ms, text) => {
  expect(ageText(ms)).toBe(text);
});

test("thousands are grouped", () => {
  expect(grouped(1_234_567)).toBe("1,234,567");
});
