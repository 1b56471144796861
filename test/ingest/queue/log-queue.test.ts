import { describe, expect, test } from "vitest";
import { textsOf } from "../../../src/ingest/index.ts";
import { RECORD_HEADER_BYTES, SEGMENT_HEADER_BYTES } from "../../../src/ingest/queue/record.ts";
import { batchOf, linesOf, textOf } from "../../support/delivery-run.ts";
import { hanging } from "../../support/faulty-files.ts";
import { numberOf } from "../../support/played-sink.ts";
import { NO_BOUNDS, QueueRun } from "../../support/queue-run.ts";

const NOW_MS = 1_760_000_000_000;
const LINE_BYTES = linesOf(1, NOW_MS, 100).bytes.length;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);
const ofLog = (file: string) => file.endsWith(".lines");

/** Ten records of ten lines each, in segments of one record unless told otherwise. */
async function filled(options: Parameters<QueueRun["open"]>[0] = {}): Promise<QueueRun> {
  const run = new QueueRun();
  await run.open({ segmentBytes: 1, ...options });
  for (let n = 0; n < 10; n++) await run.append(linesOf(10, NOW_MS + n * 10_000, 100 + n * 10));
  return run;
}

/** So that lines come from disk: what is in memory ends with the life. */
async function reopened(run: QueueRun, options: Parameters<QueueRun["open"]>[0] = {}): Promise<QueueRun> {
  run.disk.endProcess();
  await run.open({ segmentBytes: 1, ...options });
  return run;
}

async function taken(run: QueueRun, maxLines: number, maxBytes = 1_000_000): Promise<number[]> {
  const batch = await run.of().take(maxLines, maxBytes);
  return batch === undefined ? [] : textsOf(batch).map(numberOf);
}

test.each(["memory", "disk"])("a batch goes over records of %s, up to its lines", async (where) => {
  const run = await filled();
  if (where === "disk") await reopened(run);
  expect(await taken(run, 15)).toEqual(range(100, 115));
});

test("a batch has no more bytes than it may have", async () => {
  const run = await filled();
  expect(await taken(run, 1_000, 15 * LINE_BYTES + 5)).toEqual(range(100, 115));
});

test("a batch with three quarters of its octets ends with a whole record", async () => {
  const run = await filled();
  expect(await taken(run, 100, 12 * LINE_BYTES)).toEqual(range(100, 110));
});

test("the next batch goes on in the middle of a record", async () => {
  const run = await filled();
  await taken(run, 15);
  await run.of().settle();
  expect(await taken(run, 10)).toEqual(range(115, 125));
});

test("after a restart, too", async () => {
  const run = await filled();
  await taken(run, 15);
  await run.of().settle();
  await reopened(run);
  expect(await taken(run, 10)).toEqual(range(115, 125));
});

test("what was put back comes again", async () => {
  const run = await filled();
  await taken(run, 25);
  run.of().putBack();
  expect([run.of().waiting, await taken(run, 5)]).toEqual([100, range(100, 105)]);
});

test("a line longer than a batch may be is a batch of its own, and lines behind it follow", async () => {
  const run = new QueueRun();
  await run.open();
  const long = textOf(1, NOW_MS, "x".repeat(5_000));
  await run.append(batchOf([textOf(0, NOW_MS), long, textOf(2, NOW_MS), long], NOW_MS));
  await run.append(linesOf(1, NOW_MS, 4));
  const batches: number[][] = [];
  while (run.of().waiting > 0) {
    batches.push(await taken(run, 100, 1_000));
    await run.of().settle();
  }
  expect(batches).toEqual([[0], [1], [2], [1], [4]]);
});

test("a batch stands while the next one is taken", async () => {
  const run = await filled();
  const first = await run.of().take(10, 1_000_000);
  await run.of().settle();
  await taken(run, 10);
  expect(textsOf(first!).map(numberOf)).toEqual(range(100, 110));
});

test("lines and bytes are those that wait, as they lie on disk", async () => {
  const run = await filled();
  await taken(run, 15);
  await run.of().settle();
  expect([run.of().lines, run.of().waiting]).toEqual([85, 85]);
  expect(run.of().bytes).toBe(85 * LINE_BYTES + 9 * RECORD_HEADER_BYTES);
});

