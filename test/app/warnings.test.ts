import { expect, test } from "vitest";
import type { Finding } from "../../src/app/extensions.ts";
import { Warnings } from "../../src/app/warnings.ts";
import type { DeliveryStats } from "../../src/ingest/index.ts";
import { FakeClock } from "../support/fake-clock.ts";

const AWAY: DeliveryStats = {
  sink: "collector",
  state: "backingOff",
  queued: 10,
  queuedBytes: 1_000,
  oldestMs: 1,
  delivered: 0,
  rejected: 0,
  dropped: { queueFull: 0, tooOld: 0, tooLarge: 0, undeliverable: 0, damaged: 0, stopped: 0 },
  lastError: { atMs: 1, reason: "nothing listens there.", remedy: "Check the url." },
  lastDeliveredAtMs: undefined,
  lastSendMs: undefined,
};

function warningsOf(sinks: () => readonly DeliveryStats[], problems: readonly Finding[] = []) {
  const clock = new FakeClock();
  const queue = () => ({ fault: undefined, segments: 0, bytes: 0, unwrittenBytes: 0 });
  return {
    clock,
    warnings: new Warnings({ problems: () => problems, sinks, queue, store: undefined }, clock),
  };
}

test("a sink that takes nothing is told with what its other side said and what to do", () => {
  const { warnings } = warningsOf(() => [AWAY]);
  expect(warnings.current()).toMatchObject([
    {
      code: "sink.away",
      message: "sink collector takes nothing now; 10 lines wait for it",
      remedy: "nothing listens there. Check the url. It is tried again by itself.",
    },
  ]);
});

test("a warning stays as old as it is while the figures in it grow", async () => {
  let queued = 10;
  const { warnings, clock } = warningsOf(() => [{ ...AWAY, queued: (queued += 7) }]);
  const [first] = warnings.current();
  await clock.advance(60_000);
  const [later] = warnings.current();
  expect(later?.message).not.toBe(first?.message);
  expect(later?.since).toBe(first?.since);
});

test("a warning is as old as what it is about, though nobody looked until now, and the clock was set meanwhile", async () => {
  const { warnings, clock } = warningsOf(() => [AWAY]);
  const stopping = new AbortController();
  const watching = warnings.watch(stopping.signal);
  await clock.advance(8 * 3_600_000);
  clock.stepWall(86_400_000);
  const [warning] = warnings.current();
  expect(clock.wallMs() - warning!.since).toBe(8 * 3_600_000);
  stopping.abort();
  await watching;
  expect(clock.sleeping).toBe(0);
});

test("sinks whose names differ in a number alone have a time of their own", async () => {
  const sinks = [{ ...AWAY, sink: "site-1" }];
  const { warnings, clock } = warningsOf(() => sinks);
  warnings.current();
  await clock.advance(60_000);
  sinks.push({ ...AWAY, sink: "site-2" });
  const [first, second] = warnings.current();
  expect(second!.since - first!.since).toBe(60_000);
});

test("lost lines are told with reason and remedy, with when the first and when the last were lost", async () => {
  const lost = { queueFull: 12_000, tooOld: 3 };
  const { warnings, clock } = warningsOf(() => [
    { ...AWAY, state: "idle", dropped: { ...AWAY.dropped, ...lost } },
  ]);
  const [first] = warnings.current();
  expect(first).toMatchObject({
    code: "sink.dropped",
    message: "sink collector has lost lines since the start: 12,000 as the queue was full, 3 too old for it",
    remedy: expect.stringContaining("queue.maxMegabytes"),
  });
  expect(first!.last).toBe(first!.since);
  await clock.advance(60_000);
  lost.tooOld += 1;
  warnings.current();
  await clock.advance(60_000);
  const [later] = warnings.current();
  expect(later!.since).toBe(first!.since);
  expect(later!.last).toBe(first!.since + 60_000);
});

test("a file with an error is not in force, one with a warning is", () => {
  const finding = { code: "C103", path: "", line: 1, column: 1, message: "unknown key", file: "a.json" };
  const severities = ["error", "warning"] as const;
  const { warnings } = warningsOf(
    () => [],
    severities.map((severity) => ({ ...finding, severity })),
  );
  expect(warnings.current().map(({ remedy }) => remedy)).toEqual([
    expect.stringContaining("stays in force what was before"),
    expect.stringContaining("the rest of it is in force"),
  ]);
});
