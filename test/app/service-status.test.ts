import { expect, test } from "vitest";
import type { Snapshot } from "../../src/api/index.ts";
import { Lateness } from "../../src/app/poll-view/index.ts";
import type { PartState } from "../../src/app/service.ts";
import { ServiceStatus } from "../../src/app/service-status.ts";
import type { DeliveryStats } from "../../src/ingest/index.ts";
import { FakeClock } from "../support/fake-clock.ts";

const DELAY = { p50: 0.123, p99: 12.345, max: 40 };
const SINK: DeliveryStats = {
  sink: "tenant",
  state: "backingOff",
  queued: 3,
  queuedBytes: 300,
  oldestMs: 0,
  delivered: 10,
  rejected: 1,
  dropped: { queueFull: 5, tooOld: 0, tooLarge: 0, undeliverable: 0, damaged: 0, stopped: 0 },
  lastError: { atMs: 7, reason: "HTTP 503", remedy: undefined },
  lastDeliveredAtMs: 5,
  lastSendMs: 12.4,
};

function statusOf({ sinks = [SINK], states = [] as PartState[] } = {}) {
  const clock = new FakeClock();
  const startMs = clock.monotonicMs();
  const process = { cpuMs: 0 };
  const figures = (): Snapshot => ({
    version: "1.0.0",
    sinks: [],
    threads: [{ name: "main", eventLoopDelayMs: DELAY, busyRatio: 0.256 }],
    kernelUdpDrops: 7,
    polls: { done: 1, partial: 2, failed: 3, skipped: 4 },
    devices: { OK: 2 },
    ingest: { linesAccepted: 1, linesRejected: 0 },
    otlp: { dataPointsReceived: 0, dataPointsAccepted: 0, dataPointsRejected: {} },
    process: {
      residentBytes: 1,
      heapUsedBytes: 1,
      cpuMs: process.cpuMs,
      uptimeMs: clock.monotonicMs() - startMs,
    },
  });
  const status = new ServiceStatus({
    service: {
      sinks: () => sinks,
      queue: () => ({ fault: undefined, segments: 1, bytes: 1_000, unwrittenBytes: 0 }),
      plans: () => new Map(),
      partStates: () => states,
      rates: () => ({ pollsPerMinute: 6, linesPerMinute: 60 }),
    },
    figures,
    store: () => undefined,
    warnings: () => [],
    clock,
    startedAtMs: 1,
    nodeVersion: "v20.19.0",
  });
  return { status, clock, process };
}

test("a sink tells the age of its oldest line, its losses by reason and its last error", () => {
  const { status, clock } = statusOf();
  expect(status.json().sinks).toEqual([
    {
      name: "tenant",
      state: "backingOff",
      queued: 3,
      queuedBytes: 300,
      oldestAgeMs: clock.wallMs(),
      delivered: 10,
      rejected: 1,
      dropped: 5,
      droppedBy: { queueFull: 5 },
      lastError: { at: 7, reason: "HTTP 503" },
      lastDeliveredAt: 5,
      lastSendMs: 12,
    },
  ]);
});

test("threads are told with their devices; what the main thread polls itself is its own", () => {
  const clock = new FakeClock();
  const lateness = new Lateness(clock);
  lateness.note(100);
  const load = { devices: 5, lateness: lateness.counts() };
  const figures = { eventLoopDelayMs: DELAY, busyRatio: 0.5, kernelDrops: 3 };
  const inMain = statusOf({ states: [{ isThread: false, figures: undefined, load }] }).status.json();
  expect(inMain.polling.threads).toMatchObject([
    { name: "main", devices: 5, busyRatio: 0.26, kernelDrops: 7 },
  ]);
  const states = [
    { isThread: true, figures, load },
    { isThread: true, figures: undefined, load: undefined },
  ];
  const { threads, lateness: told } = statusOf({ states }).status.json().polling;
  expect(threads).toMatchObject([
    { name: "main", devices: 0, kernelDrops: 4 },
    { name: "poll-0", devices: 5, busyRatio: 0.5, kernelDrops: 3 },
    { name: "poll-1", devices: 0 },
  ]);
  expect(told?.p50Ms).toBeGreaterThanOrEqual(100);
});

test("the share of the CPU is that between two looks, and two looks at once share one measurement", async () => {
  const { status, clock, process } = statusOf();
  expect(status.json().process.cpuRatio).toBeUndefined();
  process.cpuMs = 2_500;
  await clock.advance(5_000);
  expect(status.json().process.cpuRatio).toBe(0.5);
  process.cpuMs = 9_000;
  await clock.advance(1_000);
  expect(status.json().process.cpuRatio).toBe(0.5);
});
