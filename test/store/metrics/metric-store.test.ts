import { expect, test } from "vitest";
import { AppError } from "../../../src/base/index.ts";
import { KEY_AREAS } from "../../../src/store/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { memoryKeyValue } from "../../support/memory-key-value.ts";
import {
  batchOf,
  MINUTE_MS,
  NotedLogger,
  openStore,
  PortBinder,
  START_MS,
  slotsOf,
  tuplesOf,
} from "./harness.ts";

const MINUTE = START_MS / MINUTE_MS;
const DAY_MS = 86_400_000;
const RANGE = { fromMs: START_MS - DAY_MS, toMs: START_MS + 2 * DAY_MS };

test("a metric is found as sent and as stored, and has one type of payload", async () => {
  const { store } = await openStore(memoryKeyValue());
  store.append(batchOf(START_MS, 'in,port="1" count,delta=4', 'in,port="1" gauge,5', "x.count gauge,6"));
  expect([...store.metrics()].map(({ key, type }) => [key, type])).toEqual([
    ["in.count", "count"],
    ["in", "gauge"],
    ["x.count.gauge", "gauge"],
  ]);
  expect(store.metric("in.count")?.type).toBe("count");
  expect(store.metric("x.count")?.key).toBe("x.count.gauge");
  expect(store.metric("y")).toBeUndefined();
});

test("lines that name their dimensions in another order are one series", async () => {
  const { store } = await openStore(memoryKeyValue());
  store.append(batchOf(START_MS, 'm,a="1",b="2" count,delta=1', 'm,b="2",a="1" count,delta=2'));
  expect(await slotsOf(store, "m", RANGE)).toEqual(
    new Map([["a=1,b=2", [{ minute: MINUTE, count: 2, sum: 3, min: 3, max: 3 }]]]),
  );
});

test("the entities of a line are among its dimensions, and its binding sees it once a minute", async () => {
  const { store, clock, binder } = await openStore(memoryKeyValue());
  for (let second = 0; second < 3; second++) {
    store.append(batchOf(START_MS + second * 30_000, 'm,port="7" gauge,1'));
    await clock.advance(30_000);
  }
  expect((await tuplesOf(store, "m"))[0]?.dimensions).toEqual([
    ["dt.entity.port", "PORT-7"],
    ["port", "7"],
  ]);
  expect(binder.bound).toEqual(["m"]);
  expect(binder.seenAtMs).toEqual([START_MS, START_MS + 60_000]);
});

test("when the rules change a line goes on as the series of its new entities", async () => {
  const kv = memoryKeyValue();
  const { store, binder, clock } = await openStore(kv);
  store.append(batchOf(START_MS, 'm,port="7" gauge,1'));
  binder.prefix = "IF";
  binder.generation += 1;
  store.append(batchOf(START_MS, 'm,port="7" gauge,2'));
  await clock.advance(1_100);
  const again = await openStore(kv.kill(), { clock, binder });
  again.store.append(batchOf(START_MS, 'm,port="7" gauge,2'));
  const found = await slotsOf(again.store, "m", RANGE);
  expect([...found].map(([dimensions, [slot]]) => [dimensions, slot!.count])).toEqual([
    ["dt.entity.port=PORT-7,port=7", 1],
    ["dt.entity.port=IF-7,port=7", 2],
  ]);
});

test("conditions choose tuples by value, by lack of a dimension, and each value is asked for once", async () => {
  const { store } = await openStore(memoryKeyValue());
  for (let n = 0; n < 20; n++) store.append(batchOf(START_MS, `m,a="${n}",b="${n % 2}" gauge,1`));
  store.append(batchOf(START_MS, 'm,b="1" gauge,1'));
  const asked: unknown[] = [];
  const odd = { dimension: "b", test: (value: string | undefined) => (asked.push(value), value === "1") };
  const lacks = { dimension: "a", test: (value: string | undefined) => value === undefined || value === "3" };
  const found = await tuplesOf(store, "m", [odd, lacks]);
  const texts = found.map(({ dimensions }) => dimensions.flat().join(" "));
  expect(texts).toEqual(["a 3 b 1", "b 1"]);
  expect(asked.length).toBeLessThanOrEqual(3);
  const five = { dimension: "a", test: (value: string | undefined) => value === "5" };
  expect(await tuplesOf(store, "m", [five])).toHaveLength(1);
  expect(await tuplesOf(store, "m", [{ dimension: "c", test: () => false }])).toEqual([]);
});

