import { appendFile, mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createLinesSink, type Sink } from "../../src/ingest/index.ts";
import { linesOf } from "../support/delivery-run.ts";

const NOW_MS = 1_760_000_000_000;
const never = () => new AbortController().signal;
const textOf = (count: number, first = 0) =>
  linesOf(count, NOW_MS, first)
    .map(({ text }) => `${text}\n`)
    .join("");

/** Makes the next write put down a few bytes and then fail. */
async function failNextWrite(path: string, code: string): Promise<void> {
  const handle = await open(path, "a");
  const prototype = Object.getPrototypeOf(handle) as { appendFile(text: string): Promise<void> };
  await handle.close();
  vi.spyOn(prototype, "appendFile").mockImplementationOnce(async (text) => {
    vi.restoreAllMocks();
    await appendFile(path, text.slice(0, 7));
    throw Object.assign(new Error(`${code}: failed`), { code });
  });
}

describe("lines to a file", () => {
  let folder: string;
  let sink: Sink | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "snmpgate-file-"));
  });
  afterEach(async () => {
    await sink?.close();
    await rm(folder, { recursive: true, force: true });
  });
  const sinkTo = (path: string): Sink => (sink = createLinesSink({ name: "file", path }));

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
  ])("a file that was rotated away %s", async (_, replaced) => {
    const path = join(folder, "metrics.txt");
    await sinkTo(path).send(linesOf(1, NOW_MS), never());
    await rename(path, `${path}.1`);
    if (replaced) await writeFile(path, "");
    await sink?.send(linesOf(1, NOW_MS, 1), never());
    expect([await readFile(`${path}.1`, "utf8"), await readFile(path, "utf8")]).toEqual([
      textOf(1),
      textOf(1, 1),
    ]);
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
    ["EIO", { kind: "retry", reason: expect.stringContaining("EIO: failed") }],
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

  test("aborting does not wait for a reader that hangs", async () => {
    const stdout = new Writable({ write: () => {} });
    const controller = new AbortController();
    const sending = createLinesSink({ name: "stdout", stdout }).send(linesOf(1, NOW_MS), controller.signal);
    controller.abort(new Error("shutdown"));
    await expect(sending).rejects.toThrow("shutdown");
  });
});
