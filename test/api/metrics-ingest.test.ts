import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Ingest, MetricsAnswer } from "../../src/api/index.ts";
import { startApiBench } from "../support/api-bench.ts";

const PATH = "/api/v2/metrics/ingest";
const TWO_LINES = 'cpu.temperature,hostname="hostA",cpu="1" 55\ncpu.temperature,hostname="hostA",cpu="2" 45';
const ALL_TAKEN = { linesOk: 2, linesInvalid: 0, error: null, warnings: null };

async function benchThatAnswers(answer: MetricsAnswer) {
  const ingest: Partial<Ingest> = { metrics: () => Promise.resolve(answer) };
  return startApiBench({ ingest: ingest as Ingest });
}

describe("metric lines", () => {
  test("of a script that knows the vendor's documentation alone are taken: 202", async () => {
    const { post, issue, taken } = await startApiBench();
    const token = issue("metrics.ingest");
    // What python's requests sends with `requests.post(url, data=…, headers={'Authorization': …})`.
    const response = await post(PATH, TWO_LINES, {
      authorization: `Api-Token ${token}`,
      "user-agent": "python-requests/2.28.1",
      accept: "*/*",
      "accept-encoding": "gzip, deflate",
    });
    expect(response.status).toBe(202);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(await response.json()).toEqual(ALL_TAKEN);
    expect(taken).toEqual([{ what: "lines", body: TWO_LINES, from: token.slice(0, 31) }]);
  });

  test.each([PATH, "/e/abc12345/api/v2/metrics/ingest", "/metrics/ingest", `${PATH}/`, `${PATH}?x=1`])(
    "are taken at %s",
    async (path) => {
      const { post } = await startApiBench();
      expect((await post(path, TWO_LINES)).status).toBe(202);
    },
  );

  test.each([
    "text/plain",
    "text/plain; charset=utf-8",
    "text/plain;charset=UTF-8",
    "TEXT/Plain",
    "application/x-www-form-urlencoded",
    "application/octet-stream",
  ])("are taken with the content type %s", async (type) => {
    const { post, taken } = await startApiBench();
    expect((await post(PATH, TWO_LINES, { "content-type": type })).status).toBe(202);
    expect(taken[0]?.body).toBe(TWO_LINES);
  });

  test("are taken without any content type", async () => {
    const { post, taken } = await startApiBench();
    expect((await post(PATH, Buffer.from(TWO_LINES))).status).toBe(202);
    expect(taken[0]?.body).toBe(TWO_LINES);
  });

  test("in a form of several parts are refused: 415", async () => {
    const { post } = await startApiBench();
    const response = await post(PATH, TWO_LINES, { "content-type": "multipart/form-data; boundary=x" });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ error: { code: 415 } });
  });

  test.each(["gzip", "x-gzip", "GZIP"])("compressed with %s are inflated", async (encoding) => {
    const { post, taken } = await startApiBench();
    const response = await post(PATH, gzipSync(TWO_LINES), { "content-encoding": encoding });
    expect(response.status).toBe(202);
    expect(taken[0]?.body).toBe(TWO_LINES);
  });

  test("may be none at all: 202 with zeros", async () => {
    const { post } = await startApiBench();
    const response = await post(PATH, "");
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ linesOk: 0, linesInvalid: 0, error: null });
  });

  test("of which some are invalid are answered with 400 and the rest is taken", async () => {
    const { post } = await benchThatAnswers({
      linesOk: 1,
      linesInvalid: 1,
      invalidLines: [{ line: 2, error: "line 2, column 5: a number is missing" }],
      changedKeys: [{ line: 1, warning: "a.b is stored as a.b.count" }],
    });
    const response = await post(PATH, "x");
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      linesOk: 1,
      linesInvalid: 1,
      error: {
        code: 400,
        message: "1 invalid lines",
        invalidLines: [{ line: 2, error: "line 2, column 5: a number is missing" }],
      },
      warnings: {
        message: "1 metric keys are stored under another name",
        changedMetricKeys: [{ line: 1, warning: "a.b is stored as a.b.count" }],
      },
    });
  });

  test("say how many invalid lines are listed when not all are", async () => {
    const { post } = await benchThatAnswers({
      linesOk: 0,
      linesInvalid: 5_000,
      invalidLines: [{ line: 1, error: "line 1, column 1: the key is missing" }],
      changedKeys: [],
    });
    const { error } = (await (await post(PATH, "x")).json()) as { error: { message: string } };
    expect(error.message).toBe("5000 invalid lines; the first 1 are listed");
  });

  test("for which the queue has no room are answered with 429 and when to come again", async () => {
    const { post, clock } = await benchThatAnswers({ retryAfterMs: 2_500 });
    const response = await post(PATH, TWO_LINES);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("3");
    expect(response.headers.get("x-ratelimit-reset")).toBe(String((clock.wallMs() + 2_500) * 1_000));
    expect(await response.json()).toMatchObject({ error: { code: 429 } });
  });

  test("that meet a bug of ours are answered with 500, and the log alone tells which", async () => {
    const metrics = () => Promise.reject(new Error("a secret place in our code"));
    const { post, warnings } = await startApiBench({ ingest: { metrics } as Partial<Ingest> as Ingest });
    const response = await post(PATH, TWO_LINES);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret place");
    expect(warnings).toMatchObject([{ code: "api.failed", err: { message: "a secret place in our code" } }]);
  });
});

describe("paths and methods", () => {
  test.each([
    "/",
    "/api/v2/metrics",
    "/api/v2/metrics/ingest/x",
    "/e/a/b/api/v2/metrics/ingest",
    "/v1/profiles",
  ])("nothing is at %s: 404 in an envelope", async (path) => {
    const { post } = await startApiBench();
    const response = await post(path, "x");
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: { code: 404, message: expect.any(String) } });
  });

  test.each([
    ["GET", PATH, "POST"],
    ["PUT", "/metrics/ingest", "POST"],
    ["DELETE", "/v1/traces", "POST"],
    ["POST", "/livez", "GET, HEAD"],
    ["PATCH", "/metrics", "GET, HEAD"],
  ])("%s %s is answered with 405 and %s in Allow", async (method, path, allow) => {
    const { api } = await startApiBench();
    const response = await fetch(`${api.url}${path}`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")?.split(", ").toSorted().join(", ")).toBe(allow);
    expect(await response.json()).toMatchObject({ error: { code: 405 } });
  });

  test("a URL that cannot be decoded is refused in an envelope: 400", async () => {
    const { post } = await startApiBench();
    const response = await post("/e/%zz/api/v2/metrics/ingest", "x");
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 400 } });
  });
});
