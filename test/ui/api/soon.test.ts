import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Soon } from "../../../src/ui/api/soon.ts";

const WAIT_MS = 500;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("hundreds who ask at once are one piece of work", async () => {
  const work = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const soon = new Soon(work, WAIT_MS);
  for (let i = 0; i < 300; i += 1) soon.ask();
  await vi.advanceTimersByTimeAsync(WAIT_MS);
  expect(work).toHaveBeenCalledTimes(1);
});

test("whoever asks while it is done has it done once more, after it has ended", async () => {
  const ends: (() => void)[] = [];
  const work = vi.fn<() => Promise<void>>(() => new Promise((resolve) => ends.push(resolve)));
  const soon = new Soon(work, WAIT_MS);
  soon.ask();
  await vi.advanceTimersByTimeAsync(WAIT_MS);
  soon.ask();
  soon.ask();
  await vi.advanceTimersByTimeAsync(10 * WAIT_MS);
  expect(work).toHaveBeenCalledTimes(1);
  ends[0]!();
  await vi.advanceTimersByTimeAsync(WAIT_MS);
  expect(work).toHaveBeenCalledTimes(2);
});

test("work that failed can be asked for again", async () => {
  const work = vi.fn<() => Promise<void>>(() => Promise.reject(new Error("away")));
  const soon = new Soon(work, WAIT_MS);
  soon.ask();
  await vi.advanceTimersByTimeAsync(WAIT_MS);
  soon.ask();
  await vi.advanceTimersByTimeAsync(WAIT_MS);
  expect(work).toHaveBeenCalledTimes(2);
});

test("after a stop nothing is done any more", async () => {
  const work = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const soon = new Soon(work, WAIT_MS);
  soon.ask();
  soon.stop();
  await vi.advanceTimersByTimeAsync(WAIT_MS);
  expect(work).not.toHaveBeenCalled();
});
