import { expect, test } from "vitest";
import type { Glance } from "../../src/glance/index.ts";
import { GlanceTable } from "../../src/store/glance-table.ts";

const MINUTE_MS = 60_000;
const NOTHING: Glance = {
  cpuPercent: Number.NaN,
  memoryPercent: Number.NaN,
  portsUp: Number.NaN,
  portsDown: Number.NaN,
  inBps: Number.NaN,
  outBps: Number.NaN,
  errorsPerMinute: Number.NaN,
  trafficRank: Number.NaN,
};

function aRow() {
  const table = new GlanceTable();
  const row = table.add();
  const traffic = (minute: number, bps: number): void =>
    table.take(row, { ...NOTHING, inBps: bps, outBps: 0 }, minute * MINUTE_MS + 1, MINUTE_MS);
  return { table, row, traffic, read: (minute: number) => table.read(row, minute * MINUTE_MS + 30_000) };
}

test("what one task does not tell stands as another told it", () => {
  const { table, row, read } = aRow();
  table.take(row, { ...NOTHING, cpuPercent: 12 }, 1, MINUTE_MS);
  table.take(row, { ...NOTHING, portsUp: 3 }, 1, 5 * MINUTE_MS);
  expect(read(0)).toMatchObject({ cpuPercent: 12, portsUp: 3, portsDown: undefined });
});

test("traffic is a share of the busiest slot, with holes where no poll told, oldest first", () => {
  const { traffic, read } = aRow();
  traffic(1, 50);
  traffic(2, 200);
  traffic(5, 100);
  expect(read(5)).toMatchObject({ peakBps: 200, slotMs: MINUTE_MS, traffic: [25, 100, -1, -1, 50] });
});

test("of two tasks that tell traffic that of the longer counters holds, and the other one once it tells no more", () => {
  const { table, row, read } = aRow();
  const tell = (trafficRank: number, atMs: number, inBps: number): void =>
    table.take(row, { ...NOTHING, inBps, outBps: 0, trafficRank }, atMs, MINUTE_MS);
  tell(0, MINUTE_MS, 40);
  for (let minute = 1; minute <= 4; minute++) {
    tell(1, minute * MINUTE_MS + 20_000, 100);
    tell(0, minute * MINUTE_MS + 40_000, 1);
  }
  expect(read(4)).toMatchObject({ inBps: 100, traffic: [100, 100, 100, 100] });
  for (const minute of [5, 6, 7]) tell(0, minute * MINUTE_MS + 40_000, 50);
  expect(read(8)).toMatchObject({ inBps: 50, traffic: [100, 100, 100, 100, -1, 50, 50] });
});

test("polls that should have come by now are holes, and after half an hour nothing is left", () => {
  const { traffic, read } = aRow();
  traffic(1, 50);
  expect(read(3).traffic).toEqual([100, -1]);
  expect(read(100).traffic).toEqual([]);
});

test("the latest thirty slots are kept", () => {
  const { traffic, read } = aRow();
  for (let minute = 1; minute <= 100; minute++) traffic(minute, minute);
  const shares = read(100).traffic;
  expect(shares).toHaveLength(30);
  expect([shares[0], shares.at(-1)]).toEqual([71, 100]);
});

test("a device that does not answer keeps its traffic of before and nothing else", () => {
  const { table, row, traffic, read } = aRow();
  traffic(1, 50);
  table.clear(row);
  expect(read(1)).toMatchObject({ inBps: undefined, traffic: [100] });
});

test("a row that is used again knows nothing of the device before, and thousands have room", () => {
  const { table, row, traffic } = aRow();
  traffic(1, 50);
  table.remove(row);
  expect(table.add()).toBe(row);
  expect(table.read(row, MINUTE_MS)).toMatchObject({ inBps: undefined, traffic: [] });
  const rows = Array.from({ length: 1_000 }, () => table.add());
  table.take(rows[999]!, { ...NOTHING, cpuPercent: 5 }, 1, MINUTE_MS);
  expect(new Set(rows).size).toBe(1_000);
  expect(table.read(rows[999]!, 1).cpuPercent).toBe(5);
  expect(table.read(rows[998]!, 1).cpuPercent).toBeUndefined();
});
