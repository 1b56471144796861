import { afterEach, describe, expect, test } from "vitest";
import { Secret } from "../../src/base/index.ts";
import {
  createDynatraceSink,
  type DynatraceSinkOptions,
  type LineBatch,
  type Outcome,
  type Sink,
} from "../../src/ingest/index.ts";
import { batchOf, linesOf, textOf } from "../support/delivery-run.ts";
import { FakeClock } from "../support/fake-clock.ts";
import {
  envelope,
  type IngestStub,
  type IngestStubOptions,
  type StubResponse,
  startIngestStub,
} from "../support/ingest-stub.ts";

const PUBLIC_ID = `dt0c01.${"A1".repeat(12)}`;
const SECRET_PART = "Z9".repeat(32);
const TOKEN = `${PUBLIC_ID}.${SECRET_PART}`;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

async function start(
  stubOptions: IngestStubOptions = {},
  sinkOptions: Partial<DynatraceSinkOptions> = {},
): Promise<{
  clock: FakeClock;
  stub: IngestStub;
  sink: Sink;
  send: (batch?: LineBatch) => Promise<Outcome>;
}> {
  const clock = new FakeClock();
  const stub = await startIngestStub({ nowMs: () => clock.wallMs(), ...stubOptions });
  const sink = createDynatraceSink({
    name: "tenant",
    ingestUrl: stub.url,
    token: new Secret(TOKEN),
    timeoutMs: 5_000,
    clock,
    ...sinkOptions,
  });
  open.push(stub, sink);
  const send = (batch = linesOf(3, clock.wallMs())) => sink.send(batch, new AbortController().signal);
  return { clock, stub, sink, send };
}

async function outcomeOf(
  response: StubResponse,
  batchOn = (clock: FakeClock): LineBatch => linesOf(3, clock.wallMs()),
) {
  const { clock, send } = await start({ script: () => response });
  return send(batchOn(clock));
}

const make = (options: Partial<DynatraceSinkOptions>) => () =>
  createDynatraceSink({
    name: "tenant",
    ingestUrl: "https://abc.live.dynatrace.com/api/v2/metrics/ingest",
    timeoutMs: 5_000,
    clock: new FakeClock(),
    ...options,
  });

describe("the request", () => {
  test("is a POST of plain text, one line a row, with the token", async () => {
    const { stub, send, clock } = await start({ token: TOKEN });
    await send();
    const lines = [0, 1, 2].map((n) => textOf(n, clock.wallMs()));
    expect(stub.requests).toMatchObject([
      {
        method: "POST",
        path: "/api/v2/metrics/ingest",
        body: lines.join("\n"),
        headers: { "content-type": "text/plain; charset=utf-8", authorization: `Api-Token ${TOKEN}` },
      },
    ]);
    expect(stub.received.map(({ text }) => text)).toEqual(lines);
  });

  test("carries no authorization without a token, as a local OneAgent wants it", async () => {
    const { stub, send } = await start({}, { token: undefined });
    await send();
    expect(stub.requests[0]?.headers.authorization).toBeUndefined();
  });

  test("takes a token with the line break its file ended in", async () => {
    const { send } = await start({ token: TOKEN }, { token: new Secret(`${TOKEN}\n`) });
    expect(await send()).toMatchObject({ kind: "delivered", accepted: 3 });
  });

  test("uses one connection for many batches", async () => {
    const { stub, send } = await start();
    for (let n = 0; n < 3; n++) await send();
    expect(stub.requests.map(({ connection }) => connection)).toEqual([0, 0, 0]);
  });
});

describe("a request is as full", () => {
  test.each([
    ["as a local OneAgent takes", "http://localhost:14499/metrics/ingest", 1_000],
    ["as the bytes allow", "https://abc.live.dynatrace.com/api/v2/metrics/ingest", 5_000],
  ])("%s", (_, ingestUrl, maxBatchLines) => {
    expect(make({ ingestUrl })()).toMatchObject({ maxBatchLines, maxBatchBytes: 1_000_000 });
  });
});

