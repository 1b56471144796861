import { expect, test } from "vitest";
import { RECORD_HEADER_BYTES, SEGMENT_HEADER_BYTES } from "../../../src/ingest/queue/record.ts";
import { batchOf, linesOf, textOf } from "../../support/delivery-run.ts";
import { hanging } from "../../support/faulty-files.ts";
import { QueueRun } from "../../support/queue-run.ts";

const NOW_MS = 1_760_000_000_000;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);
const ofLog = (file: string) => file.endsWith(".lines");

/** Records of ten lines each, `records` of them, in one segment unless told otherwise. */
async function filled(run: QueueRun, records: number, options: Parameters<QueueRun["open"]>[0] = {}) {
  await run.open(options);
  for (let n = 0; n < records; n++) await run.append(linesOf(10, NOW_MS, n * 10));
}

const recordBytes = (first: number) => RECORD_HEADER_BYTES + linesOf(10, NOW_MS, first).bytes.length;

test("lines are on disk once `written` resolves", async () => {
  const run = new QueueRun();
  await run.open();
  run.queues.log.append(linesOf(10, NOW_MS));
  await run.queues.log.written();
  run.disk.endProcess();
  await run.open();
  expect(await run.drain()).toEqual(range(0, 10));
});

test("a torn tail is cut off, and told as what a crash leaves", async () => {
  const run = new QueueRun();
  await filled(run, 3);
  const [name] = run.segments();
  run.disk.endProcess();
  await (await run.disk.mount().open(name!)).truncate(run.disk.bytesOf(name!).length - 5);
  await run.open();
  expect(await run.drain()).toEqual(range(0, 20));
  expect(run.told("queue.damaged").map(({ level }) => level)).toEqual(["warn"]);
});

test.each([
  ["the lines", RECORD_HEADER_BYTES + 20],
  ["the header", 20],
])("a bit flipped in %s of one record loses that record alone, counted", async (_what, at) => {
  const run = new QueueRun();
  await filled(run, 5);
  run.disk.endProcess();
  run.flip(run.segments()[0]!, SEGMENT_HEADER_BYTES + recordBytes(0) + at);
  await run.open();
  expect(await run.drain()).toEqual([...range(0, 10), ...range(20, 50)]);
  expect(run.dropped).toEqual({ "one.damaged": 10 });
});

test("damage is told once a segment, with a remedy", async () => {
  const run = new QueueRun();
  await filled(run, 8, { segmentBytes: 3 * recordBytes(0) });
  run.disk.endProcess();
  run.flip(run.segments()[0]!, 100);
  run.flip(run.segments()[0]!, 100 + recordBytes(0));
  await run.open();
  await run.drain();
  const entries = run.told("queue.damaged").filter(({ level }) => level === "error");
  expect(entries).toHaveLength(1);
  expect(entries[0]!.fields["remedy"]).toMatch(/disk/);
});

test("a damaged segment is set aside when all sinks are past it", async () => {
  const run = new QueueRun();
  await filled(run, 5, { segmentBytes: 1 });
  run.disk.endProcess();
  const name = run.segments()[1]!;
  run.flip(name, 100);
  await run.open();
  await run.drain();
  expect(run.disk.names()).toContain(`${name}.corrupt`);
});

test("of the files set aside only four are kept", async () => {
  const run = new QueueRun();
  await filled(run, 8, { segmentBytes: 1 });
  run.disk.endProcess();
  for (const name of run.segments().slice(0, -1)) run.flip(name, 100);
  await run.open();
  await run.drain();
  expect(run.disk.names().filter((name) => name.endsWith(".corrupt"))).toHaveLength(4);
});

test("a segment whose header is damaged gives its lines all the same", async () => {
  const run = new QueueRun();
  await filled(run, 3, { segmentBytes: 1 });
  run.disk.endProcess();
  run.flip(run.segments()[1]!, 9);
  await run.open();
  expect(await run.drain()).toEqual(range(0, 30));
});

