import { beforeEach, expect, test } from "vitest";
import { Nap } from "../../src/base/index.ts";
import { FakeClock } from "../support/fake-clock.ts";

let clock: FakeClock;
let nap: Nap;
beforeEach(() => {
  clock = new FakeClock();
  nap = new Nap(clock);
});

test("ends at its time", async () => {
  const slept = nap.until(clock.monotonicMs() + 100);
  await clock.advance(100);
  expect(await slept).toBe(true);
});

test("is cut short by what comes earlier, and not by what comes later", async () => {
  const startMs = clock.monotonicMs();
  const slept = nap.until(startMs + 100);
  nap.wakeBefore(startMs + 100);
  nap.wakeBefore(startMs + 200);
  await clock.advance(50);
  nap.wakeBefore(startMs + 99);
  expect(await slept).toBe(false);
  expect(clock.monotonicMs()).toBe(startMs + 50);
});

test("a wake while nobody sleeps is forgotten: the next sleep has its whole time", async () => {
  nap.wake();
  nap.wakeBefore(Number.NEGATIVE_INFINITY);
  const slept = nap.until(clock.monotonicMs() + 10);
  await clock.advance(10);
  expect(await slept).toBe(true);
});
