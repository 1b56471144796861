import { expect, test } from "vitest";
import { decodeTraces, type Encoding, tracesOf } from "../../src/otlp/index.ts";
import { decodeWith, encodeWith, type Plain } from "../support/otlp-proto.ts";

const NOW_MS = 1_760_000_000_123;
const nanos = (ms: number) => `${ms}000000`;
const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const SPAN_ID = "b7ad6b7169203331";
const base64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");
const span = (fields: Plain = {}): Plain => ({
  traceId: base64(TRACE_ID),
  spanId: base64(SPAN_ID),
  name: "sell",
  startTimeUnixNano: nanos(NOW_MS - 10),
  endTimeUnixNano: nanos(NOW_MS),
  ...fields,
});
const request = (...spans: Plain[]) => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] });

function map(body: Uint8Array, encoding: Encoding) {
  const decoded = decodeTraces(body, encoding);
  if (!decoded.ok) throw new Error(decoded.message);
  return tracesOf(decoded.request, body, encoding, NOW_MS);
}

test("a protobuf request is passed on with its own bytes, also what we do not know of it", () => {
  const known = encodeWith("ExportTraceServiceRequest", request(span()));
  const body = Buffer.concat([known, Buffer.from([0xfa, 0x01, 0x01, 0x78])]);
  const mapped = map(body, "protobuf");
  expect(mapped).toMatchObject({ accepted: 1, rejected: 0, message: "" });
  expect(mapped.bytes).toBe(body);
});

test("a JSON request is passed on as protobuf", () => {
  const events = [
    { timeUnixNano: nanos(NOW_MS), name: "paid", attributes: [{ key: "sum", value: { intValue: "5" } }] },
  ];
  const links = [{ traceId: TRACE_ID, spanId: SPAN_ID, traceState: "a=b" }];
  const rest = { kind: 2, events, links, status: { code: 2, message: "no" }, traceState: "c=d", flags: 256 };
  const body = Buffer.from(
    JSON.stringify(request(span({ traceId: TRACE_ID, spanId: SPAN_ID, parentSpanId: SPAN_ID, ...rest }))),
  );
  const mapped = map(body, "json");
  expect(mapped).toMatchObject({ accepted: 1 });
  expect(decodeWith("ExportTraceServiceRequest", mapped.bytes)).toMatchObject(
    request(
      span({
        ...rest,
        parentSpanId: base64(SPAN_ID),
        links: [{ traceId: base64(TRACE_ID), spanId: base64(SPAN_ID), traceState: "a=b" }],
      }),
    ),
  );
});

test.each([
  ["no trace id", { traceId: "" }, "without a valid trace id"],
  ["a short trace id", { traceId: base64("0af7") }, "without a valid trace id"],
  ["a trace id of zeros", { traceId: base64("00".repeat(16)) }, "without a valid trace id"],
  ["no span id", { spanId: "" }, "without a valid trace id"],
  ["an end long ago", { endTimeUnixNano: nanos(NOW_MS - 3_600_001) }, "more than an hour ago"],
  ["an end far ahead", { endTimeUnixNano: nanos(NOW_MS + 600_001) }, "in the future"],
  ["no end", { endTimeUnixNano: 0 }, "more than an hour ago"],
])("a span with %s is rejected", (_, fields, text) => {
  const mapped = map(encodeWith("ExportTraceServiceRequest", request(span(), span(fields))), "protobuf");
  expect(mapped).toMatchObject({ accepted: 1, rejected: 1, message: expect.stringContaining(text) });
});