test("a segment of a newer version is set aside, and the others are used", async () => {
  const run = new QueueRun();
  await filled(run, 3, { segmentBytes: 1 });
  run.disk.endProcess();
  const name = run.segments()[1]!;
  run.disk.bytesOf(name)[4] = 9;
  await run.open();
  expect(await run.drain()).toEqual([...range(0, 10), ...range(20, 30)]);
  expect(run.told("queue.damaged")[0]?.message).toMatch(/version 9.*set aside as/);
  expect(run.dropped).toEqual({ "one.damaged": 10 });
});

test("an empty file, from a process that ended in making it, is no damage", async () => {
  const run = new QueueRun();
  await run.open();
  await run.append(linesOf(10, NOW_MS));
  run.disk.endProcess();
  await run.disk.mount().open("0000000000009999.lines");
  await run.open();
  expect([run.told("queue.damaged"), run.segments().length]).toEqual([[], 1]);
});

test("a segment is deleted when all sinks are past it, not before", async () => {
  const run = new QueueRun();
  await filled(run, 3, { segmentBytes: 1, sinks: ["one", "two"] });
  await run.drain("one");
  expect(run.segments()).toHaveLength(3);
  await run.drain("two");
  expect(run.segments()).toHaveLength(1); // the one that is written to
});

test("a file that cannot be removed is told with a remedy", async () => {
  const run = new QueueRun();
  await filled(run, 3, { segmentBytes: 1 });
  run.disk.fault = (_call, what) => (what === "remove" ? { kind: "error", code: "EROFS" } : undefined);
  await run.drain();
  expect(run.told("queue.not-removed")[0]?.fields["remedy"]).toMatch(/write access/);
});

test.each(["ENOSPC", "EIO", "EROFS"] as const)(
  "with %s lines go on from memory, with an alarm",
  async (code) => {
    const run = new QueueRun();
    await run.open();
    run.disk.fault = (_call, _what, file) => (ofLog(file) ? { kind: "error", code } : undefined);
    await run.append(linesOf(10, NOW_MS));
    await run.queues.log.written();
    expect(run.queues.log.health().fault?.reason).toContain(code);
    expect(await run.drain()).toEqual(range(0, 10));
    expect(run.told("queue.disk")).toHaveLength(1);
    expect(run.told("queue.disk")[0]?.fields["remedy"]).toBeTypeOf("string");
  },
);

test("a disk that takes lines again gets those in memory, and the alarm ends", async () => {
  const run = new QueueRun();
  await run.open();
  run.disk.fault = (_call, _what, file) => (ofLog(file) ? { kind: "torn", code: "ENOSPC" } : undefined);
  for (let n = 0; n < 3; n++) await run.append(linesOf(10, NOW_MS, n * 10));
  run.disk.fault = () => undefined;
  await run.clock.advance(5_000);
  expect(run.told("queue.disk-ok")).toHaveLength(1);
  run.disk.endProcess();
  await run.open();
  expect(await run.drain()).toEqual(range(0, 30));
});

test("a disk that fails and heals in turns is told of once a minute", async () => {
  const run = new QueueRun();
  await run.open();
  for (let n = 0; n < 10; n++) {
    run.disk.fault = (_call, _what, file) => (ofLog(file) ? { kind: "error", code: "ENOSPC" } : undefined);
    await run.append(linesOf(10, NOW_MS, n * 10));
    run.disk.fault = () => undefined;
    await run.clock.advance(5_000);
  }
  expect([run.told("queue.disk").length, run.told("queue.disk-ok").length]).toEqual([1, 1]);
});

test("each kind of failure leaves no file open", async () => {
  const run = new QueueRun();
  await run.open();
  await run.append(linesOf(10, NOW_MS));
  for (const failing of ["open", "write", "truncate", "sync"]) {
    run.disk.fault = (_call, what) => (what === failing ? { kind: "error", code: "EIO" } : undefined);
    await run.append(linesOf(10, NOW_MS));
    await run.clock.advance(20_000);
  }
  run.disk.fault = () => undefined;
  await run.clock.advance(5_000);
  await run.close();
  expect(run.disk.openFiles).toBe(0);
});

