import { afterEach, describe, expect, test } from "vitest";
import { Secret } from "../../src/base/index.ts";
import { createOtlpSink, type OtlpSink, type OtlpSinkOptions } from "../../src/ingest/index.ts";
import { batchOf, linesOf } from "../support/delivery-run.ts";
import { FakeClock } from "../support/fake-clock.ts";
import type { PeerAnswer } from "../support/http-peer.ts";
import { decodeWith, encodeWith } from "../support/otlp-proto.ts";
import { type OtlpStub, protobufAnswer, startOtlpStub } from "../support/otlp-stub.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

async function stubOf(...answers: (PeerAnswer | undefined)[]): Promise<OtlpStub> {
  const stub = await startOtlpStub((_, n) => answers[Math.min(n, answers.length - 1)]);
  open.push(stub);
  return stub;
}

const clock = new FakeClock();
const never = () => new AbortController().signal;

function sinkTo(url: string, options: Partial<OtlpSinkOptions> = {}): OtlpSink {
  const sink = createOtlpSink({
    name: "collector",
    url,
    timeoutMs: 5_000,
    clock,
    infoOf: () => undefined,
    ...options,
  });
  open.push(sink);
  return sink;
}

const counts = (...deltas: number[]) =>
  batchOf(
    deltas.map((delta, n) => `if.in,device.address="192.0.2.1" count,delta=${delta} ${clock.wallMs() + n}`),
    clock.wallMs(),
  );
const rejected = (count: number, message: string): PeerAnswer =>
  protobufAnswer(
    200,
    encodeWith("ExportMetricsServiceResponse", {
      partialSuccess: { rejectedDataPoints: count, errorMessage: message },
    }),
  );

describe("the request", () => {
  test.each([
    ["", "/v1/metrics"],
    ["/", "/v1/metrics"],
    ["/api/v2/otlp", "/api/v2/otlp/v1/metrics"],
    ["/api/v2/otlp/v1/metrics", "/api/v2/otlp/v1/metrics"],
    ["/otlp?tenant=a", "/otlp/v1/metrics?tenant=a"],
  ])("an address that ends in %j is asked at %s", async (path, asked) => {
    const stub = await stubOf(undefined);
    await sinkTo(`${stub.url}${path}`).send(linesOf(1, clock.wallMs()), never());
    expect(stub.requests).toMatchObject([{ method: "POST", path: asked }]);
  });

  test("is protobuf, gzipped unless that is switched off, with the configured headers", async () => {
    const stub = await stubOf(undefined);
    const headers = { Authorization: new Secret("Api-Token dt0c01.X\n"), "X-Scope-OrgID": "a" };
    await sinkTo(stub.url, { headers }).send(linesOf(1, clock.wallMs()), never());
    await sinkTo(stub.url, { gzip: false }).send(linesOf(1, clock.wallMs()), never());
    expect(stub.requests[0]!.headers).toMatchObject({
      "content-type": "application/x-protobuf",
      "content-encoding": "gzip",
      authorization: "Api-Token dt0c01.X",
      "x-scope-orgid": "a",
    });
    expect(stub.requests[1]!.headers).not.toHaveProperty("content-encoding");
    expect(stub.points).toHaveLength(2);
  });

  test.each([{ "bad name": "x" }, { Authorization: new Secret("hunter2\nX: y") }])(
    "a header that cannot be sent is refused at start, without its value",
    (headers) => {
      expect(() => sinkTo("http://127.0.0.1:1", { headers })).toThrowError(
        expect.objectContaining({
          code: "ingest.bad-header",
          message: expect.not.stringContaining("hunter2"),
        }),
      );
    },
  );

  test("metadata lines alone ask for nothing", async () => {
    const stub = await stubOf(undefined);
    const batch = batchOf(['#if.in count dt.meta.unit="Byte"'], clock.wallMs());
    expect(await sinkTo(stub.url).send(batch, never())).toMatchObject({ kind: "delivered", accepted: 1 });
    expect(stub.requests).toEqual([]);
  });

  test("a request that would be too large is not sent: the batch is to be split", async () => {
    const stub = await stubOf(undefined);
    const filler = Array.from({ length: 45 }, (_, n) => `,k${n}="v"`).join("");
    const lines = Array.from({ length: 3_000 }, (_, n) => `a.b,n="${n}"${filler} gauge,1 ${clock.wallMs()}`);
    const resource = [["x", "y".repeat(2_000_000)]] as const;
    expect(await sinkTo(stub.url, { resource }).send(batchOf(lines, clock.wallMs()), never())).toMatchObject({
      kind: "tooLarge",
    });
    expect(stub.requests).toEqual([]);
  });
});