test("several values of a gauge in a minute, and summaries, are least, greatest, sum and count", async () => {
  const kv = memoryKeyValue();
  const { store, clock } = await openStore(kv);
  store.append(batchOf(START_MS, "m gauge,4", "m gauge,-1.5", "m gauge,min=2,max=9,sum=20,count=4"));
  const wanted = new Map([["", [{ minute: MINUTE, count: 6, sum: 22.5, min: -1.5, max: 9 }]]]);
  expect(await slotsOf(store, "m", RANGE)).toEqual(wanted);
  await clock.advance(1_100);
  expect(await slotsOf((await openStore(kv.kill(), { clock })).store, "m", RANGE)).toEqual(wanted);
});

test("numbers beyond 2⁵³, fractions and negatives come back as the doubles they are", async () => {
  const { store } = await openStore(memoryKeyValue());
  const values = ["18446744073709551615", "0.1", "-1.0e-7", "9007199254740993", "123456.789"];
  values.forEach((value, n) => store.append(batchOf(START_MS + n * MINUTE_MS, `m gauge,${value}`)));
  await store.flush();
  const [slots] = [...(await slotsOf(store, "m", RANGE)).values()];
  expect(slots!.map(({ sum }) => sum)).toEqual(values.map(Number));
});

test("samples of the last hour find their minute; older ones and those from the future are counted", async () => {
  const { store, clock } = await openStore(memoryKeyValue(), {
    clock: new FakeClock({ wallMs: START_MS + 5 * 60 * MINUTE_MS }),
  });
  const nowMs = clock.wallMs();
  for (const minutes of [0, 59, 62, -9, -12])
    store.append(batchOf(nowMs - minutes * MINUTE_MS, "m count,delta=1"));
  await store.flush();
  const [slots] = [...(await slotsOf(store, "m", RANGE)).values()];
  expect(slots!.map(({ minute }) => minute - nowMs / MINUTE_MS)).toEqual([-59, 0, 9]);
  expect(store.stats().untimely).toBe(2);
});

test("a minute that is written twice keeps both parts", async () => {
  const { store } = await openStore(memoryKeyValue());
  for (const delta of [1, 2, 4]) {
    store.append(batchOf(START_MS, `m count,delta=${delta}`));
    await store.flush();
  }
  expect([...(await slotsOf(store, "m", RANGE)).values()][0]).toEqual([
    { minute: MINUTE, count: 3, sum: 7, min: 7, max: 7 },
  ]);
});

test("a store that stands still for hours writes each minute once and keeps its log short", async () => {
  const kv = memoryKeyValue();
  const { store, clock } = await openStore(kv);
  for (let minute = 0; minute < 40; minute++) {
    store.append(batchOf(clock.wallMs(), 'm,port="1" count,delta=1'));
    await clock.advance(MINUTE_MS);
  }
  const records = kv.keys(KEY_AREAS.samples).filter((key) => key.charCodeAt(1) === 0).length;
  expect(records).toBeLessThan(16);
  await clock.advance(180 * MINUTE_MS);
  expect(kv.keys(KEY_AREAS.samples).filter((key) => key.charCodeAt(1) === 0)).toHaveLength(0);
  const [slots] = [...(await slotsOf(store, "m", RANGE)).values()];
  expect(slots).toHaveLength(40);
});

