import { expect, test } from "vitest";
import { describeMissing, emptyScalarMemory, poll } from "../../src/poll/index.ts";
import { oid } from "../../src/smi/index.ts";
import { SnmpError } from "../../src/snmp/index.ts";
import { aTask, counter32 as counter, text } from "../support/builders.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeDevice } from "../support/fake-device.ts";

const SYS_NAME = oid("1.3.6.1.2.1.1.5.0");
const UPTIME = oid("1.3.6.1.2.1.1.3.0");
const IF_DESCR = oid("1.3.6.1.2.1.2.2.1.2");
const IF_IN = oid("1.3.6.1.2.1.2.2.1.10");

const timeout = new SnmpError("snmp.timeout", "no answer.", { device: "sw1:161" });

const SWITCH = {
  [SYS_NAME]: text("sw1"),
  [UPTIME]: { type: "TimeTicks", value: 4_200 } as const,
  [`${IF_DESCR}.1`]: text("Gi1"),
  [`${IF_DESCR}.2`]: text("Gi2"),
  [`${IF_IN}.1`]: counter(10),
  [`${IF_IN}.2`]: counter(20),
};

const run = (
  device: FakeDevice,
  scalars: readonly string[],
  columns: readonly string[],
  memory = emptyScalarMemory(),
) =>
  poll(aTask([], { scalars: scalars.map(oid), columns: columns.map(oid) }), device, new FakeClock(), memory);

test("scalars are asked in one get, all columns in one walk", async () => {
  const device = new FakeDevice(SWITCH);
  const result = await run(device, [SYS_NAME, UPTIME], [IF_DESCR, IF_IN]);
  expect(device.asked).toEqual([
    { verb: "get", oids: [SYS_NAME, UPTIME] },
    { verb: "columns", oids: [IF_DESCR, IF_IN] },
  ]);
  expect(result.outcome).toBe("done");
  expect(result.sysUpTimeTicks).toBe(4_200);
  expect(result.scalars.get(SYS_NAME)).toEqual(text("sw1"));
  expect([...result.columns.get(IF_IN)!]).toEqual([
    ["1", counter(10)],
    ["2", counter(20)],
  ]);
});

test("a scalar written without .0 is asked once more with it, and from then on that way", async () => {
  const device = new FakeDevice(SWITCH);
  const memory = emptyScalarMemory();
  const first = await run(device, ["1.3.6.1.2.1.1.5"], [], memory);
  expect(first.scalars.get(oid("1.3.6.1.2.1.1.5"))).toEqual(text("sw1"));
  expect(device.asked.map(({ oids }) => oids)).toEqual([["1.3.6.1.2.1.1.5"], [SYS_NAME]]);
  device.asked.length = 0;
  await run(device, ["1.3.6.1.2.1.1.5"], [], memory);
  expect(device.asked.map(({ oids }) => oids)).toEqual([[SYS_NAME]]);
});

test("a scalar that is wanted with and without .0 is asked once and answers both, in the first poll and later", async () => {
  const device = new FakeDevice(SWITCH);
  const memory = emptyScalarMemory();
  for (const verbs of [2, 1]) {
    device.asked.length = 0;
    const result = await run(device, ["1.3.6.1.2.1.1.3", UPTIME], [], memory);
    expect(result.scalars.get(oid("1.3.6.1.2.1.1.3"))).toEqual(result.scalars.get(UPTIME));
    expect(result.scalars.size).toBe(2);
    expect(device.asked).toHaveLength(verbs);
  }
  expect(device.asked[0]!.oids).toEqual([UPTIME]);
});

test("an object that answers neither way is tried with .0 again after an hour", async () => {
  const device = new FakeDevice(SWITCH);
  const clock = new FakeClock();
  const memory = emptyScalarMemory();
  const task = aTask([], { scalars: [oid("1.3.6.1.4.1.9.1")] });
  const getsOf = async (): Promise<number> => {
    device.asked.length = 0;
    await poll(task, device, clock, memory);
    return device.asked.length;
  };
  expect(await getsOf()).toBe(2);
  expect(await getsOf()).toBe(1);
  await clock.advance(60 * 60_000);
  expect(await getsOf()).toBe(2);
});