describe("answers", () => {
  const send = async (answer: PeerAnswer, options: Partial<OtlpSinkOptions> = {}) => {
    const stub = await stubOf(answer);
    return sinkTo(stub.url, options).send(linesOf(5, clock.wallMs()), never());
  };
  const status = (code: number, message: string): PeerAnswer =>
    protobufAnswer(code, encodeWith("RpcStatus", { code: 3, message }));

  test("a partial success is final: what was rejected is counted, its text is a warning", async () => {
    expect(await send(rejected(2, "two were odd"))).toEqual({
      kind: "delivered",
      accepted: 3,
      rejected: [],
      rejectedCount: 2,
      warnings: ["two were odd"],
    });
  });

  test("a text without rejected points is a warning", async () => {
    expect(await send(rejected(0, "soon gone"))).toMatchObject({ accepted: 5, warnings: ["soon gone"] });
  });

  test("success in another format is success", async () => {
    const headers = { "content-type": "application/json" };
    expect(await send({ status: 200, headers, body: '{"partialSuccess":{}}' })).toMatchObject({
      kind: "delivered",
      accepted: 5,
    });
  });

  test("a web page with 200 is none", async () => {
    const headers = { "content-type": "text/html; charset=utf-8" };
    expect(await send({ status: 200, headers, body: "<html>Log in</html>" })).toMatchObject({
      kind: "refused",
    });
  });

  test.each([
    [400, "drop"],
    [401, "refused"],
    [403, "refused"],
    [404, "refused"],
    [408, "retry"],
    [413, "tooLarge"],
    [415, "refused"],
    [422, "drop"],
    [429, "retry"],
    [500, "retry"],
    [502, "retry"],
    [503, "retry"],
    [504, "retry"],
  ])("%i means %s, and the text of the server is told", async (code, kind) => {
    expect(await send(status(code, "because"))).toMatchObject({
      kind,
      reason: expect.stringMatching(new RegExp(`answered ${code}: because\\.$`)),
    });
  });

  test("Retry-After is heeded", async () => {
    expect(await send({ status: 429, headers: { "retry-after": "7" } })).toMatchObject({ afterMs: 7_000 });
  });

  test("a redirect is not followed", async () => {
    expect(await send({ status: 307, headers: { location: "http://127.0.0.1:1/" } })).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("points to http://127.0.0.1:1/"),
    });
  });

  test("secrets that the server repeats are not shown", async () => {
    const headers = { Authorization: new Secret("Bearer s3cr3t-token") };
    const outcome = await send(status(401, "unknown token s3cr3t-token"), { headers });
    expect(JSON.stringify(outcome)).not.toContain("s3cr3t");
  });

  test("an internal error is retried three times, then the batch is dropped", async () => {
    const stub = await stubOf({ status: 500 });
    const sink = sinkTo(stub.url);
    const kinds: string[] = [];
    for (let n = 0; n < 5; n++) kinds.push((await sink.send(linesOf(1, clock.wallMs()), never())).kind);
    expect(kinds).toEqual(["retry", "retry", "retry", "drop", "retry"]);
  });
});

describe("what is remembered between requests", () => {
  const sums = (stub: OtlpStub) => stub.points.map(({ point }) => point["asInt"]);

  test("a cumulative sum counts a batch that is sent again once", async () => {
    const stub = await stubOf({ status: 503 }, undefined);
    const sink = sinkTo(stub.url, { temporality: "cumulative" });
    const batch = counts(5, 6);
    expect(await sink.send(batch, never())).toMatchObject({ kind: "retry" });
    expect(await sink.send(batch, never())).toMatchObject({ kind: "delivered" });
    expect(sums(stub)).toEqual(["5", "11"]);
  });

  test("a batch that the receiver will never take goes on counting", async () => {
    const stub = await stubOf({ status: 400 }, undefined);
    const sink = sinkTo(stub.url, { temporality: "cumulative" });
    await sink.send(counts(5), never());
    await sink.send(counts(6), never());
    expect(sums(stub)).toEqual(["11"]);
  });

  test("deltas start where the batch before them ended", async () => {
    const stub = await stubOf(undefined);
    const sink = sinkTo(stub.url);
    await sink.send(counts(5), never());
    const later = clock.wallMs() + 60_000;
    await sink.send(batchOf([`if.in,device.address="192.0.2.1" count,delta=6 ${later}`], later), never());
    expect(stub.points.map(({ point }) => point["startTimeUnixNano"])).toEqual([
      undefined,
      `${clock.wallMs()}000000`,
    ]);
  });
});

describe("other signals", () => {
  const record = { timestampMs: clock.wallMs(), severity: "NONE", content: "linkDown", attributes: [] };

  test("log records go to the address beside that of metrics", async () => {
    const stub = await stubOf({ status: 200 });
    expect(await sinkTo(`${stub.url}/v1/metrics`).sendLogs([record], never())).toMatchObject({
      kind: "delivered",
      accepted: 1,
    });
    expect(stub.requests).toMatchObject([{ path: "/v1/logs" }]);
    expect(decodeWith("ExportLogsServiceRequest", stub.requests[0]!.body)).toMatchObject({
      resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: "linkDown" } }] }] }],
    });
  });

  test("too many records for one request are to be split", async () => {
    const stub = await stubOf({ status: 200 });
    const large = Array.from({ length: 300 }, () => ({ ...record, content: "x".repeat(8_000) }));
    expect(await sinkTo(stub.url).sendLogs(large, never())).toMatchObject({ kind: "tooLarge" });
  });

  test("spans are passed on byte by byte", async () => {
    const stub = await stubOf({ status: 200 });
    const request = encodeWith("ExportTraceServiceRequest", { resourceSpans: [{ schemaUrl: "x" }] });
    expect(await sinkTo(stub.url).sendTraces(request, 3, never())).toMatchObject({
      kind: "delivered",
      accepted: 3,
    });
    expect(stub.requests).toMatchObject([{ path: "/v1/traces" }]);
    expect(Buffer.compare(stub.requests[0]!.body, request)).toBe(0);
  });
});
