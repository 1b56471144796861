import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createLinesSink, type Sink } from "../../src/ingest/index.ts";
import { rotate } from "../../src/ingest/sinks/file-rotation.ts";
import { linesOf } from "../support/delivery-run.ts";
import { FakeClock } from "../support/fake-clock.ts";

const NOW_MS = 1_760_000_000_000;
/** `test.line gauge,1 1760000000000` and a line break. */
const LINE_BYTES = 32;
const never = () => new AbortController().signal;

let folder: string;
let path: string;
let sink: Sink | undefined;
let clock: FakeClock;
beforeEach(async () => {
  clock = new FakeClock();
  folder = await mkdtemp(join(tmpdir(), "snmpgate-rotation-"));
  path = join(folder, "m");
});
afterEach(async () => {
  vi.restoreAllMocks();
  await sink?.close();
  await rm(folder, { recursive: true, force: true });
});

const open = (maxFileBytes: number, maxFiles = 3): Sink =>
  (sink = createLinesSink({ name: "file", path, maxFileBytes, maxFiles, clock }));
const send = (count: number, first: number) => sink!.send(linesOf(count, NOW_MS, first), never());

/** What lies in the folder: the numbers of the lines of each file. */
async function files(): Promise<Record<string, number[]>> {
  const found: Record<string, number[]> = {};
  for (const name of (await readdir(folder)).toSorted()) {
    const text = await readFile(join(folder, name), "utf8");
    found[name] = [...text.matchAll(/gauge,(\d+)/g)].map(([, number]) => Number(number));
  }
  return found;
}

describe("a full file of lines", () => {
  test("is set aside before the lines that do not fit, and the oldest one goes", async () => {
    open(2 * LINE_BYTES);
    for (let n = 0; n < 9; n++) await send(1, n);
    expect(await files()).toEqual({ m: [8], "m.1": [6, 7], "m.2": [4, 5] });
  });

  test("takes no batch that is larger than a file may be", () => {
    expect(open(1_000_000).maxBatchBytes).toBe(1_000_000);
  });

  test("of an earlier run counts with what it holds", async () => {
    open(2 * LINE_BYTES);
    await send(2, 0);
    await sink?.close();
    open(2 * LINE_BYTES);
    await send(1, 2);
    expect(await files()).toEqual({ m: [2], "m.1": [0, 1] });
  });

  test("with a torn last line gets its line break, and the next line is whole", async () => {
    await writeFile(path, "half.a.line,with=");
    open(2 * LINE_BYTES);
    await send(2, 0);
    expect(await readFile(`${path}.1`, "utf8")).toBe("half.a.line,with=\n");
    expect(await files()).toEqual({ m: [0, 1], "m.1": [] });
  });

  test("that somebody else rotated in the meantime is not rotated again", async () => {
    open(2 * LINE_BYTES);
    await send(2, 0);
    await rename(path, `${path}.old`);
    await send(1, 2);
    expect(await files()).toEqual({ m: [2], "m.old": [0, 1] });
  });

  test("that somebody else emptied in the meantime goes on", async () => {
    open(2 * LINE_BYTES);
    await send(2, 0);
    await writeFile(path, "");
    await send(1, 2);
    expect(await files()).toEqual({ m: [2] });
  });

  test("is kept to 100 MB and five files unless written otherwise", async () => {
    await writeFile(path, Buffer.alloc(100_000_000 - LINE_BYTES, "\n"));
    for (const n of [1, 2, 3, 4]) await writeFile(`${path}.${n}`, `x gauge,${n}0 1\n`);
    sink = createLinesSink({ name: "file", path, clock });
    await send(1, 0);
    expect(await files()).toEqual({ m: [0], "m.1": [10], "m.2": [20], "m.3": [30], "m.4": [40] });
    await send(1, 1);
    expect(await files()).toEqual({ m: [1], "m.1": [0], "m.2": [10], "m.3": [20], "m.4": [30] });
  });
});

describe("a rotation", () => {
  const write = (names: readonly string[]) =>
    Promise.all(names.map((name, n) => writeFile(join(folder, name), `x gauge,${n} 1\n`)));

  test.each([
    ["before its first step", ["m", "m.1", "m.2", "m.3"], { "m.1": [0], "m.2": [1], "m.3": [2] }],
    ["after its first step", ["m", "m.1", "m.3"], { "m.1": [0], "m.2": [1], "m.3": [2] }],
    ["before its last step", ["m", "m.2", "m.3"], { "m.1": [0], "m.2": [1], "m.3": [2] }],
  ])("that was interrupted %s goes on there and loses nothing", async (_, names, expected) => {
    await write(names);
    await rotate(path, 4);
    expect(await files()).toEqual(expected);
  });

  test("that was interrupted after its last step leaves a path to write to, and the next one begins anew", async () => {
    await write(["m.1", "m.2", "m.3"]);
    open(2 * LINE_BYTES, 4);
    await send(2, 7);
    await send(1, 9);
    expect(await files()).toEqual({ m: [9], "m.1": [7, 8], "m.2": [0], "m.3": [1] });
  });

  test("that is refused keeps the lines until somebody mends it, and names the folder", async () => {
    open(2 * LINE_BYTES, 2);
    await send(2, 0);
    // A folder in the place of the file that is to go cannot be replaced by a file.
    await mkdir(join(folder, "m.1"));
    expect(await send(1, 2)).toMatchObject({ kind: "refused", remedy: expect.stringContaining("folder") });
    await rm(join(folder, "m.1"), { recursive: true });
    expect(await send(1, 2)).toMatchObject({ kind: "delivered" });
    expect(await files()).toEqual({ m: [2], "m.1": [0, 1] });
  });
});
