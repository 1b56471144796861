import { Secret } from "../../base/index.ts";
import { type Names, type NotWritten, RemoteWrite } from "../../prometheus/index.ts";
import { type LineBatch, linesWithin } from "../line-batch.ts";
import { LineReader } from "../line-reader.ts";
import type { MetricInfoOf } from "../point.ts";
import type { Outcome, RejectedLine, Sink } from "../sink.ts";
import { readHeaders, secretTexts } from "./configured-headers.ts";
import { droppedOutcome } from "./http-answer.ts";
import { HttpClient, type HttpClientOptions, parseUrl } from "./http-client.ts";
import { remoteWriteAnswer } from "./remote-write-answer.ts";
import { FULL_EFFORT, LOW_EFFORT, type Refused, type Said, sendSearching } from "./remote-write-search.ts";

/** What Prometheus itself sends at most by default (`max_samples_per_send` 2 000, 500 before) is less; all take this. */
const MAX_BATCH_LINES = 5_000;
const MAX_BATCH_BYTES = 1_000_000;
const MAX_REJECTED_SHOWN = 10;
const NOT_WRITTEN: Readonly<Record<NotWritten, string>> = {
  late: "a newer sample of this series was sent before; of a count the increase comes with the next sample",
  "too-many-keys": "there are 100 000 metric keys already",
};

export type RemoteWriteAuth =
  | { readonly type: "bearer"; readonly token: Secret }
  | { readonly type: "basic"; readonly user: string; readonly password: Secret };

export interface PrometheusSinkOptions extends HttpClientOptions {
  /** Full address of the receiver, e.g. `http://prometheus:9090/api/v1/write`. */
  readonly url: string;
  readonly auth?: RemoteWriteAuth | undefined;
  /** Further headers, such as `X-Scope-OrgID`. */
  readonly headers?: Readonly<Record<string, string | Secret>> | undefined;
  readonly names: Names;
  /** For HELP and unit. */
  readonly infoOf: MetricInfoOf;
}

/**
 * Sends batches by remote write, version 1 of the protocol. What the points become: `RemoteWrite`.
 *
 * Sums of counts are in memory: they begin at zero after a restart, which queries see as a counter's reset. Prometheus
 * takes samples of a series in the order of their time only; there is no limit of age here, for the receiver decides.
 * @throws {AppError} `ingest.bad-url`, `ingest.bad-header`, and those of `HttpClient`
 */
export function createPrometheusSink(options: PrometheusSinkOptions): Sink {
  return new PrometheusSink(options);
}

class PrometheusSink implements Sink {
  readonly name: string;
  readonly maxBatchLines = MAX_BATCH_LINES;
  readonly maxBatchBytes = MAX_BATCH_BYTES;
  readonly maxAgeMs = undefined;
  readonly #options: PrometheusSinkOptions;
  readonly #client: HttpClient;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #reader = new LineReader();
  readonly #batch: RemoteWrite;
  /** The batch before brought nothing home. */
  #wasAllRefused = false;

  constructor(options: PrometheusSinkOptions) {
    const url = parseUrl(options.name, options.url, "http://prometheus:9090/api/v1/write");
    this.name = options.name;
    this.#options = options;
    this.#headers = headersOf(options);
    this.#client = new HttpClient(url, options, secretsOf(options));
    this.#batch = new RemoteWrite({ names: options.names, infoOf: options.infoOf });
  }

  async send(lines: LineBatch, signal: AbortSignal): Promise<Outcome> {
    signal.throwIfAborted();
    const batch = this.#batch;
    batch.begin(this.#options.clock.monotonicMs());
    /** Reasons by where the line begins. */
    const rejected = new Map<number, string>();
    this.#reader.read(lines, (point, start) => {
      const fault = batch.add(point, start);
      if (fault !== undefined) rejected.set(start, NOT_WRITTEN[fault]);
    });
    if (batch.entries === 0) return this.#settle(lines, rejected, []);
    const effort = this.#wasAllRefused ? LOW_EFFORT : FULL_EFFORT;
    const result = await sendSearching(batch, (body) => this.#post(body, signal), effort);
    if (result.kind === "done") return this.#settle(lines, rejected, result.refused);
    if (result.outcome.kind === "drop") this.#giveUp();
    else batch.takeBack();
    return result.outcome;
  }

  /** What is dropped happened nevertheless: its increases come with the next samples. */
  #giveUp(): void {
    this.#batch.reject(0, this.#batch.entries);
    this.#batch.settle();
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #post(body: Uint8Array, signal: AbortSignal): Promise<Said> {
    const result = await this.#client.post({ headers: this.#headers, body }, signal);
    if (result.kind === "failure") return { kind: "failed", outcome: result.outcome };
    return remoteWriteAnswer(result.answer, this.#client, this.#options.clock.wallMs());
  }

  #settle(lines: LineBatch, rejected: Map<number, string>, refused: readonly Refused[]): Outcome {
    const batch = this.#batch;
    let refusedEntries = 0;
    for (const { from, to, reason } of refused) {
      batch.reject(from, to);
      refusedEntries += to - from;
      for (let entry = from; entry < to; entry++) rejected.set(batch.lineOf(entry), reason);
    }
    this.#wasAllRefused = refusedEntries > 0 && refusedEntries === batch.entries;
    batch.settle();
    if (this.#wasAllRefused) return droppedOutcome(refused[0]!.reason, REFUSED_REMEDY);
    return {
      kind: "delivered",
      accepted: lines.lines - rejected.size,
      rejected: rejectedLines(lines, rejected),
      rejectedCount: rejected.size,
      warnings: [],
    };
  }
}

const REFUSED_REMEDY =
  "Samples that are out of order or too old are refused for good; the receiver's out_of_order_time_window takes late ones.";

function rejectedLines({ bytes }: LineBatch, rejected: ReadonlyMap<number, string>): RejectedLine[] {
  return [...rejected]
    .toSorted(([a], [b]) => a - b)
    .slice(0, MAX_REJECTED_SHOWN)
    .map(([start, reason]) => ({ index: linesWithin(bytes, 0, start), reason }));
}

function headersOf({ name, auth, headers = {} }: PrometheusSinkOptions): Record<string, string> {
  const own = auth === undefined ? headers : { ...headers, authorization: new Secret(authorization(auth)) };
  return {
    ...readHeaders(name, own),
    "content-type": "application/x-protobuf",
    "content-encoding": "snappy",
    "x-prometheus-remote-write-version": "0.1.0",
    "user-agent": "snmpgate",
  };
}

/** Secrets read from files end in a line break. */
function authorization(auth: RemoteWriteAuth): string {
  if (auth.type === "bearer") return `Bearer ${auth.token.reveal().trim()}`;
  const credentials = `${auth.user}:${auth.password.reveal().trim()}`;
  return `Basic ${Buffer.from(credentials, "utf8").toString("base64")}`;
}

function secretsOf({ auth, headers = {} }: PrometheusSinkOptions): string[] {
  const own = secretTexts(headers);
  if (auth === undefined) return own;
  const credentials = authorization(auth).replace(/^\S+ /, "");
  const secret = auth.type === "bearer" ? auth.token : auth.password;
  return [...own, credentials, secret.reveal().trim()];
}
