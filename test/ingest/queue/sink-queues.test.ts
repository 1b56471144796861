import { expect, test } from "vitest";
import { textsOf } from "../../../src/ingest/index.ts";
import { cursorName } from "../../../src/ingest/queue/sink-queues.ts";
import { linesOf } from "../../support/delivery-run.ts";
import { numberOf } from "../../support/played-sink.ts";
import { QueueRun } from "../../support/queue-run.ts";

const NOW_MS = 1_760_000_000_000;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

/** Thirty lines; the sink has had the first ten, and a life has ended. */
async function halfDone(sinks: readonly string[] = ["one"]): Promise<QueueRun> {
  const run = new QueueRun();
  await run.open({ sinks });
  for (let n = 0; n < 3; n++) await run.append(linesOf(10, NOW_MS, n * 10));
  await run.of().take(10, 1_000_000);
  await run.of().settle();
  run.disk.endProcess();
  return run;
}

test("a sink goes on where it was", async () => {
  const run = await halfDone();
  await run.open();
  expect(await run.drain()).toEqual(range(10, 30));
});

test("the batch that was under way when the process ended comes again, and no other", async () => {
  const run = await halfDone();
  await run.open();
  await run.of().take(10, 1_000_000);
  run.disk.endProcess();
  await run.open();
  expect(await run.drain()).toEqual(range(10, 30));
});

test("a new sink gets what comes from now on", async () => {
  const run = await halfDone();
  await run.open({ sinks: ["one", "two"] });
  await run.append(linesOf(10, NOW_MS, 30));
  expect(await run.drain("two")).toEqual(range(30, 40));
});

test("after a crash a sink is not new any more, though it has got nothing yet", async () => {
  const run = new QueueRun();
  await run.open();
  await run.append(linesOf(10, NOW_MS));
  run.disk.endProcess();
  await run.open();
  expect(await run.drain()).toEqual(range(0, 10));
});

test("a sink that was taken out of the configuration holds no lines back", async () => {
  const run = await halfDone(["one", "two"]);
  await run.open({ sinks: ["one"], segmentBytes: 1 });
  await run.append(linesOf(10, NOW_MS, 30));
  await run.append(linesOf(10, NOW_MS, 40));
  await run.drain("one");
  expect([run.segments().length, run.disk.names()]).toEqual([
    1,
    expect.not.arrayContaining([cursorName("two")]),
  ]);
});

test("a sink that comes back is new", async () => {
  const run = await halfDone(["one", "two"]);
  await run.open({ sinks: ["one"] });
  run.disk.endProcess();
  await run.open({ sinks: ["one", "two"] });
  expect(await run.drain("two")).toEqual([]);
});

test("without any sink lines are not kept for ever", async () => {
  const run = new QueueRun();
  await run.open({ sinks: [], segmentBytes: 1 });
  for (let n = 0; n < 5; n++) await run.append(linesOf(10, NOW_MS));
  expect(run.segments().length).toBeLessThanOrEqual(2);
});

test("one damaged slot of a place costs the latest batch at most", async () => {
  const run = await halfDone();
  for (const at of [8, 40]) {
    const copy = run.disk.bytesOf(cursorName("one")).slice();
    run.flip(cursorName("one"), at);
    await run.open();
    expect(await taken(run)).toBeLessThanOrEqual(10);
    run.disk.endProcess();
    run.disk.bytesOf(cursorName("one")).set(copy);
  }
});

async function taken(run: QueueRun): Promise<number> {
  const batch = await run.of().take(1, 1_000_000);
  return numberOf(textsOf(batch!)[0]!);
}

test("a place that cannot be read any more is told, and the sink gets all that there is again", async () => {
  const run = await halfDone();
  for (const at of [8, 40]) run.flip(cursorName("one"), at);
  await run.open();
  expect(await run.drain()).toEqual(range(0, 30));
  expect(run.told("queue.damaged")[0]?.fields).toMatchObject({ sink: "one", file: "cursor-one" });
  expect(run.told("queue.damaged")[0]?.fields["remedy"]).toBeTypeOf("string");
});

test("a place of a newer version is not misread", async () => {
  const run = await halfDone();
  for (const at of [24, 56]) run.disk.bytesOf(cursorName("one"))[at] = 2;
  await run.open();
  expect(await run.drain()).toEqual(range(0, 30));
});

test("a place that cannot be opened does not make the sink a new one: its backlog stays", async () => {
  const run = await halfDone();
  run.disk.readFault = (_what, file) => (file === cursorName("one") ? "EACCES" : undefined);
  await run.open();
  expect(run.told("queue.disk")[0]?.fields["remedy"]).toMatch(/write access/);
  expect(await run.drain()).toEqual(range(0, 30));
});

test("a place on a disk that takes nothing is kept in memory, and written when it heals", async () => {
  const run = new QueueRun();
  run.disk.fault = () => ({ kind: "error", code: "ENOSPC" });
  await run.open();
  await run.append(linesOf(10, NOW_MS));
  await run.drain();
  run.disk.fault = () => undefined;
  await run.clock.advance(5_000);
  await run.append(linesOf(10, NOW_MS, 10));
  await run.drain();
  run.disk.endProcess();
  await run.open();
  await run.append(linesOf(10, NOW_MS, 20));
  expect(await run.drain()).toEqual(range(20, 30));
});

test("lines that were in memory alone when the process ended are counted for the sinks that had them not", async () => {
  const run = new QueueRun();
  await run.open({ sinks: ["one", "two"] });
  await run.append(linesOf(10, NOW_MS));
  run.disk.fault = (_call, _what, file) =>
    file.endsWith(".lines") ? { kind: "error", code: "ENOSPC" } : undefined;
  await run.append(linesOf(10, NOW_MS, 10));
  await run.drain("one");
  run.disk.fault = () => undefined;
  run.disk.endProcess();
  await run.open({ sinks: ["one", "two"] });
  await run.append(linesOf(10, NOW_MS, 20));
  expect(await run.drain("one")).toEqual(range(20, 30));
  expect(await run.drain("two")).toEqual([...range(0, 10), ...range(20, 30)]);
  expect(run.dropped).toEqual({ "two.damaged": 10 });
});

test("deleted segments that a power cut brings back do no harm", async () => {
  const run = new QueueRun();
  await run.open({ segmentBytes: 1, sync: "eachBatch" });
  for (let n = 0; n < 5; n++) await run.append(linesOf(10, NOW_MS, n * 10));
  await run.drain();
  run.disk.cutPower();
  expect(run.segments().length).toBeGreaterThan(1);
  await run.open({ segmentBytes: 1, sync: "eachBatch" });
  expect([await run.drain(), run.segments()]).toEqual([[], []]);
});
