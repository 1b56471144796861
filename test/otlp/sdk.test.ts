import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { OTLPMetricExporter as JsonMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import {
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  answerTo,
  CumulativeSums,
  DEFAULT_RESOURCE_ALLOW_LIST,
  decodeLogs,
  decodeMetrics,
  decodeTraces,
  type Encoding,
  logsOf,
  type MappedLogs,
  type MappedMetrics,
  type MappedTraces,
  metricsOf,
  type OtlpAnswer,
  tracesOf,
} from "../../src/otlp/index.ts";

// The official OpenTelemetry SDK for JavaScript exports to a plain HTTP server that decodes with ours. Its clock is
// that of the host.

let metrics: MappedMetrics[];
let logs: MappedLogs[];
let traces: MappedTraces[];
let sums: CumulativeSums | undefined;
let base: string;
let close: () => Promise<void>;

beforeEach(async () => {
  [metrics, logs, traces, sums] = [[], [], [], undefined];
  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  };
});
afterEach(() => close());

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const encoding = request.headers["content-type"]?.includes("json") === true ? "json" : "protobuf";
  const answer = answerOf(request.url ?? "", Buffer.concat(chunks), encoding);
  response.writeHead(answer.status, { "content-type": answer.contentType });
  response.end(answer.body);
}

function answerOf(path: string, body: Buffer, encoding: Encoding): OtlpAnswer {
  const nowMs = Date.now();
  if (path === "/v1/metrics") {
    const options = {
      nowMs,
      resourceAllowList: DEFAULT_RESOURCE_ALLOW_LIST,
      scopeAttributes: true,
      cumulativeToDelta: sums,
    };
    const mapped = metricsOf(requestOf(decodeMetrics(body, encoding)), options);
    metrics.push(mapped);
    return answerTo("metrics", encoding, mapped);
  }
  if (path === "/v1/logs") {
    const mapped = logsOf(requestOf(decodeLogs(body, encoding)), { nowMs });
    logs.push(mapped);
    return answerTo("logs", encoding, mapped);
  }
  const mapped = tracesOf(requestOf(decodeTraces(body, encoding)), body, encoding, nowMs);
  traces.push(mapped);
  return answerTo("traces", encoding, mapped);
}

function requestOf<T>(decoded: { ok: true; request: T } | { ok: false; message: string }): T {
  if (!decoded.ok) throw new Error(decoded.message);
  return decoded.request;
}

const resource = resourceFromAttributes({ "service.name": "shop", "not.listed": "x" });
const { DELTA, CUMULATIVE } = AggregationTemporality;

function meterOf(exporter: PushMetricExporter) {
  const provider = new MeterProvider({
    resource,
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })],
    views: [{ instrumentName: "exponential", aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
  });
  return { provider, meter: provider.getMeter("shop-meter", "1.0") };
}

const EXPORTERS = [
  [
    "protobuf",
    (temporality: AggregationTemporality) =>
      new OTLPMetricExporter({ url: `${base}/v1/metrics`, temporalityPreference: temporality }),
  ],
  [
    "JSON",
    (temporality: AggregationTemporality) =>
      new JsonMetricExporter({ url: `${base}/v1/metrics`, temporalityPreference: temporality }),
  ],
] as const;

