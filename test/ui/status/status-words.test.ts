import { expect, test } from "vitest";
import type { ServiceStatus } from "../../../src/api/contract/index.ts";
import { graveCount } from "../../../src/ui/status/grave.ts";
import {
  attentionOf,
  dropWords,
  headlineOf,
  isCurrentError,
  latenessWords,
} from "../../../src/ui/status/status-words.ts";

const SINK = {
  name: "tenant",
  state: "idle",
  queued: 0,
  queuedBytes: 0,
  delivered: 1,
  rejected: 0,
  dropped: 0,
  droppedBy: {},
};
const STATUS: ServiceStatus = {
  version: "1.0.0",
  startedAt: 1,
  at: 2,
  devices: { OK: 6 },
  polling: {
    threads: [{ name: "main", devices: 6, busyRatio: 0.1, kernelDrops: 0 }],
    pollsPerMinute: 6,
    linesPerMinute: 600,
    lateness: { p50Ms: 0, p99Ms: 2 },
    polls: { done: 10, partial: 0, failed: 0, skipped: 0 },
  },
  sinks: [SINK],
  queue: { bytes: 0, unwrittenBytes: 0 },
  receive: {
    linesAccepted: 0,
    linesRejected: 0,
    dataPointsReceived: 0,
    dataPointsAccepted: 0,
    dataPointsRejected: {},
  },
  process: { residentBytes: 1, heapUsedBytes: 1, uptimeMs: 1 },
  versions: { program: "1.0.0", node: "v20.19.0", extensions: [] },
  warnings: [],
};

test("a healthy service says so in plain words, and nothing needs attention", () => {
  expect(headlineOf(STATUS)).toEqual({ tone: "ok", text: "All 6 devices are polled on time" });
  expect(attentionOf(STATUS)).toEqual([]);
});

test("nothing polled, and devices that wait, are no fault", () => {
  expect(headlineOf({ ...STATUS, devices: {} }).text).toBe("Nothing is polled yet");
  expect(headlineOf({ ...STATUS, devices: { OK: 4, PENDING: 2 } }).text).toBe(
    "2 of 6 devices wait for their first poll",
  );
});

test("the gravest comes first, devices with the way to them", () => {
  const status = {
    ...STATUS,
    devices: { OK: 5, WARNING: 2, DEVICE_CONNECTION_ERROR: 1 },
    warnings: [{ code: "sink.dropped", message: "sink tenant has lost lines", since: 5 }],
  };
  const attention = attentionOf(status);
  expect(attention.map(({ tone }) => tone)).toEqual(["error", "error", "warning"]);
  expect(attention[0]?.text).toMatch(/^1 device is “No answer”/);
  expect(attention[0]?.link?.href).toContain("DEVICE_CONNECTION_ERROR");
  expect(attention[1]).toMatchObject({ text: "Sink tenant has lost lines.", since: 5 });
  expect(headlineOf(status)).toEqual({ tone: "error", text: "3 things need attention" });
});

test("of several devices it is said as of several", () => {
  const [incomplete] = attentionOf({ ...STATUS, devices: { WARNING: 40 } });
  expect(incomplete?.text).toBe(
    "40 devices are “Incomplete”. Each answers, but a part of the data is missing.",
  );
  const [silent] = attentionOf({ ...STATUS, devices: { DEVICE_CONNECTION_ERROR: 40 } });
  expect(silent?.text).toMatch(/^40 devices are “No answer”\./);
  expect(silent?.text).not.toMatch(/\bthis\b/);
});

test("what was lost is grave for an hour after the last loss, and still worth a look then", () => {
  const at = 10_000_000;
  const lost = (last: number) => ({
    ...STATUS,
    at,
    warnings: [{ code: "sink.dropped", message: "sink tenant has lost 9 lines", since: 1, last }],
  });
  expect(attentionOf(lost(at - 60_000))[0]).toMatchObject({ tone: "error", since: 1, last: at - 60_000 });
  expect(graveCount(lost(at - 60_000))).toBe(1);
  expect(attentionOf(lost(at - 3_700_000))[0]?.tone).toBe("warning");
  expect(graveCount(lost(at - 3_700_000))).toBe(0);
});

test("an entry of the list stays the same one while its figures grow", () => {
  const keys = ["9,999 lines wait", "12 lines wait"].map(
    (message) => attentionOf({ ...STATUS, warnings: [{ code: "sink.away", message, since: 1 }] })[0]?.key,
  );
  expect(new Set(keys).size).toBe(1);
});

test("late polls, a busy poller and lost datagrams are named with what helps", () => {
  const polling = {
    ...STATUS.polling,
    lateness: { p50Ms: 10, p99Ms: 9_000 },
    threads: [{ name: "poll-0", devices: 9_000, busyRatio: 0.97, kernelDrops: 12 }],
  };
  const attention = attentionOf({ ...STATUS, polling });
  expect(attention).toHaveLength(3);
  expect(attention.every(({ remedy }) => remedy !== undefined)).toBe(true);
});

test("lateness in words", () => {
  expect(latenessWords(undefined)).toBe("nothing polled in the last minute");
  expect(latenessWords({ p50Ms: 0, p99Ms: 1 })).toBe("by less than 2 ms");
  expect(latenessWords({ p50Ms: 0, p99Ms: 230 })).toBe("median < 1 ms, p99 230 ms");
});

test("losses are told by reason; an error before the last delivery is history", () => {
  expect(dropWords({})).toBeUndefined();
  expect(dropWords({ queueFull: 12_000, tooOld: 3 })).toBe("12,000 as the queue was full, 3 too old for it");
  const lastError = { at: 10, reason: "HTTP 503" };
  expect(isCurrentError({ ...SINK, lastError, lastDeliveredAt: 20 })).toBe(false);
  expect(isCurrentError({ ...SINK, lastError, lastDeliveredAt: 5 })).toBe(true);
});
