import type { Snapshot } from "../../src/api/index.ts";

/** A service that has done a bit of everything. */
export const SNAPSHOT: Snapshot = {
  version: "0.1.0",
  sinks: [
    {
      name: "tenant",
      queuedLines: 12,
      queuedBytes: 3_400,
      oldestAgeMs: 1_500,
      deliveredLines: 100,
      rejectedLines: 3,
      droppedLines: { tooOld: 7, queueFull: 0 },
      lastSendMs: 250,
    },
  ],
  threads: [{ name: "main", eventLoopDelayMs: { p50: 1, p99: 20, max: 45 }, busyRatio: 0.25 }],
  kernelUdpDrops: 4,
  polls: { done: 20, partial: 2, failed: 1, skipped: 0 },
  devices: { OK: 199, DEVICE_CONNECTION_ERROR: 1 },
  ingest: { linesAccepted: 50, linesRejected: 1 },
  otlp: { dataPointsReceived: 30, dataPointsAccepted: 28, dataPointsRejected: { UNSUPPORTED_SUMMARY: 2 } },
  process: { residentBytes: 1_000_000, heapUsedBytes: 500_000, cpuMs: 12_500, uptimeMs: 60_000 },
};