describe.each(EXPORTERS)("the SDK's metrics as %s", (_, exporterOf) => {
  const common = [
    ["otel.scope.name", "shop-meter"],
    ["otel.scope.version", "1.0"],
    ["service.name", "shop"],
  ];

  test("with delta temporality all kinds of instruments arrive", async () => {
    const { provider, meter } = meterOf(exporterOf(DELTA));
    meter.createCounter("sold", { unit: "{item}", description: "Items sold" }).add(3, { shelf: "A", no: 2 });
    meter.createUpDownCounter("carts").add(-2);
    meter.createHistogram("wait", { unit: "ms" }).record(12);
    meter.createHistogram("exponential").record(8);
    meter.createObservableGauge("temperature").addCallback((result) => result.observe(21.5));
    await provider.forceFlush();
    await provider.shutdown();
    const [mapped] = metrics;
    expect(mapped).toMatchObject({ accepted: 5, rejected: 0 });
    const byKey = Object.fromEntries(mapped!.points.map((point) => [point.key, point]));
    expect(byKey["sold"]).toMatchObject({
      type: "count",
      value: 3,
      dimensions: [["no", "2"], ...common, ["shelf", "A"]],
    });
    expect(Math.abs(byKey["sold"]!.timestampMs - Date.now())).toBeLessThan(60_000);
    // Of an up-down counter the SDK exports the sum, whatever temporality is preferred.
    expect(byKey["carts"]).toMatchObject({ type: "gauge", value: -2 });
    expect(byKey["wait.histogram"]).toMatchObject({
      type: "gauge",
      value: { min: 12, max: 12, sum: 12, count: 1 },
    });
    expect(byKey["exponential"]).toMatchObject({ value: { min: 8, max: 8, sum: 8, count: 1 } });
    expect(byKey["temperature"]).toMatchObject({ type: "gauge", value: 21.5, dimensions: common });
    expect(Object.fromEntries(mapped!.infos)).toEqual({
      sold: { unit: "Count", description: "Items sold" },
      "wait.histogram": { unit: "MilliSecond", description: undefined },
    });
  });

  test("with cumulative temporality counters and histograms are rejected, and the rest arrives", async () => {
    const { provider, meter } = meterOf(exporterOf(CUMULATIVE));
    meter.createCounter("sold").add(3);
    meter.createHistogram("wait").record(12);
    meter.createUpDownCounter("carts").add(2);
    await provider.forceFlush();
    await provider.shutdown();
    expect(metrics[0]).toMatchObject({ accepted: 1, rejected: 2, points: [{ key: "carts", value: 2 }] });
    expect(Object.fromEntries(metrics[0]!.reasons)).toEqual({
      UNSUPPORTED_METRIC_TYPE_MONOTONIC_CUMULATIVE_SUM: 1,
      UNSUPPORTED_CUMULATIVE_HISTOGRAM: 1,
    });
  });

  test("cumulative counters become counts where that is wanted", async () => {
    sums = new CumulativeSums();
    const { provider, meter } = meterOf(exporterOf(CUMULATIVE));
    const counter = meter.createCounter("sold");
    counter.add(3);
    await provider.forceFlush();
    counter.add(4);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await provider.forceFlush();
    await provider.shutdown();
    expect(metrics[0]).toMatchObject({ points: [], rejected: 0 });
    expect(metrics[1]!.points).toMatchObject([{ key: "sold", type: "count", value: 4 }]);
  });
});

test("the SDK's log records arrive", async () => {
  const exporter = new OTLPLogExporter({ url: `${base}/v1/logs` });
  const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter })] });
  provider.getLogger("shop-log").emit({
    severityNumber: 13,
    severityText: "WARN",
    body: "shelf A is empty",
    attributes: { shelf: "A", sizes: [1, 2], nested: { deep: true } },
  });
  await provider.forceFlush();
  await provider.shutdown();
  expect(logs[0]).toMatchObject({ accepted: 1, rejected: 0 });
  expect(logs[0]!.records).toMatchObject([{ severity: "WARN", content: "shelf A is empty" }]);
  expect(Object.fromEntries(logs[0]!.records[0]!.attributes)).toEqual({
    "service.name": "shop",
    "not.listed": "x",
    "otel.scope.name": "shop-log",
    shelf: "A",
    sizes: ["1", "2"],
    "nested.deep": "true",
  });
});

test("the SDK's spans arrive, and are passed on as they came", async () => {
  const exporter = new OTLPTraceExporter({ url: `${base}/v1/traces` });
  const provider = new BasicTracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor(exporter)] });
  provider
    .getTracer("shop")
    .startSpan("sell", { attributes: { shelf: "A" } })
    .end();
  await provider.forceFlush();
  await provider.shutdown();
  expect(traces[0]).toMatchObject({ accepted: 1, rejected: 0, message: "" });
  expect(Buffer.from(traces[0]!.bytes).includes("sell")).toBe(true);
});
