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

test("a sink that is away is told with what its other side said and what to do", () => {
  const { warnings } = warningsOf(() => [AWAY]);
  expect(warnings.current()).toMatchObject([
    { code: "sink.away", remedy: "nothing listens there. Check the url." },
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
