import { expect, test } from "vitest";
import { SnmpError, type SnmpErrorCode } from "../../src/snmp/index.ts";
import { aggregate, judge, type StatusEvent, StatusStore, type TaskReport } from "../../src/store/index.ts";

const error = (code: SnmpErrorCode) =>
  new SnmpError(code, "it failed.", { device: "sw1:161", remedy: "Mend it." });
const report = (parts: Partial<TaskReport>): TaskReport => ({
  group: "traffic",
  outcome: "done",
  error: undefined,
  missing: [],
  late: false,
  ...parts,
});
const HOUR_MS = 60 * 60_000;

test("a device whose tasks all brought everything is OK", () => {
  expect(judge([report({}), report({ group: "health" })])).toEqual({ code: "OK", message: "" });
});

test("nothing heard yet is PENDING, not OK", () => {
  expect(judge([]).code).toBe("PENDING");
});

test.each([
  ["snmp.timeout", "DEVICE_CONNECTION_ERROR"],
  ["snmp.unreachable", "DEVICE_CONNECTION_ERROR"],
  ["snmp.name-not-resolved", "DEVICE_CONNECTION_ERROR"],
  ["snmp.unknown-user", "AUTHENTICATION_ERROR"],
  ["snmp.wrong-digest", "AUTHENTICATION_ERROR"],
  ["snmp.decryption-error", "AUTHENTICATION_ERROR"],
  ["snmp.unsupported-security-level", "AUTHENTICATION_ERROR"],
  ["snmp.error-status", "GENERIC_ERROR"],
] as const)("a device whose every task failed with %s is %s, with message and remedy", (code, expected) => {
  expect(judge([report({ outcome: "failed", error: error(code) })])).toEqual({
    code: expected,
    message: "it failed. Mend it.",
  });
});

test("one failed group among others is a WARNING that names the group", () => {
  const verdict = judge([
    report({}),
    report({ group: "sensors", outcome: "failed", error: error("snmp.timeout") }),
  ]);
  expect(verdict).toEqual({ code: "WARNING", message: "group sensors: it failed. Mend it." });
});

test("missing parts and late polls are warnings in words", () => {
  const verdict = judge([
    report({ outcome: "partial", missing: ["column 1.3 cut short: no answer"], late: true }),
  ]);
  expect(verdict.code).toBe("WARNING");
  expect(verdict.message).toBe(
    "group traffic: column 1.3 cut short: no answer; group traffic: the poll takes longer than its interval, ticks are skipped",
  );
});

test("a configuration is OK when all devices are, GENERIC_ERROR when all fail, WARNING in any mix", () => {
  const ok = { id: "a:161", verdict: { code: "OK", message: "" } } as const;
  const bad = { id: "b:161", verdict: { code: "DEVICE_CONNECTION_ERROR", message: "no answer" } } as const;
  expect(aggregate([ok, ok]).code).toBe("OK");
  expect(aggregate([bad, bad]).code).toBe("GENERIC_ERROR");
  expect(aggregate([ok, bad])).toEqual({
    code: "WARNING",
    message: "1 OK, 0 WARNING, 1 ERROR\nb:161 DEVICE_CONNECTION_ERROR no answer",
  });
});

test("at most fifty unhealthy endpoints are listed, then how many more there are", () => {
  const devices = Array.from({ length: 60 }, (_, i) => ({
    id: `d${i}:161`,
    verdict: { code: "GENERIC_ERROR", message: "x" } as const,
  }));
  const lines = aggregate(devices).message.split("\n");
  expect(lines).toHaveLength(52);
  expect(lines.at(-1)).toBe("and 10 more");
});

function storeWithDevice() {
  const events: StatusEvent[] = [];
  const store = new StatusStore((event) => events.push(event));
  store.addDevice("c", "sw1:161");
  const poll = (atMs: number, parts: Partial<TaskReport> = {}): void =>
    store.recordPoll("c", "sw1:161", { taskId: "t", report: report(parts), atMs, durationMs: 10, lines: 3 });
  return { store, events, poll };
}

test("a status is announced first, on every change, and every two hours while it is not OK", () => {
  const { events, poll } = storeWithDevice();
  const failed = { outcome: "failed", error: error("snmp.timeout") } as const;
  poll(0);
  poll(HOUR_MS);
  poll(2 * HOUR_MS, failed);
  poll(3 * HOUR_MS, failed);
  poll(4 * HOUR_MS, failed);
  poll(9 * HOUR_MS);
  expect(events.map(({ state, verdict }) => `${state} ${verdict.code}`)).toEqual([
    "INITIAL OK",
    "NEW DEVICE_CONNECTION_ERROR",
    "ONGOING DEVICE_CONNECTION_ERROR",
    "NEW OK",
  ]);
});

test("an event comes with how the device is at that moment; of a device that was removed nothing is told or kept", () => {
  const told: string[] = [];
  const store = new StatusStore(({ state }, { id, polls }) => told.push(`${state} ${id} ${polls}`));
  const poll = { taskId: "t", report: report({}), atMs: 0, durationMs: 10, lines: 3 };
  store.addDevice("c", "sw1:161");
  store.recordPoll("c", "sw1:161", poll);
  store.removeDevice("c", "sw1:161");
  store.recordPoll("c", "sw1:161", poll);
  expect(told).toEqual(["INITIAL sw1:161 1"]);
  expect(store.devices()).toEqual([]);
  expect(store.configurations().size).toBe(0);
});

test("another reason under the same code is announced, though not within ten minutes", () => {
  const { events, poll } = storeWithDevice();
  poll(0, { missing: ["column 1 cut short"] });
  poll(60_000, { missing: ["column 2 cut short"] });
  poll(11 * 60_000, { missing: ["column 2 cut short"] });
  expect(events.map(({ state, verdict }) => `${state} ${verdict.message}`)).toEqual([
    "INITIAL group traffic: column 1 cut short",
    "NEW group traffic: column 2 cut short",
  ]);
});

test("the check before the first poll speaks until a poll does", () => {
  const { store, poll } = storeWithDevice();
  const verdict = { code: "DEVICE_CONNECTION_ERROR", message: "silent" } as const;
  store.recordCheck("c", "sw1:161", { verdict, systemName: undefined }, 0);
  expect(store.devices()[0]!.verdict.code).toBe("DEVICE_CONNECTION_ERROR");
  poll(1_000);
  expect(store.devices()[0]!.verdict.code).toBe("OK");
});

test("skipped ticks are counted and make the status a warning until the next poll", () => {
  const { store, poll } = storeWithDevice();
  poll(0);
  store.recordSkip("c", "sw1:161", "t", 2);
  store.recordSkip("c", "sw1:161", "t", 1);
  expect(store.devices()[0]).toMatchObject({ skipped: 3, verdict: { code: "WARNING" } });
  poll(180_000);
  expect(store.devices()[0]!.verdict.code).toBe("OK");
});