test("beyond a limit further series are refused, counted by metric, and said once", async () => {
  const settings = { maxMetrics: 2, maxTuplesPerMetric: 10, maxTuples: 1_000 };
  const { store, logger } = await openStore(memoryKeyValue(), { settings });
  for (let n = 0; n < 15; n++) store.append(batchOf(START_MS, `m,port="${n}" gauge,1`));
  for (const key of ["n", "o", "o"]) store.append(batchOf(START_MS, `${key} gauge,1`));
  expect(await tuplesOf(store, "m")).toHaveLength(10);
  expect(store.metric("o")).toBeUndefined();
  expect(store.refused).toEqual(
    new Map([
      ["m", 5],
      ["o", 1],
    ]),
  );
  expect(store.stats().refused).toBe(7);
  expect(store.warnings().map(({ name, metric }) => [name, metric])).toEqual([
    ["maxTuplesPerMetric", "m"],
    ["maxTuplesPerMetric", "m"],
    ["maxMetrics", undefined],
    ["maxMetrics", "o"],
  ]);
  expect(logger.count("warn", "further series of m are not stored")).toBe(1);
  expect(store.limits()).toContainEqual({ name: "maxTuplesPerMetric", metric: "m", used: 10, limit: 10 });
});

test("a full disk costs nothing as long as there is memory, says so once, and goes on by itself", async () => {
  const kv = memoryKeyValue();
  const { store, clock, logger } = await openStore(kv);
  kv.fault = () => new AppError("store.full", "the disk is full");
  for (let minute = 0; minute < 30; minute++) {
    store.append(batchOf(clock.wallMs(), 'm,port="1" count,delta=1'));
    await clock.advance(MINUTE_MS);
  }
  expect(store.stats().fault?.code).toBe("store.full");
  expect(logger.count("error", "history is not written to disk")).toBe(1);
  expect([...(await slotsOf(store, "m", RANGE)).values()][0]).toHaveLength(30);
  kv.fault = () => undefined;
  await clock.advance(1_100);
  expect(store.stats()).toMatchObject({ fault: undefined, droppedSamples: 0 });
  const again = await openStore(kv.kill(), { clock });
  expect([...(await slotsOf(again.store, "m", RANGE)).values()][0]).toHaveLength(30);
});

test("a damaged record of the log, and a damaged chunk, are passed over with a warning", async () => {
  const kv = memoryKeyValue();
  const { store, clock } = await openStore(kv);
  store.append(batchOf(START_MS, "m count,delta=1"));
  await store.flush();
  store.append(batchOf(START_MS + MINUTE_MS, "m count,delta=2"));
  await clock.advance(1_100);
  store.append(batchOf(START_MS + MINUTE_MS, "m count,delta=4"));
  await clock.advance(1_100);
  const next = kv.kill();
  const flip = (bytes: Uint8Array) => bytes.map((octet, i) => (i === bytes.length - 1 ? octet ^ 1 : octet));
  next.damage(next.keys(KEY_AREAS.samples).find((key) => key.charCodeAt(1) === 0)!, flip);
  const opened = await openStore(next, { clock });
  expect(opened.logger.count("warn", "parts of the store's log are damaged")).toBe(1);
  const range = { fromMs: START_MS, toMs: START_MS + 10 * MINUTE_MS };
  expect([...(await slotsOf(opened.store, "m", range)).values()][0]!.map(({ sum }) => sum)).toEqual([1, 4]);
  next.damage(next.keys(KEY_AREAS.chunks)[0]!, flip);
  expect([...(await slotsOf(opened.store, "m", range)).values()][0]!.map(({ sum }) => sum)).toEqual([4]);
  expect(opened.logger.count("warn", "stored history is damaged")).toBe(1);
  expect(opened.store.stats().damagedParts).toBe(2);
});

