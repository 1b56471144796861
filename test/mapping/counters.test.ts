import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CounterBaselines, emptyBaselines, type Mapped, mapSamples } from "../../src/mapping/index.ts";
import { oid, type SnmpValue } from "../../src/smi/index.ts";
import {
  A_DEVICE,
  type Answer,
  aDimension,
  aMetric,
  aResult,
  aSubgroup,
  aTask,
  columnRef,
  counter32,
  counter64,
  enumeration,
  int,
  keptTexts,
  lineOf,
  scalarRef,
} from "../support/builders.ts";

type Cells = ReadonlyMap<string, SnmpValue>;

/** How many counters the state holds. */
const countCounters = ({ series }: CounterBaselines): number =>
  series.reduce(
    (sum, one) => sum + (one === undefined ? 0 : one.indexes.length + (one.unread?.size ?? 0)),
    0,
  );

const IN = "1.3.6.1.2.1.2.2.1.10";
const OPER = "1.3.6.1.2.1.2.2.1.8";
const interfaces = aSubgroup({
  dimensions: [aDimension("oper", columnRef(OPER, enumeration({ 1: "up", 2: "down" })))],
  metrics: [aMetric("if.in", "count", columnRef(IN))],
});
const task = aTask([interfaces]);
const MINUTE_MS = 60_000;

/** Polls one after the other, a minute apart unless the answer says when. */
function pollAll(answers: readonly Answer[], of = task): { mapped: Mapped[]; last: Mapped } {
  let baselines = emptyBaselines();
  const mapped = answers.map((answer, i) => {
    const minutes = i * MINUTE_MS;
    const result = aResult(of, {
      atMs: minutes,
      sysUpTimeTicks: 1_000_000 + i * 6_000,
      ...answer,
    });
    const one = mapSamples(of, A_DEVICE, result, baselines);
    baselines = one.baselines;
    return one;
  });
  return { mapped, last: mapped.at(-1)! };
}

const inOctets = (rows: Record<string, number>): Answer => ({
  columns: {
    [IN]: Object.fromEntries(Object.entries(rows).map(([index, value]) => [index, counter32(value)])),
  },
});
const values = ({ samples }: Mapped): unknown[] => samples.map(({ value }) => value);

test("the first sample is stored and emits nothing", () => {
  const { last } = pollAll([inOctets({ 1: 10, 2: 20 })]);
  expect(last.samples).toEqual([]);
  expect(last.notes.counters.firstSamples).toBe(2);
});

test("the second emits the increase of each row", () => {
  const { last } = pollAll([inOctets({ 1: 10, 2: 20 }), inOctets({ 1: 15, 2: 20 })]);
  expect(last.samples.map(lineOf)).toEqual(["if.in count 5", "if.in count 0"]);
});

test("a Counter32 wrap is counted through and noted", () => {
  const { last } = pollAll([inOctets({ 1: 4294967290 }), inOctets({ 1: 4 })]);
  expect(values(last)).toEqual([10]);
  expect(last.notes.counters.wraps).toBe(1);
});

test("a reboot emits nothing and is noted; the poll after counts from there", () => {
  const { mapped } = pollAll([
    inOctets({ 1: 5_000 }),
    { ...inOctets({ 1: 40 }), sysUpTimeTicks: 3_000 },
    { ...inOctets({ 1: 50 }), sysUpTimeTicks: 9_000 },
  ]);
  expect(mapped.map(values)).toEqual([[], [], [10]]);
  expect(mapped[1]?.notes.counters.resets).toBe(1);
});

test("forward over a restart is no delta either: nobody knows what was counted before it", () => {
  const { mapped } = pollAll([
    inOctets({ 1: 5_000 }),
    { ...inOctets({ 1: 9_000 }), sysUpTimeTicks: 3_000 },
    { ...inOctets({ 1: 9_050 }), sysUpTimeTicks: 9_000 },
  ]);
  expect(mapped.map(values)).toEqual([[], [], [50]]);
});