test("when memory is full too, the oldest lines are given up, counted and told", async () => {
  const run = new QueueRun();
  await run.open({ memoryBytes: 4_000_000 });
  run.disk.fault = (_call, _what, file) => (ofLog(file) ? { kind: "error", code: "ENOSPC" } : undefined);
  const filler = "x".repeat(900_000);
  for (let n = 0; n < 10; n++) await run.append(batchOf([textOf(n, NOW_MS, filler)], NOW_MS));
  const got = await run.drain();
  expect(got).toEqual(range(10 - got.length, 10));
  expect(run.dropped).toEqual({ "one.queueFull": 10 - got.length });
  expect(run.told("queue.lost")).toHaveLength(1);
  run.disk.fault = () => undefined;
  await run.clock.advance(5_000);
  expect(run.told("queue.disk-ok")[0]?.fields["givenUpLines"]).toBe(10 - got.length);
});

test("records that all sinks have had are no loss when memory is full", async () => {
  const run = new QueueRun();
  await run.open({ memoryBytes: 4_000_000 });
  run.disk.fault = (_call, _what, file) => (ofLog(file) ? { kind: "error", code: "ENOSPC" } : undefined);
  const filler = "x".repeat(900_000);
  const got: number[] = [];
  for (let n = 0; n < 10; n++) {
    await run.append(batchOf([textOf(n, NOW_MS, filler)], NOW_MS));
    got.push(...(await run.drain()));
  }
  expect([got, run.dropped, run.told("queue.lost")]).toEqual([range(0, 10), {}, []]);
  expect(run.queues.log.health().unwrittenBytes).toBe(0);
});

test("memory that a slow disk fills is told of again when it comes again", async () => {
  const run = new QueueRun();
  await run.open({ memoryBytes: 4_000_000 });
  const filler = "x".repeat(900_000);
  for (let times = 0; times < 2; times++) {
    const goOn = run.disk.stall(ofLog);
    for (let n = 0; n < 10; n++) await run.append(batchOf([textOf(n, NOW_MS, filler)], NOW_MS));
    goOn();
    await run.clock.settle(60);
    await run.clock.advance(120_000);
  }
  expect(run.told("queue.lost")).toHaveLength(2);
});

test("lines that sinks took from memory before a slow disk had them are not called lost at the end", async () => {
  const run = new QueueRun();
  await run.open({ memoryBytes: 4_000_000 });
  const filler = "x".repeat(400_000);
  const writes: (() => void)[] = [];
  run.disk.fault = (_call, what, file) => {
    if (what !== "write" || !ofLog(file)) return undefined;
    const { until, goOn } = hanging();
    writes.push(goOn);
    return { kind: "stall", until };
  };
  for (let n = 0; n < 6; n++) await run.append(batchOf([textOf(n, NOW_MS, filler)], NOW_MS));
  const batch = await run.of().take(1_000, 100_000_000);
  expect(batch!.lines).toBe(6);
  for (let n = 0; n < 3; n++) {
    writes.shift()?.();
    await run.clock.settle(8);
  }
  await run.of().settle(); // the disk has caught up so far that sinks no longer read ahead of it
  run.disk.fault = (_call, _what, file) => (ofLog(file) ? { kind: "error", code: "EIO" } : undefined);
  for (const goOn of writes) goOn();
  const closing = run.close();
  await run.clock.advance(20_000);
  await closing;
  expect(run.told("queue.lost")).toEqual([]);
});

test("many small batches in memory take little more than their octets", async () => {
  const run = new QueueRun();
  await run.open({ memoryBytes: 4_000_000, sinks: ["one", "two"] });
  run.disk.fault = (_call, _what, file) => (ofLog(file) ? { kind: "error", code: "ENOSPC" } : undefined);
  for (let n = 0; n < 1_000; n++) {
    run.queues.log.append(linesOf(1, NOW_MS, n));
    await run.drain("one"); // ends the record
  }
  expect(await run.drain("two")).toEqual(range(0, 1_000));
});

