import { expect, test } from "vitest";
import { FakeClock } from "./fake-clock.ts";

test("sleepers wake in the order of their due times, and each sees its own time", async () => {
  const clock = new FakeClock({ monotonicMs: 0 });
  const woken: [string, number][] = [];
  const sleeper = async (name: string, atMs: number) => {
    await clock.sleepUntil(atMs);
    woken.push([name, clock.monotonicMs()]);
  };
  void sleeper("late", 300);
  void sleeper("early", 100);
  void sleeper("early too", 100);
  await clock.advance(299);
  expect(woken).toEqual([
    ["early", 100],
    ["early too", 100],
  ]);
  await clock.advance(1);
  expect(woken[2]).toEqual(["late", 300]);
});

test("a loop that sleeps again and again runs on within one advance", async () => {
  const clock = new FakeClock({ monotonicMs: 0 });
  let rounds = 0;
  const loop = async () => {
    for (;;) {
      await clock.sleepUntil(clock.monotonicMs() + 10);
      rounds++;
    }
  };
  void loop();
  await clock.advance(1_000);
  expect(rounds).toBe(100);
});

test("an aborted sleep rejects with the signal's reason and sleeps no more", async () => {
  const clock = new FakeClock();
  const controller = new AbortController();
  const sleep = clock.sleepUntil(clock.monotonicMs() + 1_000, controller.signal);
  controller.abort(new Error("enough"));
  await expect(sleep).rejects.toThrow("enough");
  expect(clock.sleeping).toBe(0);
});

test("stepping the wall clock moves neither the monotonic clock nor the sleepers", async () => {
  const clock = new FakeClock({ wallMs: 5_000, monotonicMs: 0 });
  void clock.sleepUntil(100);
  clock.stepWall(-3_000);
  expect([clock.wallMs(), clock.monotonicMs(), clock.sleeping]).toEqual([2_000, 0, 1]);
  await clock.advance(100);
  expect([clock.wallMs(), clock.monotonicMs(), clock.sleeping]).toEqual([2_100, 100, 0]);
});
