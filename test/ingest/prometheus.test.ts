import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Secret } from "../../src/base/index.ts";
import { createPrometheusSink, type PrometheusSinkOptions, type Sink } from "../../src/ingest/index.ts";
import { Names } from "../../src/prometheus/index.ts";
import { batchOf } from "../support/delivery-run.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { type HttpPeer, type PeerAnswer, startHttpPeer } from "../support/http-peer.ts";
import { readWriteRequest, textOfSample, type WrittenSample } from "../support/remote-write.ts";

let clock: FakeClock;
let peer: HttpPeer;
let sink: Sink;
/** Samples of requests that were taken. */
let taken: WrittenSample[];
/** Plays the other side; undefined takes the samples. */
let answer: (samples: readonly WrittenSample[]) => PeerAnswer | undefined;
const { signal } = new AbortController();

beforeEach(async () => {
  clock = new FakeClock();
  taken = [];
  answer = () => undefined;
  peer = await startHttpPeer({
    answer: ({ body }) => {
      const { samples } = readWriteRequest(body);
      const played = answer(samples);
      if (played !== undefined) return played;
      taken.push(...samples);
      return { status: 204 };
    },
  });
  sink = aSink();
});
afterEach(async () => {
  await sink.close();
  await peer.close();
});

const aSink = (parts: Partial<PrometheusSinkOptions> = {}): Sink =>
  createPrometheusSink({
    name: "prom",
    url: `${peer.origin}/api/v1/write`,
    timeoutMs: 5_000,
    clock,
    names: new Names(() => {}),
    infoOf: () => undefined,
    ...parts,
  });

const AT_MS = 1_760_000_000_000;
const send = (...texts: string[]) => sink.send(batchOf(texts, AT_MS), signal);
const count = (increase: number, minute: number, device = "sw1") =>
  `if.in,device="${device}" count,delta=${increase} ${AT_MS + minute * 60_000}`;
const gauge = (n: number) => `if.util,n="${n}" gauge,${n} ${AT_MS}`;
const gauges = (length: number) => Array.from({ length }, (_, n) => gauge(n));
const takenValues = () => taken.map(({ value }) => value);
const holds = (samples: readonly WrittenSample[], ...values: number[]) =>
  samples.some(({ value }) => values.includes(value));

describe("a request", () => {
  test("has the headers of remote write 1.0", async () => {
    await send(gauge(1));
    expect(peer.requests[0]).toMatchObject({
      method: "POST",
      path: "/api/v1/write",
      headers: {
        "content-type": "application/x-protobuf",
        "content-encoding": "snappy",
        "x-prometheus-remote-write-version": "0.1.0",
        "user-agent": "snmpgate",
      },
    });
  });

  test("has own headers and a bearer token", async () => {
    await sink.close();
    sink = aSink({
      headers: { "X-Scope-OrgID": "net" },
      auth: { type: "bearer", token: new Secret("s3cr3t\n") },
    });
    await send(gauge(1));
    expect(peer.requests[0]?.headers).toMatchObject({
      "x-scope-orgid": "net",
      authorization: "Bearer s3cr3t",
    });
  });

  test("has user and password", async () => {
    await sink.close();
    sink = aSink({ auth: { type: "basic", user: "ops", password: new Secret("pass:word") } });
    await send(gauge(1));
    const [scheme, credentials = ""] = peer.requests[0]?.headers.authorization?.split(" ") ?? [];
    expect([scheme, Buffer.from(credentials, "base64").toString()]).toEqual(["Basic", "ops:pass:word"]);
  });

  test("carries gauges, summaries and counts of the lines", async () => {
    await send(
      `if.util,device="sw1" gauge,17.25 ${AT_MS}`,
      `rtt,device="sw1" gauge,min=1,max=3,sum=4,count=2 ${AT_MS}`,
      count(91_822, 0),
    );
    expect(taken.map(textOfSample)).toEqual([
      `if_util{device=sw1} 17.25 @${AT_MS}`,
      `rtt{device=sw1} 2 @${AT_MS}`,
      `rtt_min{device=sw1} 1 @${AT_MS}`,
      `rtt_max{device=sw1} 3 @${AT_MS}`,
      `rtt_samples{device=sw1} 2 @${AT_MS}`,
      `if_in_total{device=sw1} 0 @${AT_MS - 1}`,
      `if_in_total{device=sw1} 91822 @${AT_MS}`,
    ]);
  });
});

describe("sums", () => {
  test("do not take a batch twice that is sent again after a failure", async () => {
    await send(count(100, 0));
    let failures = 0;
    answer = () => (failures++ === 0 ? { status: 503 } : undefined);
    expect(await send(count(20, 1))).toMatchObject({ kind: "retry" });
    await send(count(20, 1));
    expect(takenValues()).toEqual([0, 100, 120]);
  });

  test("do not take the lines twice of a batch that was too large and comes in parts", async () => {
    answer = (samples) => (samples.length > 2 ? { status: 413 } : undefined);
    expect(await send(count(1, 0), count(2, 1))).toMatchObject({ kind: "tooLarge" });
    await send(count(1, 0));
    await send(count(2, 1));
    expect(takenValues()).toEqual([0, 1, 3]);
  });

  test("keep the increases of a batch that was dropped", async () => {
    await send(count(100, 0));
    answer = () => ({ status: 400, body: "out of bounds" });
    expect(await send(count(20, 1))).toMatchObject({ kind: "drop" });
    answer = () => undefined;
    await send(count(3, 2));
    expect(takenValues()).toEqual([0, 100, 123]);
  });

  test("of a series whose first batch was dropped begin with the next one", async () => {
    answer = () => ({ status: 422 });
    await send(count(100, 0));
    answer = () => undefined;
    await send(count(20, 1));
    expect(takenValues()).toEqual([0, 20]);
  });

  test("of a run that repeats the last batch of the run before it go on without counting it twice", async () => {
    await send(count(100, 0));
    await sink.close();
    sink = aSink();
    // As Prometheus does: what is not newer than the last sample is out of order.
    answer = (samples) =>
      samples.some(({ timestampMs }) => timestampMs <= AT_MS)
        ? { status: 400, body: "out of order sample" }
        : undefined;
    expect(await send(count(100, 0), count(20, 1, "sw2"))).toMatchObject({
      kind: "delivered",
      rejectedCount: 1,
    });
    await send(count(5, 2));
    expect(taken.map(textOfSample).slice(-2)).toEqual([
      `if_in_total{device=sw1} 0 @${AT_MS + 119_999}`,
      `if_in_total{device=sw1} 5 @${AT_MS + 120_000}`,
    ]);
  });
});

