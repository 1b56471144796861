import { expect, test } from "vitest";
import type { EntityRecord } from "../../src/topology/index.ts";
import { confirmed, isLive, latestMs, type Sighting, type Sightings } from "../../src/topology/sighting.ts";

const record = {} as EntityRecord;
const sighting = (atMs: number, live = true): Sighting => ({
  sinceMs: atMs,
  atMs,
  heldBy: live ? record : undefined,
});

test("one that is confirmed again stands alone", () => {
  const one = sighting(1);
  expect(confirmed(one, one)).toBe(one);
});

test("one that is over gives way to a later one", () => {
  const later = sighting(2);
  expect(confirmed(sighting(1, false), later)).toBe(later);
});

test("one that is over, but later than the new one, still counts", () => {
  expect(latestMs(confirmed(sighting(5, false), sighting(2)))).toBe(5);
});

test("live ones stay beside each other: each moves on by itself", () => {
  const [a, b] = [sighting(1), sighting(2)];
  const both = confirmed(a, b);
  a.atMs = 9;
  expect(latestMs(both)).toBe(9);
  b.heldBy = undefined;
  expect(isLive(both)).toBe(true);
});

test("sources without end take bounded room, and those forgotten know it", () => {
  const first = sighting(0);
  let all: Sightings = first;
  for (let atMs = 1; atMs < 100; atMs++) all = confirmed(all, sighting(atMs));
  expect(all).toHaveLength(8);
  expect(latestMs(all)).toBe(99);
  expect(first.heldBy).toBeUndefined();
});