test("records whose lines are too old are passed over, counted to the line", async () => {
  const run = await filled();
  await taken(run, 5);
  await run.of().settle();
  expect(await run.of().dropOlderThan(NOW_MS + 30_000)).toBe(25);
  expect(await taken(run, 5)).toEqual(range(130, 135));
});

test("polls that are minutes apart share no record, also when the disk takes none", async () => {
  const run = new QueueRun();
  await run.open();
  run.disk.fault = (_call, _what, file) => (ofLog(file) ? { kind: "error", code: "ENOSPC" } : undefined);
  for (let n = 0; n < 5; n++) run.queues.log.append(linesOf(10, NOW_MS + n * 60_000, n * 10));
  await run.clock.settle();
  expect(await run.of().dropOlderThan(NOW_MS + 90_000)).toBe(20);
});

test("a backlog of old lines on disk is passed by its headers alone", async () => {
  const run = await reopened(await filled());
  const before = run.disk.octetsRead;
  expect(await run.of().dropOlderThan(NOW_MS + 90_000)).toBe(90);
  expect(run.disk.octetsRead - before).toBeLessThan(11 * RECORD_HEADER_BYTES);
});

test.each([
  ["lines", { ...NO_BOUNDS, maxLines: 35 }],
  ["bytes", { ...NO_BOUNDS, maxBytes: 35 * LINE_BYTES + 4 * RECORD_HEADER_BYTES }],
])("beyond the bound of %s the oldest lines are given up, counted", async (_what, bounds) => {
  const run = await filled({ bounds });
  expect(run.dropped).toEqual({ "one.queueFull": 70 });
  expect(await run.drain()).toEqual(range(170, 200));
});

test("the bounds hold also while the sink is not asking, and the disk is freed", async () => {
  const run = await filled({ bounds: { ...NO_BOUNDS, maxLines: 35 } });
  expect([run.of().lines, run.segments().length]).toEqual([30, 3]);
});

test("lines that are being sent are not given up under the sink's hands", async () => {
  const run = new QueueRun();
  await run.open({ bounds: { ...NO_BOUNDS, maxLines: 35 } });
  for (let n = 0; n < 3; n++) await run.append(linesOf(10, NOW_MS, n * 10));
  expect(await taken(run, 10)).toEqual(range(0, 10));
  for (let n = 3; n < 6; n++) await run.append(linesOf(10, NOW_MS, n * 10));
  await run.of().settle();
  expect(await run.drain()).toEqual(range(30, 60));
  expect(run.dropped).toEqual({ "one.queueFull": 20 });
});

test("a single record beyond the bounds stays: something is sent", async () => {
  const run = new QueueRun();
  await run.open({ bounds: { ...NO_BOUNDS, maxLines: 5 } });
  await run.append(linesOf(10, NOW_MS));
  expect(await run.drain()).toEqual(range(0, 10));
});

test("one sink's bounds take nothing from another", async () => {
  const run = new QueueRun();
  await run.open({ sinks: ["one", "two"] });
  for (let n = 0; n < 5; n++) await run.append(linesOf(10, NOW_MS, n * 10));
  await run.of("one").dropOlderThan(NOW_MS + 1);
  expect(await run.drain("two")).toEqual(range(0, 50));
});

test("a sink that is past a damaged place loses nothing by it", async () => {
  const run = await filled({ sinks: ["one", "two"], segmentBytes: 1e9 });
  for (let n = 0; n < 3; n++) {
    await run.of("one").take(10, 1_000_000);
    await run.of("one").settle();
  }
  run.disk.endProcess();
  run.flip(run.segments()[0]!, SEGMENT_HEADER_BYTES + 100);
  await run.open({ sinks: ["one", "two"] });
  expect(await run.drain("two")).toEqual(range(110, 200));
  expect(await run.drain("one")).toEqual(range(130, 200));
  expect(run.dropped).toEqual({ "two.damaged": 10 });
});

test("a spot that the disk cannot read is passed over like any damage", async () => {
  const run = await reopened(await filled());
  const bad = run.segments()[3];
  run.disk.readFault = (what, file) => (what === "read" && file === bad ? "EIO" : undefined);
  expect(await run.drain()).toEqual([...range(100, 130), ...range(140, 200)]);
  expect(run.dropped).toEqual({ "one.damaged": 10 });
});

test("a segment that somebody deleted is counted as lost, and no harm to the rest", async () => {
  const run = await reopened(await filled());
  await run.files.remove(run.segments()[3]!);
  expect(await run.drain()).toEqual([...range(100, 130), ...range(140, 200)]);
});

