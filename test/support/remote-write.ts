import protobuf from "protobufjs";
import { uncompress } from "snappyjs";

/** The messages as prometheus/prometheus writes them down in prompb/remote.proto and prompb/types.proto. */
const PROTO = `
syntax = "proto3";
package prometheus;
message WriteRequest { repeated TimeSeries timeseries = 1; reserved 2; repeated MetricMetadata metadata = 3; }
message MetricMetadata {
  enum MetricType { UNKNOWN = 0; COUNTER = 1; GAUGE = 2; HISTOGRAM = 3; GAUGEHISTOGRAM = 4; SUMMARY = 5; INFO = 6; STATESET = 7; }
  MetricType type = 1; string metric_family_name = 2; string help = 4; string unit = 5;
}
message Sample { double value = 1; int64 timestamp = 2; }
message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
message Label { string name = 1; string value = 2; }
`;
const WRITE_REQUEST = protobuf.parse(PROTO).root.lookupType("prometheus.WriteRequest");

export interface WrittenSample {
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
  readonly timestampMs: number;
}

export interface WrittenMetadata {
  readonly type: string;
  readonly metricFamilyName: string;
  readonly help: string;
  readonly unit: string;
}

interface Decoded {
  readonly timeseries: readonly {
    readonly labels: readonly { readonly name: string; readonly value: string }[];
    readonly samples: readonly { readonly value: number; readonly timestamp: number }[];
  }[];
  readonly metadata: readonly WrittenMetadata[];
}

/** Reads the body of a remote write with a decoder that is not ours. */
export function readWriteRequest(body: Uint8Array): {
  readonly samples: readonly WrittenSample[];
  readonly metadata: readonly WrittenMetadata[];
} {
  const message = WRITE_REQUEST.decode(uncompress(Buffer.from(body)));
  const { timeseries, metadata } = WRITE_REQUEST.toObject(message, {
    longs: Number,
    enums: String,
    defaults: true,
    arrays: true,
  }) as Decoded;
  const samples = timeseries.flatMap(({ labels, samples: list }) =>
    list.map(({ value, timestamp }) => ({
      labels: labels.map((label) => [label.name, label.value] as const),
      value,
      timestampMs: timestamp,
    })),
  );
  return { samples, metadata };
}

/** `name{label=value,…} value @ms`, to be read in a test. */
export function textOfSample({ labels, value, timestampMs }: WrittenSample): string {
  const name = labels.find(([label]) => label === "__name__")?.[1] ?? "";
  const rest = labels.filter(([label]) => label !== "__name__").map((pair) => pair.join("="));
  return `${name}{${rest.join(",")}} ${value} @${timestampMs}`;
}
