import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Turns, yieldNow } from "../../src/base/index.ts";

test("of several long works one goes on in each turn of the event loop", async () => {
  const seen: string[] = [];
  let turn = 0;
  let isOver = false;
  const count = (): void => {
    turn += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const work = async (name: string): Promise<void> => {
    for (let i = 0; i < 3; i++) {
      await yieldNow();
      seen.push(`${turn}`);
    }
    seen.push(name);
  };
  await Promise.all([work("a"), work("b"), work("c")]);
  isOver = true;
  const turns = seen.filter((one) => /^\d+$/.test(one));
  expect(new Set(turns).size).toBe(9);
});

test("work gives way each time that its steps are used up, and at the same places every time", async () => {
  const places = async (): Promise<readonly number[]> => {
    const given: number[] = [];
    let at = 0;
    const turns = new Turns(async () => void given.push(at), 100);
    await turns.each([...Array(50).keys()], 9, (item) => void (at = item));
    return given;
  };
  expect(await places()).toEqual([11, 23, 35, 47]);
  expect(await places()).toEqual(await places());
});

test("a list is sorted as the engine sorts it, equal ones in their order", async () => {
  const item = fc.record({ key: fc.integer({ min: 0, max: 50 }), place: fc.nat() });
  await fc.assert(
    fc.asyncProperty(fc.array(item, { maxLength: 6_000, size: "max" }), async (items) => {
      const compare = (a: { readonly key: number }, b: { readonly key: number }) => a.key - b.key;
      expect(await new Turns(async () => undefined).sorted(items, compare)).toEqual(items.toSorted(compare));
    }),
    { numRuns: 20, seed: 7 },
  );
});

test("a long list gives way while it is sorted", async () => {
  let given = 0;
  const turns = new Turns(async () => void given++);
  const numbers = Array.from({ length: 100_000 }, (_, i) => (i * 7_919) % 100_003);
  const sorted = await turns.sorted(numbers, (a, b) => a - b);
  expect(sorted).toEqual(numbers.toSorted((a, b) => a - b));
  expect(given).toBeGreaterThan(50);
});
