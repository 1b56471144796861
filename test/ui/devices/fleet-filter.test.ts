import { expect, test } from "vitest";
import type { FleetDevice } from "../../../src/api/contract/index.ts";
import {
  countsByCode,
  extensionsOf,
  filteredRows,
  readFilter,
  toggledCode,
  writeFilter,
} from "../../../src/ui/devices/fleet-filter.ts";
import { summaryOf } from "../../../src/ui/devices/fleet-summary.ts";
import {
  isSilent,
  kindOf,
  lateMs,
  placeAndKind,
  reasonAndRemedy,
  reasonOf,
  trafficOf,
} from "../../../src/ui/devices/row-words.ts";
import {
  columnsText,
  DEFAULT_COLUMNS,
  readColumns,
  toggledColumn,
} from "../../../src/ui/devices/shown-columns.ts";

const row = (name: string, parts: Partial<FleetDevice> = {}): FleetDevice => ({
  id: `${name}:161`,
  configurationId: "c",
  extension: "custom:switch",
  name,
  code: "OK",
  message: "",
  lines: 1,
  skipped: 0,
  ...parts,
});
const ROWS = [
  row("192.0.2.1", {
    sysName: "core-1",
    vendor: "Cisco",
    portsUp: 20,
    portsDown: 2,
    inBps: 1e9,
    outBps: 5e8,
  }),
  row("192.0.2.2", { sysName: "core-2", extension: "custom:other", code: "PENDING" }),
  row("192.0.2.3", { code: "DEVICE_CONNECTION_ERROR", message: "192.0.2.3:161: no answer within 3 s" }),
  row("192.0.2.4", { code: "WARNING", message: "group sensors: cut short", portsUp: 4, portsDown: 1 }),
];
const filterOf = (query: string) => readFilter(new URLSearchParams(query));
const shown = (query: string) => filteredRows(ROWS, filterOf(query)).map(({ name }) => name.at(-1));

test.each([
  ["", ["1", "2", "3", "4"]],
  ["q=core", ["1", "2"]],
  ["q=CISCO+core", ["1"]],
  ["q=no+answer", ["3"]],
  ["q=192.0.2.4", ["4"]],
  ["status=OK,WARNING", ["1", "4"]],
  ["extension=custom:other", ["2"]],
  ["q=core&status=WARNING", []],
])("the address ?%s shows %j", (query, expected) => {
  expect(shown(query)).toEqual(expected);
});

test("the address holds what is asked for and nothing else, and keeps what is not of the filter", () => {
  const filter = { text: "core 1", codes: ["OK", "WARNING"], extension: undefined };
  const query = writeFilter(new URLSearchParams("sort=-cpu&extension=x"), filter);
  expect(query.toString()).toBe("sort=-cpu&q=core+1&status=OK%2CWARNING");
  expect(readFilter(query)).toEqual(filter);
  const none = { text: "", codes: [], extension: undefined };
  expect(writeFilter(query, none).toString()).toBe("sort=-cpu");
});

test("each status counts the rows that the text leaves, the worst first; one that is asked for stays", () => {
  expect(countsByCode(ROWS, filterOf(""))).toEqual([
    ["DEVICE_CONNECTION_ERROR", 1],
    ["WARNING", 1],
    ["PENDING", 1],
    ["OK", 1],
  ]);
  expect(countsByCode(ROWS, filterOf("q=cisco&status=WARNING"))).toEqual([
    ["WARNING", 0],
    ["OK", 1],
  ]);
  expect(toggledCode(["OK"], "WARNING")).toEqual(["OK", "WARNING"]);
  expect(toggledCode(["OK"], "OK")).toEqual([]);
});

test("all devices in a few figures; what none of them tells is not nought", () => {
  expect(summaryOf(ROWS)).toMatchObject({
    devices: 4,
    ok: 1,
    waiting: 1,
    problems: 2,
    portsUp: 24,
    portsDown: 3,
    inBps: 1e9,
    outBps: 5e8,
    problemCodes: ["DEVICE_CONNECTION_ERROR", "WARNING"],
  });
  const told = { devices: 1, portsUp: 0, portsDown: undefined, inBps: undefined, outBps: undefined };
  expect(summaryOf([row("192.0.2.5", { portsUp: 0 })])).toMatchObject(told);
  expect(extensionsOf(ROWS)).toEqual(["custom:other", "custom:switch"]);
});

test("a reason does not begin with the device that it stands beside, and ends before the remedy", () => {
  expect(reasonOf(ROWS[2]!)).toBe("No answer within 3 s");
  expect(reasonOf(ROWS[0]!)).toBeUndefined();
  expect(reasonAndRemedy({ ...ROWS[2]!, remedy: "Check the cable." })).toBe(
    "No answer within 3 s. Check the cable.",
  );
});

test("a silent device has no figures; one that answers in part has", () => {
  expect(ROWS.map(isSilent)).toEqual([false, false, true, false]);
});

test("a row says where a device is and what, as far as its name does not", () => {
  expect(kindOf(row("a", { vendor: "Cisco", model: "C9300" }))).toBe("Cisco C9300");
  expect(placeAndKind(row("a", { address: "192.0.2.1" }))).toBe("192.0.2.1");
  expect(placeAndKind(row("192.0.2.1", { address: "192.0.2.1", vendor: "Cisco" }))).toBe("Cisco");
});

test("a poll is late by how late it began, or by what it is overdue", () => {
  const polled = { latenessMs: 40, lastPollAt: 0, intervalMs: 60_000 };
  expect(lateMs(polled, 100_000)).toBe(40);
  expect(lateMs(polled, 200_000)).toBe(140_000);
  expect(lateMs({}, 0)).toBeUndefined();
});

test("traffic is told in bit/s, with holes", () => {
  expect(trafficOf({ traffic: [-1, 50, 100], peakBps: 2_000 })).toEqual([null, 1_000, 2_000]);
});

test("columns stand in the address in the order of the table; the usual ones are left out of it", () => {
  expect(readColumns(null)).toEqual(DEFAULT_COLUMNS);
  expect(readColumns("lines,cpu")).toEqual(["status", "device", "cpu", "lines"]);
  const more = toggledColumn(DEFAULT_COLUMNS, "late");
  expect(readColumns(columnsText(more) ?? null)).toEqual(more);
  expect(columnsText(toggledColumn(more, "late"))).toBeUndefined();
});
