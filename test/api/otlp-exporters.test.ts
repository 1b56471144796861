import { OTLPMetricExporter as JsonMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import {
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from "@opentelemetry/sdk-metrics";
import { expect, test } from "vitest";
import type { Ingest, OtlpRequest } from "../../src/api/index.ts";
import { startApiBench } from "../support/api-bench.ts";

// The official SDK of OpenTelemetry as the sender: what it needs of a server, and what it makes of the answers.

async function exportOne(exporter: PushMetricExporter): Promise<void> {
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  provider.getMeter("test").createGauge("room.temperature").record(21.5, { room: "a" });
  await provider.shutdown(); // exports what is there
}

function listening() {
  const requests: OtlpRequest[] = [];
  const ingest: Partial<Ingest> = {
    otlp: (request) => {
      requests.push({ ...request, body: request.body.slice() });
      const contentType = request.encoding === "json" ? "application/json" : "application/x-protobuf";
      const body = Buffer.from(request.encoding === "json" ? "{}" : "");
      return Promise.resolve({ status: 200, contentType, body });
    },
  };
  return { requests, ingest: ingest as Ingest };
}

test.each([
  ["protobuf", OTLPMetricExporter, "gzip"],
  ["protobuf", OTLPMetricExporter, "none"],
  ["json", JsonMetricExporter, "gzip"],
] as const)("the official exporter sends %s with its token: %#", async (encoding, Exporter, compression) => {
  const { requests, ingest } = listening();
  const { api, issue, warnings } = await startApiBench({ ingest, loopbackWithoutToken: false });
  const headers = { authorization: `Api-Token ${issue("metrics.ingest")}` };
  const url = `${api.url}/api/v2/otlp/v1/metrics`;
  await exportOne(new Exporter({ url, headers, compression: compression as never }));
  expect(requests).toMatchObject([{ signal: "metrics", encoding }]);
  const { body } = requests[0]!;
  expect(Buffer.from(body).toString("latin1")).toContain("room.temperature");
  expect(warnings).toEqual([]);
});
