/**
 * The messages of OTLP 1.2 that we read and write, by the names of its JSON mapping. Fields that are not here are
 * skipped in both formats. Codec, guard and JSON reader are all made from this one table.
 */

export type Scalar =
  | "string"
  | "bool"
  | "bytes"
  | "double"
  | "int32"
  | "uint32"
  | "sint32"
  | "fixed32"
  | "int64"
  | "uint64"
  | "fixed64"
  | "sfixed64";

export interface Field {
  readonly id: number;
  readonly type: Scalar | MessageName;
  /** `optional` tells a zero that was sent from one that was not: members of a oneof, and fields marked so. */
  readonly rule: "plain" | "repeated" | "optional";
}

const plain = (id: number, type: Scalar | MessageName): Field => ({ id, type, rule: "plain" });
const many = (id: number, type: Scalar | MessageName): Field => ({ id, type, rule: "repeated" });
const optional = (id: number, type: Scalar | MessageName): Field => ({ id, type, rule: "optional" });

export const MESSAGE_NAMES = [
  "MetricsRequest",
  "ResourceMetrics",
  "ScopeMetrics",
  "Metric",
  "Gauge",
  "Sum",
  "Histogram",
  "ExponentialHistogram",
  "Summary",
  "NumberDataPoint",
  "HistogramDataPoint",
  "ExponentialHistogramDataPoint",
  "Buckets",
  "SummaryDataPoint",
  "Quantile",
  "LogsRequest",
  "ResourceLogs",
  "ScopeLogs",
  "LogRecord",
  "TracesRequest",
  "ResourceSpans",
  "ScopeSpans",
  "Span",
  "SpanEvent",
  "SpanLink",
  "SpanStatus",
  "Resource",
  "Scope",
  "KeyValue",
  "AnyValue",
  "ArrayValue",
  "KeyValueList",
  "MetricsResponse",
  "LogsResponse",
  "TracesResponse",
  "PartialSuccess",
  "PartialLogs",
  "PartialSpans",
  "Status",
] as const;
export type MessageName = (typeof MESSAGE_NAMES)[number];

const times = { startTimeUnixNano: plain(2, "fixed64"), timeUnixNano: plain(3, "fixed64") } as const;

