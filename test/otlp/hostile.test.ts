import { expect, test } from "vitest";
import {
  CumulativeSums,
  DEFAULT_RESOURCE_ALLOW_LIST,
  decodeLogs,
  decodeMetrics,
  logsOf,
  metricsOf,
} from "../../src/otlp/index.ts";
import { encodeWith, type Plain } from "../support/otlp-proto.ts";

// Requests within all limits of size that would take minutes where work grows with the product of their parts. The
// time of a test is the bound.

const NOW_MS = 1_760_000_000_123;
const text = (key: string, value: string): Plain => ({ key, value: { stringValue: value } });
const list = <T>(length: number, make: (n: number) => T): T[] => Array.from({ length }, (_, n) => make(n));

function metrics(resource: Plain[], points: Plain[]) {
  const sum = { dataPoints: points, aggregationTemporality: 2, isMonotonic: true };
  const body = encodeWith("ExportMetricsServiceRequest", {
    resourceMetrics: [
      { resource: { attributes: resource }, scopeMetrics: [{ metrics: [{ name: "abc", sum }] }] },
    ],
  });
  const decoded = decodeMetrics(body, "protobuf");
  if (!decoded.ok) throw new Error(decoded.message);
  return metricsOf(decoded.request, {
    nowMs: NOW_MS,
    resourceAllowList: DEFAULT_RESOURCE_ALLOW_LIST,
    scopeAttributes: true,
    cumulativeToDelta: new CumulativeSums(),
  });
}

function logs(resource: Plain[], records: Plain[]) {
  const body = encodeWith("ExportLogsServiceRequest", {
    resourceLogs: [{ resource: { attributes: resource }, scopeLogs: [{ logRecords: records }] }],
  });
  const decoded = decodeLogs(body, "protobuf");
  if (!decoded.ok) throw new Error(decoded.message);
  return logsOf(decoded.request, { nowMs: NOW_MS });
}

test("a point with very many attributes, in the worst order", () => {
  const attributes = list(150_000, (n) => text(`k${String(999_999 - n)}`, "v"));
  expect(metrics([], [{ asInt: 1, attributes }])).toMatchObject({ accepted: 0, rejected: 1 });
}, 10_000);

test("a resource with very many attributes around very many points", () => {
  const resource = list(100_000, () => text("host.name", "v"));
  expect(
    metrics(
      resource,
      list(15_000, () => ({ asInt: 1 })),
    ),
  ).toMatchObject({ accepted: 15_000 });
}, 10_000);

test("a resource with very many attributes around very many log records", () => {
  const resource = list(200_000, (n) => text(`k${n}`, "v"));
  expect(
    logs(
      resource,
      list(50_000, () => ({})),
    ),
  ).toMatchObject({ accepted: 50_000 });
}, 10_000);

test("a very long key before very many members", () => {
  const values = list(200_000, () => text("m", "v"));
  const attributes = [{ key: "k".repeat(2_000_000), value: { kvlistValue: { values } } }];
  expect(logs([], [{ attributes }])).toMatchObject({ accepted: 1 });
}, 10_000);
