import { expect, test } from "vitest";
import { Lateness, latenessOf, MinuteRate } from "../../../src/app/poll-view/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";

test("the lateness of several threads is one, right to a fifth", () => {
  const clock = new FakeClock();
  const [quick, slow] = [new Lateness(clock), new Lateness(clock)];
  for (let i = 0; i < 97; i++) quick.note(0.2);
  for (let i = 0; i < 3; i++) slow.note(1_000);
  const { p50Ms, p99Ms } = latenessOf([quick.counts(), slow.counts()])!;
  expect(p50Ms).toBe(0);
  expect(p99Ms).toBeGreaterThanOrEqual(1_000);
  expect(p99Ms).toBeLessThan(1_200);
});

test("lateness of more than two minutes ago no longer counts", async () => {
  const clock = new FakeClock();
  const lateness = new Lateness(clock);
  lateness.note(5_000);
  await clock.advance(59_000);
  expect(latenessOf([lateness.counts()])?.p50Ms).toBeGreaterThan(0);
  await clock.advance(62_000);
  expect(latenessOf([lateness.counts()])).toBeUndefined();
});

test("a minute's rate counts the last minute alone, and in the first one goes by its pace", async () => {
  const clock = new FakeClock();
  const rate = new MinuteRate(clock);
  await clock.advance(10_000);
  rate.add(10);
  expect(rate.perMinute()).toBe(60);
  await clock.advance(55_000);
  expect(rate.perMinute()).toBeGreaterThanOrEqual(9);
  await clock.advance(70_000);
  expect(rate.perMinute()).toBe(0);
});
