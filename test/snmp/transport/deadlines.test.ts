import * as fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { type Deadline, DeadlineHeap } from "../../../src/snmp/transport/deadline-heap.ts";
import { Deadlines } from "../../../src/snmp/transport/deadlines.ts";
import { FakeClock } from "../../support/fake-clock.ts";

let clock: FakeClock;
let deadlines: Deadlines;
let fired: (readonly [name: string, atMs: number])[];
let stalls: number[];
let looks: number;
let received: number;
/** What the event loop does in the turn in which the first deadline is due. */
let beginReading: (() => void) | undefined;

beforeEach(() => {
  clock = new FakeClock({ monotonicMs: 0 });
  [fired, stalls, looks, received, beginReading] = [[], [], 0, 0, undefined];
  deadlines = new Deadlines({
    clock,
    received: () => {
      beginReading?.();
      beginReading = undefined;
      return received;
    },
    onStall: (ms) => stalls.push(ms),
    onExpiry: () => looks++,
  });
});

const add = (name: string, waitMs: number): Deadline =>
  deadlines.add(waitMs, () => void fired.push([name, clock.monotonicMs()]));

test("deadlines fire in the order in which they are due, whatever order they were set in", async () => {
  add("late", 300);
  add("early", 100);
  add("middle", 200);
  await clock.advance(1_000);
  expect(fired).toEqual([
    ["early", 100],
    ["middle", 200],
    ["late", 300],
  ]);
});

test("a cancelled one never fires, and twice is harmless", async () => {
  const cancelled = add("cancelled", 100);
  add("other", 100);
  deadlines.cancel(cancelled);
  deadlines.cancel(cancelled);
  await clock.advance(1_000);
  expect(fired).toEqual([["other", 100]]);
});

test("one set by another that fires gets its time", async () => {
  deadlines.add(100, () => void add("second", 50));
  await clock.advance(1_000);
  expect(fired).toEqual([["second", 150]]);
});

test("one set while none is waited for wakes the loop anew", async () => {
  add("first", 100);
  await clock.advance(500);
  add("second", 100);
  await clock.advance(500);
  expect(fired).toEqual([
    ["first", 100],
    ["second", 600],
  ]);
});

test("thousands need one sleeper", async () => {
  for (let i = 0; i < 5_000; i++) add(String(i), 1_000 + i);
  await clock.settle();
  expect(clock.sleeping).toBe(1);
});

test("after a rest with nothing to wait for nobody sleeps; with something, it fires", async () => {
  const only = add("only", 100);
  await clock.settle();
  deadlines.cancel(only);
  deadlines.rest();
  await clock.settle();
  expect(clock.sleeping).toBe(0);
  add("next", 100);
  deadlines.rest();
  await clock.advance(1_000);
  expect(fired).toEqual([["next", 100]]);
});

describe("an event loop that stood still", () => {
  test("is told, and what was due gets that time again: the devices were not slow", async () => {
    add("waiting", 1_000);
    await clock.settle();
    clock.stall(1_700);
    await clock.advance(0);
    expect([stalls, fired]).toEqual([[700], []]);
    await clock.advance(699);
    expect(fired).toEqual([]);
    await clock.advance(1);
    expect(fired).toEqual([["waiting", 2_400]]);
  });

  test("gives one wait two seconds on top at most, however often it stands still", async () => {
    add("waiting", 1_000);
    for (let stall = 0; stall < 4; stall++) {
      await clock.settle();
      clock.stall(5_000);
      await clock.advance(0);
    }
    expect(fired).toHaveLength(1);
  });

  test("is not what a wake within a tenth of a second is", async () => {
    add("waiting", 1_000);
    await clock.settle();
    clock.stall(1_090);
    await clock.advance(0);
    expect([stalls, fired]).toEqual([[], [["waiting", 1_090]]]);
  });
});

test("a deadline that is due lets datagrams that wait in the kernel in first, however many turns they take", async () => {
  let left = 3;
  const read = () => {
    received++;
    left--;
    if (left > 0) setImmediate(read);
    else deadlines.cancel(waiting); // the answer was the last of them
  };
  beginReading = () => setImmediate(read);
  const waiting = add("waiting", 100);
  await clock.advance(100);
  for (let settles = 0; settles < 5; settles++) await clock.settle();
  expect([left, fired]).toEqual([0, []]);
});

test("a look at the kernel's counters follows when something was due, and not otherwise", async () => {
  deadlines.cancel(add("answered", 100));
  await clock.advance(1_000);
  expect(looks).toBe(0);
  add("silent", 100);
  await clock.advance(1_000);
  expect(looks).toBe(1);
});

test("the heap gives what is left of any deadlines in order, after any removals", () => {
  const dues = fc.array(fc.tuple(fc.nat({ max: 50 }), fc.boolean()), { maxLength: 60 });
  fc.assert(
    fc.property(dues, (entries) => {
      const heap = new DeadlineHeap();
      const all = entries.map(([dueMs, stays]) => ({
        stays,
        deadline: { dueMs, position: -1, graceMs: 0, onDue: () => {} } satisfies Deadline,
      }));
      for (const { deadline } of all) heap.push(deadline);
      for (const { deadline, stays } of all) if (!stays) heap.remove(deadline);
      const drained: number[] = [];
      for (let first = heap.first; first !== undefined; first = heap.first) {
        drained.push(first.dueMs);
        heap.remove(first);
      }
      const left = all.filter(({ stays }) => stays).map(({ deadline }) => deadline.dueMs);
      expect(drained).toEqual(left.toSorted((a, b) => a - b));
    }),
  );
});