test("a damaged part of the dictionary costs its series their names, and no number is given twice", async () => {
  const kv = memoryKeyValue();
  const { store, clock } = await openStore(kv);
  store.append(batchOf(START_MS, 'm,port="1" count,delta=1'));
  await clock.advance(1_100);
  store.append(batchOf(START_MS, 'm,port="2" count,delta=2'));
  await clock.advance(1_100);
  const next = kv.kill();
  const last = next.keys(KEY_AREAS.dictionary).at(-1)!;
  next.damage(last, (bytes) => bytes.subarray(0, bytes.length - 1));
  const opened = await openStore(next, { clock });
  expect(opened.logger.count("warn", "list of series is damaged")).toBe(1);
  opened.store.append(batchOf(START_MS, 'm,port="3" count,delta=4'));
  await clock.advance(1_100);
  const again = await openStore(next.kill(), { clock });
  const found = await slotsOf(again.store, "m", RANGE);
  expect([...found].map(([dimensions, [slot]]) => [dimensions.at(-1), slot!.sum])).toEqual([
    ["1", 1],
    ["3", 4],
  ]);
  expect(again.logger.count("warn", "damaged")).toBe(0);
});

test("chunks become day chunks, then slots of five minutes, then of an hour, then nothing, and sums stay", async () => {
  const kv = memoryKeyValue();
  const settings = { minuteDays: 2, fiveMinuteDays: 20, hourDays: 60 };
  const { store, clock } = await openStore(kv, { settings });
  for (let minute = 0; minute < 180; minute++) {
    store.append(batchOf(clock.wallMs(), "c count,delta=1", `g gauge,${minute}`));
    await clock.advance(MINUTE_MS);
  }
  const range = { fromMs: START_MS, toMs: START_MS + DAY_MS };
  const counts = async (key: string) =>
    ([...(await slotsOf(store, key, range)).values()][0] ?? []).map(({ count }) => count);
  const tiers = () => [...new Set(kv.keys(KEY_AREAS.chunks).map((key) => key.charCodeAt(5)))];
  const seen: [number, number[], number[]][] = [];
  for (const days of [1.2, 2, 24, 70]) {
    clock.stepWall(days * DAY_MS);
    await clock.advance(10_000);
    seen.push([kv.keys(KEY_AREAS.chunks).length, tiers(), await counts("c")]);
  }
  expect(seen).toEqual([
    [2, [1], Array.from({ length: 180 }, () => 1)],
    [2, [2], Array.from({ length: 36 }, () => 5)],
    [2, [3], [60, 60, 60]],
    [0, [], []],
  ]);
  expect(store.stats()).toMatchObject({ series: 0, metrics: 0 });
  store.append(batchOf(clock.wallMs(), "c count,delta=1"));
  expect(store.stats().series).toBe(1);
});

test("of a coarse slot least, greatest and sum are those of its minutes", async () => {
  const settings = { minuteDays: 1, fiveMinuteDays: 20, hourDays: 60 };
  const { store, clock } = await openStore(memoryKeyValue(), { settings });
  for (let minute = 0; minute < 10; minute++) {
    store.append(batchOf(clock.wallMs(), `g gauge,${minute}`));
    await clock.advance(MINUTE_MS);
  }
  await store.flush();
  clock.stepWall(3 * DAY_MS);
  await clock.advance(5_000);
  expect([...(await slotsOf(store, "g", RANGE)).values()][0]).toEqual([
    { minute: MINUTE, count: 5, sum: 10, min: 0, max: 4 },
    { minute: MINUTE + 5, count: 5, sum: 35, min: 5, max: 9 },
  ]);
});

test("a binder that fails costs the line its entities, and is named once", async () => {
  const binder = new PortBinder();
  binder.bind = () => {
    throw new Error("no rule");
  };
  const { store, logger } = await openStore(memoryKeyValue(), { binder, logger: new NotedLogger() });
  store.append(batchOf(START_MS, 'm,port="1" gauge,1', 'n,port="1" gauge,1'));
  expect(store.stats()).toMatchObject({ samples: 2, series: 2 });
  expect(logger.count("error", "the entities of a line cannot be found")).toBe(1);
});

test("lines that are none are counted and never thrown back", async () => {
  const { store } = await openStore(memoryKeyValue());
  store.append(batchOf(START_MS, "#m gauge dt.meta.unit=Byte", "m gauge,abc", "m", "m gauge,1"));
  expect(store.stats()).toMatchObject({ samples: 1, passedOver: 3 });
});
