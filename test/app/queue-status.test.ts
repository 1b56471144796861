import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { queueStatus } from "../../src/app/queue-status.ts";
import { openQueueView } from "../../src/app/queue-view.ts";
import { linesOf } from "../support/delivery-run.ts";
import { type QueueFolderBench, queueFolder } from "../support/queue-folder.ts";

const T0 = 1_760_000_000_000;
const MINUTE_MS = 60_000;

/** Three polls of ten lines, a minute apart. */
const POLLS = [0, 1, 2].map((n) => linesOf(10, T0 + n * MINUTE_MS, 10 + n * 10));
const BYTES_OF_POLL = POLLS[0]!.bytes.length;

async function statusOf({ config }: Pick<QueueFolderBench, "config">) {
  const never = new AbortController().signal;
  return await queueStatus(await openQueueView(config), () => undefined, never);
}

/** Claims the data directory as a running service does. */
function playService(dataDir: string): number {
  const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)", "snmpgate"], {
    stdio: "ignore",
  });
  onTestFinished(() => {
    other.kill("SIGKILL");
  });
  writeFileSync(join(dataDir, "lock"), String(other.pid));
  return other.pid!;
}

const spoil = (offset: number) => (bytes: Buffer) => {
  bytes[offset]! ^= 0xff;
  return bytes;
};

describe("the status of a sink tells", () => {
  test("lines, octets and age of what waits, and its place", async () => {
    const bench = queueFolder(["fast", "slow"]);
    await bench.write(POLLS, { fast: 30, slow: 10 });
    const { sinks } = await statusOf(bench);
    expect(sinks).toMatchObject([
      { sink: "fast", state: "placed", lines: 0, bytes: 0, oldestMs: undefined, place: { line: 30 } },
      {
        sink: "slow",
        state: "placed",
        lines: 20,
        bytes: 2 * BYTES_OF_POLL,
        oldestMs: T0 + MINUTE_MS,
        place: { line: 10 },
      },
    ]);
  });

  test("what is left of a poll that it has taken a part of", async () => {
    const bench = queueFolder(["one"]);
    await bench.write(POLLS, { one: 13 });
    const { sinks } = await statusOf(bench);
    const rest = Buffer.concat([linesOf(7, T0 + MINUTE_MS, 23).bytes, POLLS[2]!.bytes]);
    expect(sinks).toMatchObject([{ lines: 17, bytes: rest.length, oldestMs: T0 + MINUTE_MS }]);
  });

  test("that it is new when it has no place yet: nothing waits for it", async () => {
    const bench = queueFolder(["one"]);
    await bench.write(POLLS);
    writeFileSync(bench.config, `${readConfig(bench)}  - { type: lines, name: later, path: later.txt }\n`);
    expect((await statusOf(bench)).sinks[1]).toMatchObject({
      sink: "later",
      state: "new",
      lines: 0,
      place: undefined,
    });
  });

  test("that it is gone from the configuration", async () => {
    const bench = queueFolder(["one", "old"]);
    await bench.write(POLLS);
    writeFileSync(bench.config, readConfig(bench).replace(/.*name: old.*\n/, ""));
    expect((await statusOf(bench)).sinks).toMatchObject([
      { sink: "one", state: "placed" },
      { sink: "old", state: "gone", lines: 30 },
    ]);
  });

  test("that its place cannot be read: all that there is waits", async () => {
    const bench = queueFolder(["one"]);
    await bench.write(POLLS, { one: 30 });
    bench.change("cursor-one", (bytes) => Buffer.alloc(bytes.length, 7));
    expect((await statusOf(bench)).sinks).toMatchObject([{ state: "lost", lines: 30, place: undefined }]);
  });
});

test("the status of a sink tells how many lines it never gets: damaged ones, and those of a file that is gone", async () => {
  const bench = queueFolder(["one"], 1);
  await bench.write(POLLS, { one: 3 });
  const [first, second] = bench.segments();
  rmSync(join(bench.dataDir, "queue", first!));
  bench.change(second!, (bytes) => spoil(bytes.indexOf("gauge,25"))(bytes));
  expect((await statusOf(bench)).sinks).toMatchObject([{ lines: 10, missingLines: 17 }]);
});

