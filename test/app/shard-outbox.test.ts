import { expect, test } from "vitest";
import type { PollRecord, ShardEvents, TaskName } from "../../src/app/shard-events.ts";
import type { PollsMessage } from "../../src/app/shard-messages.ts";
import { ShardOutbox } from "../../src/app/shard-outbox.ts";
import { takePolls } from "../../src/app/taken-polls.ts";
import { type LineBatch, textsOf } from "../../src/ingest/index.ts";
import { SnmpError } from "../../src/snmp/index.ts";
import { FakeClock } from "../support/fake-clock.ts";

const TASKS: readonly TaskName[] = ["a", "b"].map((name) => ({
  configurationId: "c",
  deviceId: `${name}:161`,
  taskId: `c/${name}:161/traffic@60000`,
  group: "traffic",
  intervalMs: 60_000,
}));
const [TASK] = TASKS as readonly [TaskName];

const batchOf = (text: string): LineBatch => ({
  bytes: Buffer.from(`${text}\n`),
  lines: 1,
  timestampMs: 1_000,
});

const recordOf = (parts: Partial<PollRecord> = {}): PollRecord => ({
  task: TASK,
  identity: { address: "192.0.2.1", port: 161, name: "a" },
  report: { group: "traffic", outcome: "done", error: undefined, missing: [], late: false },
  startedAtMs: 1_000,
  durationMs: 12.5,
  latenessMs: 3.25,
  lines: 1,
  glance: undefined,
  more: false,
  ...parts,
});

function setUp() {
  const clock = new FakeClock();
  const posted: PollsMessage[] = [];
  const outbox = new ShardOutbox({
    clock,
    post: (message) => posted.push(message),
  });
  return { clock, posted, outbox };
}

/** What the main thread is told by these messages. */
function told(posted: readonly PollsMessage[]) {
  const records: PollRecord[] = [];
  const texts: string[] = [];
  const others: unknown[] = [];
  const events: ShardEvents = {
    lines: (batch) => texts.push(...textsOf(batch)),
    polled: (record) => records.push(record),
    checked: (...check) => others.push(check),
    skipped: (...skip) => others.push(skip),
  };
  const names: TaskName[] = [];
  for (const message of posted) takePolls(structuredClone(message), names, events);
  return { records, texts, others };
}

test("polls of some milliseconds are one message, and arrive as they were told", async () => {
  const { clock, posted, outbox } = setUp();
  const [first, second] = [recordOf(), recordOf({ task: TASKS[1]!, durationMs: 7, lines: 0, more: true })];
  outbox.lines(batchOf("one"));
  outbox.polled(first);
  outbox.lines(batchOf("two"));
  outbox.polled(second);
  expect(posted).toEqual([]);
  await clock.advance(50);
  expect(posted).toHaveLength(1);
  expect(told(posted)).toEqual({ records: [first, second], texts: ["one", "two"], others: [] });
});

test("how a device is at a glance crosses with its poll, and nothing with others", async () => {
  const { clock, posted, outbox } = setUp();
  const glance = {
    cpuPercent: 12.5,
    memoryPercent: Number.NaN,
    portsUp: 24,
    portsDown: 0,
    inBps: 1_234_567_890_123.5,
    outBps: 0,
    errorsPerMinute: Number.NaN,
    trafficRank: Number.NaN,
  };
  const records = [recordOf(), recordOf({ glance }), recordOf({ task: TASKS[1]! })];
  for (const record of records) outbox.polled(record);
  await clock.advance(50);
  expect(told(posted).records.map((record) => record.glance)).toEqual([undefined, glance, undefined]);
});

test("an error crosses with its code, device and remedy; no error costs nothing", async () => {
  const { clock, posted, outbox } = setUp();
  const error = new SnmpError("snmp.timeout", "a:161: no answer", { device: "a:161", remedy: "Check ip." });
  const report = { ...recordOf().report, outcome: "failed", error, missing: ["all"] } as const;
  outbox.polled(recordOf({ report }));
  outbox.polled(recordOf());
  await clock.advance(50);
  expect(posted[0]!.reports.size).toBe(1);
  const [failed, done] = told(posted).records;
  expect(failed!.report.error).toBeInstanceOf(SnmpError);
  expect(failed!.report).toMatchObject({
    missing: ["all"],
    error: { code: "snmp.timeout", remedy: "Check ip." },
  });
  expect(done!.report).toEqual(recordOf().report);
});

test("address and name of a device are told once, and again when they change", async () => {
  const { clock, posted, outbox } = setUp();
  for (const address of ["192.0.2.1", "192.0.2.1", "192.0.2.2"]) {
    outbox.polled(recordOf({ identity: { address, port: 161, name: "a" } }));
    await clock.advance(50);
  }
  expect(told(posted).records.map(({ identity }) => identity?.address)).toEqual([
    "192.0.2.1",
    undefined,
    "192.0.2.2",
  ]);
});

