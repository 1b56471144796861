import { expect, test } from "vitest";
import { Turns } from "../../src/base/index.ts";
import { type EntitySelector, parseEntitySelector } from "../../src/manifest/index.ts";
import { type EntitySource, type Grid, selectEntities } from "../../src/query/index.ts";
import { entitiesOf, MemoryMetrics } from "../support/memory-metrics.ts";
import { ask, MINUTE, START } from "./asking.ts";

// A query runs in the thread that polls: no stretch of it may be long, whatever the selector.

const PORTS = 4_000;
const GRID: Grid = { startMs: START, stepMs: MINUTE, slots: 500 };
const POINTS = PORTS * GRID.slots;
/** Points that are calculated between two turns, at most. */
const POINTS_A_TURN = 400_000;

function ports(): MemoryMetrics {
  const metrics = new MemoryMetrics();
  for (let port = 0; port < PORTS; port++) {
    const dimensions = { device: `switch-${port % 100}`, port: String(port) };
    for (const key of ["m", "n"])
      metrics.add(key, "count", dimensions, [[START + (port % 500) * MINUTE, port]]);
  }
  return metrics;
}
const many = ports();

async function turnsOf(selector: string): Promise<number> {
  let turns = 0;
  await ask(selector, many, { grid: GRID, giveWay: async () => void turns++ });
  return turns;
}

test.each([
  ["m/n", 4],
  ["(m*8):rate(1s)", 3],
  ["m:default(0):delta", 3],
  ["(m+1):splitBy(device)", 3],
  ["m:splitBy():median", 1],
  ["(m+1):splitBy(device):percentile(90)", 4],
  ["m:sort(value(max,descending)):limit(5)", 2],
  ["m:filter(series(max,gt(5)))", 2],
  ["(m+1):fold", 2],
  ["m:toUnit(Byte,Bit)", 2],
])("%s gives way at least every 400,000 points, after they are read too", async (selector, passes) => {
  expect(await turnsOf(selector)).toBeGreaterThanOrEqual(Math.floor((passes * POINTS) / POINTS_A_TURN));
});

test("who leaves during a long calculation ends it", async () => {
  const left = new AbortController();
  const reason = new Error("the caller has left");
  const giveWay = async () => left.abort(reason);
  await expect(ask("m/n", many, { grid: GRID, giveWay, signal: left.signal })).rejects.toBe(reason);
});

test("an entity selector of a filter is asked for once, and may take its time", async () => {
  const asked: EntitySelector[] = [];
  const selectIds = async (selector: EntitySelector) => {
    await Promise.resolve();
    asked.push(selector);
    return new Set(["switch-7"]);
  };
  const selector = 'm:filter(in(device,entitySelector("type(x)"))):splitBy():sum + 0';
  const [result] = await ask(selector, many, { grid: GRID, selectIds });
  expect(result?.series).toHaveLength(1);
  expect(asked).toHaveLength(1);
});

function selectorOf(text: string): EntitySelector {
  const parsed = parseEntitySelector(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.selector;
}

/** As many as asked for, made while they are gone through. */
function manyEntities(count: number): EntitySource {
  const one = entitiesOf([{ id: "P-1", type: "x:port", name: "Gi1" }]);
  const [entity] = [...one.ofType("x:port")];
  return {
    ...one,
    *ofType() {
      for (let i = 0; i < count; i++) yield { ...entity!, id: `P-${i}` };
    },
  };
}

test.each([
  ["nothing is found", 'type(x:port),entityName("other")'],
  ["all are found", "type(x:port)"],
  ["they are what a relationship leads from", "type(x:port),fromRelationships.runsOn(type(x:port))"],
])("a search through many entities gives way when %s", async (_case, text) => {
  let turns = 0;
  const counted = new Turns(async () => void turns++);
  await selectEntities(selectorOf(text), manyEntities(100_000), { fromMs: 0, toMs: 1 }, counted);
  expect(turns).toBeGreaterThanOrEqual(15);
});
