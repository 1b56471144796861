import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { KeyValue } from "../../src/store/index.ts";
import { openKeyValue } from "../../src/store/index.ts";
import { memoryKeyValue } from "../support/memory-key-value.ts";
import { NotedLogger } from "./metrics/harness.ts";

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "snmpgate-level-"));
  folder = join(parent, "store");
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const key = (...octets: number[]) => Uint8Array.of(...octets);
const put = (first: number, second: number) => ({ key: key(first, second), value: key(second) });

async function keysOf(kv: KeyValue, range: Parameters<KeyValue["pages"]>[0]): Promise<number[][]> {
  const keys: number[][] = [];
  for await (const page of kv.pages(range)) for (const [one] of page) keys.push([...one]);
  return keys;
}

/** What every KeyValue does; the one in memory stands for the real one in the tests of the store. */
async function expectKeyValue(kv: KeyValue): Promise<void> {
  await kv.write([put(1, 2), put(1, 255), put(1, 1), put(2, 0)], { sync: true });
  const area = { from: key(1), below: key(2) };
  expect(await keysOf(kv, area)).toEqual([
    [1, 1],
    [1, 2],
    [1, 255],
  ]);
  expect(await keysOf(kv, { ...area, reverse: true, limit: 2 })).toEqual([
    [1, 255],
    [1, 2],
  ]);
  expect(await kv.get(key(9))).toBeUndefined();
  expect((await kv.getMany([key(2, 0), key(9), key(1, 1)])).map((value) => value?.[0])).toEqual([
    0,
    undefined,
    1,
  ]);
  const before = kv.pages(area);
  await kv.write([{ key: key(1, 2) }, put(1, 3)]);
  const seen: number[] = [];
  for await (const page of before) for (const [one] of page) seen.push(one[1]!);
  expect(seen).toEqual([1, 2, 255]);
  expect(await keysOf(kv, area)).toEqual([
    [1, 1],
    [1, 3],
    [1, 255],
  ]);
  await kv.clear(area);
  expect(await keysOf(kv, { from: key(0), below: key(255) })).toEqual([[2, 0]]);
  expect(await kv.approximateBytes({ from: key(0), below: key(255) })).toBeGreaterThanOrEqual(0);
}

test("the store on disk and the one in memory do the same", async () => {
  const { kv, state } = await openKeyValue(folder, { logger: new NotedLogger() });
  expect(state).toBe("whole");
  await expectKeyValue(kv);
  await kv.close();
  await expectKeyValue(memoryKeyValue());
});

test("what was written is there when it is opened again", async () => {
  const logger = new NotedLogger();
  const first = await openKeyValue(folder, { logger });
  await first.kv.write([put(1, 7)], { sync: true });
  await first.kv.close();
  const second = await openKeyValue(folder, { logger });
  expect([...(await second.kv.get(key(1, 7)))!]).toEqual([7]);
  await second.kv.close();
  expect(logger.lines).toEqual([]);
});

test("a store that another has open is refused and left alone", async () => {
  const logger = new NotedLogger();
  const first = await openKeyValue(folder, { logger });
  await expect(openKeyValue(folder, { logger })).rejects.toMatchObject({ code: "store.in-use" });
  await first.kv.close();
  expect(await readdir(parent)).toEqual(["store"]);
});

test("a damaged store is repaired, and what can be read of it is kept", async () => {
  const logger = new NotedLogger();
  const first = await openKeyValue(folder, { logger });
  await first.kv.write([put(1, 7)], { sync: true });
  await first.kv.close();
  await writeFile(join(folder, "CURRENT"), "MANIFEST-999999\n");
  const second = await openKeyValue(folder, { logger });
  expect(second.state).toBe("repaired");
  expect([...(await second.kv.get(key(1, 7)))!]).toEqual([7]);
  await second.kv.close();
  expect(logger.count("error", "is repaired")).toBe(1);
});

test("what cannot be repaired is moved aside and a new store begins", async () => {
  await writeFile(folder, "no folder at all");
  const logger = new NotedLogger();
  const { kv, state } = await openKeyValue(folder, { logger });
  expect(state).toBe("new");
  await kv.write([put(1, 1)]);
  await kv.close();
  expect((await readdir(parent)).toSorted()).toEqual(["store", "store.damaged-1"]);
  expect(logger.count("error", "moved aside")).toBe(1);
});