test("counters that were cleared without a restart are reset", () => {
  const { mapped } = pollAll(
    [5_000, 40, 90].map((value) => ({ columns: { [IN]: { 1: counter64(value) } } })),
  );
  expect(mapped.map(values)).toEqual([[], [], [50]]);
  expect(mapped[1]?.notes.counters.resets).toBe(1);
});

test("a restart in the middle of a poll: no delta, and nothing to count from, as nobody knows what is of which life", () => {
  const { mapped } = pollAll([
    inOctets({ 1: 5_000 }),
    { ...inOctets({ 1: 5_010 }), rebooted: true },
    { ...inOctets({ 1: 7 }), sysUpTimeTicks: 6_000 },
    { ...inOctets({ 1: 9 }), sysUpTimeTicks: 12_000 },
  ]);
  expect(mapped.map(values)).toEqual([[], [], [], [2]]);
  expect(mapped[1]?.notes.counters).toMatchObject({ resets: 1 });
  expect(countCounters(mapped[1]!.baselines)).toBe(0);
});

test("a wrap of sysUpTime itself after 497 days does not break a Counter32 wrap", () => {
  const { last } = pollAll([
    { ...inOctets({ 1: 4294967290 }), sysUpTimeTicks: 2 ** 32 - 2_000 },
    { ...inOctets({ 1: 4 }), sysUpTimeTicks: 4_000 },
  ]);
  expect(values(last)).toEqual([10]);
});

test("a Counter64 beyond 2^53 gives exact deltas", () => {
  const { last } = pollAll([
    { columns: { [IN]: { 1: counter64(9007199254740993n) } } },
    { columns: { [IN]: { 1: counter64(9007199254741000n) } } },
  ]);
  expect(values(last)).toEqual([7]);
});

test("after a gap of more than three intervals it starts anew", () => {
  const { last } = pollAll([inOctets({ 1: 10 }), { ...inOctets({ 1: 20 }), atMs: 4 * MINUTE_MS }]);
  expect(last.samples).toEqual([]);
  expect(last.notes.counters).toMatchObject({ gaps: 1, firstSamples: 0 });
});

test("two missed polls do not break the delta", () => {
  const { last } = pollAll([inOctets({ 1: 10 }), { ...inOctets({ 1: 20 }), atMs: 3 * MINUTE_MS }]);
  expect(values(last)).toEqual([10]);
});

test("rows behind a cut keep their state, and the next delta covers both intervals", () => {
  const { mapped } = pollAll([
    inOctets({ 1: 10, 2: 100, 3: 1000 }),
    { ...inOctets({ 1: 11 }), cut: [IN] },
    inOctets({ 1: 12, 2: 103, 3: 1005 }),
  ]);
  expect(mapped.map(values)).toEqual([[], [1], [1, 3, 5]]);
});

test("the gap is counted for each counter from its own last read", () => {
  const cutAfterRow1 = (value: number): Answer => ({ ...inOctets({ 1: value }), cut: [IN] });
  const { last } = pollAll([
    inOctets({ 1: 10, 2: 100 }),
    cutAfterRow1(11),
    cutAfterRow1(12),
    cutAfterRow1(13),
    inOctets({ 1: 14, 2: 104 }),
  ]);
  expect(values(last)).toEqual([1]);
});

const putOff = { cut: [IN], cutCause: "snmp.deferred" } as const;

test("a table read in parts: the next delta of a row covers all polls that put it off", () => {
  const rest = Array.from({ length: 5 }, (_, i): Answer => ({ ...inOctets({ 1: 11 + i }), ...putOff }));
  const { mapped, last } = pollAll([
    inOctets({ 1: 10, 2: 100 }),
    ...rest,
    { ...inOctets({ 2: 107 }), after: { [IN]: "1" } },
  ]);
  expect(mapped.slice(1, -1).flatMap(values)).toEqual([1, 1, 1, 1, 1]);
  expect(values(last)).toEqual([7]);
});

test("rows before the part that was read keep their state, too", () => {
  const { last } = pollAll([
    inOctets({ 1: 10, 2: 100 }),
    { ...inOctets({ 2: 101 }), after: { [IN]: "1" } },
    inOctets({ 1: 15, 2: 103 }),
  ]);
  expect(values(last)).toEqual([5, 2]);
});