test("a write that does not end is a fault: lines go on from memory", async () => {
  const run = new QueueRun();
  await run.open();
  run.disk.fault = (_call, what, file) => {
    if (what === "write" && ofLog(file)) return { kind: "hang" };
    return undefined;
  };
  await run.append(linesOf(10, NOW_MS));
  await run.clock.advance(10_000);
  await run.queues.log.written();
  expect(run.queues.log.health().fault?.reason).toMatch(/not finished/);
  expect(await run.drain()).toEqual(range(0, 10));
});

test("a disk that hangs holds up the end for five seconds at most", async () => {
  const run = new QueueRun();
  await run.open();
  run.disk.fault = (_call, what, file) => (what === "write" && ofLog(file) ? { kind: "hang" } : undefined);
  await run.append(linesOf(10, NOW_MS));
  await run.clock.advance(10_000);
  let closed = false;
  void run.queues.log.close().then(() => (closed = true));
  await run.clock.advance(5_000);
  expect(closed).toBe(true);
  expect(run.told("queue.lost")[0]?.fields["lines"]).toBe(10);
});

test("lines that the disk did not take but all sinks have are not called lost at the end", async () => {
  const run = new QueueRun();
  await run.open();
  run.disk.fault = (_call, _what, file) => (ofLog(file) ? { kind: "error", code: "ENOSPC" } : undefined);
  await run.append(linesOf(10, NOW_MS));
  await run.drain();
  await run.close();
  expect(run.told("queue.lost")).toEqual([]);
});

test("the end of the service tries a full disk once more", async () => {
  const run = new QueueRun();
  await run.open();
  run.disk.fault = (_call, _what, file) => (ofLog(file) ? { kind: "error", code: "ENOSPC" } : undefined);
  await run.append(linesOf(10, NOW_MS));
  run.disk.fault = () => undefined;
  await run.close();
  await run.open();
  expect(await run.drain()).toEqual(range(0, 10));
});

test("each write is synced within a second, also one that came during a sync", async () => {
  const run = new QueueRun();
  await run.open();
  await run.append(linesOf(10, NOW_MS));
  let isFirst = true;
  run.disk.fault = (_call, what, file) => {
    if (what === "sync" && ofLog(file) && isFirst) {
      isFirst = false;
      run.queues.log.append(linesOf(10, NOW_MS, 10));
    }
    return undefined;
  };
  await run.clock.advance(2_100);
  run.disk.cutPower();
  run.disk.fault = () => undefined;
  await run.open();
  expect(await run.drain()).toEqual(range(0, 20));
});

test("by default many writes share a sync each second", async () => {
  const run = new QueueRun();
  await run.open();
  await run.clock.advance(3_000);
  let syncs = 0;
  run.disk.fault = (_call, what, file) => {
    if (what === "sync" && ofLog(file)) syncs++;
    return undefined;
  };
  for (let n = 0; n < 100; n++) {
    await run.append(linesOf(1, NOW_MS, n));
    await run.clock.advance(100);
  }
  expect(syncs).toBeGreaterThan(7);
  expect(syncs).toBeLessThan(12);
});

test("a power cut loses no line that was written more than a second before, and doubles as little", async () => {
  const run = new QueueRun();
  await run.open();
  for (let n = 0; n < 5; n++) await run.append(linesOf(10, NOW_MS, n * 10));
  const batch = await run.of().take(10, 1_000_000);
  expect(batch?.lines).toBe(10);
  await run.of().settle();
  await run.clock.advance(1_100);
  await run.append(linesOf(10, NOW_MS, 50));
  run.disk.cutPower();
  await run.open();
  expect(await run.drain()).toEqual(range(10, 50));
});