export const MESSAGES: Readonly<Record<MessageName, Readonly<Record<string, Field>>>> = {
  MetricsRequest: { resourceMetrics: many(1, "ResourceMetrics") },
  ResourceMetrics: {
    resource: plain(1, "Resource"),
    scopeMetrics: many(2, "ScopeMetrics"),
    schemaUrl: plain(3, "string"),
  },
  ScopeMetrics: { scope: plain(1, "Scope"), metrics: many(2, "Metric"), schemaUrl: plain(3, "string") },
  Metric: {
    name: plain(1, "string"),
    description: plain(2, "string"),
    unit: plain(3, "string"),
    gauge: optional(5, "Gauge"),
    sum: optional(7, "Sum"),
    histogram: optional(9, "Histogram"),
    exponentialHistogram: optional(10, "ExponentialHistogram"),
    summary: optional(11, "Summary"),
  },
  Gauge: { dataPoints: many(1, "NumberDataPoint") },
  Sum: {
    dataPoints: many(1, "NumberDataPoint"),
    aggregationTemporality: plain(2, "int32"),
    isMonotonic: plain(3, "bool"),
  },
  Histogram: { dataPoints: many(1, "HistogramDataPoint"), aggregationTemporality: plain(2, "int32") },
  ExponentialHistogram: {
    dataPoints: many(1, "ExponentialHistogramDataPoint"),
    aggregationTemporality: plain(2, "int32"),
  },
  Summary: { dataPoints: many(1, "SummaryDataPoint") },
  NumberDataPoint: {
    ...times,
    asDouble: optional(4, "double"),
    asInt: optional(6, "sfixed64"),
    attributes: many(7, "KeyValue"),
    flags: plain(8, "uint32"),
  },
  HistogramDataPoint: {
    ...times,
    count: plain(4, "fixed64"),
    sum: optional(5, "double"),
    bucketCounts: many(6, "fixed64"),
    explicitBounds: many(7, "double"),
    attributes: many(9, "KeyValue"),
    flags: plain(10, "uint32"),
    min: optional(11, "double"),
    max: optional(12, "double"),
  },
  ExponentialHistogramDataPoint: {
    attributes: many(1, "KeyValue"),
    ...times,
    count: plain(4, "fixed64"),
    sum: optional(5, "double"),
    scale: plain(6, "sint32"),
    zeroCount: plain(7, "fixed64"),
    positive: plain(8, "Buckets"),
    negative: plain(9, "Buckets"),
    flags: plain(10, "uint32"),
    min: optional(12, "double"),
    max: optional(13, "double"),
    zeroThreshold: plain(14, "double"),
  },
  Buckets: { offset: plain(1, "sint32"), bucketCounts: many(2, "uint64") },
  SummaryDataPoint: {
    ...times,
    count: plain(4, "fixed64"),
    sum: plain(5, "double"),
    quantileValues: many(6, "Quantile"),
    attributes: many(7, "KeyValue"),
    flags: plain(8, "uint32"),
  },
  Quantile: { quantile: plain(1, "double"), value: plain(2, "double") },
  LogsRequest: { resourceLogs: many(1, "ResourceLogs") },
  ResourceLogs: {
    resource: plain(1, "Resource"),
    scopeLogs: many(2, "ScopeLogs"),
    schemaUrl: plain(3, "string"),
  },
  ScopeLogs: { scope: plain(1, "Scope"), logRecords: many(2, "LogRecord"), schemaUrl: plain(3, "string") },
  LogRecord: {
    timeUnixNano: plain(1, "fixed64"),
    severityNumber: plain(2, "int32"),
    severityText: plain(3, "string"),
    body: plain(5, "AnyValue"),
    attributes: many(6, "KeyValue"),
    flags: plain(8, "fixed32"),
    traceId: plain(9, "bytes"),
    spanId: plain(10, "bytes"),
    observedTimeUnixNano: plain(11, "fixed64"),
    eventName: plain(12, "string"),
  },
  // Spans go on to others, so those that came as JSON are written whole: here no field is left out.
  TracesRequest: { resourceSpans: many(1, "ResourceSpans") },
  ResourceSpans: {
    resource: plain(1, "Resource"),
    scopeSpans: many(2, "ScopeSpans"),
    schemaUrl: plain(3, "string"),
  },
  ScopeSpans: { scope: plain(1, "Scope"), spans: many(2, "Span"), schemaUrl: plain(3, "string") },
  Span: {
    traceId: plain(1, "bytes"),
    spanId: plain(2, "bytes"),
    traceState: plain(3, "string"),
    parentSpanId: plain(4, "bytes"),
    name: plain(5, "string"),
    kind: plain(6, "int32"),
    startTimeUnixNano: plain(7, "fixed64"),
    endTimeUnixNano: plain(8, "fixed64"),
    attributes: many(9, "KeyValue"),
    droppedAttributesCount: plain(10, "uint32"),
    events: many(11, "SpanEvent"),
    droppedEventsCount: plain(12, "uint32"),
    links: many(13, "SpanLink"),
    droppedLinksCount: plain(14, "uint32"),
    status: plain(15, "SpanStatus"),
    flags: plain(16, "fixed32"),
  },
  SpanEvent: {
    timeUnixNano: plain(1, "fixed64"),
    name: plain(2, "string"),
    attributes: many(3, "KeyValue"),
    droppedAttributesCount: plain(4, "uint32"),
  },
  SpanLink: {
    traceId: plain(1, "bytes"),
    spanId: plain(2, "bytes"),
    traceState: plain(3, "string"),
    attributes: many(4, "KeyValue"),
    droppedAttributesCount: plain(5, "uint32"),
    flags: plain(6, "fixed32"),
  },
  SpanStatus: { message: plain(2, "string"), code: plain(3, "int32") },
  Resource: { attributes: many(1, "KeyValue"), droppedAttributesCount: plain(2, "uint32") },
  Scope: {
    name: plain(1, "string"),
    version: plain(2, "string"),
    attributes: many(3, "KeyValue"),
    droppedAttributesCount: plain(4, "uint32"),
  },
  KeyValue: { key: plain(1, "string"), value: plain(2, "AnyValue") },
  AnyValue: {
    stringValue: optional(1, "string"),
    boolValue: optional(2, "bool"),
    intValue: optional(3, "int64"),
    doubleValue: optional(4, "double"),
    arrayValue: optional(5, "ArrayValue"),
    kvlistValue: optional(6, "KeyValueList"),
    bytesValue: optional(7, "bytes"),
  },
  ArrayValue: { values: many(1, "AnyValue") },
  KeyValueList: { values: many(1, "KeyValue") },
  MetricsResponse: { partialSuccess: plain(1, "PartialSuccess") },
  LogsResponse: { partialSuccess: plain(1, "PartialLogs") },
  TracesResponse: { partialSuccess: plain(1, "PartialSpans") },
  PartialSuccess: { rejectedDataPoints: plain(1, "int64"), errorMessage: plain(2, "string") },
  PartialLogs: { rejectedLogRecords: plain(1, "int64"), errorMessage: plain(2, "string") },
  PartialSpans: { rejectedSpans: plain(1, "int64"), errorMessage: plain(2, "string") },
  /** `google.rpc.Status`, the body of errors. */
  Status: { code: plain(1, "int32"), message: plain(2, "string") },
};

export const isMessage = (type: Scalar | MessageName): type is MessageName => Object.hasOwn(MESSAGES, type);

/** How deep messages may lie in each other; an attribute of maps in maps takes three levels for each. */
export const MAX_DEPTH = 64;
/** Messages and repeated numbers of one request: some 100 octets of memory each. */
export const MAX_ELEMENTS = 1_000_000;
