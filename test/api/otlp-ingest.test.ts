import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Ingest, OtlpRequest } from "../../src/api/index.ts";
import { startApiBench } from "../support/api-bench.ts";

const PROTOBUF = { "content-type": "application/x-protobuf" };
const SIGNALS = ["metrics", "logs", "traces"] as const;
const BASES = ["/api/v2/otlp", "/e/abc/api/v2/otlp", ""];

test.each(SIGNALS.flatMap((signal) => BASES.map((base) => [signal, `${base}/v1/${signal}`] as const)))(
  "%s are taken at %s, in protobuf and JSON",
  async (signal, path) => {
    const { post, taken } = await startApiBench();
    const protobuf = await post(path, "p", PROTOBUF);
    expect(protobuf.status).toBe(200);
    expect(protobuf.headers.get("content-type")).toBe("application/x-protobuf");
    const json = await post(path, "{}", { "content-type": "application/json; charset=utf-8" });
    expect(json.headers.get("content-type")).toContain("application/json");
    expect(taken.map(({ what }) => what)).toEqual([`${signal} protobuf`, `${signal} json`]);
  },
);

test("a body is inflated", async () => {
  const { post, taken } = await startApiBench();
  await post("/v1/metrics", gzipSync("points"), { ...PROTOBUF, "content-encoding": "gzip" });
  expect(taken[0]?.body).toBe("points");
});

test.each(["text/plain", "application/grpc", "application/protobuf", "multipart/form-data"])(
  "the content type %s is refused: 415, and what to send",
  async (type) => {
    const { post } = await startApiBench();
    const response = await post("/v1/metrics", "x", { "content-type": type });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({
      error: { code: 415, message: expect.stringContaining("x-protobuf") },
    });
  },
);

test.each([
  ["protobuf", "application/x-protobuf"],
  ["json", "application/json"],
])("a refusal is a Status in %s as the request is", async (encoding, type) => {
  const { post } = await startApiBench({ loopbackWithoutToken: false });
  const response = await post("/v1/logs", "x", { "content-type": type });
  expect(response.status).toBe(401);
  expect(response.headers.get("content-type")).toContain(type);
  expect(await response.text()).toMatch(new RegExp(`^${encoding} 401 no token was sent`));
});

test.each([
  ["metrics", "metrics.ingest"],
  ["logs", "logs.ingest"],
  ["traces", "openTelemetryTrace.ingest"],
] as const)("%s need the scope %s and no other", async (signal, scope) => {
  const { post, issue } = await startApiBench({ loopbackWithoutToken: false });
  const others = (
    ["metrics.ingest", "logs.ingest", "openTelemetryTrace.ingest", "metrics.read"] as const
  ).filter((one) => one !== scope);
  const status = async (token: string) =>
    (await post(`/v1/${signal}`, "x", { ...PROTOBUF, authorization: `Api-Token ${token}` })).status;
  expect(await status(issue(scope))).toBe(200);
  expect(await status(issue(...others))).toBe(403);
});

test("a body above the limit of its signal is refused: 413", async () => {
  const limits = { otlpBytes: { metrics: 10, logs: 20, traces: 30 } };
  const { post } = await startApiBench({ limits });
  const status = async (signal: string, bytes: number) =>
    (await post(`/v1/${signal}`, "x".repeat(bytes), PROTOBUF)).status;
  expect([await status("metrics", 10), await status("logs", 20), await status("traces", 30)]).toEqual([
    200, 200, 200,
  ]);
  expect([await status("metrics", 11), await status("logs", 21), await status("traces", 31)]).toEqual([
    413, 413, 413,
  ]);
});

test("what the ingest answers is passed on as it is", async () => {
  const ingest: Partial<Ingest> = {
    otlp: () =>
      Promise.resolve({
        status: 400,
        contentType: "application/x-protobuf",
        body: Buffer.from([8, 3]),
      }),
  };
  const { post } = await startApiBench({ ingest: ingest as Ingest });
  const response = await post("/v1/metrics", "x", PROTOBUF);
  expect(response.status).toBe(400);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([8, 3]));
});

test("a full queue is 429 with Retry-After", async () => {
  const ingest: Partial<Ingest> = {
    otlp: () => Promise.resolve({ retryAfterMs: 5_000 }),
    otlpError: (_, status) => ({ status, contentType: "application/x-protobuf", body: new Uint8Array() }),
  };
  const { post } = await startApiBench({ ingest: ingest as Ingest });
  const response = await post("/v1/metrics", "x", PROTOBUF);
  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("5");
});

test("logs bring the attributes of their header and the structure of the query", async () => {
  const requests: Partial<OtlpRequest>[] = [];
  const ingest: Partial<Ingest> = {
    otlp: ({ signal, encoding, attributes, structure }) => {
      requests.push({ signal, encoding, attributes, structure });
      return Promise.resolve({ status: 200, contentType: "application/x-protobuf", body: new Uint8Array() });
    },
  };
  const { post } = await startApiBench({ ingest: ingest as Ingest });
  await post("/v1/logs?structure=raw", "x", { ...PROTOBUF, "x-dynatrace-attr": "site=north&rack=7" });
  await post("/v1/logs?structure=other", "x", PROTOBUF);
  const common = { signal: "logs", encoding: "protobuf" };
  expect(requests).toEqual([
    { ...common, attributes: "site=north&rack=7", structure: "raw" },
    { ...common, attributes: undefined, structure: "flattened" },
  ]);
});
