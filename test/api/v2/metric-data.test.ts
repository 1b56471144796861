import { request } from "node:http";
import { expect, test } from "vitest";
import type { MetricResultJson, MetricSeriesJson } from "../../../src/api/index.ts";
import { type ApiCalls, type CallOptions, startApiCalls } from "../../support/api-calls.ts";

// Long answers of `metrics/query` are made while they are sent.

const QUERY = "/api/v2/metrics/query?metricSelector=a";
const POINTS = 100;
const timestamps = Array.from({ length: POINTS }, (_, slot) => 1_760_000_000_000 + slot * 60_000);

/** Values differ, and every tenth is null. */
const seriesOf = (index: number): MetricSeriesJson => ({
  dimensions: [`Gi1/0/${index} "uplink"`],
  dimensionMap: { "if.name": `Gi1/0/${index} "uplink"` },
  timestamps,
  values: timestamps.map((_, slot) => (slot % 10 === 0 ? null : (index * slot) / 7)),
});

function answerOf(data: Iterable<MetricSeriesJson>): MetricResultJson {
  const ratios = { dataPointCountRatio: 0.5, dimensionCountRatio: 0.25 };
  const result = [
    { metricId: "a", ...ratios, warnings: ["a warning"], data },
    { metricId: "b", ...ratios, data: [] },
  ];
  return { totalCount: 1, nextPageKey: null, resolution: "1m", result };
}

/** @param made  called before each of the series is made */
function* manySeries(count: number, made: (index: number) => void): Generator<MetricSeriesJson> {
  for (let index = 0; index < count; index++) {
    made(index);
    yield seriesOf(index);
  }
}

async function startQuery(data: Iterable<MetricSeriesJson>, parts: Parameters<typeof startApiCalls>[0] = {}) {
  const calls = await startApiCalls(parts);
  Object.assign(calls.ports.metrics, { query: () => Promise.resolve(answerOf(data)) });
  return calls;
}

/** Asks, and reads nothing beyond the head of the answer. */
async function askAndWait({ api, issue }: ApiCalls) {
  const headers = { authorization: `Api-Token ${issue("metrics.read")}` };
  const asking = request(`${api.url}${QUERY}`, { headers });
  const response = await new Promise<{ resume: () => void; destroy: () => void }>((resolve) => {
    asking.once("response", resolve).end();
  });
  return response;
}

const ask = ({ call }: ApiCalls, options?: CallOptions) => call(`GET ${QUERY}`, options);

test("a short answer is sent in one, with its length", async () => {
  const calls = await startQuery([seriesOf(1), seriesOf(2)]);
  const { json, headers } = await ask(calls);
  expect(json).toEqual(answerOf([seriesOf(1), seriesOf(2)]));
  expect(Number(headers.get("content-length"))).toBeGreaterThan(1_000);
});

test("a long answer is the same JSON, with the same headers, and others have their turn all the while", async () => {
  const count = 4_000;
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns++;
    if (!isDone) setImmediate(turn);
  };
  let [inTurn, madeInTurn, mostInTurn] = [-1, 0, 0];
  const calls = await startQuery(
    manySeries(count, () => {
      madeInTurn = turns === inTurn ? madeInTurn + 1 : 1;
      inTurn = turns;
      mostInTurn = Math.max(mostInTurn, madeInTurn);
    }),
  );
  turn();
  const { status, json, headers } = await ask(calls);
  isDone = true;
  expect([status, headers.get("content-length"), headers.get("cache-control")]).toEqual([
    200,
    null,
    "no-store",
  ]);
  expect(json).toEqual(answerOf(Array.from({ length: count }, (_, index) => seriesOf(index))));
  expect(mostInTurn).toBeLessThan(100);
});

test("no more is made than the reader takes, and the request counts until it has all, or leaves", async () => {
  let made = 0;
  const series = manySeries(1_000_000, () => made++);
  const calls = await startQuery(series, { limits: { questionsInFlight: 1 } });
  const reader = await askAndWait(calls);
  let before = -1;
  await expect.poll(() => before === (before = made), { interval: 100 }).toBe(true);
  expect(made).toBeLessThan(50_000);
  expect((await ask(calls)).status).toBe(429);
  reader.destroy();
  const other = "GET /api/v2/entities?entitySelector=type(x)";
  await expect.poll(async () => (await calls.call(other)).status).toBe(200);
});

test("a long answer that fails midway is cut off, so that nobody takes it for a whole one", async () => {
  const calls = await startQuery(
    manySeries(10_000, (index) => {
      if (index === 5_000) throw new Error("the disk is gone");
    }),
  );
  await expect(ask(calls)).rejects.toThrow("terminated");
  expect(calls.warnings.at(-1)).toMatchObject({ code: "api.failed", route: "/api/v2/metrics/query" });
});
