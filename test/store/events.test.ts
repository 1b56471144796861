import { expect, test } from "vitest";
import { AppError, seededRandom, silentLogger } from "../../src/base/index.ts";
import { type EventFilter, EventStore, type StoredEvent } from "../../src/store/events.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { MemoryKeyValue } from "../support/memory-key-value.ts";

const NOW_MS = 1_760_000_000_000;
const HOUR_MS = 3_600_000;
const ALL: EventFilter = { fromMs: 0, toMs: NOW_MS + HOUR_MS, limit: 100 };

let runs = 0;
const open = (kv = new MemoryKeyValue(), limits = {}) => {
  const clock = new FakeClock({ wallMs: NOW_MS });
  return {
    kv,
    clock,
    events: new EventStore({
      kv,
      clock,
      random: seededRandom(++runs),
      logger: silentLogger,
      keepDays: 14,
      limits,
    }),
  };
};
const event = (title: string, parts: Partial<StoredEvent> = {}): StoredEvent => ({
  atMs: NOW_MS,
  kind: "status",
  severity: "info",
  title,
  ...parts,
});
const titles = async (events: EventStore, filter: Partial<EventFilter> = {}) =>
  (await events.list({ ...ALL, ...filter })).map(({ title }) => title);

test("events come latest first, whether they are on disk yet or not, and after a restart", async () => {
  const { kv, events } = open();
  events.record(event("first", { atMs: NOW_MS - 2_000 }));
  events.record(event("second", { atMs: NOW_MS - 1_000 }));
  await events.flush();
  events.record(event("third"));
  expect(await titles(events)).toEqual(["third", "second", "first"]);
  expect(await titles(open(kv.kill()).events)).toEqual(["second", "first"]);
});

test("two events of the same moment are both kept, also from before and after a restart", async () => {
  const { kv, events } = open();
  for (const title of ["a", "b"]) events.record(event(title));
  await events.flush();
  const later = open(kv.kill()).events;
  later.record(event("c"));
  await later.flush();
  expect((await titles(later)).toSorted()).toEqual(["a", "b", "c"]);
});

test("of all events those are given for which every filter holds, no more than asked for", async () => {
  const { events } = open();
  events.record(event("sw1 is silent", { device: "192.0.2.1:161", severity: "error" }));
  events.record(event("login failed", { kind: "log", attributes: { user: "Ada" }, entityId: "E-1" }));
  const link = { kind: "log", attributes: { "dt.entity.x:port": "E-2", peer: "E-3" }, entityId: "E-4" };
  events.record(event("link down", link));
  events.record(event("old", { atMs: NOW_MS - HOUR_MS }));
  await events.flush();
  expect(await titles(events, { device: "192.0.2.1:161" })).toEqual(["sw1 is silent"]);
  expect(await titles(events, { kind: "log", text: "ADA" })).toEqual(["login failed"]);
  expect(await titles(events, { entityId: "E-1" })).toEqual(["login failed"]);
  expect(await titles(events, { entityId: "E-2" })).toEqual(["link down"]);
  expect(await titles(events, { entityId: "E-3" })).toEqual([]);
  expect(await titles(events, { toMs: NOW_MS })).toEqual(["old"]);
  expect(await titles(events, { limit: 2 })).toHaveLength(2);
});

test("while the disk takes nothing events wait, the oldest go beyond the bound, and later all are there", async () => {
  const { kv, events } = open(undefined, { waiting: 3 });
  kv.fault = () => new AppError("store.full", "no room");
  for (const title of ["a", "b", "c", "d"]) events.record(event(title));
  await expect(events.flush()).rejects.toMatchObject({ code: "store.full" });
  expect(events.dropped).toBe(1);
  kv.fault = () => undefined;
  await events.flush();
  expect((await titles(open(kv.kill()).events)).toSorted()).toEqual(["b", "c", "d"]);
});

test("what is older than it is kept for goes", async () => {
  const { events } = open();
  events.record(event("old", { atMs: NOW_MS - 15 * 24 * HOUR_MS }));
  events.record(event("young", { atMs: NOW_MS - 13 * 24 * HOUR_MS }));
  await events.flush();
  await events.tend();
  expect(await titles(events)).toEqual(["young"]);
});

test("when there are more than fit, the oldest tenth of the time goes", async () => {
  const { events } = open(undefined, { bytes: 100 });
  for (let hours = 100; hours >= 0; hours -= 10) {
    events.record(event(`${hours} h ago`, { atMs: NOW_MS - hours * HOUR_MS }));
  }
  await events.flush();
  await events.tend();
  const left = await titles(events);
  expect(left).toHaveLength(10);
  expect(left).not.toContain("100 h ago");
});

test("an entry that a bad disk has spoilt is passed over", async () => {
  const { kv, events } = open();
  for (const title of ["a", "b"]) events.record(event(title));
  await events.flush();
  kv.damage(kv.keys(0x30)[0]!, () => Buffer.from("{"));
  expect(await titles(events)).toEqual(["b"]);
});

test("events of a device from before its entity was known are those of the entity, too", async () => {
  const { events } = open();
  events.record(event("sw1 is OK", { device: "192.0.2.1:161" }));
  events.record(event("sw1 is silent", { device: "192.0.2.1:161", entityId: "E-1" }));
  events.record(event("sw1 was replaced", { device: "192.0.2.1:161", entityId: "E-2" }));
  events.record(event("sw2 is OK", { device: "192.0.2.2:161" }));
  const entityDevices = new Set(["192.0.2.1:161"]);
  expect(await titles(events, { entityId: "E-1", entityDevices })).toEqual(["sw1 is silent", "sw1 is OK"]);
});
