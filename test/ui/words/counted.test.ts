import { expect, test } from "vitest";
import { counted } from "../../../src/ui/words/counted.ts";

test.each([
  [0, "device", undefined, "0 devices"],
  [1, "device", undefined, "1 device"],
  [1200, "device", undefined, "1,200 devices"],
  [1, "entry", "entries", "1 entry"],
  [2, "entry", "entries", "2 entries"],
])("%i %s is said as a person would", (count, one, many, said) => {
  expect(counted(count, one, many)).toBe(said);
});
