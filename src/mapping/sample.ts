/**
 * Dimension keys and values of one line, normalised for the line protocol, sorted by key, no key twice, no value
 * empty. The same array object is shared by all samples of a row, so caches may key on identity.
 */
export type Dimensions = readonly (readonly [key: string, value: string])[];

/** One data point: one metric on one row of one device. */
export interface Sample {
  /** Metric key as sent. */
  readonly key: string;
  /** Key as the classic store keeps it (`.count` suffix rules); topology conditions match either. */
  readonly storedKey: string;
  readonly type: "gauge" | "count";
  /** Gauge value, or the delta of a count since the sample before. A bigint only beyond 2⁵³. */
  readonly value: number | bigint;
  /** The counter that a count is the increase of, as it was read. No part of a line. */
  readonly total?: number | bigint | undefined;
  readonly dimensions: Dimensions;
  /** UTC milliseconds; the same for all samples of one poll. */
  readonly timestampMs: number;
}

/** Who was polled, as the automatic dimensions show it. */
export interface DeviceIdentity {
  /** Numeric address polled. */
  readonly address: string;
  readonly port: number;
  /** Configured host name, else reverse DNS, else the address. */
  readonly name: string;
}
