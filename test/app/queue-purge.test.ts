import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { type GivenUp, purgeQueue } from "../../src/app/queue-purge.ts";
import { textsOf } from "../../src/ingest/index.ts";
import { batchOf, linesOf, textOf } from "../support/delivery-run.ts";
import { queueFolder } from "../support/queue-folder.ts";

const T0 = 1_760_000_000_000;
const MINUTE_MS = 60_000;

/** Three polls of ten lines, a minute apart. */
const POLLS = [0, 1, 2].map((n) => linesOf(10, T0 + n * MINUTE_MS, n * 10));
const TEXTS = POLLS.flatMap(textsOf);
const yes = () => Promise.resolve(true);
const all = (sink: string) => ({ sink, beforeMs: undefined });

test("a purge gives up all that waits for the sink, and nothing of another", async () => {
  const bench = queueFolder(["one", "two"]);
  await bench.write(POLLS, { one: 13, two: 4 });
  expect(await purgeQueue(bench.config, all("one"), yes)).toMatchObject({
    confirmed: true,
    lines: 17,
    firstMs: T0 + MINUTE_MS,
    lastMs: T0 + 2 * MINUTE_MS,
    damages: [],
  });
  expect(await bench.rest("one")).toEqual([]);
  expect(await bench.rest("two")).toEqual(TEXTS.slice(4));
});

test("what comes after a purge reaches the sink", async () => {
  const bench = queueFolder(["one"], 1);
  await bench.write(POLLS);
  await purgeQueue(bench.config, all("one"), yes);
  const later = linesOf(5, T0 + 9 * MINUTE_MS, 100);
  await bench.write([later]);
  expect(await bench.rest("one")).toEqual(textsOf(later));
});

test("lines older than a time are given up to the line, also in the middle of a record", async () => {
  const bench = queueFolder(["one"]);
  const texts = [0, 1, 2, 3].map((n) => textOf(n, T0 + n * MINUTE_MS));
  await bench.write([batchOf(texts, T0), linesOf(10, T0 + 9 * MINUTE_MS, 10)]);
  const purged = await purgeQueue(bench.config, { sink: "one", beforeMs: T0 + 2 * MINUTE_MS }, yes);
  expect(purged).toMatchObject({ lines: 2, bytes: textOf(0, T0).length * 2 + 2 });
  expect((await bench.rest("one")).slice(0, 3)).toEqual([texts[2], texts[3], textOf(10, T0 + 9 * MINUTE_MS)]);
});

test("a younger line in front keeps the older ones behind it: no young line is given up", async () => {
  const bench = queueFolder(["one"]);
  await bench.write([batchOf([textOf(1, T0 + 9 * MINUTE_MS), textOf(2, T0)], T0)]);
  expect(await purgeQueue(bench.config, { sink: "one", beforeMs: T0 + MINUTE_MS }, yes)).toMatchObject({
    lines: 0,
  });
});

test("segments that no sink needs any more are deleted, and their room is told", async () => {
  const bench = queueFolder(["one", "two"], 1);
  await bench.write(POLLS, { two: 20 });
  expect((await purgeQueue(bench.config, all("one"), yes)).freedBytes).toBeGreaterThan(20 * 30);
  expect(bench.segments()).toHaveLength(1);
  expect(await bench.rest("two")).toEqual(TEXTS.slice(20));
});

test("lines after a damaged record are given up as well; the file stays for who wants to look", async () => {
  const bench = queueFolder(["one"]);
  await bench.write(POLLS);
  const segments = bench.segments();
  bench.change(segments[0]!, (bytes) => {
    bytes[bytes.indexOf("gauge,15")]! ^= 0xff;
    return bytes;
  });
  const purged = await purgeQueue(bench.config, all("one"), yes);
  expect(purged).toMatchObject({ lines: 20, freedBytes: 0, damages: [{ file: segments[0], lines: 10 }] });
  expect(bench.segments()).toEqual(segments);
  expect(await bench.rest("one")).toEqual([]);
});

test("the question has the figures, and a no changes nothing", async () => {
  const bench = queueFolder(["one"]);
  await bench.write(POLLS);
  const before = bench.snapshot();
  const no = vi.fn<(planned: GivenUp) => Promise<boolean>>(() => Promise.resolve(false));
  expect(await purgeQueue(bench.config, all("one"), no)).toMatchObject({ confirmed: false, lines: 30 });
  expect(no).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ lines: 30, firstMs: T0 }));
  expect(bench.snapshot()).toEqual(before);
  expect(existsSync(join(bench.dataDir, "lock"))).toBe(false);
});

test("while it asks no service can start", async () => {
  const bench = queueFolder(["one"]);
  await bench.write(POLLS);
  let locked = false;
  await purgeQueue(bench.config, all("one"), () => {
    locked = existsSync(join(bench.dataDir, "lock"));
    return Promise.resolve(false);
  });
  expect(locked).toBe(true);
});

test("where nothing waits nothing is asked, and no folder is made", async () => {
  const never = vi.fn<() => Promise<boolean>>(yes);
  const bench = queueFolder(["one"]);
  expect(await purgeQueue(bench.config, all("one"), never)).toMatchObject({ confirmed: true, lines: 0 });
  expect(existsSync(bench.dataDir)).toBe(false);
  await bench.write(POLLS, { one: 30 });
  expect(await purgeQueue(bench.config, all("one"), never)).toMatchObject({ confirmed: true, lines: 0 });
  expect(never).not.toHaveBeenCalled();
});

test("while the service runs a purge is refused, with what to do", async () => {
  const bench = queueFolder(["one"]);
  await bench.write(POLLS);
  const service = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)", "snmpgate"], {
    stdio: "ignore",
  });
  onTestFinished(() => {
    service.kill("SIGKILL");
  });
  writeFileSync(join(bench.dataDir, "lock"), String(service.pid));
  const before = bench.snapshot();
  await expect(purgeQueue(bench.config, all("one"), yes)).rejects.toMatchObject({
    code: "app.queue-in-use",
    message: expect.stringContaining(String(service.pid)),
    remedy: "Stop the service, purge, and start it again.",
  });
  expect(bench.snapshot()).toEqual(before);
});

test("a sink that there is not is refused", async () => {
  const bench = queueFolder(["one"]);
  await bench.write(POLLS);
  await expect(purgeQueue(bench.config, all("other"), yes)).rejects.toMatchObject({
    code: "app.unknown-sink",
  });
});
