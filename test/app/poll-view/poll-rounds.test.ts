import { expect, test } from "vitest";
import { PollRounds, ROUNDS_KEPT } from "../../../src/app/poll-view/poll-rounds.ts";

const AT = 1_760_000_000_000;

test("a round is told as it was, to the second and the millisecond", () => {
  const rounds = new PollRounds();
  rounds.add(AT + 250, 38.4, 1_200_000, "partial", 4_000, 7, 2);
  expect(rounds.list()).toEqual([
    {
      atMs: AT,
      durationMs: 38,
      lines: 1_200_000,
      outcome: "partial",
      requests: 4_000,
      retries: 7,
      timeouts: 2,
    },
  ]);
});

test("the latest sixty are kept, the oldest first", () => {
  const rounds = new PollRounds();
  for (let i = 0; i < ROUNDS_KEPT + 5; i++) rounds.add(AT + i * 60_000, i, i, "done", 1, 0, 0);
  const list = rounds.list();
  expect(list).toHaveLength(ROUNDS_KEPT);
  expect(list[0]?.durationMs).toBe(5);
  expect(list.at(-1)?.atMs).toBe(AT + (ROUNDS_KEPT + 4) * 60_000);
});

test("what is beyond all reason is told as the most there is place for, and harms nothing beside it", () => {
  const rounds = new PollRounds();
  rounds.add(AT, 10, 2 ** 31, "failed", 70_000, 300, 300);
  expect(rounds.list()[0]).toMatchObject({
    outcome: "failed",
    requests: 65_535,
    retries: 255,
    timeouts: 255,
  });
});
