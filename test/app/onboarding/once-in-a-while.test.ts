import { expect, test } from "vitest";
import { OnceInAWhile } from "../../../src/app/onboarding/once-in-a-while.ts";

test("what was there lately is not new, until its time is over", () => {
  const seen = new OnceInAWhile({ everyMs: 100, keysMax: 10 });
  expect([0, 50, 99, 100, 150].map((nowMs) => seen.isNew("a", nowMs))).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
  expect(seen.isNew("b", 150)).toBe(true);
});

test("the oldest is forgotten when there are too many", () => {
  const seen = new OnceInAWhile({ everyMs: 100, keysMax: 2 });
  for (const key of ["a", "b", "c"]) seen.isNew(key, 0);
  expect(["c", "a"].map((key) => seen.isNew(key, 1))).toEqual([false, true]);
});