test("checks and skipped ticks are told without a poll", async () => {
  const { clock, posted, outbox } = setUp();
  const check = { verdict: { code: "OK", message: "" }, systemName: "a" } as const;
  outbox.checked({ configurationId: "c", deviceId: "a:161" }, check, 5);
  outbox.skipped(TASK, 2);
  await clock.advance(50);
  expect(told(posted).others).toEqual([
    [{ configurationId: "c", deviceId: "a:161" }, check, 5],
    [TASK, 2],
  ]);
});

test("a number is used again when its task is no longer polled, and what was told of that one stays its own", async () => {
  const { clock, posted, outbox } = setUp();
  const [first, second] = TASKS as readonly [TaskName, TaskName];
  outbox.polled(recordOf({ task: first }));
  outbox.forget([first.taskId]);
  outbox.polled(recordOf({ task: second }));
  outbox.polled(recordOf({ task: second, identity: undefined }));
  await clock.advance(50);
  expect(posted.map(({ tasks }) => [...tasks])).toEqual([[0], [0, 0]]);
  expect(posted.map(({ names }) => names.length)).toEqual([1, 1]);
  const { records } = told(posted);
  expect(records.map(({ task }) => task)).toEqual([first, second, second]);
  expect(records[1]!.identity).toBeDefined(); // of another device than the number was before
});

test("a megabyte of lines does not wait, and a poll larger than that goes whole", () => {
  const { posted, outbox } = setUp();
  const [half, huge] = ["x".repeat(600_000), "y".repeat(3_000_000)];
  for (const text of [half, half, huge]) outbox.lines(batchOf(text));
  outbox.flush();
  expect(told(posted).texts).toEqual([half, half, huge]);
  expect(posted.length).toBeGreaterThanOrEqual(3);
});

test("while the main thread does not take lines over, polls wait; then they go on", async () => {
  const { outbox, posted } = setUp();
  const text = "x".repeat(1_000_000);
  while (outbox.room() === undefined) outbox.lines(batchOf(text));
  outbox.flush();
  let went = false;
  const waiting = outbox.room()!.then(() => (went = true));
  await Promise.resolve();
  expect(went).toBe(false);
  for (const { lines } of posted) outbox.taken(lines.bytes.length);
  await waiting;
  expect(outbox.room()).toBeUndefined();
});

test("polls of a fleet that waited go on as many as there is room for, in order, and not all at once", async () => {
  const { outbox, posted, clock } = setUp();
  const text = "x".repeat(50_000);
  const polled = (): void => {
    outbox.lines(batchOf(text));
    outbox.polled(recordOf());
  };
  while (outbox.room() === undefined) polled();
  outbox.flush();
  const went: number[] = [];
  for (let n = 0; n < 10_000; n++) void outbox.room()!.then(() => went.push(n));
  for (const { lines } of posted.splice(0)) outbox.taken(lines.bytes.length);
  await clock.settle();
  expect(went.length).toBeGreaterThan(500);
  expect(went.length).toBeLessThan(700); // 32 MB, of 50 kB each
  const first = went.length;
  for (let n = 0; n < first; n++) polled();
  outbox.flush();
  await clock.advance(5_000);
  expect(went.length - first).toBeLessThan(3); // their lines are under way, there is no room
  for (const { lines } of posted.splice(0)) outbox.taken(lines.bytes.length);
  await clock.settle();
  expect(went.length).toBeGreaterThan(first);
  expect(went).toEqual(Array.from(went, (_, n) => n));
});

test("polls that were let on and bring nothing hold up nobody", async () => {
  const { outbox, posted, clock } = setUp();
  while (outbox.room() === undefined) outbox.lines(batchOf("x".repeat(50_000)));
  outbox.flush();
  let went = 0;
  for (let n = 0; n < 5_000; n++) void outbox.room()!.then(() => went++);
  for (const { lines } of posted) outbox.taken(lines.bytes.length);
  await clock.advance(60_000);
  expect(went).toBe(5_000);
});

test("lines stand until they are said to be taken, and then their memory is used again", () => {
  const { outbox, posted } = setUp();
  const sharedOf = ({ lines }: PollsMessage) => lines.bytes.buffer as SharedArrayBuffer;
  const text = (n: number) => String(n % 10).repeat(300_000);
  for (let n = 0; n < 60; n++) {
    outbox.lines(batchOf(text(n)));
    outbox.flush();
    if (n < 20) continue; // so long the main thread was busy
    const waiting = posted[n - 20]!;
    expect(textsOf(waiting.lines)).toEqual([text(n - 20)]);
    outbox.taken(waiting.lines.bytes.length);
  }
  const bytes = [...new Set(posted.map(sharedOf))].reduce((sum, { byteLength }) => sum + byteLength, 0);
  expect(bytes).toBeLessThan(12_000_000); // of 18 million octets of lines, 6 million were under way at most
});