test("rows that nobody asked for keep their state", () => {
  const { last } = pollAll([
    inOctets({ 1: 10, 2: 100 }),
    ...Array.from({ length: 4 }, (): Answer => ({ ...inOctets({ 1: 12 }), selected: { [IN]: ["1"] } })),
    inOctets({ 1: 15, 2: 103 }),
  ]);
  expect(values(last)).toEqual([3, 3]);
});

test("a counter that was put off for more than an hour of minutes begins anew", () => {
  const rest = Array.from({ length: 60 }, (_, i): Answer => ({ ...inOctets({ 1: 11 + i }), ...putOff }));
  const { mapped } = pollAll([inOctets({ 1: 10, 2: 100 }), ...rest, inOctets({ 1: 99, 2: 107 })]);
  expect(countCounters(mapped.at(-2)!.baselines)).toBe(2);
  expect(values(mapped.at(-1)!)).toHaveLength(1);
});

test("counters that are not seen any more are forgotten after the gap", () => {
  const { mapped } = pollAll([
    inOctets({ 1: 10, 2: 100 }),
    ...Array.from({ length: 4 }, (_, i) => inOctets({ 1: 11 + i })),
  ]);
  expect(mapped.map(({ baselines }) => countCounters(baselines))).toEqual([2, 2, 2, 2, 1]);
});

test("a row that vanished and came back lower is reset, though it could be a wrap", () => {
  const { last } = pollAll([
    inOctets({ 1: 10, 2: 4294967290 }),
    inOctets({ 1: 10 }),
    inOctets({ 1: 10, 2: 5 }),
  ]);
  expect(values(last)).toEqual([0]);
  expect(last.notes.counters).toMatchObject({ resets: 1, wraps: 0 });
});

test("a poll that failed changes nothing", () => {
  const { baselines } = pollAll([inOctets({ 1: 10 })]).last;
  const failed = { ...aResult(task, {}), outcome: "failed" as const };
  const mapped = mapSamples(task, A_DEVICE, failed, baselines);
  expect(mapped.samples).toEqual([]);
  expect(mapped.baselines).toBe(baselines);
});

test("the baselines given are left as they were, so a poll can be mapped again from them", () => {
  const { baselines } = pollAll([inOctets({ 1: 10, 2: 100 })]).last;
  const result = aResult(task, { ...inOctets({ 1: 15 }), atMs: MINUTE_MS });
  const once = mapSamples(task, A_DEVICE, result, baselines);
  const again = mapSamples(task, A_DEVICE, result, baselines);
  expect(again).toEqual(once);
});

test("a status flip makes another tuple and does not break the delta", () => {
  const { mapped } = pollAll(
    [
      [10, 1],
      [15, 1],
      [22, 2],
    ].map(([value, status]) => ({
      columns: { [IN]: { 1: counter32(value!) }, [OPER]: { 1: int(status!) } },
    })),
  );
  expect(mapped.flatMap(({ samples }) => samples.map(lineOf))).toEqual([
    "if.in count 5 oper=up(1)",
    "if.in count 7 oper=down(2)",
  ]);
});

test("rows find their own state when a row comes in between", () => {
  const { last } = pollAll([
    inOctets({ "1.1": 10, "1.3": 30 }),
    inOctets({ "1.1": 11, "1.2": 20, "1.3": 33 }),
  ]);
  expect(values(last)).toEqual([1, 3]);
});

