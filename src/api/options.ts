import type { AuditLog, TokenCheck, TokenDirectory, UserDirectory } from "../access/index.ts";
import type { Clock, Logger } from "../base/index.ts";
import type { ApiPorts } from "./ports.ts";
import type { TlsPaths } from "./tls-files.ts";

// What the HTTP front takes from the composition, and what it gives. It knows no queue, no parser and no store.

export interface ApiOptions {
  readonly listen: { readonly host: string; readonly port: number };
  readonly clock: Clock;
  readonly logger: Logger;
  readonly ingest: Ingest;
  readonly tokens: TokenCheck;
  /** Undefined: nobody logs in, and there is no managing of users and tokens. */
  readonly access?: Access | undefined;
  /** Undefined: clear text. */
  readonly tls?: TlsPaths | undefined;
  /** Programs on this host need no token to send, nor to look at what was sent and polled. */
  readonly loopbackWithoutToken: boolean;
  /** Of one sender; as many may come at once after a pause. */
  readonly maxRequestsPerSecond: number;
  readonly health: { live(): Health; ready(): Health };
  /** Our own metrics in Prometheus' text format 0.0.4, for `/metrics`. */
  readonly metrics: () => Promise<string>;
  /** Writes the last polls in the same format, for `/metrics/devices`; without it the path is not there. */
  readonly devicesMetrics?: ((write: WriteText) => Promise<void>) | undefined;
  /** Undefined: the front takes data and tells how it is, and there is nothing to ask. */
  readonly ports?: ApiPorts | undefined;
  /** Where the built web UI is, or will be; undefined: none is served. */
  readonly uiFolder?: string | undefined;
  readonly limits?: Partial<ApiLimits> | undefined;
}

/** Users, tokens, and what became of them. */
export interface Access {
  readonly users: UserDirectory;
  readonly tokens: TokenDirectory;
  readonly audit: AuditLog;
}

/** Resolves when there is room for more; rejects when the reader has left. */
export type WriteText = (chunk: Uint8Array | string) => Promise<void>;

export interface Health {
  readonly ok: boolean;
  /** Why not, or what is worth knowing; no secrets, for anybody may ask. */
  readonly reasons: readonly string[];
}

export const OTLP_SIGNALS = ["metrics", "logs", "traces"] as const;
export type OtlpSignal = (typeof OTLP_SIGNALS)[number];
export type OtlpEncoding = "protobuf" | "json";

/** Takes what others send. Must not throw for what is in a body: a rejection is our bug and answered with 500. */
export interface Ingest {
  /** @param body  metric lines; stands until the promise is settled */
  metrics(body: Uint8Array, from: Sender): Promise<MetricsAnswer>;
  otlp(request: OtlpRequest, from: Sender): Promise<OtlpAnswer | QueueFull>;
  /** A google.rpc.Status for what is refused before the body is looked at. @param status  of HTTP */
  otlpError(encoding: OtlpEncoding, status: number, message: string): OtlpAnswer;
}

export interface OtlpRequest {
  readonly signal: OtlpSignal;
  readonly encoding: OtlpEncoding;
  /** Stands until the answer is given. */
  readonly body: Uint8Array;
  /** The header `X-Dynatrace-Attr`, for logs (spec 5 §6). */
  readonly attributes: string | undefined;
  /** `structure` of the query, for logs. */
  readonly structure: "raw" | "flattened";
}

export interface Sender {
  /** Public part of the token, `user:<name>`, or `loopback`. */
  readonly id: string;
  /** IP address that the connection comes from. */
  readonly address: string;
}

export type MetricsAnswer = LinesTaken | QueueFull;

/** Valid lines are on their way, whatever became of the others. */
export interface LinesTaken {
  readonly linesOk: number;
  readonly linesInvalid: number;
  /** May be fewer than `linesInvalid`; `line` is 1-based. */
  readonly invalidLines: readonly { readonly line: number; readonly error: string }[];
  readonly changedKeys: readonly { readonly line: number; readonly warning: string }[];
}

/** Nothing of the body was taken; all of it may be sent again. */
export interface QueueFull {
  readonly retryAfterMs: number;
}

export interface OtlpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

export interface Api {
  /** Where it listens: `http://127.0.0.1:9999`; `https://` with TLS. */
  readonly url: string;
  readonly port: number;
  /** Takes no more; requests that are under way have five seconds to end. */
  close(): Promise<void>;
}

/** Bounds of the front. What is beyond them is answered with the status given. */
export interface ApiLimits {
  /** Of a body of metric lines after inflating: 413. Spec 3 §3. */
  readonly metricsBytes: number;
  /** Of an OTLP body after inflating: 413. Spec 5 §2. */
  readonly otlpBytes: Readonly<Record<OtlpSignal, number>>;
  /** Until the whole request has arrived: 408. Four megabytes take that long at half a megabit a second. */
  readonly requestTimeoutMs: number;
  /** Until the headers have arrived: 408. */
  readonly headersTimeoutMs: number;
  /** Without a byte in either direction: the connection is cut. */
  readonly idleTimeoutMs: number;
  /** All headers of a request: 431. */
  readonly headerBytes: number;
  /** Beyond, new connections are closed. */
  readonly connections: number;
  /** Requests being read or worked on: 429. */
  readonly requestsInFlight: number;
  /** Bodies in memory, as sent and inflated: 429. */
  readonly bytesInFlight: number;
  /** Of a JSON body after inflating: 413. */
  readonly jsonBytes: number;
  /** Of the manifest and the recording of a preview, in JSON: 413. */
  readonly previewBytes: number;
  /** Of an extension: 413. */
  readonly extensionBytes: number;
  /** Like the two above, of the routes beside the ingest: slow questions must not keep lines out. */
  readonly questionsInFlight: number;
  readonly questionBytesInFlight: number;
  /** Readers of live updates and of progress: 429. */
  readonly streams: number;
  /** Written and not yet taken by such a reader; beyond, it is cut off. */
  readonly streamBytes: number;
  /** Senders whose rates are remembered; the one that was quiet longest is forgotten first. */
  readonly sendersKnown: number;
}

const MIB = 1_048_576;

export const DEFAULT_LIMITS: ApiLimits = {
  metricsBytes: MIB,
  otlpBytes: { metrics: 4 * MIB, logs: 10 * MIB, traces: 8 * MIB },
  requestTimeoutMs: 60_000,
  headersTimeoutMs: 10_000,
  idleTimeoutMs: 120_000,
  headerBytes: 16_384,
  connections: 1_024,
  requestsInFlight: 256,
  bytesInFlight: 128_000_000,
  jsonBytes: MIB,
  previewBytes: 10 * MIB,
  extensionBytes: 25 * MIB,
  questionsInFlight: 128,
  questionBytesInFlight: 64_000_000,
  streams: 300,
  streamBytes: MIB,
  sendersKnown: 10_000,
};
