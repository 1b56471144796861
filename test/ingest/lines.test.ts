import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createLinesSink, type Sink } from "../../src/ingest/index.ts";
import { linesOf } from "../support/delivery-run.ts";
import { FakeClock } from "../support/fake-clock.ts";

const NOW_MS = 1_760_000_000_000;
const never = () => new AbortController().signal;
const textOf = (count: number, first = 0) => Buffer.from(linesOf(count, NOW_MS, first).bytes).toString();

interface Writing {
  write(data: Buffer, offset: number): Promise<{ bytesWritten: number }>;
}

/** What every open file's `write` can be watched and replaced by. */
async function writingOf(folder: string): Promise<Writing> {
  const handle = await open(join(folder, "any"), "w");
  await handle.close();
  return Object.getPrototypeOf(handle) as Writing;
}

/** Makes the next write put down a few bytes, as a disk that gets full does, and the one after it fail. */
async function failNextWrite(path: string, code: string): Promise<void> {
  vi.spyOn(await writingOf(dirname(path)), "write")
    .mockImplementationOnce(async (data) => {
      await appendFile(path, data.subarray(0, 7));
      return { bytesWritten: 7 };
    })
    .mockImplementationOnce(async () => {
      vi.restoreAllMocks();
      throw Object.assign(new Error(`${code}: failed, write`), { code });
    });
}

describe("lines to a file", () => {
  let folder: string;
  let sink: Sink | undefined;
  let clock: FakeClock;
  beforeEach(async () => {
    clock = new FakeClock();
    folder = await mkdtemp(join(tmpdir(), "snmpgate-file-"));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await sink?.close();
    await rm(folder, { recursive: true, force: true });
  });
  const sinkTo = (path: string): Sink => (sink = createLinesSink({ name: "file", path, clock }));

  test("the file is created with its folders, and appended to", async () => {
    const path = join(folder, "a", "b", "metrics.txt");
    await sinkTo(path).send(linesOf(2, NOW_MS), never());
    await sink?.close();
    await sinkTo(path).send(linesOf(1, NOW_MS, 2), never());
    expect(await readFile(path, "utf8")).toBe(textOf(3));
  });

  test("a line torn by a crash of an earlier run is not glued to ours", async () => {
    const path = join(folder, "metrics.txt");
    await writeFile(path, "half.a.li");
    await sinkTo(path).send(linesOf(1, NOW_MS), never());
    expect(await readFile(path, "utf8")).toBe(`half.a.li\n${textOf(1)}`);
  });

  test.each([
    ["is made anew", false],
    ["and replaced by an empty one is left alone", true],
  ])("a file that was rotated away %s within a second", async (_, replaced) => {
    const path = join(folder, "metrics.txt");
    await sinkTo(path).send(linesOf(1, NOW_MS), never());
    await rename(path, `${path}.1`);
    if (replaced) await writeFile(path, "");
    await clock.advance(1_000);
    await sink?.send(linesOf(1, NOW_MS, 1), never());
    expect([await readFile(`${path}.1`, "utf8"), await readFile(path, "utf8")]).toEqual([
      textOf(1),
      textOf(1, 1),
    ]);
  });

  test("where the path leads to is looked at once a second, however many batches there are", async () => {
    const path = join(folder, "metrics.txt");
    await sinkTo(path).send(linesOf(1, NOW_MS), never());
    await rename(path, `${path}.1`);
    await clock.advance(999);
    await sink?.send(linesOf(1, NOW_MS, 1), never());
    expect(await readFile(`${path}.1`, "utf8")).toBe(textOf(2));
    await clock.advance(1);
    await sink?.send(linesOf(1, NOW_MS, 2), never());
    expect(await readFile(path, "utf8")).toBe(textOf(1, 2));
  });

  test("a full batch is one write, for under load each write waits its turn", async () => {
    const path = join(folder, "metrics.txt");
    const write = vi.spyOn(await writingOf(folder), "write");
    const { maxBatchLines, maxBatchBytes } = sinkTo(path);
    expect([maxBatchLines, maxBatchBytes]).toEqual([20_000, 8_000_000]);
    await sink?.send(linesOf(maxBatchLines, NOW_MS), never());
    expect(write).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
    expect(await readFile(path, "utf8")).toBe(textOf(maxBatchLines));
  });

  test("a write that fails in a file emptied meanwhile cuts off its own bytes only", async () => {
    const path = join(folder, "metrics.txt");
    await sinkTo(path).send(linesOf(50, NOW_MS), never());
    await writeFile(path, textOf(1));
    await failNextWrite(path, "ENOSPC");
    await sink?.send(linesOf(2, NOW_MS, 1), never());
    expect(await readFile(path, "utf8")).toBe(textOf(1));
  });

  test("a file that was emptied in place goes on at its start", async () => {
    const path = join(folder, "metrics.txt");
    await sinkTo(path).send(linesOf(1, NOW_MS), never());
    await writeFile(path, "");
    await sink?.send(linesOf(1, NOW_MS, 1), never());
    expect(await readFile(path, "utf8")).toBe(textOf(1, 1));
  });

  test("a path that is a folder is refused with its remedy, and works once it is mended", async () => {
    const path = join(folder, "metrics.txt");
    await mkdir(path);
    expect(await sinkTo(path).send(linesOf(1, NOW_MS), never())).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining(path),
      remedy: expect.stringContaining("folder"),
      afterMs: 60_000,
    });
    await rm(path, { recursive: true });
    expect(await sink?.send(linesOf(1, NOW_MS), never())).toMatchObject({ kind: "delivered", accepted: 1 });
  });

  test.each([
    ["EACCES", { kind: "refused", remedy: expect.stringContaining("write access") }],
    ["EROFS", { kind: "refused", remedy: expect.stringContaining("write access") }],
    ["ENOSPC", { kind: "retry", reason: expect.stringMatching(/No space left.*Free space/) }],
    ["EDQUOT", { kind: "retry", reason: expect.stringContaining("No space left") }],
    [
      "EIO",
      { kind: "retry", reason: expect.stringMatching(/^Writing \/.*\/metrics\.txt failed: EIO: failed\.$/) },
    ],
  ])("%s has its own outcome, and leaves no half line", async (code, expected) => {
    const path = join(folder, "metrics.txt");
    await sinkTo(path).send(linesOf(1, NOW_MS), never());
    await failNextWrite(path, code);
    expect(await sink?.send(linesOf(2, NOW_MS, 1), never())).toMatchObject(expected);
    expect(await readFile(path, "utf8")).toBe(textOf(1));
    expect(await sink?.send(linesOf(2, NOW_MS, 1), never())).toMatchObject({ kind: "delivered" });
    expect(await readFile(path, "utf8")).toBe(textOf(3));
  });
});