describe("a request that is refused with 400", () => {
  test("is sent in halves until only the sample to blame is left out", async () => {
    answer = (samples) => (holds(samples, 37) ? { status: 400, body: "too old" } : undefined);
    const outcome = await send(...gauges(100));
    expect(outcome).toMatchObject({ kind: "delivered", accepted: 99, rejectedCount: 1 });
    expect(outcome).toMatchObject({
      rejected: [{ index: 37, reason: expect.stringContaining("too old") as string }],
    });
    expect(takenValues()).toEqual(
      gauges(100)
        .map((_, n) => n)
        .filter((n) => n !== 37),
    );
  });

  test("keeps the order of its samples", async () => {
    answer = (samples) => (holds(samples, 3, 50, 97) ? { status: 400 } : undefined);
    await send(...gauges(100));
    expect(takenValues()).toEqual(takenValues().toSorted((a, b) => a - b));
  });

  test("of which nothing is taken is dropped with the server's words, in a bounded number of requests", async () => {
    answer = () => ({ status: 400, body: "out of bounds" });
    expect(await send(...gauges(5_000))).toMatchObject({
      kind: "drop",
      reason: expect.stringContaining("out of bounds") as string,
    });
    expect(peer.requests.length).toBeLessThanOrEqual(245);
  });

  test("after one of which nothing was taken is looked into with three requests only, until one is taken", async () => {
    answer = () => ({ status: 400 });
    await send(...gauges(64));
    const before = peer.requests.length;
    await sink.send(
      batchOf(
        gauges(64).map((text) => text.replace("if.util", "other")),
        AT_MS,
      ),
      signal,
    );
    expect(peer.requests.length - before).toBe(3);
  });

  test("costs the lines around a stored half little, when the other half is new", async () => {
    answer = (samples) => (samples.some(({ value }) => value < 1_000) ? { status: 400 } : undefined);
    const outcome = await send(...gauges(2_000));
    expect(outcome).toMatchObject({ kind: "delivered", accepted: 1_000, rejectedCount: 1_000 });
  });

  test("and then fails for another reason comes again as a whole", async () => {
    let requests = 0;
    answer = () => (requests++ === 0 ? { status: 400 } : { status: 503, headers: { "retry-after": "7" } });
    expect(await send(...gauges(10))).toMatchObject({ kind: "retry", afterMs: 7_000 });
    answer = () => undefined;
    expect(await send(...gauges(10))).toMatchObject({ kind: "delivered", accepted: 10 });
  });
});

describe("other answers", () => {
  test.each([
    [429, "retry"],
    [500, "retry"],
    [503, "retry"],
    [401, "refused"],
    [403, "refused"],
    [404, "refused"],
    [302, "refused"],
    [413, "tooLarge"],
    [408, "drop"],
    [415, "drop"],
    [422, "drop"],
  ])("%i means %s", async (status, kind) => {
    answer = () => ({ status, body: "no" });
    expect(await send(gauge(1))).toMatchObject({ kind });
  });

  test("a web page is not a receiver's answer", async () => {
    answer = () => ({ status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: "<html>" });
    expect(await send(gauge(1))).toMatchObject({ kind: "refused" });
  });

  test("a secret that the server repeats is not shown", async () => {
    await sink.close();
    sink = aSink({ auth: { type: "bearer", token: new Secret("s3cr3t-t0ken") } });
    answer = () => ({ status: 401, body: "unknown token s3cr3t-t0ken" });
    const outcome = await send(gauge(1));
    expect(JSON.stringify(outcome)).toContain("unknown token ***");
  });
});

describe("a line older than what was sent of its series", () => {
  test("is rejected here, and the others of its batch arrive", async () => {
    await send(`if.util,n="1" gauge,1 ${AT_MS + 1}`);
    const outcome = await send(gauge(0), gauge(1), gauge(2));
    expect(outcome).toMatchObject({
      kind: "delivered",
      accepted: 2,
      rejectedCount: 1,
      rejected: [{ index: 1 }],
    });
  });

  test("alone causes no request", async () => {
    await send(`if.util,n="1" gauge,1 ${AT_MS + 1}`);
    await send(gauge(1));
    expect(peer.requests).toHaveLength(1);
  });
});

describe("options that cannot work", () => {
  test("an address with a password in it is refused", () => {
    expect(() => aSink({ url: "http://user:pw@localhost/api/v1/write" })).toThrow(
      expect.objectContaining({ code: "ingest.bad-url" }) as Error,
    );
  });

  test("a header with a line break is refused, and its value is not shown", () => {
    const headers = { "x-key": new Secret("s3cr3t\r\nx: y") };
    expect(() => aSink({ headers })).toThrow(expect.objectContaining({ code: "ingest.bad-header" }) as Error);
    expect(() => aSink({ headers })).not.toThrow(/s3cr3t/);
  });
});
