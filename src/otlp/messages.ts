import type { Int64 } from "./int64.ts";

// What a request holds after decoding, whichever format it came in. A field that was not sent is missing, null or its
// zero: the formats differ there, and a reader must take all three for the same.

export type Maybe<T> = T | null | undefined;

export interface AnyValue {
  readonly stringValue?: Maybe<string>;
  readonly boolValue?: Maybe<boolean>;
  readonly intValue?: Maybe<Int64>;
  readonly doubleValue?: Maybe<number>;
  readonly arrayValue?: Maybe<{ readonly values?: Maybe<readonly AnyValue[]> }>;
  readonly kvlistValue?: Maybe<{ readonly values?: Maybe<readonly KeyValue[]> }>;
  readonly bytesValue?: Maybe<Uint8Array>;
}

export interface KeyValue {
  readonly key?: Maybe<string>;
  readonly value?: Maybe<AnyValue>;
}

export interface Resource {
  readonly attributes?: Maybe<readonly KeyValue[]>;
}

export interface Scope extends Resource {
  readonly name?: Maybe<string>;
  readonly version?: Maybe<string>;
}

interface DataPoint {
  readonly startTimeUnixNano?: Maybe<Int64>;
  readonly timeUnixNano?: Maybe<Int64>;
  readonly attributes?: Maybe<readonly KeyValue[]>;
  /** Bit 0: no recorded value. */
  readonly flags?: Maybe<number>;
}

export interface NumberDataPoint extends DataPoint {
  readonly asDouble?: Maybe<number>;
  readonly asInt?: Maybe<Int64>;
}

export interface HistogramDataPoint extends DataPoint {
  readonly count?: Maybe<Int64>;
  readonly sum?: Maybe<number>;
  readonly bucketCounts?: Maybe<readonly Int64[]>;
  readonly explicitBounds?: Maybe<readonly number[]>;
  readonly min?: Maybe<number>;
  readonly max?: Maybe<number>;
}

export interface Buckets {
  readonly offset?: Maybe<number>;
  readonly bucketCounts?: Maybe<readonly Int64[]>;
}

export interface ExponentialHistogramDataPoint extends DataPoint {
  readonly count?: Maybe<Int64>;
  readonly sum?: Maybe<number>;
  readonly scale?: Maybe<number>;
  readonly zeroCount?: Maybe<Int64>;
  readonly positive?: Maybe<Buckets>;
  readonly negative?: Maybe<Buckets>;
  readonly min?: Maybe<number>;
  readonly max?: Maybe<number>;
}

interface DataPoints<P> {
  readonly dataPoints?: Maybe<readonly P[]>;
}

interface Temporal {
  /** 0 unspecified, 1 delta, 2 cumulative. */
  readonly aggregationTemporality?: Maybe<number>;
}

export interface Metric {
  readonly name?: Maybe<string>;
  readonly description?: Maybe<string>;
  readonly unit?: Maybe<string>;
  readonly gauge?: Maybe<DataPoints<NumberDataPoint>>;
  readonly sum?: Maybe<DataPoints<NumberDataPoint> & Temporal & { readonly isMonotonic?: Maybe<boolean> }>;
  readonly histogram?: Maybe<DataPoints<HistogramDataPoint> & Temporal>;
  readonly exponentialHistogram?: Maybe<DataPoints<ExponentialHistogramDataPoint> & Temporal>;
  readonly summary?: Maybe<DataPoints<DataPoint>>;
}

export interface MetricsRequest {
  readonly resourceMetrics?: Maybe<
    readonly {
      readonly resource?: Maybe<Resource>;
      readonly scopeMetrics?: Maybe<
        readonly { readonly scope?: Maybe<Scope>; readonly metrics?: Maybe<readonly Metric[]> }[]
      >;
    }[]
  >;
}

export interface WireLogRecord {
  readonly timeUnixNano?: Maybe<Int64>;
  readonly severityNumber?: Maybe<number>;
  readonly severityText?: Maybe<string>;
  readonly body?: Maybe<AnyValue>;
  readonly attributes?: Maybe<readonly KeyValue[]>;
  readonly traceId?: Maybe<Uint8Array>;
  readonly spanId?: Maybe<Uint8Array>;
}

export interface LogsRequest {
  readonly resourceLogs?: Maybe<
    readonly {
      readonly resource?: Maybe<Resource>;
      readonly scopeLogs?: Maybe<
        readonly { readonly scope?: Maybe<Scope>; readonly logRecords?: Maybe<readonly WireLogRecord[]> }[]
      >;
    }[]
  >;
}

export interface Span {
  readonly traceId?: Maybe<Uint8Array>;
  readonly spanId?: Maybe<Uint8Array>;
  readonly name?: Maybe<string>;
  readonly startTimeUnixNano?: Maybe<Int64>;
  readonly endTimeUnixNano?: Maybe<Int64>;
}

export interface TracesRequest {
  readonly resourceSpans?: Maybe<
    readonly {
      readonly scopeSpans?: Maybe<readonly { readonly spans?: Maybe<readonly Span[]> }[]>;
    }[]
  >;
}
