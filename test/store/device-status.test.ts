import { expect, test } from "vitest";
import { SnmpError, type SnmpErrorCode } from "../../src/snmp/index.ts";
import { aggregate, judge, type StatusEvent, StatusStore, type TaskReport } from "../../src/store/index.ts";
import { FakeClock } from "../support/fake-clock.ts";

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
const A_POLL = {
  taskId: "t",
  durationMs: 10,
  lines: 3,
  intervalMs: 60_000,
  latenessMs: 0,
  glance: undefined,
} as const;

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
    cause: "it failed.",
    remedy: "Mend it.",
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
  const store = new StatusStore((event) => events.push(event), new FakeClock());
  store.addDevice("c", "sw1:161");
  const poll = (atMs: number, parts: Partial<TaskReport> = {}): void =>
    store.recordPoll("c", "sw1:161", { ...A_POLL, report: report(parts), atMs });
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
  const store = new StatusStore(
    ({ state }, { id, polls }) => told.push(`${state} ${id} ${polls}`),
    new FakeClock(),
  );
  const poll = { ...A_POLL, report: report({}), atMs: 0 };
  store.addDevice("c", "sw1:161");
  store.recordPoll("c", "sw1:161", poll);
  store.removeDevice("c", "sw1:161");
  store.recordPoll("c", "sw1:161", poll);
  expect(told).toEqual(["INITIAL sw1:161 1"]);
  expect(store.devices()).toEqual([]);
  expect(store.configurations().size).toBe(0);
});

test("of a read of several groups the last tells the status: there was never half a device", () => {
  const { store, events } = storeWithDevice();
  const read = (atMs: number, parts: Partial<TaskReport>): void =>
    ["status", "traffic"].forEach((group, i) => {
      const poll = { ...A_POLL, taskId: group, report: report({ ...parts, group }), atMs, more: i === 0 };
      store.recordPoll("c", "sw1:161", poll);
    });
  read(0, {});
  read(HOUR_MS, { outcome: "failed", error: error("snmp.timeout") });
  read(2 * HOUR_MS, {});
  expect(events.map(({ state, verdict }) => `${state} ${verdict.code}`)).toEqual([
    "INITIAL OK",
    "NEW DEVICE_CONNECTION_ERROR",
    "NEW OK",
  ]);
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

const SW1 = { configurationId: "c", id: "sw1:161" };
const CPU = {
  cpuPercent: 12,
  memoryPercent: Number.NaN,
  portsUp: Number.NaN,
  portsDown: Number.NaN,
  inBps: Number.NaN,
  outBps: Number.NaN,
  errorsPerMinute: Number.NaN,
  trafficRank: Number.NaN,
};

function fleetWithDevices() {
  const clock = new FakeClock();
  const store = new StatusStore(() => {}, clock);
  for (const id of ["sw1:161", "sw2:161"]) store.addDevice("c", id);
  const poll = (id: string, parts: Partial<TaskReport> = {}, glance: typeof CPU | undefined = CPU): void => {
    const atMs = clock.wallMs() - 1_000;
    store.recordPoll("c", id, { ...A_POLL, report: report(parts), atMs, latenessMs: 7, glance });
  };
  const changed = (sinceMs: number) =>
    [...store.fleet(sinceMs, clock.wallMs())].map(({ device, glance }) => ({ ...device, ...glance }));
  return { clock, store, poll, changed };
}

test("a status has a beginning, which another poll with the same end does not move", async () => {
  const { clock, poll, changed } = fleetWithDevices();
  await clock.advance(60_000);
  const beganAtMs = clock.wallMs() - 1_000;
  poll("sw1:161");
  await clock.advance(60_000);
  poll("sw1:161");
  expect(changed(0)[0]).toMatchObject({
    sinceMs: beganAtMs,
    latenessMs: 7,
    intervalMs: 60_000,
    cpuPercent: 12,
  });
  expect(changed(0)[1]).toMatchObject({ sinceMs: undefined, intervalMs: undefined });
});

test("who asks since a time hears of devices of which something was told then, though their polls began before", async () => {
  const { clock, poll, changed } = fleetWithDevices();
  await clock.advance(60_000);
  const askedAtMs = clock.wallMs();
  poll("sw2:161");
  expect(changed(askedAtMs).map(({ id }) => id)).toEqual(["sw2:161"]);
  await clock.advance(1);
  expect(changed(clock.wallMs())).toEqual([]);
});

test("a device that does not answer has no CPU, and has one again when it does", async () => {
  const { poll, changed } = fleetWithDevices();
  poll("sw1:161");
  poll("sw1:161", { outcome: "failed", error: error("snmp.timeout") }, undefined);
  expect(changed(0)[0]).toMatchObject({ cpuPercent: undefined, verdict: { cause: "it failed." } });
  poll("sw1:161");
  expect(changed(0)[0]).toMatchObject({ cpuPercent: 12 });
});

test("what is gone is told until it is there again; of times before the start nobody knows", async () => {
  const { clock, store } = fleetWithDevices();
  const startedAtMs = clock.wallMs();
  await clock.advance(1_000);
  store.removeDevice("c", "sw1:161");
  expect(store.goneSince(startedAtMs)).toMatchObject([SW1]);
  expect(store.goneSince(clock.wallMs() + 1)).toEqual([]);
  store.addDevice("c", "sw1:161");
  expect(store.goneSince(startedAtMs)).toEqual([]);
  expect(store.goneSince(startedAtMs - 1)).toBeUndefined();
});