describe("lines to standard output", () => {
  test("the next batch waits until the reader took this one", async () => {
    let readerTakes: (() => void) | undefined;
    const stdout = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => {
        readerTakes = () => done();
      },
    });
    let outcome: unknown;
    const sending = createLinesSink({ name: "stdout", stdout })
      .send(linesOf(1, NOW_MS), never())
      .then((result) => (outcome = result));
    await new Promise(setImmediate);
    expect(outcome).toBeUndefined();
    readerTakes?.();
    await sending;
    expect(outcome).toMatchObject({ kind: "delivered", accepted: 1 });
  });

  test("a reader that went away ends neither the process nor a later send", async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" })),
    });
    const sink = createLinesSink({ name: "stdout", stdout });
    const expected = { kind: "drop", reason: expect.stringContaining("EPIPE"), remedy: expect.any(String) };
    expect(await sink.send(linesOf(1, NOW_MS), never())).toMatchObject(expected);
    expect(await sink.send(linesOf(1, NOW_MS), never())).toMatchObject(expected);
  });

  test("a real pipe whose reader leaves makes every further batch a drop, and the process lives on", async () => {
    const head = spawn("head", ["-n", "1"], { stdio: ["pipe", "ignore", "ignore"] });
    const left = once(head, "exit");
    const sink = createLinesSink({ name: "stdout", stdout: head.stdin });
    expect(await sink.send(linesOf(1, NOW_MS), never())).toMatchObject({ kind: "delivered" });
    await left;
    const kinds: string[] = [];
    // Whether the pipe is known to be broken at once is up to the system; ten batches are more than it can swallow.
    for (let n = 0; n < 10; n++) kinds.push((await sink.send(linesOf(1_000, NOW_MS), never())).kind);
    expect(kinds.slice(kinds.indexOf("drop"))).toEqual(kinds.slice(kinds.indexOf("drop")).map(() => "drop"));
    expect(await sink.send(linesOf(1, NOW_MS), never())).toMatchObject({
      kind: "drop",
      remedy: expect.stringContaining("path"),
    });
  });

  test("aborting does not wait for a reader that hangs", async () => {
    const stdout = new Writable({ write: () => {} });
    const controller = new AbortController();
    const sending = createLinesSink({ name: "stdout", stdout }).send(linesOf(1, NOW_MS), controller.signal);
    controller.abort(new Error("shutdown"));
    await expect(sending).rejects.toThrow("shutdown");
  });
});
