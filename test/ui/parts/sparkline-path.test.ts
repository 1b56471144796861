import { expect, test } from "vitest";
import { sparklinePath } from "../../../src/ui/parts/sparkline-path.ts";

const BOX = { width: 102, height: 22 };

test("a sparkline begins at zero and ends at the largest value", () => {
  expect(sparklinePath([0, 50, 100], BOX).line).toBe("M1.0 21.0L51.0 11.0L101.0 1.0");
});

test("a gap stays a gap", () => {
  expect(sparklinePath([1, 1, null, 1, 1], BOX).line.match(/M/g)).toHaveLength(2);
});

test("a single value between gaps is seen", () => {
  expect(sparklinePath([null, 5, null], BOX).line).toBe("M51.0 1.0h1");
});

test("nothing measured draws nothing, and zeros lie on the floor", () => {
  expect(sparklinePath([null, null], BOX)).toEqual({ line: "", area: "" });
  expect(sparklinePath([0, 0], BOX).line).toBe("M1.0 21.0L101.0 21.0");
});
