import { messageOf } from "../base/index.ts";
import { fromJson, JsonFault } from "./json-codec.ts";
import type { LogsRequest, MetricsRequest, TracesRequest } from "./messages.ts";
import { fromProtobuf } from "./protobuf-codec.ts";
import type { MessageName } from "./schema.ts";
import { structureFault } from "./wire-guard.ts";

export type Encoding = "protobuf" | "json";
export type Signal = "metrics" | "logs" | "traces";

/** Octets of a body after inflating; whoever inflates stops there (OTLP spec of ours §2). */
export const MAX_REQUEST_BYTES: Readonly<Record<Signal, number>> = {
  metrics: 4_194_304,
  logs: 10_485_760,
  traces: 8_388_608,
};
/** More drop the whole request. */
export const MAX_DATA_POINTS = 15_000;
export const MAX_LOG_RECORDS = 50_000;

export type Decoded<T> =
  | { readonly ok: true; readonly request: T }
  /** `status` is the HTTP status to answer with: 400 for what cannot be read, 413 for what is too large. */
  | { readonly ok: false; readonly status: 400 | 413; readonly message: string };

/** Never throws, whatever the body is. */
export function decodeMetrics(body: Uint8Array, encoding: Encoding): Decoded<MetricsRequest> {
  const decoded = decode<MetricsRequest>("metrics", "MetricsRequest", body, encoding);
  if (!decoded.ok) return decoded;
  const points = countPoints(decoded.request);
  if (points <= MAX_DATA_POINTS) return decoded;
  return tooLarge(`it has ${points} data points, and ${MAX_DATA_POINTS} are taken in one request`);
}

/** Never throws, whatever the body is. */
export function decodeLogs(body: Uint8Array, encoding: Encoding): Decoded<LogsRequest> {
  const decoded = decode<LogsRequest>("logs", "LogsRequest", body, encoding);
  if (!decoded.ok) return decoded;
  let records = 0;
  for (const { scopeLogs } of decoded.request.resourceLogs ?? []) {
    for (const { logRecords } of scopeLogs ?? []) records += logRecords?.length ?? 0;
  }
  if (records <= MAX_LOG_RECORDS) return decoded;
  return tooLarge(`it has ${records} log records, and ${MAX_LOG_RECORDS} are taken in one request`);
}

/** Never throws, whatever the body is. */
export function decodeTraces(body: Uint8Array, encoding: Encoding): Decoded<TracesRequest> {
  return decode<TracesRequest>("traces", "TracesRequest", body, encoding);
}

function decode<T>(signal: Signal, name: MessageName, body: Uint8Array, encoding: Encoding): Decoded<T> {
  const maxBytes = MAX_REQUEST_BYTES[signal];
  if (body.length > maxBytes) return tooLarge(`it has ${body.length} bytes, and ${maxBytes} are taken`);
  try {
    if (encoding === "json") return { ok: true, request: fromJson(name, body) as T };
    const fault = structureFault(body, name);
    if (fault !== undefined) return malformed(name, fault);
    return { ok: true, request: fromProtobuf(name, body) as T };
  } catch (error) {
    return malformed(name, error instanceof JsonFault ? error.message : `it is torn: ${messageOf(error)}`);
  }
}

function countPoints({ resourceMetrics }: MetricsRequest): number {
  let points = 0;
  for (const { scopeMetrics } of resourceMetrics ?? []) {
    for (const { metrics } of scopeMetrics ?? []) {
      for (const { gauge, sum, histogram, exponentialHistogram, summary } of metrics ?? []) {
        const data = gauge ?? sum ?? histogram ?? exponentialHistogram ?? summary;
        points += data?.dataPoints?.length ?? 0;
      }
    }
  }
  return points;
}

const tooLarge = (what: string): Decoded<never> => ({
  ok: false,
  status: 413,
  message: `OTLP_MESSAGE_MAX_SIZE_EXCEEDED: the request is too large: ${what}. Send it in smaller parts.`,
});

const REQUESTS: Partial<Record<MessageName, string>> = {
  MetricsRequest: "ExportMetricsServiceRequest",
  LogsRequest: "ExportLogsServiceRequest",
  TracesRequest: "ExportTraceServiceRequest",
};

const malformed = (name: MessageName, what: string): Decoded<never> => ({
  ok: false,
  status: 400,
  message: `The body is no ${REQUESTS[name] ?? name}: ${what}.`.slice(0, 500),
});