describe("202 and 400 with a validation answer are final", () => {
  test("202 accepts all lines", async () => {
    const { send } = await start();
    expect(await send()).toEqual({
      kind: "delivered",
      accepted: 3,
      rejected: [],
      rejectedCount: 0,
      warnings: [],
    });
  });

  test("400 of a partial success names the invalid lines and keeps the others", async () => {
    const { clock, stub, send } = await start();
    const [first, last] = [textOf(1, clock.wallMs()), textOf(2, clock.wallMs())];
    const outcome = await send(batchOf([first, "dt.reserved gauge,1", last], clock.wallMs()));
    expect(outcome).toMatchObject({
      kind: "delivered",
      accepted: 2,
      rejectedCount: 1,
      rejected: [{ index: 1, reason: expect.stringContaining("reserved") }],
    });
    expect(stub.received).toHaveLength(2);
  });

  test("linesValid is read like linesOk", async () => {
    const body = { linesValid: 2, linesInvalid: 1, error: { invalidLines: [{ line: 3, error: "too old" }] } };
    expect(await outcomeOf({ status: 400, body })).toMatchObject({
      kind: "delivered",
      accepted: 2,
      rejected: [{ index: 2, reason: "too old" }],
    });
  });

  test("at most ten reasons are kept, whatever the count", async () => {
    const invalidLines = Array.from({ length: 40 }, (_, n) => ({ line: n + 1, error: `reason ${n + 1}` }));
    const body = { linesOk: 0, linesInvalid: 40, error: { code: 400, message: "", invalidLines } };
    const outcome = await outcomeOf({ status: 400, body }, (clock) => linesOf(40, clock.wallMs()));
    expect(outcome).toMatchObject({ kind: "delivered", accepted: 0, rejectedCount: 40 });
    expect(outcome.kind === "delivered" && outcome.rejected).toHaveLength(10);
  });

  test("a count of invalid lines beyond the batch is cut to the batch", async () => {
    const body = { linesOk: 0, linesInvalid: 9_999, error: null };
    expect(await outcomeOf({ status: 400, body })).toMatchObject({ accepted: 0, rejectedCount: 3 });
  });

  test("changed metric keys become warnings that name the key", async () => {
    const changedMetricKeys = [{ line: 2, warning: "stored with the suffix .count" }];
    const body = { linesOk: 3, linesInvalid: 0, error: null, warnings: { message: "", changedMetricKeys } };
    expect(await outcomeOf({ status: 202, body })).toMatchObject({
      warnings: ["test.line: stored with the suffix .count"],
    });
  });

  test.each([
    ["nothing", ""],
    ["garbage", "<html>ok</html>"],
    ["an answer of another shape", { linesOk: "three", error: [] }],
  ])("202 with %s still means that the lines were taken", async (_, body) => {
    expect(await outcomeOf({ status: 202, body })).toMatchObject({ kind: "delivered", accepted: 3 });
  });
});

describe("answers that no repeat can change drop the batch", () => {
  test.each([
    [400, "answered 400: bad request", "metric ingest API"],
    [404, "answered 404: no such environment", "live.dynatrace.com/api/v2/metrics/ingest"],
    [405, "answered 405", "metric ingest API"],
    [415, "answered 415", "metric ingest API"],
    [410, "answered 410", "metric ingest API"],
  ])("%i", async (status, reason, remedy) => {
    const outcome = await outcomeOf(
      envelope(status, status === 404 ? "no such environment." : "bad request."),
    );
    expect(outcome).toMatchObject({
      kind: "drop",
      reason: expect.stringContaining(reason),
      remedy: expect.stringContaining(remedy),
    });
  });

  test("the address that a server repeats is not said twice", async () => {
    let url = "";
    const { stub, send } = await start({ script: () => envelope(404, `Nothing at ${url}, sorry.`) });
    url = stub.url;
    expect(await send()).toMatchObject({
      reason: `${url} answered 404: Nothing at this address, sorry.`,
      remedy: expect.stringMatching(/^Check url: /),
    });
  });

  test("400 with garbage is no partial success", async () => {
    const outcome = await outcomeOf({ status: 400, body: "<h1>Bad Request</h1>" });
    expect(outcome).toMatchObject({ kind: "drop", reason: expect.stringContaining("<h1>Bad Request</h1>") });
  });
});

describe("answers that a person must mend keep the queue and probe every minute", () => {
  test.each([
    [401, "does not know"],
    [403, "does not let"],
  ])("%i names the token's public id and the scope", async (status, text) => {
    const outcome = await outcomeOf(envelope(status, "Token is missing required scope"));
    expect(outcome).toMatchObject({
      kind: "refused",
      afterMs: 60_000,
      reason: expect.stringContaining("missing required scope"),
      remedy: expect.stringMatching(new RegExp(`${text} token ${PUBLIC_ID}\\b.*metrics\\.ingest`)),
    });
    expect(JSON.stringify(outcome)).not.toContain(SECRET_PART);
  });

  test("a token of an unknown shape is not shown at all", async () => {
    const { send } = await start({ token: TOKEN }, { token: new Secret("oddly.SHAPED.thing") });
    const outcome = await send();
    expect(outcome).toMatchObject({ kind: "refused", remedy: expect.stringContaining("the token") });
    expect(JSON.stringify(outcome)).not.toMatch(/oddly|SHAPED/);
  });

  test("a redirect is not followed, for the token must not travel", async () => {
    const elsewhere = await startIngestStub();
    open.push(elsewhere);
    const headers = { location: `${elsewhere.url}?key=private` };
    const outcome = await outcomeOf({ status: 307, headers });
    expect(outcome).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining(`points to ${elsewhere.url};`),
      remedy: expect.stringContaining("set url"),
    });
    expect(elsewhere.requests).toEqual([]);
    expect(JSON.stringify(outcome)).not.toContain("private");
  });

  test("a login page that answers 200 is not success", async () => {
    const body = "<html><title>Sign in</title></html>";
    expect(await outcomeOf({ status: 200, body, headers: { "content-type": "text/html" } })).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("Sign in"),
      remedy: expect.stringContaining("portal"),
    });
  });
});