test("a table instance read as a scalar is asked exactly as written", async () => {
  const device = new FakeDevice(SWITCH);
  const result = await run(device, [`${IF_IN}.2`], []);
  expect(result.scalars.get(oid(`${IF_IN}.2`))).toEqual(counter(20));
  expect(device.asked).toHaveLength(1);
});

test("an object the device does not have is absent, which is no error, and is not asked twice in every poll", async () => {
  const device = new FakeDevice(SWITCH);
  const memory = emptyScalarMemory();
  const result = await run(device, [SYS_NAME, "1.3.6.1.4.1.9.1"], ["1.3.6.1.4.1.9.2"], memory);
  expect(result.outcome).toBe("done");
  expect([...result.absent].toSorted()).toEqual(["1.3.6.1.4.1.9.1", "1.3.6.1.4.1.9.2"]);
  device.asked.length = 0;
  await run(device, [SYS_NAME, "1.3.6.1.4.1.9.1"], [], memory);
  expect(device.asked).toHaveLength(1);
});

test("a table cut short keeps its cells and says that it is incomplete", async () => {
  const device = new FakeDevice(SWITCH);
  device.failing.set(IF_IN, timeout);
  device.cutAfter = 1;
  const result = await run(device, [SYS_NAME], [IF_DESCR, IF_IN]);
  expect(result.outcome).toBe("partial");
  expect(result.columns.get(IF_IN)!.size).toBe(1);
  expect(result.incomplete.get(IF_IN)).toBe(timeout);
  expect(result.incomplete.has(IF_DESCR)).toBe(false);
  expect(result.error).toBe(timeout);
});

test("a device that lets every scalar time out is down: its tables are not waited for", async () => {
  const device = new FakeDevice(SWITCH);
  for (const scalar of [SYS_NAME, UPTIME]) device.failing.set(scalar, timeout);
  const result = await run(device, [SYS_NAME, UPTIME], [IF_DESCR]);
  expect(result.outcome).toBe("failed");
  expect(result.error).toBe(timeout);
  expect(device.asked.map(({ verb }) => verb)).toEqual(["get"]);
  expect(result.incomplete.get(IF_DESCR)).toBe(timeout);
});

test("one scalar that fails costs the others nothing", async () => {
  const device = new FakeDevice(SWITCH);
  device.failing.set(SYS_NAME, new SnmpError("snmp.error-status", "genErr.", { device: "sw1:161" }));
  const result = await run(device, [SYS_NAME, UPTIME], [IF_IN]);
  expect(result.outcome).toBe("partial");
  expect(result.scalars.has(UPTIME)).toBe(true);
  expect(result.columns.get(IF_IN)!.size).toBe(2);
});

test("columns of which one lies under another are walked in separate rounds", async () => {
  const device = new FakeDevice(SWITCH);
  const result = await run(device, [], ["1.3.6.1.2.1.2.2.1", IF_DESCR]);
  expect(device.asked.map(({ oids }) => oids)).toEqual([["1.3.6.1.2.1.2.2.1"], [IF_DESCR]]);
  expect(result.columns.get(IF_DESCR)!.size).toBe(2);
  expect(result.columns.get(oid("1.3.6.1.2.1.2.2.1"))!.size).toBe(4);
});

test("an abort rejects with its reason", async () => {
  const device = new FakeDevice(SWITCH);
  const task = aTask([], { scalars: [SYS_NAME] });
  const signal = AbortSignal.abort(new Error("stopping"));
  await expect(poll(task, device, new FakeClock(), emptyScalarMemory(), signal)).rejects.toThrow("stopping");
});

test("what is missing is told once per cause, with how much it cost", async () => {
  const device = new FakeDevice(SWITCH);
  device.failing.set(IF_DESCR, timeout);
  device.failing.set(IF_IN, timeout);
  const task = aTask([], { scalars: [SYS_NAME], columns: [IF_DESCR, IF_IN] });
  const result = await poll(task, device, new FakeClock(), emptyScalarMemory());
  expect(describeMissing(task.group, result)).toEqual([
    `column ${IF_DESCR} and 1 more cut short: no answer.`,
  ]);
});
