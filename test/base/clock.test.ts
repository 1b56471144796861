import { expect, test } from "vitest";
import { systemClock } from "../../src/base/index.ts";

test("a sleep ends at its time, not before", async () => {
  const startMs = systemClock.monotonicMs();
  await systemClock.sleepUntil(startMs + 15);
  expect(systemClock.monotonicMs() - startMs).toBeGreaterThanOrEqual(15);
});

test("a sleep into the past ends at once", async () => {
  await expect(systemClock.sleepUntil(systemClock.monotonicMs() - 1_000)).resolves.toBeUndefined();
});

test("an abort ends a sleep with its reason, before or during it", async () => {
  const reason = new Error("stopping");
  await expect(systemClock.sleepUntil(Number.POSITIVE_INFINITY, AbortSignal.abort(reason))).rejects.toBe(
    reason,
  );
  const stop = new AbortController();
  const sleep = systemClock.sleepUntil(Number.POSITIVE_INFINITY, stop.signal);
  stop.abort(reason);
  await expect(sleep).rejects.toBe(reason);
});
