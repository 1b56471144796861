import { expect, test } from "vitest";
import { lineFinder } from "../../src/source/line-finder.ts";

test("lines and columns count from 1", () => {
  const locate = lineFinder("ab\ncd\n\ne");
  expect([0, 1, 3, 4, 6, 7].map(locate)).toEqual([
    { line: 1, column: 1 },
    { line: 1, column: 2 },
    { line: 2, column: 1 },
    { line: 2, column: 2 },
    { line: 3, column: 1 },
    { line: 4, column: 1 },
  ]);
});
