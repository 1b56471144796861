import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Ingest, LinesTaken } from "../../src/api/index.ts";
import { SenderRates } from "../../src/api/sender-rates.ts";
import { gate, rawExchange, startApiBench } from "../support/api-bench.ts";
import { FakeClock } from "../support/fake-clock.ts";

const PATH = "/api/v2/metrics/ingest";
const MIB = 1_048_576;
const NOTHING: LinesTaken = { linesOk: 0, linesInvalid: 0, invalidLines: [], changedKeys: [] };

/** An ingest that works on what it gets until it is told to end. */
function slowIngest() {
  const { passed: released, open: release } = gate();
  const metrics = async () => {
    await released;
    return NOTHING;
  };
  return { ingest: { metrics } as Partial<Ingest> as Ingest, release };
}

describe("a body of metric lines", () => {
  test("may have a mebibyte, and not a byte more: 413", async () => {
    const { post } = await startApiBench();
    expect((await post(PATH, "x".repeat(MIB))).status).toBe(202);
    const response = await post(PATH, "x".repeat(MIB + 1));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { code: 413 } });
  });

  test("whose length is not told is refused at the limit: 413", async () => {
    const { api } = await startApiBench({ limits: { metricsBytes: 100 } });
    const chunks = `32\r\n${"x".repeat(50)}\r\n`.repeat(3);
    const { answer } = await rawExchange(
      api,
      `POST ${PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test("that is a gzip bomb is refused at the limit of what comes out: 413", async () => {
    const { post, taken } = await startApiBench();
    const bomb = gzipSync(Buffer.alloc(200 * MIB, "x"), { level: 9 });
    expect(bomb.length).toBeLessThan(MIB);
    expect((await post(PATH, bomb, { "content-encoding": "gzip" })).status).toBe(413);
    expect(taken).toEqual([]);
  });

  test.each([
    ["is no gzip", Buffer.from("a.b 1")],
    ["breaks off", gzipSync("a.b 1".repeat(100)).subarray(0, 20)],
  ])("that says gzip and %s is refused: 400", async (_, body) => {
    const { post } = await startApiBench();
    const response = await post(PATH, body, { "content-encoding": "gzip" });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 400 } });
  });

  test("in an encoding that is not known is refused: 415", async () => {
    const { post } = await startApiBench();
    expect((await post(PATH, "x", { "content-encoding": "br" })).status).toBe(415);
  });

  test("that is refused lets the next request on the same connection through", async () => {
    const { api } = await startApiBench({ limits: { metricsBytes: 10 } });
    const large = `POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 50000\r\n\r\n${"x".repeat(50_000)}`;
    const small = `POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\na.b 1`;
    const { answer } = await rawExchange(api, large + small);
    expect([...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(["413", "202"]);
  });
});

describe("a slow sender", () => {
  const limits = { requestTimeoutMs: 400, headersTimeoutMs: 200 };

  test("of headers is cut off: 408", async () => {
    const { api } = await startApiBench({ limits });
    const { answer, closed } = await rawExchange(api, `POST ${PATH} HTTP/1.1\r\nHost: x\r\nX-Slow: `);
    expect(closed).toBe(true);
    expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*\{"error":\{"code":408,/);
  });

  test("of a body is cut off, and gives its place back: 408", async () => {
    const { api, post } = await startApiBench({ limits: { ...limits, requestsInFlight: 1 } });
    const { answer, closed } = await rawExchange(
      api,
      `POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\na.b`,
    );
    expect(closed).toBe(true);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect((await post(PATH, "a.b 1")).status).toBe(202);
  });
});

test("a reader that takes nothing is cut off", async () => {
  const ended = gate();
  const { api } = await startApiBench({
    limits: { idleTimeoutMs: 300 },
    devicesMetrics: async (write) => {
      try {
        for (;;) await write("x".repeat(100_000));
      } finally {
        ended.open();
      }
    },
  });
  const socket = connect(api.port, "127.0.0.1", () => {
    socket.pause().write("GET /metrics/devices HTTP/1.1\r\nHost: localhost\r\n\r\n");
  });
  socket.on("error", () => undefined);
  await expect(ended.passed).resolves.toBeUndefined();
  socket.destroy();
});

describe("a request", () => {
  test("that is no HTTP is answered with an envelope: 400", async () => {
    const { api } = await startApiBench();
    const { answer, closed } = await rawExchange(api, "\u0016\u0003\u0001 hello\r\n\r\n");
    expect(closed).toBe(true);
    expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*\{"error":\{"code":400,/);
  });

  test("with headers beyond all measure is refused: 431", async () => {
    const { api } = await startApiBench();
    const { answer } = await rawExchange(
      api,
      `GET /livez HTTP/1.1\r\nHost: x\r\nX: ${"y".repeat(20_000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 [^]*\{"error":\{"code":431,/);
  });

  test("whose sender leaves half-way does nobody harm", async () => {
    const { api, post, taken } = await startApiBench({ limits: { requestsInFlight: 1 } });
    await rawExchange(api, `POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\na.b`, 100);
    await expect.poll(async () => (await post(PATH, "a.b 1")).status).toBe(202);
    expect(taken).toHaveLength(1);
  });

  test("beyond those that may be under way is refused: 429", async () => {
    const { ingest, release } = slowIngest();
    const { post } = await startApiBench({ ingest, limits: { requestsInFlight: 1 } });
    const first = post(PATH, "a.b 1");
    await expect.poll(async () => (await post(PATH, "a.b 1")).status).toBe(429);
    release();
    expect((await first).status).toBe(202);
    expect((await post(PATH, "a.b 1")).status).toBe(202);
  });

  test("beyond the memory for all bodies is refused, inflated bytes counted: 429", async () => {
    const { post } = await startApiBench({ limits: { bytesInFlight: 1_000 } });
    expect((await post(PATH, "x".repeat(1_000))).status).toBe(202);
    expect((await post(PATH, "x".repeat(1_001))).status).toBe(429);
    expect((await post(PATH, gzipSync("x".repeat(5_000)), { "content-encoding": "gzip" })).status).toBe(429);
    expect((await post(PATH, "x".repeat(1_000))).status).toBe(202);
  });
});

describe("the rate of a sender", () => {
  test("is bounded: 429 with the headers of the vendor, until time has passed", async () => {
    const { post, clock } = await startApiBench({ maxRequestsPerSecond: 2 });
    const statuses = async () => [(await post(PATH, "x")).status, (await post(PATH, "x")).status];
    expect(await statuses()).toEqual([202, 202]);
    const refused = await post(PATH, "x");
    expect(refused.status).toBe(429);
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      "retry-after": "1",
      "x-ratelimit-limit": "2",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String((clock.wallMs() + 500) * 1_000),
    });
    await clock.advance(1_000);
    expect(await statuses()).toEqual([202, 202]);
  });

  test("is that of one sender: another is not slowed by it", () => {
    const rates = new SenderRates(new FakeClock(), { perSecond: 1, sendersMax: 10 });
    rates.take("a");
    expect(() => rates.take("a")).toThrow("more than 1 requests a second");
    expect(() => rates.take("b")).not.toThrow();
  });

  test("is remembered for so many senders; the one quiet longest is forgotten first", () => {
    const rates = new SenderRates(new FakeClock(), { perSecond: 1, sendersMax: 2 });
    rates.take("a");
    rates.take("b");
    rates.take("c");
    expect(() => rates.take("c")).toThrow("requests a second");
    expect(() => rates.take("a")).not.toThrow();
  });
});