describe("the status of the log tells", () => {
  test("segments, octets on disk, lines, first and last poll", async () => {
    const bench = queueFolder(["one"], 1);
    await bench.write(POLLS);
    const { log, servicePid } = await statusOf(bench);
    expect(servicePid).toBeUndefined();
    expect(log).toMatchObject({ segments: 3, lines: 30, firstMs: T0, lastMs: T0 + 2 * MINUTE_MS });
    expect(log.bytes).toBeGreaterThan(3 * BYTES_OF_POLL);
  });

  test("that there is nothing, and makes no folder", async () => {
    const bench = queueFolder(["one"]);
    const { log, sinks, damages } = await statusOf(bench);
    expect({ log, damages }).toEqual({
      log: { segments: 0, bytes: 0, lines: 0, firstMs: undefined, lastMs: undefined },
      damages: [],
    });
    expect(sinks).toMatchObject([{ sink: "one", state: "new", lines: 0 }]);
    expect(existsSync(bench.dataDir)).toBe(false);
  });

  test.each([
    ["in the middle", "gauge,25"],
    ["at the end", "gauge,35"],
  ])(
    "a damaged record %s by its file, with the lines that are lost, and goes on behind it",
    async (_, text) => {
      const bench = queueFolder(["one"]);
      await bench.write(POLLS);
      const [file] = bench.segments();
      bench.change(file!, (bytes) => spoil(bytes.indexOf(text))(bytes));
      const { damages, log, sinks } = await statusOf(bench);
      expect(damages).toEqual([
        { file, what: expect.stringMatching(/^\d+ octets are damaged at octet \d+$/), lines: 10 },
      ]);
      expect(log.lines).toBe(20);
      expect(sinks).toMatchObject([{ lines: 20 }]);
    },
  );

  test("a file that is none of a queue by its name", async () => {
    const bench = queueFolder(["one"]);
    await bench.write(POLLS);
    writeFileSync(
      join(bench.dataDir, "queue", "0000000009999999.lines"),
      "this is no segment at all, ".repeat(9),
    );
    const { damages, log } = await statusOf(bench);
    expect(damages).toEqual([{ file: "0000000009999999.lines", what: expect.any(String), lines: undefined }]);
    expect(log.lines).toBe(30);
  });

  test("files that were set aside earlier, which is no damage of today", async () => {
    const bench = queueFolder(["one"]);
    await bench.write(POLLS);
    writeFileSync(join(bench.dataDir, "queue", "0000000000000001.lines.corrupt"), "");
    expect(await statusOf(bench)).toMatchObject({
      damages: [],
      setAside: ["0000000000000001.lines.corrupt"],
    });
  });

  test("a torn end of a service that was killed", async () => {
    const bench = queueFolder(["one"]);
    await bench.write(POLLS);
    bench.change(bench.segments()[0]!, (bytes) => bytes.subarray(0, -5));
    const { damages, log } = await statusOf(bench);
    expect(damages).toMatchObject([{ what: expect.stringContaining("are torn"), lines: undefined }]);
    expect(log.lines).toBe(20);
  });

  test("the process that runs, whose last record is being written and no damage", async () => {
    const bench = queueFolder(["one"]);
    await bench.write(POLLS);
    bench.change(bench.segments()[0]!, (bytes) => bytes.subarray(0, -5));
    const servicePid = playService(bench.dataDir);
    expect(await statusOf(bench)).toMatchObject({ servicePid, damages: [], log: { lines: 20 } });
  });
});

test("the status changes no file", async () => {
  const bench = queueFolder(["one"], 1);
  await bench.write(POLLS, { one: 13 });
  bench.change(bench.segments().at(-1)!, (bytes) => bytes.subarray(0, -5));
  const before = bench.snapshot();
  await statusOf(bench);
  expect(bench.snapshot()).toEqual(before);
});

test("the status of a long queue can be stopped", async () => {
  const bench = queueFolder(["one"]);
  await bench.write(POLLS);
  const view = await openQueueView(bench.config);
  const stopped = queueStatus(view, () => undefined, AbortSignal.abort(new Error("enough")));
  await expect(stopped).rejects.toThrow("enough");
});

function readConfig({ config }: QueueFolderBench): string {
  return readFileSync(config, "utf8");
}
