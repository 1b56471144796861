import { expect, test } from "vitest";
import type { LineBatch } from "../../src/ingest/index.ts";
import { IntakeQueue } from "../../src/store/intake-queue.ts";

const batchOf = (text: string): LineBatch => ({ bytes: Buffer.from(text), lines: 1, timestampMs: 0 });

/** A store that takes so long for each batch. */
function setUp(takesMs: number, limits = {}) {
  let nowMs = 0;
  const taken: string[] = [];
  const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs, sleepUntil: () => Promise.resolve() };
  const take = ({ bytes }: LineBatch) => {
    nowMs += takesMs;
    taken.push(Buffer.from(bytes).toString());
  };
  return { taken, queue: new IntakeQueue({ clock, take, limits }) };
}

test("lines are taken at once as long as a turn of the event loop has time for them", () => {
  const { taken, queue } = setUp(0);
  for (let n = 0; n < 100; n++) queue.append(batchOf(`${n}`));
  expect(taken).toHaveLength(100);
});

test("beyond some milliseconds a turn lines wait, and are taken in their order", async () => {
  const { taken, queue } = setUp(3);
  const all = Array.from({ length: 20 }, (_, n) => `line ${n}`);
  for (const text of all) queue.append(batchOf(text));
  expect(taken).toEqual(all.slice(0, 3));
  await queue.drained();
  expect(taken).toEqual(all);
});

test("lines that wait stay what they were, whatever becomes of the memory they came in", async () => {
  const { taken, queue } = setUp(100);
  const shared = batchOf("first");
  queue.append(shared);
  queue.append(shared);
  shared.bytes.fill(0x78);
  await queue.drained();
  expect(taken).toEqual(["first", "first"]);
});

test("while much waits, who polls is asked to hold back until less does", async () => {
  const { taken, queue } = setUp(100, { roomBytes: 10 });
  for (let n = 0; n < 5; n++) queue.append(batchOf("12345"));
  const room = queue.room();
  expect(room).toBeInstanceOf(Promise);
  await room;
  expect(queue.room()).toBeUndefined();
  expect(taken.length).toBeGreaterThanOrEqual(3);
  await queue.drained();
});

test("what does not fit any more is given up and counted; what is there is kept", async () => {
  const { taken, queue } = setUp(100, { waitingBytes: 10 });
  for (const text of ["aaaaa", "bbbbb", "ccccc", "ddddd"]) queue.append(batchOf(text));
  await queue.drained();
  expect(taken).toEqual(["aaaaa", "bbbbb", "ccccc"]);
  expect(queue.droppedLines).toBe(1);
});
