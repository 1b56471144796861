import { expect, test } from "vitest";
import { parseResolution, parseTime } from "../../src/query/index.ts";

const NOW = Date.UTC(2026, 2, 31, 12, 34, 56, 789);
const HOUR = 3_600_000;

test.each([
  ["1760000000000", "2025-10-09T08:53:20.000Z"],
  ["now", "2026-03-31T12:34:56.789Z"],
  ["now-2h", "2026-03-31T10:34:56.789Z"],
  ["now+5m", "2026-03-31T12:39:56.789Z"],
  ["now-1d/d", "2026-03-30T00:00:00.000Z"],
  ["now/w", "2026-03-30T00:00:00.000Z"],
  ["now-1M", "2026-02-28T12:34:56.789Z"],
  ["now-1M/M", "2026-02-01T00:00:00.000Z"],
  ["now-1y/y", "2025-01-01T00:00:00.000Z"],
  ["2026-01-31", "2026-01-31T00:00:00.000Z"],
  ["2026-01-31 12:00", "2026-01-31T12:00:00.000Z"],
  ["2026-01-31T12:00:00.5+01:00", "2026-01-31T11:00:00.500Z"],
  ["2026-01-31T12:00:00+0130", "2026-01-31T10:30:00.000Z"],
])("the time '%s' is %s", (text, iso) => {
  expect(new Date(parseTime(text, NOW)).toISOString()).toBe(iso);
});

test.each(["", "yesterday", "now-2q", "now -2h", "2026-02-30", "2026-13-01", "-5", "now-999999999y"])(
  "'%s' is no time, and the error says what to write",
  (text) => {
    expect(() => parseTime(text, NOW)).toThrow(
      expect.objectContaining({ code: "query.time", remedy: expect.stringContaining("now-2h") }),
    );
  },
);

test.each([
  [undefined, 2, "1m", 121],
  [undefined, 24, "10m", 145],
  [undefined, 24 * 14, "3h", 113],
  ["60", 2, "2m", 61],
  ["5m", 2, "5m", 25],
  ["1h", 2, "1h", 3],
  ["1w", 24, "1w", 1],
])("resolution %s over %d hours is slots of %s, %d of them", (resolution, hours, text, slots) => {
  const result = parseResolution(resolution, NOW - hours * HOUR, NOW);
  expect([result.text, result.grid.slots]).toEqual([text, slots]);
});

test("slots begin at whole steps of UTC, weeks on Monday, and cover all of the time", () => {
  const { grid } = parseResolution("5m", NOW - 2 * HOUR, NOW);
  expect(new Date(grid.startMs).toISOString()).toBe("2026-03-31T10:30:00.000Z");
  expect(grid.startMs + grid.slots * grid.stepMs).toBe(Date.UTC(2026, 2, 31, 12, 35));
  const week = parseResolution("1w", NOW - 2 * HOUR, NOW).grid;
  expect(new Date(week.startMs).toISOString()).toBe("2026-03-30T00:00:00.000Z");
});

test("Inf is one slot of whole minutes", () => {
  const { grid, text } = parseResolution("Inf", NOW - 2 * HOUR, NOW);
  expect([text, grid]).toEqual([
    "Inf",
    { startMs: Date.UTC(2026, 2, 31, 10, 34), stepMs: 121 * 60_000, slots: 1 },
  ]);
});

test.each([
  ["query.time", "1m", NOW, NOW],
  ["query.resolution", "0", NOW - HOUR, NOW],
  ["query.resolution", "5s", NOW - HOUR, NOW],
  ["query.too-many-points", "1m", NOW - 24 * 8 * HOUR, NOW],
])("%s: resolution %s", (code, resolution, fromMs, toMs) => {
  expect(() => parseResolution(resolution, fromMs, toMs)).toThrow(expect.objectContaining({ code }));
});
