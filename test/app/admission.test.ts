import { beforeEach, describe, expect, test } from "vitest";
import { Admission } from "../../src/app/admission.ts";
import { FakeClock } from "../support/fake-clock.ts";

let clock: FakeClock;
let utilization: number;
let admission: Admission;
let begun: number[];

beforeEach(() => {
  clock = new FakeClock();
  utilization = 0.5;
  begun = [];
  admission = new Admission(clock, () => utilization);
});

/** Polls with these numbers come; those that may, begin. */
async function come(from: number, to: number): Promise<void> {
  for (let poll = from; poll < to; poll++) {
    const turn = admission.enter();
    if (turn === undefined) begun.push(poll);
    else void turn.then(() => begun.push(poll));
  }
  await settle();
}

async function end(polls: number): Promise<void> {
  for (let i = 0; i < polls; i++) admission.leave();
  await settle();
}

async function later(): Promise<void> {
  await clock.advance(250);
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("polls at once", () => {
  test("are any number while the thread has time", async () => {
    await come(0, 10_000);
    await later();
    await come(10_000, 20_000);
    expect(begun).toHaveLength(20_000);
  });

  test("become fewer while it has none: the next begins when others have ended, in order", async () => {
    await come(0, 1_000);
    utilization = 1;
    await later();
    await come(1_000, 1_010);
    expect(begun).toHaveLength(1_000);
    await end(300);
    expect(begun).toHaveLength(1_000);
    await end(5);
    expect(begun.slice(1_000)).toEqual([1_000, 1_001, 1_002, 1_003, 1_004]);
  });

  test("are never fewer than 16, also when each look finds it busy", async () => {
    utilization = 1;
    await come(0, 16);
    for (let look = 0; look < 20; look++) {
      await later();
      await come(16 + look, 17 + look);
    }
    expect(begun).toHaveLength(16);
    await end(1);
    expect(begun.at(-1)).toBe(16);
  });

  test("silent devices that hold their places do not keep the others out: time that is left lets more in", async () => {
    await come(0, 1_000);
    utilization = 1;
    for (let look = 0; look < 10; look++) {
      await later();
      await come(1_000 + look, 1_001 + look);
    }
    await end(900); // a hundred are silent and stay
    utilization = 0.2;
    for (let look = 0; look < 4; look++) {
      await later();
      await come(1_010 + look, 1_011 + look);
    }
    expect(begun).toHaveLength(1_014);
  });
});