test("when the service may open no more files, lines wait until it may", async () => {
  const run = await reopened(await filled());
  run.disk.readFault = (what) => (what === "open" ? "EMFILE" : undefined);
  expect(await taken(run, 10)).toEqual([]);
  expect(run.told("queue.disk")[0]?.fields["remedy"]).toMatch(/open files/);
  run.disk.readFault = () => undefined;
  expect(await run.drain()).toEqual(range(100, 200));
});

test("a place that cannot be written is told once, with a remedy, and lines go on", async () => {
  const run = await filled();
  run.disk.fault = (_call, _what, file) => (ofLog(file) ? undefined : { kind: "error", code: "EIO" });
  expect(await run.drain("one", 10)).toEqual(range(100, 200));
  const entries = run.told("queue.disk").filter(({ fields }) => fields["sink"] === "one");
  expect(entries).toHaveLength(1);
  expect(entries[0]!.fields["remedy"]).toBeTypeOf("string");
});

test("of two writes of a place that are torn, the second spares what the first has spared", async () => {
  const run = await filled({ segmentBytes: 1e9 });
  await taken(run, 30);
  await run.of().settle();
  run.disk.fault = (_call, what, file) =>
    what === "write" && !ofLog(file) ? { kind: "torn", code: "EIO" } : undefined;
  for (let n = 0; n < 2; n++) {
    await taken(run, 10);
    await run.of().settle();
  }
  run.disk.fault = () => undefined;
  await reopened(run);
  expect(await taken(run, 10)).toEqual(range(130, 140));
});

test("while the disk takes nothing, a sink that has all from memory waits for nothing when it heals", async () => {
  const run = new QueueRun();
  await run.open();
  run.disk.fault = (_call, _what, file) => (ofLog(file) ? { kind: "error", code: "ENOSPC" } : undefined);
  for (let n = 0; n < 3; n++) {
    await run.append(linesOf(10, NOW_MS, n * 10));
    await run.drain();
  }
  run.disk.fault = () => undefined;
  await run.clock.advance(5_000);
  expect([run.of().waiting, run.of().lines]).toEqual([0, 0]);
  await run.append(linesOf(10, NOW_MS, 30));
  expect(await run.drain()).toEqual(range(30, 40));
});

async function isClosedWithin(run: QueueRun, forMs: number): Promise<boolean> {
  let closed = false;
  void run
    .of()
    .close()
    .then(() => (closed = true));
  await run.clock.advance(forMs);
  return closed;
}

describe("a disk that hangs", () => {
  test("holds a sink up for seconds: then it goes on from memory, and its place is written once the disk goes on", async () => {
    const run = await filled({ segmentBytes: 1e9 });
    const goOn = run.disk.stall();
    const got = run.drain("one", 10);
    await run.clock.advance(10_000);
    await run.append(linesOf(10, NOW_MS, 200));
    await run.clock.advance(10_000);
    expect([...(await got), ...(await run.drain("one", 10))]).toEqual(range(100, 210));
    expect(run.told("queue.disk").filter(({ fields }) => fields["sink"] === "one")).toHaveLength(1);
    goOn();
    await run.clock.settle(30);
    await reopened(run, { segmentBytes: 1e9 });
    expect([run.of().lines, run.dropped]).toEqual([0, {}]);
  });

  test("has no file deleted that the place on it still needs: after a crash its lines come twice, not never", async () => {
    const run = await filled();
    run.disk.stall();
    const got = run.drain("one", 10);
    await run.clock.advance(10_000);
    expect(await got).toEqual(range(100, 200));
    expect(run.segments()).toHaveLength(10);
    run.disk.fault = () => undefined;
    await reopened(run);
    expect(await run.drain()).toEqual(range(100, 200));
    expect(run.dropped).toEqual({});
  });

  test("gives the files of lines that all sinks have back to the disk once it goes on", async () => {
    const run = await filled();
    const goOn = run.disk.stall();
    const got = run.drain("one", 10);
    await run.clock.advance(10_000);
    await got;
    goOn();
    await run.clock.settle(60);
    expect(run.segments()).toHaveLength(1);
  });

  test("holds up the end of a sink's queue for five seconds at most", async () => {
    const run = await filled();
    run.disk.stall();
    const got = run.drain("one", 10);
    await run.clock.advance(10_000);
    await got;
    expect(await isClosedWithin(run, 5_000)).toBe(true);
  });

  test("also while old lines are given up, which the disk does not let us pass", async () => {
    const run = await reopened(await filled(), { bounds: { ...NO_BOUNDS, maxLines: 105 } });
    run.disk.readFault = () => "hang";
    await run.append(linesOf(10, NOW_MS, 200));
    expect(await isClosedWithin(run, 5_000)).toBe(true);
  });
});

