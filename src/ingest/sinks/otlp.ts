import { promisify } from "node:util";
import { gzip as gzipCallback } from "node:zlib";
import {
  ExportMemory,
  encodeLogs,
  type LogRecord,
  MetricsEncoder,
  type Signal,
  type Temporality,
} from "../../otlp/index.ts";
import type { LineBatch } from "../line-batch.ts";
import { LineReader } from "../line-reader.ts";
import type { MetricInfoOf, Point } from "../point.ts";
import type { Outcome, Sink } from "../sink.ts";
import { type ConfiguredHeaders, readHeaders, secretTexts } from "./configured-headers.ts";
import { droppedOutcome } from "./http-answer.ts";
import { HttpClient, type HttpClientOptions, parseUrl } from "./http-client.ts";
import { otlpOutcome } from "./otlp-answer.ts";

/** What Dynatrace recommends; collectors take more. */
const MAX_BATCH_LINES = 3_000;
/** Of lines. Encoded they are mostly shorter; where not, the request is refused here as too large. */
const MAX_BATCH_BYTES = 1_500_000;
/** Uncompressed; Dynatrace takes 4 MB. */
const MAX_METRICS_BYTES = 3_500_000;
/** One of the limits that are told for Dynatrace; the others are higher. */
const MAX_LOGS_BYTES = 2_000_000;
/** An internal error that comes again is one that this request makes. */
const MAX_INTERNAL_ERRORS = 3;

export interface OtlpSinkOptions extends HttpClientOptions {
  /** Base address, to which `/v1/metrics` is appended, or the full one. */
  readonly url: string;
  /** Such as `Authorization`. */
  readonly headers?: ConfiguredHeaders | undefined;
  /** Default true. */
  readonly gzip?: boolean | undefined;
  /** Default `delta`; `cumulative` for backends that need it, such as Prometheus. */
  readonly temporality?: Temporality | undefined;
  /** Device attributes on each point too, for Dynatrace. Default false. */
  readonly repeatDeviceAttributes?: boolean | undefined;
  /** Older points are dropped; Dynatrace takes an hour. Default: no limit. */
  readonly maxAgeMs?: number | undefined;
  /** Added to every resource, such as `dt.extension.config.id`. */
  readonly resource?: readonly (readonly [key: string, value: string])[] | undefined;
  readonly infoOf: MetricInfoOf;
}

/** Counts in outcomes are lines, records or spans. `tooLarge`: the caller splits. */
export interface OtlpSink extends Sink {
  /** @param records  at least one */
  sendLogs(records: readonly LogRecord[], signal: AbortSignal): Promise<Outcome>;
  /**
   * Passes spans on as they came.
   * @param request  an ExportTraceServiceRequest as protobuf
   * @param spans  how many it has
   */
  sendTraces(request: Uint8Array, spans: number, signal: AbortSignal): Promise<Outcome>;
}

/**
 * Sends points by OTLP/HTTP as protobuf, to any backend.
 *
 * What cumulative sums and the starts of deltas need is in memory: after a restart, sums begin anew at a start time of
 * their own, and the first deltas have none.
 * @throws {AppError} `ingest.bad-url`, `ingest.bad-header`, and those of `HttpClient`
 */
export function createOtlpSink(options: OtlpSinkOptions): OtlpSink {
  return new OtlpHttpSink(options);
}

class OtlpHttpSink implements OtlpSink {
  readonly name: string;
  readonly maxBatchLines = MAX_BATCH_LINES;
  readonly maxBatchBytes = MAX_BATCH_BYTES;
  readonly maxAgeMs: number | undefined;
  readonly #options: OtlpSinkOptions;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #url: URL;
  readonly #clients = new Map<Signal, HttpClient>();
  readonly #reader = new LineReader();
  readonly #encoder = new MetricsEncoder();
  readonly #memory: ExportMemory;
  #internalErrors = 0;