describe("rows that have other names under the same index", () => {
  const DESCR = "1.3.6.1.2.1.2.2.1.2";
  const ALIAS = "1.3.6.1.2.1.31.1.1.1.18";
  const named = aTask([
    aSubgroup({
      dimensions: [aDimension("descr", columnRef(DESCR)), aDimension("alias", columnRef(ALIAS))],
      metrics: [aMetric("if.in", "count", columnRef(IN))],
    }),
  ]);
  /** Polls in which names are kept from poll to poll, as the label cache does it. */
  const pollNamed = (polls: readonly { descr: Cells; alias: Cells; counts: Record<string, number> }[]) => {
    let baselines = emptyBaselines();
    return polls.map(({ descr, alias, counts }, i) => {
      const atMs = i * MINUTE_MS;
      const result = aResult(named, { ...inOctets(counts), atMs, sysUpTimeTicks: 1_000_000 + i * 6_000 });
      const columns = new Map([...result.columns, [oid(DESCR), descr], [oid(ALIAS), alias]]);
      const mapped = mapSamples(named, A_DEVICE, { ...result, columns, absent: new Set() }, baselines);
      ({ baselines } = mapped);
      return mapped;
    });
  };
  const [gi1, gi2] = [
    { 1: "Gi1", 2: "Gi2" },
    { 1: "Gi2", 2: "Gi1" },
  ].map(keptTexts) as [Cells, Cells];
  const [uplink, access] = [{ 1: "uplink" }, { 1: "access" }].map(keptTexts) as [Cells, Cells];
  const none = keptTexts({});

  test("are other things: renumbered interfaces give no delta across", () => {
    const polls = pollNamed([
      { descr: gi1, alias: none, counts: { 1: 10, 2: 100 } },
      { descr: gi2, alias: none, counts: { 1: 101, 2: 11 } },
      { descr: gi2, alias: none, counts: { 1: 105, 2: 12 } },
    ]);
    expect(polls.map(values)).toEqual([[], [], [4, 1]]);
  });

  test("go on when one name of several is another: an alias is changed by hand", () => {
    const polls = pollNamed([
      { descr: gi1, alias: uplink, counts: { 1: 10, 2: 100 } },
      { descr: gi1, alias: access, counts: { 1: 14, 2: 101 } },
    ]);
    expect(polls.map(values)).toEqual([[], [4, 1]]);
  });

  test("are reset when they go back, not wrapped, though only one name is another", () => {
    const polls = pollNamed([
      { descr: gi1, alias: uplink, counts: { 1: 4294967290 } },
      { descr: gi1, alias: access, counts: { 1: 4 } },
    ]);
    expect(polls.map(values)).toEqual([[], []]);
  });

  test("read again and found the same, they count on", () => {
    const polls = pollNamed([
      { descr: gi1, alias: none, counts: { 1: 10, 2: 100 } },
      { descr: keptTexts({ 1: "Gi1", 2: "Gi2" }), alias: none, counts: { 1: 12, 2: 101 } },
    ]);
    expect(polls.map(values)).toEqual([[], [2, 1]]);
  });
});

test("a scalar counter counts as a row of its own", () => {
  const scalar = aTask([
    aSubgroup({
      table: false,
      metrics: [aMetric("snmp.in", "count", scalarRef("1.3.6.1.2.1.11.1.0"))],
    }),
  ]);
  const { mapped } = pollAll(
    [5, 8].map((value) => ({ scalars: { "1.3.6.1.2.1.11.1.0": counter32(value) } })),
    scalar,
  );
  expect(mapped.map(values)).toEqual([[], [3]]);
});

test("a scalar counter that could not be read keeps its state", () => {
  const at = "1.3.6.1.2.1.11.1.0";
  const scalar = aTask([aSubgroup({ table: false, metrics: [aMetric("snmp.in", "count", scalarRef(at))] })]);
  const { mapped } = pollAll(
    [{ scalars: { [at]: counter32(5) } }, { failed: [at] }, { scalars: { [at]: counter32(9) } }],
    scalar,
  );
  expect(mapped.map(values)).toEqual([[], [], [4]]);
});

test("the state survives a reload of the plan for metrics that stay", () => {
  const { baselines } = pollAll([inOctets({ 1: 10 })]).last;
  const reloaded = aTask([
    aSubgroup({
      ...interfaces,
      metrics: [aMetric("if.out", "count", columnRef("1.3.6.1.2.1.2.2.1.16")), ...interfaces.metrics],
    }),
  ]);
  const result = aResult(reloaded, { ...inOctets({ 1: 17 }), atMs: MINUTE_MS });
  expect(values(mapSamples(reloaded, A_DEVICE, result, baselines))).toEqual([7]);
});

