import { expect, test } from "vitest";
import { DeviceRound } from "../../src/app/device-round.ts";
import { aTask } from "../support/builders.ts";

const [FAST, SLOW] = [aTask([]), aTask([])];
const NEVER = new AbortController().signal;

test("groups that fall due in one turn are polled together", async () => {
  const rounds: unknown[] = [];
  const round = new DeviceRound((tasks) => {
    rounds.push(tasks);
    return Promise.resolve();
  });
  await Promise.all([round.join(FAST, NEVER), round.join(SLOW, NEVER)]);
  await round.join(FAST, NEVER);
  expect(rounds).toEqual([[FAST, SLOW], [FAST]]);
});

test("a group that falls due while a round is under way does not wait for its end to begin its own", async () => {
  let open!: () => void;
  const held = new Promise<void>((resolve) => (open = resolve));
  const rounds: number[] = [];
  const round = new DeviceRound((tasks) => {
    rounds.push(tasks.length);
    return rounds.length === 1 ? held : Promise.resolve();
  });
  const first = round.join(FAST, NEVER);
  await Promise.resolve();
  await round.join(SLOW, NEVER);
  expect(rounds).toEqual([1, 1]);
  open();
  await first;
});

test("the failure of a round is that of all its groups, and of no other round", async () => {
  let fails = true;
  const round = new DeviceRound(() => (fails ? Promise.reject(new Error("a bug")) : Promise.resolve()));
  const ends = await Promise.allSettled([round.join(FAST, NEVER), round.join(SLOW, NEVER)]);
  expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  fails = false;
  await expect(round.join(FAST, NEVER)).resolves.toBeUndefined();
});