  constructor(options: OtlpSinkOptions) {
    const { name, url, headers = {}, gzip: isGzip = true, temporality = "delta" } = options;
    this.name = name;
    this.maxAgeMs = options.maxAgeMs;
    this.#options = options;
    this.#url = parseUrl(name, url, "http://collector:4318");
    this.#headers = {
      ...readHeaders(name, headers),
      "content-type": "application/x-protobuf",
      ...(isGzip ? { "content-encoding": "gzip" } : {}),
      "user-agent": "snmpgate",
    };
    this.#memory = new ExportMemory(temporality);
    // At once, so that a mistake in the options shows at start.
    this.#clientFor("metrics");
  }

  async send(batch: LineBatch, signal: AbortSignal): Promise<Outcome> {
    signal.throwIfAborted();
    const points: Point[] = [];
    this.#reader.read(batch, (point) => points.push(point));
    // Metadata lines: what they say goes with the points.
    if (points.length === 0) return allTaken(batch.lines);
    const turn = this.#memory.begin();
    const { infoOf, repeatDeviceAttributes = false, resource = [] } = this.#options;
    const { temporality } = this.#memory;
    const context = { infoOf, turn, temporality, repeatDeviceAttributes, resource };
    const body = this.#encoder.encode(points, context);
    const outcome = this.#boundedRetry(
      await this.#post("metrics", body, batch.lines, MAX_METRICS_BYTES, signal),
    );
    // What is dropped happened nevertheless: cumulative sums go on with it.
    if (outcome.kind === "delivered" || outcome.kind === "drop") turn.commit();
    return outcome;
  }

  sendLogs(records: readonly LogRecord[], signal: AbortSignal): Promise<Outcome> {
    const body = encodeLogs(records, this.#options.resource);
    return this.#post("logs", body, records.length, MAX_LOGS_BYTES, signal).then(({ outcome }) => outcome);
  }

  sendTraces(request: Uint8Array, spans: number, signal: AbortSignal): Promise<Outcome> {
    const sending = this.#post("traces", request, spans, Number.POSITIVE_INFINITY, signal);
    return sending.then(({ outcome }) => outcome);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
  }

  async #post(kind: Signal, body: Uint8Array, items: number, maxBytes: number, signal: AbortSignal) {
    signal.throwIfAborted();
    if (body.length > maxBytes) {
      const reason = `The request has ${body.length} bytes, and at most ${maxBytes} are sent.`;
      return { outcome: { kind: "tooLarge", reason } satisfies Outcome, status: undefined };
    }
    const client = this.#clientFor(kind);
    const sent = this.#options.gzip === false ? body : await gzip(body);
    const result = await client.post({ headers: this.#headers, body: sent }, signal);
    if (result.kind === "failure") return { outcome: result.outcome, status: undefined };
    const wallMs = this.#options.clock.wallMs();
    const outcome = otlpOutcome(result.answer, { signal: kind, items, wallMs, shown: client });
    return { outcome, status: result.answer.status };
  }

  /** One batch is sent until it is settled, so errors in a row are about the same one. */
  #boundedRetry({ outcome, status }: { outcome: Outcome; status: number | undefined }): Outcome {
    if (status !== 500) {
      this.#internalErrors = 0;
      return outcome;
    }
    this.#internalErrors += 1;
    if (outcome.kind !== "retry" || this.#internalErrors <= MAX_INTERNAL_ERRORS) return outcome;
    this.#internalErrors = 0;
    return droppedOutcome(
      outcome.reason,
      "It failed with an internal error each time: see the receiver's log.",
    );
  }

  #clientFor(signal: Signal): HttpClient {
    const known = this.#clients.get(signal);
    if (known !== undefined) return known;
    const secrets = secretTexts(this.#options.headers ?? {});
    const client = new HttpClient(addressOf(this.#url, signal), this.#options, secrets);
    this.#clients.set(signal, client);
    return client;
  }
}

const gzip = promisify(gzipCallback);

/** A full address is that of metrics; those of the other signals stand beside it. */
function addressOf(url: URL, signal: Signal): URL {
  const address = new URL(url);
  const base = url.pathname.replace(/\/+$/, "").replace(/\/v1\/(?:metrics|logs|traces)$/, "");
  address.pathname = `${base}/v1/${signal}`;
  return address;
}

const allTaken = (accepted: number): Outcome => ({
  kind: "delivered",
  accepted,
  rejected: [],
  rejectedCount: 0,
  warnings: [],
});