test("a disk that is slower than lines come costs none: sinks take them from memory before it is full", async () => {
  const run = new QueueRun();
  await run.open({ memoryBytes: 4_000_000 });
  const filler = "x".repeat(900_000);
  const goOn = run.disk.stall(ofLog);
  const batches: number[][] = [];
  for (let n = 0; n < 10; n++) {
    await run.append(batchOf([textOf(n, NOW_MS, filler)], NOW_MS));
    batches.push(await run.drain());
  }
  goOn();
  await run.clock.settle(60);
  batches.push(await run.drain());
  expect([batches[0], batches.flat()]).toEqual([[], range(0, 10)]);
  expect(run.dropped).toEqual({});
});

test("many small records, too, which take more memory than their octets", async () => {
  const run = new QueueRun();
  await run.open({ memoryBytes: 4_000_000 });
  run.disk.stall(ofLog);
  const got: number[] = [];
  for (let n = 0; n < 10_000; n++) {
    run.queues.log.append(linesOf(1, NOW_MS + n * 2_000, n));
    if (n % 100 === 0) got.push(...(await run.drain()));
  }
  expect([...got, ...(await run.drain())]).toEqual(range(0, 10_000));
  expect(run.told("queue.lost")).toEqual([]);
});

test("a segment that is begun while others are deleted is not deleted under the writer's hands", async () => {
  const run = new QueueRun();
  await run.open({ segmentBytes: 500 });
  for (let n = 0; n < 3; n++) await run.append(linesOf(10, NOW_MS, n * 10));
  const full = { kind: "error", code: "ENOSPC" } as const;
  const removal = hanging();
  run.disk.fault = (_call, what, file) =>
    ofLog(file) ? (what === "remove" ? { kind: "stall", until: removal.until } : full) : undefined;
  await run.append(linesOf(10, NOW_MS, 30));
  const draining = run.drain();
  await run.clock.settle(8);
  run.disk.fault = (_call, what) => (what === "remove" ? { kind: "stall", until: removal.until } : undefined);
  await run.clock.advance(5_000); // the disk takes the fourth record, into a segment of its own
  run.disk.fault = () => undefined;
  removal.goOn();
  expect(await draining).toEqual(range(0, 40));
  await run.clock.settle(20);
  await run.append(linesOf(10, NOW_MS, 40));
  await reopened(run, { segmentBytes: 500 });
  expect(await run.drain()).toEqual(range(40, 50));
  expect(run.dropped).toEqual({});
});

test("lines passed by before the disk fails are counted, and the others stay", async () => {
  const run = await reopened(await filled());
  const bad = run.segments()[3];
  run.disk.readFault = (what, file) => (what === "open" && file === bad ? "EMFILE" : undefined);
  expect(await run.of().dropOlderThan(NOW_MS + 1e9)).toBe(30);
  run.disk.readFault = () => undefined;
  expect(await run.drain()).toEqual(range(130, 200));
});

test("a place that was refused is written by an orderly end", async () => {
  const run = await filled();
  run.disk.fault = (_call, _what, file) => (ofLog(file) ? undefined : { kind: "error", code: "EIO" });
  await run.drain();
  run.disk.fault = () => undefined;
  await run.close();
  await run.open();
  expect(await run.drain()).toEqual([]);
});

test("many small records are read back as few batches", async () => {
  const run = new QueueRun();
  await run.open();
  for (let n = 0; n < 3_000; n++) {
    run.queues.log.append(linesOf(1, NOW_MS, n));
    await run.queues.log.written();
  }
  run.disk.endProcess();
  await run.open();
  expect(await taken(run, 3_000)).toEqual(range(0, 3_000));
});

test("it leaves no file open", async () => {
  const run = await reopened(await filled());
  run.disk.openFiles = 0;
  await run.open({ segmentBytes: 1 });
  await run.append(linesOf(10, NOW_MS));
  await taken(run, 15);
  await run.of().settle();
  await run.close();
  expect(run.disk.openFiles).toBe(0);
});