test("a sync that fails is told once, not each second", async () => {
  const run = new QueueRun();
  await run.open();
  run.disk.fault = (_call, what) => (what === "sync" ? { kind: "error", code: "EIO" } : undefined);
  for (let n = 0; n < 10; n++) {
    await run.append(linesOf(1, NOW_MS, n));
    await run.clock.advance(1_000);
  }
  expect(run.told("queue.disk").map(({ message }) => message)).toEqual([
    expect.stringContaining("power cut") as string,
  ]);
});

test("the backlog is read from a disk that takes nothing from the start", async () => {
  const run = new QueueRun();
  await filled(run, 3);
  run.disk.endProcess();
  await (await run.disk.mount().open(run.segments()[0]!)).truncate(
    run.disk.bytesOf(run.segments()[0]!).length - 5,
  );
  run.disk.fault = () => ({ kind: "error", code: "EROFS" });
  await run.open();
  await run.append(linesOf(10, NOW_MS, 30));
  expect(await run.drain()).toEqual([...range(0, 20), ...range(30, 40)]);
});

test("a folder that cannot be read at the start is left as it is: lines go through memory", async () => {
  const run = new QueueRun();
  await filled(run, 3);
  run.disk.endProcess();
  run.disk.readFault = () => "EACCES";
  await run.open();
  expect(run.told("queue.unreadable")[0]?.fields["remedy"]).toMatch(/start the service again/);
  run.disk.readFault = () => undefined; // somebody mends it meanwhile
  await run.append(linesOf(5, NOW_MS, 90));
  await run.clock.advance(20_000);
  expect(await run.drain()).toEqual(range(90, 95));
  run.disk.endProcess();
  await run.open();
  expect(await run.drain()).toEqual(range(0, 30));
});

test("a segment that cannot be opened for now is not written over", async () => {
  const run = new QueueRun();
  await filled(run, 3);
  const [name] = run.segments();
  const before = Buffer.from(run.disk.bytesOf(name!)).toString();
  run.disk.endProcess();
  run.disk.readFault = (_what, file) => (file === name ? "EMFILE" : undefined);
  await run.open();
  await run.append(linesOf(10, NOW_MS, 50));
  expect(Buffer.from(run.disk.bytesOf(name!)).toString()).toBe(before);
  expect(await run.drain()).toContain(50);
});

test("a batch of several megabytes, and a line longer than that, go through", async () => {
  const run = new QueueRun();
  await run.open();
  const filler = "x".repeat(100_000);
  const long = textOf(40, NOW_MS, "y".repeat(40_000_000));
  await run.append(
    batchOf([...range(0, 40).map((n) => textOf(n, NOW_MS, filler)), long, textOf(41, NOW_MS)], NOW_MS),
  );
  run.disk.endProcess();
  await run.open();
  expect(await run.drain()).toEqual(range(0, 42));
});

test("a line too long for any record is told, not lost in silence", async () => {
  const run = new QueueRun();
  await run.open();
  await run.append({ bytes: new Uint8Array(64 * 1024 * 1024), lines: 1, timestampMs: NOW_MS });
  expect(run.told("queue.lost")).toHaveLength(1);
});

test("a damaged record in the file that is written to costs no line written later", async () => {
  const run = new QueueRun();
  await filled(run, 12, { sinks: ["one", "two"] });
  // Out of the cache: a record of another megabyte each.
  const filler = "x".repeat(900_000);
  for (let n = 0; n < 12; n++) await run.append(batchOf([textOf(120 + n, NOW_MS, filler)], NOW_MS));
  run.flip(run.segments()[0]!, SEGMENT_HEADER_BYTES + 100);
  const draining = run.drain();
  await run.append(linesOf(10, NOW_MS, 132));
  expect(await draining).toEqual(range(10, 142));
  run.disk.endProcess();
  await run.open({ sinks: ["one", "two"] });
  expect(await run.drain("two")).toEqual(range(10, 142));
});
