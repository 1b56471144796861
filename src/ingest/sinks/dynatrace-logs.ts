import type { Clock, Secret } from "../../base/index.ts";
import type { LogRecord } from "../../otlp/index.ts";
import { delivered, type Outcome } from "../sink.ts";
import { logRecordJson } from "./dynatrace-log-record.ts";
import { type LogsContext, logsOutcomeOf } from "./dynatrace-logs-answer.ts";
import { apiHeaders, readToken, secretsOf, shownToken } from "./dynatrace-token.ts";
import { HttpClient, type HttpClientOptions, parseUrl } from "./http-client.ts";

/** The API takes 10 MB; the vendor's own libraries stop at half of that. */
const MAX_BODY_BYTES = 5_000_000;
const MAX_RECORDS = 50_000;
/** The server refuses records older than a day; five minutes are for the way and for clocks that differ. */
const MAX_AGE_MS = 24 * 3_600_000 - 5 * 60_000;
const METRICS_PATH = "/api/v2/metrics/ingest";
const LOGS_PATH = "/api/v2/logs/ingest";
const EXAMPLE_URL = `https://<environment>.live.dynatrace.com${LOGS_PATH}`;

export interface DynatraceLogsOptions extends HttpClientOptions {
  /** The full address of the API; see `logsUrlOf`. */
  readonly logsUrl: string;
  /** API token with the scope `logs.ingest`. */
  readonly token?: Secret | undefined;
}

/** What became of the first records of those that were given. */
export interface LogsSent {
  /** So many from the front: those that were too old, and those of one request. At least one. */
  readonly records: number;
  /** Of these, given up before sending: older than the server takes. */
  readonly tooOld: number;
  /** For all but the too old ones. `retry` and `refused`: give the same records again later. Never `tooLarge`. */
  readonly outcome: Outcome;
}

/**
 * The address of the logs API beside that of the metric ingest; undefined for a local OneAgent, which takes metrics only.
 * logsUrlOf("https://abc.live.dynatrace.com/api/v2/metrics/ingest") → "https://abc.live.dynatrace.com/api/v2/logs/ingest"
 */
export function logsUrlOf(ingestUrl: string): string | undefined {
  if (!URL.canParse(ingestUrl)) return undefined;
  const url = new URL(ingestUrl);
  if (!url.pathname.endsWith(METRICS_PATH)) return undefined;
  return `${url.origin}${url.pathname.slice(0, -METRICS_PATH.length)}${LOGS_PATH}`;
}

/** Sends log records to the logs API, version 2, of a tenant or an ActiveGate. Who calls owns order and repeats. */
export class DynatraceLogs {
  readonly name: string;
  readonly #client: HttpClient;
  readonly #clock: Clock;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #shownToken: string | undefined;
  /** Half of what was too large for the server; a proxy on the way may take less than the server. */
  #maxBytes = MAX_BODY_BYTES;

  /** @throws {AppError} `ingest.bad-url`, `-proxy`, `-token`, `-ca`, `-client-certificate` */
  constructor(options: DynatraceLogsOptions) {
    const token = readToken(options.name, options.token);
    this.name = options.name;
    this.#clock = options.clock;
    this.#client = new HttpClient(
      parseUrl(options.name, options.logsUrl, EXAMPLE_URL),
      options,
      secretsOf(token),
    );
    this.#headers = apiHeaders(token, "application/json; charset=utf-8");
    this.#shownToken = shownToken(token);
  }

  /**
   * Sends as many records from the front as one request takes. Rejects only when `signal` aborts, with its reason.
   * @param records  at least one
   */
  async send(records: readonly LogRecord[], signal: AbortSignal): Promise<LogsSent> {
    signal.throwIfAborted();
    const oldestMs = this.#clock.wallMs() - MAX_AGE_MS;
    const fresh = records.findIndex(({ timestampMs }) => timestampMs >= oldestMs);
    const tooOld = fresh < 0 ? records.length : fresh;
    const texts = this.#firstThatFit(records, tooOld);
    if (texts.length === 0) return { records: tooOld, tooOld, outcome: delivered(0) };
    const outcome = await this.#post(texts, signal);
    if (outcome.kind !== "tooLarge") return { records: tooOld + texts.length, tooOld, outcome };
    // Of each answer half as many bytes follow, down to one record, which is given up: this ends.
    if (texts.length > 1) {
      this.#maxBytes = Math.floor(bytesOf(texts) / 2);
      return this.send(records, signal);
    }
    this.#maxBytes = MAX_BODY_BYTES;
    return {
      records: tooOld + 1,
      tooOld,
      outcome: { kind: "drop", reason: outcome.reason, remedy: TOO_LARGE },
    };
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #post(texts: readonly string[], signal: AbortSignal): Promise<Outcome> {
    const result = await this.#client.post({ headers: this.#headers, body: `[${texts.join(",")}]` }, signal);
    if (result.kind === "failure") return result.outcome;
    const { shownUrl, redact } = this.#client;
    const wallMs = this.#clock.wallMs();
    const context: LogsContext = {
      records: texts.length,
      wallMs,
      shownUrl,
      redact,
      shownToken: this.#shownToken,
    };
    return logsOutcomeOf(result.answer, context);
  }

  /** One at least. */
  #firstThatFit(records: readonly LogRecord[], from: number): string[] {
    const texts: string[] = [];
    let bytes = 0;
    for (const record of records.slice(from, from + MAX_RECORDS)) {
      const text = logRecordJson(record);
      bytes += Buffer.byteLength(text) + 1;
      if (bytes >= this.#maxBytes && texts.length > 0) break;
      texts.push(text);
    }
    return texts;
  }
}

const TOO_LARGE = "Check what limits the size of requests on the way: a proxy, or the ActiveGate's settings.";

const bytesOf = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0);
