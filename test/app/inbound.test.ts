import { beforeEach, describe, expect, test } from "vitest";
import { Forwarder, type SignalTarget } from "../../src/app/forwarder.ts";
import { Inbound } from "../../src/app/inbound.ts";
import { MetricInfos } from "../../src/app/metric-infos.ts";
import type { LineBatch, Outlet } from "../../src/ingest/index.ts";
import { textsOf } from "../../src/ingest/index.ts";
import { FakeClock } from "../support/fake-clock.ts";

const WALL_MS = 1_760_000_000_000;

let clock: FakeClock;
let unwrittenBytes: number;
let appended: string[];
let written: () => Promise<void>;
let targets: SignalTarget[];
let inbound: Inbound;

beforeEach(() => {
  clock = new FakeClock({ wallMs: WALL_MS });
  unwrittenBytes = 0;
  appended = [];
  written = () => Promise.resolve();
  targets = [];
  const outlet: Pick<Outlet, "written" | "health"> = {
    written: () => written(),
    health: () => ({ fault: undefined, segments: 0, bytes: 0, unwrittenBytes }),
  };
  inbound = new Inbound({
    lines: { append: (batch: LineBatch) => void appended.push(...textsOf(batch)) },
    outlet,
    infos: new MetricInfos([]),
    forwarder: new Forwarder(targets),
    settings: { resourceAttributes: undefined, cumulativeToDelta: false },
    clock,
  });
});

const post = (text: string) => inbound.metrics(Buffer.from(text));

const otlp = (signal: "metrics" | "logs" | "traces", body: object) =>
  inbound.otlp({
    signal,
    encoding: "json",
    body: Buffer.from(JSON.stringify(body)),
    attributes: undefined,
    structure: "flattened",
  });

const answerOf = async (answer: ReturnType<typeof otlp>) => {
  const given = await answer;
  if (!("status" in given)) throw new Error("the queue is full");
  return { status: given.status, text: Buffer.from(given.body).toString() };
};

describe("metric lines", () => {
  test("go to the log in canonical form, with the time of their arrival", async () => {
    expect(await post("cpu.temperature,cpu=1 55")).toMatchObject({ linesOk: 1, linesInvalid: 0 });
    expect(appended).toEqual([`cpu.temperature,cpu="1" gauge,55 ${WALL_MS}`]);
  });

  test("are answered for only when they are written", async () => {
    let release!: () => void;
    written = () => new Promise((resolve) => (release = resolve));
    let answered = false;
    const answer = post("a.b 1").then(() => (answered = true));
    await new Promise(setImmediate);
    expect(answered).toBe(false);
    release();
    await answer;
  });

  test("are told apart by line: the valid ones are taken", async () => {
    const answer = await post("a.b 1\nnonsense\na.c 2");
    expect(answer).toMatchObject({ linesOk: 2, linesInvalid: 1, invalidLines: [{ line: 2 }] });
    expect(appended).toHaveLength(2);
    expect(inbound.figures).toMatchObject({ linesAccepted: 2, linesRejected: 1 });
  });

  test("are not taken while too much waits for the disk", async () => {
    unwrittenBytes = 100_000_000;
    expect(await post("a.b 1")).toEqual({ retryAfterMs: 10_000 });
    expect(appended).toEqual([]);
  });
});

describe("OTLP", () => {
  const gauge = (name: string, value: number) => ({
    resourceMetrics: [
      {
        scopeMetrics: [
          {
            metrics: [
              {
                name,
                unit: "By",
                gauge: { dataPoints: [{ asDouble: value, timeUnixNano: `${WALL_MS}000000` }] },
              },
            ],
          },
        ],
      },
    ],
  });

  test("metrics become lines", async () => {
    expect(await answerOf(otlp("metrics", gauge("lab.memory", 5)))).toMatchObject({ status: 200 });
    expect(appended).toEqual([`lab.memory gauge,5 ${WALL_MS}`]);
    expect(inbound.figures).toMatchObject({ dataPointsReceived: 1, dataPointsAccepted: 1 });
  });

  test("a request without any valid point is answered with 400, and its reasons are counted", async () => {
    expect(await answerOf(otlp("metrics", gauge("dt.memory", 5)))).toMatchObject({ status: 400 });
    expect(Object.values(inbound.figures.dataPointsRejected)).toEqual([1]);
  });

  const log = {
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: "link down" } }] }] }],
  };

  test("logs without a sink for them are acknowledged as not stored", async () => {
    const { status, text } = await answerOf(otlp("logs", log));
    expect(status).toBe(200);
    expect(text).toContain("logs not stored");
  });

  test("logs go to every sink that takes them", async () => {
    const got: string[] = [];
    for (const name of ["one", "two"]) {
      targets.push({
        name,
        logs: (records) => {
          got.push(...records.map(({ content }) => `${name}: ${content}`));
          return Promise.resolve(undefined);
        },
      });
    }
    expect(await answerOf(otlp("logs", log))).toMatchObject({ status: 200 });
    expect(got).toEqual(["one: link down", "two: link down"]);
  });

  test("a sink that is away has the sender come again", async () => {
    targets.push({ name: "away", logs: () => Promise.resolve("away answered 503") });
    expect(await answerOf(otlp("logs", log))).toMatchObject({ status: 503 });
    targets.splice(0, 1, { name: "broken", logs: () => Promise.reject(new Error("broken")) });
    expect(await answerOf(otlp("logs", log))).toMatchObject({ status: 503 });
  });

  test("traces are counted and passed on as they came", async () => {
    const spans: number[] = [];
    targets.push({
      name: "backend",
      traces: (_bytes, count) => {
        spans.push(count);
        return Promise.resolve(undefined);
      },
    });
    const span = {
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: "b7ad6b7169203331",
      name: "GET",
      endTimeUnixNano: `${WALL_MS}000000`,
    };
    const request = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
    expect(await answerOf(otlp("traces", request))).toMatchObject({ status: 200 });
    expect(spans).toEqual([1]);
  });
});
