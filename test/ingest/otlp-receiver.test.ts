import { createRequire } from "node:module";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createOtlpSink, type OtlpSink } from "../../src/ingest/index.ts";
import { batchOf } from "../support/delivery-run.ts";
import { FakeClock } from "../support/fake-clock.ts";

// What we export against a receiver that none of us wrote, which reads it by the official .proto files: Elastic's mock of
// an OTLP server.

interface Receiver {
  readonly httpUrl: string;
  start(): Promise<void>;
  close(): Promise<void>;
}

const { MockOtlpServer } = createRequire(import.meta.url)("@elastic/mockotlpserver") as {
  readonly MockOtlpServer: new (options: object) => Receiver;
};

const AT_MS = 1_760_000_000_000;

let receiver: Receiver;
let sink: OtlpSink;
let metrics: unknown[];
let logs: unknown[];

beforeEach(async () => {
  [metrics, logs] = [[], []];
  receiver = new MockOtlpServer({
    logLevel: "warn",
    services: ["http"],
    httpHostname: "127.0.0.1",
    httpPort: 0,
    onMetrics: (request: unknown) => metrics.push(plain(request)),
    onLogs: (request: unknown) => logs.push(plain(request)),
  });
  await receiver.start();
  sink = createOtlpSink({
    name: "otlp",
    url: receiver.httpUrl,
    gzip: false, // it reads none
    timeoutMs: 5_000,
    clock: new FakeClock(),
    infoOf: (key) =>
      key === "if.bytes" ? { unit: "Byte", description: "Octets in", displayName: undefined } : undefined,
  });
});

afterEach(async () => {
  await sink.close();
  await receiver.close();
});

/** Its objects have prototypes, and 64-bit numbers as objects. */
const plain = (request: unknown): unknown => JSON.parse(JSON.stringify(request)) as unknown;

test("points are read as the gauges and delta sums that they are, under their device", async () => {
  const texts = [
    `lab.temperature,device.address="192.0.2.1",device="192.0.2.1:161",sensor="1" gauge,21.5 ${AT_MS}`,
    `if.bytes,device.address="192.0.2.1",device="192.0.2.1:161",if.name="Gi1" count,delta=91822 ${AT_MS}`,
  ];
  const outcome = await sink.send(batchOf(texts, AT_MS), new AbortController().signal);
  expect(outcome).toMatchObject({ kind: "delivered", accepted: 2, rejectedCount: 0 });
  const text = JSON.stringify(metrics);
  expect(metrics).toHaveLength(1);
  expect(metrics[0]).toMatchObject({ resourceMetrics: [{ scopeMetrics: [{}] }] });
  for (const part of [
    "lab.temperature",
    "21.5",
    "192.0.2.1",
    "if.bytes",
    "91822",
    "Octets in",
    "By",
    "Gi1",
  ]) {
    expect(text).toContain(part);
  }
  expect(text).toMatch(/"isMonotonic":true/);
  expect(text).toMatch(/"aggregationTemporality":("AGGREGATION_TEMPORALITY_DELTA"|1)/);
});

test("log records are read with their text, severity and attributes", async () => {
  const record = {
    timestampMs: AT_MS,
    severity: "WARN",
    content: "link down",
    attributes: [["if.name", "Gi1"]],
  } as const;
  const outcome = await sink.sendLogs([record], new AbortController().signal);
  expect(outcome).toMatchObject({ kind: "delivered" });
  const text = JSON.stringify(logs);
  for (const part of ["link down", "WARN", "if.name", "Gi1"]) expect(text).toContain(part);
});
