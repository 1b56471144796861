import { promisify } from "node:util";
import { gzip as gzipCallback } from "node:zlib";
import type { Secret } from "../../base/index.ts";
import type { LineBatch } from "../line-batch.ts";
import type { MetricInfoOf } from "../point.ts";
import type { Outcome, Sink } from "../sink.ts";
import { outcomeOf } from "./dynatrace-answer.ts";
import { DynatraceMetadata } from "./dynatrace-metadata.ts";
import { apiHeaders, readToken, secretsOf, shownToken } from "./dynatrace-token.ts";
import { droppedOutcome } from "./http-answer.ts";
import { HttpClient, type HttpClientOptions, type HttpResult, parseUrl } from "./http-client.ts";

/** A local OneAgent takes no more lines in a request. */
const ONE_AGENT_BATCH_LINES = 1_000;
/** A tenant and an ActiveGate know no limit of lines. Full bodies cost us half of what bodies of 1 000 lines do. */
const MAX_BATCH_LINES = 5_000;
/** Of `http://localhost:14499/metrics/ingest`; tenants and ActiveGates have `/api/v2` before it. */
const ONE_AGENT_PATH = "/metrics/ingest";
/** The API takes 1 MB; whether that is 1 000 000 or 1 048 576 bytes is told differently in places. */
const MAX_BATCH_BYTES = 1_000_000;
/** The server refuses points older than an hour; five minutes are for the way and for clocks that differ. */
const MAX_AGE_MS = 55 * 60_000;
const EXAMPLE_URL = "https://<environment>.live.dynatrace.com/api/v2/metrics/ingest";

export interface DynatraceSinkOptions extends HttpClientOptions {
  /** The full address of the API, e.g. `https://<environment>.live.dynatrace.com/api/v2/metrics/ingest`. */
  readonly ingestUrl: string;
  /** API token with the scope `metrics.ingest`. A local OneAgent needs none. */
  readonly token?: Secret | undefined;
  /** Compresses bodies. The API does not promise to take them, so only where it is known to. Default false. */
  readonly gzip?: boolean | undefined;
  /**
   * A batch with counts whose request ended without an answer is given up and counted, in place of sent again: sums are
   * never too high, but may be too low. Default false. Batches of gauges alone are always sent again.
   */
  readonly atMostOnce?: boolean | undefined;
  /** Name, description and unit of metrics, told to the server once per key. Default: nothing is told. */
  readonly metricInfoOf?: MetricInfoOf | undefined;
}

/**
 * Sends batches to the metric ingest API, version 2, of a tenant, an ActiveGate or a OneAgent.
 * @throws {AppError} `ingest.bad-url`, `ingest.bad-proxy`, `ingest.bad-token`, `ingest.bad-ca`,
 *   `ingest.bad-client-certificate`
 */
export function createDynatraceSink(options: DynatraceSinkOptions): Sink {
  return new DynatraceSink(options);
}

class DynatraceSink implements Sink {
  readonly name: string;
  readonly maxBatchLines: number;
  readonly maxBatchBytes = MAX_BATCH_BYTES;
  readonly maxAgeMs = MAX_AGE_MS;
  readonly #options: DynatraceSinkOptions;
  readonly #client: HttpClient;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #shownToken: string | undefined;
  readonly #metadata: DynatraceMetadata | undefined;

  constructor(options: DynatraceSinkOptions) {
    const { name, ingestUrl, gzip, metricInfoOf, clock } = options;
    const url = parseUrl(name, ingestUrl, EXAMPLE_URL);
    const token = readToken(name, options.token);
    this.name = name;
    this.maxBatchLines = url.pathname === ONE_AGENT_PATH ? ONE_AGENT_BATCH_LINES : MAX_BATCH_LINES;
    this.#options = options;
    this.#client = new HttpClient(url, options, secretsOf(token));
    this.#shownToken = shownToken(token);
    const headers = apiHeaders(token, "text/plain; charset=utf-8");
    this.#headers = gzip === true ? { ...headers, "content-encoding": "gzip" } : headers;
    this.#metadata = metricInfoOf === undefined ? undefined : new DynatraceMetadata(metricInfoOf, clock);
  }

  async send(batch: LineBatch, signal: AbortSignal): Promise<Outcome> {
    signal.throwIfAborted();
    const news = await this.#tellMetadata(batch, signal);
    const result = await this.#post(batch, signal);
    const outcome = result.kind === "answer" ? this.#outcomeOf(result, batch) : this.#failed(result, batch);
    return outcome.kind === "delivered" && news.length > 0
      ? { ...outcome, warnings: [...outcome.warnings, ...news] }
      : outcome;
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  /**
   * Before the lines themselves: no line is in doubt while the metadata travel. What becomes of them holds no line up.
   * @returns what the server has against them
   */
  async #tellMetadata(batch: LineBatch, signal: AbortSignal): Promise<readonly string[]> {
    const metadata = this.#metadata?.linesFor(batch);
    if (metadata === undefined) return [];
    const result = await this.#post(metadata, signal);
    const outcome = result.kind === "answer" ? this.#outcomeOf(result, metadata) : result.outcome;
    return this.#metadata?.settle(outcome) ?? [];
  }

  async #post({ bytes }: LineBatch, signal: AbortSignal): Promise<HttpResult> {
    // No break after the last line.
    const lines = bytes.subarray(0, -1);
    const body = this.#options.gzip === true ? await gzip(lines, GZIP) : lines;
    return this.#client.post({ headers: this.#headers, body }, signal);
  }

  #outcomeOf({ answer }: HttpResult & { kind: "answer" }, batch: LineBatch): Outcome {
    const { shownUrl, redact } = this.#client;
    const { gzip: isGzip = false, clock } = this.#options;
    const token = this.#shownToken;
    return outcomeOf(answer, {
      batch,
      wallMs: clock.wallMs(),
      shownUrl,
      redact,
      shownToken: token,
      gzip: isGzip,
    });
  }

  #failed({ outcome, inDoubt }: HttpResult & { kind: "failure" }, batch: LineBatch): Outcome {
    const mayNotRepeat = this.#options.atMostOnce === true && inDoubt && outcome.kind === "retry";
    if (!mayNotRepeat || !holdsCounts(batch)) return outcome;
    return droppedOutcome(`${outcome.reason} They are not sent again, for atMostOnce is set.`, DOUBT_REMEDY);
  }
}

const DOUBT_REMEDY =
  "Raise timeoutMs if the server is slow; without atMostOnce such lines are sent again, and a count may rarely double.";

const gzip = promisify(gzipCallback);
/** The lowest level makes a tenth of lines already; higher ones take several times as long for little more. */
const GZIP = { level: 1 } as const;

/** A text that holds these words too makes a batch of gauges look like one of counts: then it is given up in vain. */
const COUNT_PAYLOAD = " count,delta=";

function holdsCounts({ bytes }: LineBatch): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(COUNT_PAYLOAD);
}