describe("answers that ask for another time or size", () => {
  test("413 is too large", async () => {
    expect(await outcomeOf(envelope(413, "too big"))).toMatchObject({ kind: "tooLarge" });
  });

  test.each([500, 502, 503, 504, 599, 408])("%i is retried after a backoff", async (status) => {
    expect(await outcomeOf({ status })).toMatchObject({ kind: "retry", afterMs: undefined });
  });

  const startMs = new FakeClock().wallMs();
  test.each([
    ["X-RateLimit-Reset in microseconds", { "x-ratelimit-reset": `${(startMs + 7_000) * 1_000}` }, 7_000],
    ["Retry-After in seconds", { "retry-after": "12" }, 12_000],
    ["Retry-After as a date", { "retry-after": new Date(startMs + 30_000).toUTCString() }, 30_000],
    [
      "Retry-After before the other",
      { "retry-after": "2", "x-ratelimit-reset": `${(startMs + 9_000) * 1_000}` },
      2_000,
    ],
    ["a reset that has passed", { "x-ratelimit-reset": `${(startMs - 1_000) * 1_000}` }, undefined],
    ["a reset in seconds, which is long ago", { "x-ratelimit-reset": `${startMs / 1_000 + 5}` }, undefined],
    ["nonsense", { "retry-after": "soon", "x-ratelimit-reset": "-5" }, undefined],
    ["no header", {}, undefined],
  ] as const)("429 with %s", async (_, headers, afterMs) => {
    const outcome = await outcomeOf({ ...envelope(429, "Too many requests."), headers: { ...headers } });
    expect(outcome.kind).toBe("retry");
    expect(outcome.kind === "retry" && outcome.afterMs).toBe(afterMs);
  });

  test("503 with Retry-After waits as long", async () => {
    expect(await outcomeOf({ status: 503, headers: { "retry-after": "5" } })).toMatchObject({
      afterMs: 5_000,
    });
  });
});

describe("secrets", () => {
  test.each([400, 401, 403, 404, 429, 500, 200, 302])(
    "a server that repeats the token in a %i does not get it shown",
    async (status) => {
      const body = { error: { code: status, message: `You said Api-Token ${TOKEN}, and ${SECRET_PART}` } };
      const outcome = await outcomeOf({ status, body, headers: { location: `http://x.test/${TOKEN}` } });
      expect(JSON.stringify(outcome)).not.toContain(SECRET_PART);
    },
  );

  test("a token cut by our length limit leaves no part of it", async () => {
    const outcome = await outcomeOf({ status: 500, body: `${"x".repeat(250)}${TOKEN}` });
    expect(JSON.stringify(outcome)).not.toContain("Z9Z9");
  });

  test("a token in rejected lines and warnings is not shown", async () => {
    const body = {
      linesOk: 2,
      linesInvalid: 1,
      error: { invalidLines: [{ line: 1, error: TOKEN }] },
      warnings: { changedMetricKeys: [{ line: 2, warning: TOKEN }] },
    };
    expect(JSON.stringify(await outcomeOf({ status: 400, body }))).not.toContain(SECRET_PART);
  });
});

describe("settings that cannot work are refused at once, with the remedy", () => {
  test.each([
    ["ingest.bad-url", { ingestUrl: "abc.live.dynatrace.com" }],
    ["ingest.bad-url", { ingestUrl: "ftp://abc.live.dynatrace.com/" }],
    ["ingest.bad-url", { ingestUrl: "https://user:hunter2@abc.live.dynatrace.com/" }],
    ["ingest.bad-token", { token: new Secret("hunter2\r\nx-evil: 1") }],
    ["ingest.bad-token", { token: new Secret("  \n") }],
    ["ingest.bad-proxy", { proxy: "user:hunter2@proxy:3128" }],
    ["ingest.bad-ca", { ca: "hunter2" }],
    ["ingest.bad-ca", { ca: "-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----\n" }],
  ] as const)("%s (case %#)", (code, options) => {
    expect(make(options)).toThrow(expect.objectContaining({ code, remedy: expect.any(String) }));
    expect(make(options)).toThrow(/ of sink tenant /);
    expect(make(options)).not.toThrow(/hunter2/);
  });

  test("certificates that cannot be read are named by their file", () => {
    expect(make({ ca: "nonsense", caFile: "/etc/snmpgate/ca.pem" })).toThrow(
      /^The caFile \/etc\/snmpgate\/ca\.pem of sink tenant cannot be read: there is no PEM certificate in it\.$/,
    );
  });
});