test("metrics of the same rows share one array of indexes, and polls share it with the next", () => {
  const out = "1.3.6.1.2.1.2.2.1.16";
  const two = aTask([
    aSubgroup({ metrics: [...interfaces.metrics, aMetric("if.out", "count", columnRef(out))] }),
  ]);
  const answer = { columns: { [IN]: { 1: counter32(1) }, [out]: { 1: counter32(2) } } };
  const { mapped } = pollAll([answer, answer], two);
  const arrays = mapped.flatMap(({ baselines }) => baselines.series.map((series) => series?.indexes));
  expect(new Set(arrays).size).toBe(1);
});

test("deltas add up to the increase, over any polls without a discontinuity", () => {
  const poll = fc.record({
    steps: fc.array(fc.nat({ max: 2 ** 31 }), { minLength: 3, maxLength: 3 }),
    /** Rows read before the walk was cut; 3 is all of them. */
    readRows: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(poll, { maxLength: 12 }), fc.nat({ max: 2 ** 32 - 1 }), (polls, start) => {
      const total = [start, start, start].map(BigInt);
      const seen = [...total];
      const emitted = [0n, 0n, 0n];
      const unreadFor = [0, 0, 0];
      let { baselines } = pollAll([inOctets({ 1: start, 2: start, 3: start })]).last;
      polls.forEach(({ steps, readRows }, i) => {
        // Within three intervals every row is read again: more would be a gap, which is a discontinuity.
        const rows = Math.max(readRows, unreadFor.findLastIndex((polls_) => polls_ >= 1) + 1);
        // Between two reads a Counter32 may wrap once.
        steps.forEach((step, row) => (total[row]! += BigInt(step) / 2n));
        const answer = inOctets(
          Object.fromEntries(
            total.slice(0, rows).map((value, row) => [row + 1, Number(BigInt.asUintN(32, value))]),
          ),
        );
        const result = aResult(task, {
          ...answer,
          ...(rows < 3 ? { cut: [IN] } : {}),
          atMs: (i + 1) * MINUTE_MS,
          sysUpTimeTicks: 1_000_000 + (i + 1) * 6_000,
        });
        const mapped = mapSamples(task, A_DEVICE, result, baselines);
        ({ baselines } = mapped);
        expect(mapped.samples).toHaveLength(rows);
        mapped.samples.forEach(({ value }, row) => (emitted[row]! += BigInt(value)));
        for (let row = 0; row < 3; row++) {
          unreadFor[row] = row < rows ? 0 : unreadFor[row]! + 1;
          if (row < rows) seen[row] = total[row]!;
        }
      });
      expect(emitted).toEqual(seen.map((value) => value - BigInt(start)));
    }),
  );
});

test("a count carries the counter that it is the increase of", () => {
  const { last } = pollAll([inOctets({ 1: 10, 2: 20 }), inOctets({ 1: 15, 2: 40 })]);
  expect(last.samples.map(({ value, total }) => [value, total])).toEqual([
    [5, 15],
    [20, 40],
  ]);
});

test("a counter without an increase yet is given apart from the samples", () => {
  const { mapped } = pollAll([inOctets({ 1: 10 }), inOctets({ 1: 15, 2: 40 }), inOctets({ 1: 16, 2: 41 })]);
  expect(mapped.map(({ counterStarts }) => counterStarts.map(({ total }) => total))).toEqual([
    [10],
    [40],
    [],
  ]);
  expect(mapped[0]?.counterStarts).toMatchObject([{ key: "if.in", type: "count", value: 0 }]);
});

test("a counter after a restart of the agent is given apart from the samples", () => {
  const { last } = pollAll([inOctets({ 1: 1_000 }), { ...inOctets({ 1: 3 }), sysUpTimeTicks: 10 }]);
  expect([last.samples, last.counterStarts.map(({ total }) => total)]).toEqual([[], [3]]);
});
